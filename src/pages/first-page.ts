/** The page at `/`: what this is, and the way in. */
import { type Html, html } from '../reports/html.ts';
import { renderPage } from './frame.ts';

/** Why nobody can sign in, as whoever runs the service has to know it. */
export type SwitchedOff = { readonly missing: readonly string[] };

const promises = html`<div class="promises">
<section><h2>It is yours</h2><p>You alone see your log. What your own account can’t read on GitHub is counted here and not shown.</p></section>
<section><h2>It says why</h2><p>Every item has a link to where it happened, and the reason in words. What is wrong you dismiss, and it stays away.</p></section>
<section><h2>It compares nobody</h2><p>No ranking, no score, no view across people. Such a query does not exist.</p></section>
</div>`;

/** For whoever is not signed in. `off` tells why nobody can. */
export function firstPage({ off }: { readonly off: SwitchedOff | null }): string {
  const body = html`<div class="hero">
<h1>Your work leaves traces. Here they become your story.</h1>
<p class="lede">The comment that saved another team half a year, the document that three teams follow, the reviews far outside your own repository: they are found on GitHub and kept for you, ready for the day you need to tell what you did.</p>
${off === null ? signIn : switchedOff(off)}
</div>
${promises}`;
  return renderPage({ title: 'staff-signals', visitor: null, current: null, body });
}

const signIn = html`<div class="row"><a class="button primary" href="/sign-in">Sign in with GitHub</a></div>
<p class="quiet small">GitHub tells who you are, and which of the repositories you can read. Nothing is written in your name.</p>`;

function switchedOff({ missing }: SwitchedOff): Html {
  const list = missing.map((name) => html`<li>${name}</li>`);
  return html`<div class="notice warn"><p><strong>The log is not switched on.</strong> Evidence still arrives in the monthly issues on GitHub. Whoever runs this service switches the log on by setting:</p>
<ul>${list}</ul>
<p>Then it has to be started again; <code>doctor</code> tells what is still missing.</p></div>`;
}

/** Something is in the way. `message` says what, and what to do; `more` may hold a way on. */
export function alonePage({ title, message, more }: { readonly title: string; readonly message: string; readonly more?: Html }): string {
  const body = html`<div class="alone"><h1>${title}</h1><p class="lede">${message}</p>${more ?? null}</div>`;
  return renderPage({ title, visitor: null, current: null, body });
}
