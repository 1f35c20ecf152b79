/** The set-up pages: plain HTML without scripts, for phones and desks, light and dark. */
import { createHash } from 'node:crypto';
import { type Html, html, rawHtml } from '../../reports/html.ts';

const style = `
:root { color-scheme: light dark; --page: light-dark(#fff, #0d1117); --raised: light-dark(#f6f8fa, #151b23);
  --line: light-dark(#d1d9e0, #3d444d); --text: light-dark(#1f2328, #f0f6fc); --quiet: light-dark(#59636e, #9198a1);
  --link: light-dark(#0969da, #4493f8); --go: light-dark(#1a7f37, #238636); --wrong: light-dark(#cf222e, #f85149); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.55 system-ui, "Noto Sans", sans-serif; }
main { max-width: 680px; margin: 0 auto; padding: 40px 20px 80px; }
h1 { font-size: 26px; line-height: 1.25; margin: 0 0 12px; }
h2 { font-size: 18px; margin: 32px 0 8px; }
a { color: var(--link); }
ol.steps { display: flex; flex-wrap: wrap; gap: 4px 20px; padding: 0; margin: 0 0 28px; list-style: none; color: var(--quiet); font-size: 14px; }
ol.steps .here { color: var(--text); font-weight: 600; }
label { display: block; font-weight: 600; margin: 22px 0 4px; }
input { width: 100%; padding: 10px 12px; font: inherit; color: inherit; background: var(--page); border: 1px solid var(--line); border-radius: 8px; }
input:focus-visible, button:focus-visible, a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.hint { color: var(--quiet); font-size: 14px; margin: 6px 0 0; }
.wrong { color: var(--wrong); font-weight: 600; margin: 6px 0 0; }
button, a.button { display: inline-block; margin-top: 28px; padding: 12px 20px; border: 0; border-radius: 8px; background: var(--go); color: #fff;
  font: inherit; font-weight: 600; text-decoration: none; cursor: pointer; }
.box { background: var(--raised); border: 1px solid var(--line); border-radius: 8px; padding: 4px 18px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 6px 18px; margin: 14px 0; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
code { font: 90% ui-monospace, Menlo, monospace; overflow-wrap: anywhere; }
@media (max-width: 480px) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: 10px; } button, a.button { width: 100%; text-align: center; } }
`;

const styleHash = createHash('sha256').update(style).digest('base64');

/** Headers of every page. `formTarget` is where its form may lead beside this service itself. */
export function pageHeaders(formTarget: string | null): Readonly<Record<string, string>> {
  const target = formTarget === null ? '' : ` ${new URL(formTarget).origin}`;
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'${target}; base-uri 'none'; frame-ancestors 'none'`,
    // The address holds the token; nobody else gets to see it.
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  };
}

const steps = ['Say where', 'Register on GitHub', 'Install'] as const;

function page(of: { readonly title: string; readonly step: 1 | 2 | 3 | null; readonly body: Html }): string {
  const listed = steps.map(
    (name, index) => html`<li${rawHtml(index + 1 === of.step ? ' class="here" aria-current="step"' : '')}>${index + 1}. ${name}</li>`,
  );
  const head = of.step === null ? null : html`<ol class="steps">${listed}</ol>`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${of.title} · staff-signals</title>
<style>${rawHtml(style)}</style>
</head>
<body><main>
${head}
<h1>${of.title}</h1>
${of.body}
</main></body>
</html>
`.markup;
}

/** What the first page asks for, and what is wrong with it. */
export type Asked = {
  readonly organisation: string;
  readonly address: string;
  readonly problems: { readonly organisation?: string | undefined; readonly address?: string | undefined };
};

/** Where deliveries come in: at an address that is asked for, at `PUBLIC_URL`, or through a channel of smee.io. */
export type Way = 'ask' | 'public' | 'channel';

/** The first page: what set-up does, and the two things that it has to know. */
export function firstPage(of: {
  readonly token: string;
  readonly way: Way;
  readonly asked: Asked;
  readonly permissions: readonly (readonly [string, string])[];
}): string {
  const { organisation, address, problems } = of.asked;
  const addressField =
    of.way === 'ask'
      ? html`<label for="address">Public address of this service</label>
<input id="address" name="address" type="url" inputmode="url" required value="${address}" placeholder="https://signals.example.com" aria-describedby="about-address">
${wrongLine(problems.address)}
<p class="hint" id="about-address">GitHub sends its deliveries to this address, at <code>/api/github/webhooks</code>. To give it for good, set <code>PUBLIC_URL</code>. On a machine that GitHub can’t reach, make a channel on smee.io, start again with <code>WEBHOOK_PROXY_URL</code> set to it, and deliveries are forwarded from there; that is for trying out.</p>`
      : null;
  const body = html`<p>This service has no credentials yet. Set-up registers a GitHub App for your organisation, with the permissions below and no others, and keeps its credentials here, in <code>DATA_DIR</code>. Nothing is looked at until the App is installed and a repository opts in.</p>
<form method="get" action="/">
<input type="hidden" name="token" value="${of.token}">
<label for="organisation">Organisation</label>
<input id="organisation" name="organisation" required value="${organisation}" autocomplete="off" autocapitalize="none" spellcheck="false" placeholder="acme" aria-describedby="about-organisation">
${wrongLine(problems.organisation)}
<p class="hint" id="about-organisation">Its name as in its address on GitHub. You must own it, or manage its Apps.</p>
${addressField}
<button>Go on</button>
</form>
<h2>What the App may do</h2>
${permissionsBox(of.permissions)}
<p class="hint">The file <code>app.yml</code> has the reason for each.</p>`;
  return page({ title: 'Set up staff-signals', step: 1, body });
}

function wrongLine(problem: string | undefined): Html | null {
  return problem === undefined ? null : html`<p class="wrong" role="alert">${problem}</p>`;
}

function permissionsBox(permissions: readonly (readonly [string, string])[]): Html {
  const rows = permissions.map(([name, level]) => html`<dt>${name.replaceAll('_', ' ')}</dt><dd>${level}</dd>`);
  return html`<div class="box"><dl>${rows}</dl></div>`;
}

/** The second page: what is about to be registered, and the button that hands the manifest to GitHub. */
export function registerPage(of: {
  readonly organisation: string;
  readonly webhookUrl: string;
  readonly action: string;
  readonly manifest: string;
  readonly back: string;
}): string {
  const body = html`<p>GitHub shows the App once more, where you can give it another name, and then leads you back here.</p>
<div class="box"><dl>
<dt>Organisation</dt><dd>${of.organisation}</dd>
<dt>Deliveries go to</dt><dd><code>${of.webhookUrl}</code></dd>
<dt>Who can install it</dt><dd>only this organisation</dd>
</dl></div>
<form method="post" action="${of.action}">
<input type="hidden" name="manifest" value="${of.manifest}">
<button>Register the App on GitHub</button>
</form>
<p class="hint"><a href="${of.back}">Change something</a></p>`;
  return page({ title: 'Register the App', step: 2, body });
}

/** The last page: the App is registered, its credentials are kept, and the service starts. */
export function installPage({ appPage, isChannel }: { readonly appPage: string; readonly isChannel: boolean }): string {
  const channel = isChannel
    ? html`<p class="hint">Deliveries come through the channel in <code>WEBHOOK_PROXY_URL</code>; leave it set.</p>`
    : null;
  const body = html`<p>Its credentials are kept here, readable by this service’s user alone, and the service is starting with them. Next starts find them by themselves.</p>
<p>Now install it: on the repositories that may opt in, on the one for reports (by default <code>brag-log</code>, which you make), and on <code>.github</code>. Within a few minutes a welcome issue appears in the repository for reports and leads on from there.</p>
<a class="button" href="${appPage}/installations/new">Install it on GitHub</a>
${channel}`;
  return page({ title: 'The App is registered', step: 3, body });
}

/** Something is in the way. `message` says what, and what to do. */
export function troublePage({
  title,
  message,
  back,
}: {
  readonly title: string;
  readonly message: string;
  readonly back: string | null;
}): string {
  const link = back === null ? null : html`<p><a href="${back}">To the first page</a></p>`;
  return page({ title, step: null, body: html`<p>${message}</p>${link}` });
}
