/** The pages around signing in: who has no log and why, what went wrong, and how nothing written is lost. */
import { type Html, html } from '../reports/html.ts';
import { alonePage } from './first-page.ts';

/** A page, and the status that it is answered with. */
export type Answer = { readonly status: 200 | 400 | 401 | 403 | 404 | 413 | 500 | 503; readonly markup: string };

const toStart = html`<p><a class="button" href="/">To the first page</a></p>`;
const again = html`<p><a class="button primary" href="/sign-in">Sign in with GitHub</a></p>`;

/** What a form held. */
export type Written = { readonly action: string; readonly fields: readonly (readonly [name: string, value: string])[] };

/** Texts of this length and more are shown, so that nobody has to trust that they are still there. */
const shownFrom = 40;

function isShown(value: string): boolean {
  return value.length >= shownFrom || value.includes('\n');
}

/** The texts of a form that nothing will take, for whoever sent it to take along; null when it held none, or nothing was sent. */
function toTakeAlong(written: Written | null): Html | null {
  const texts = written?.fields.flatMap(([, value]) => (isShown(value) ? [value] : [])) ?? [];
  if (texts.length === 0) return null;
  const fields = texts.map(
    (text) => html`<div class="field written"><label>What you wrote, to take along<textarea rows="8" readonly>
${text}</textarea></label></div>`,
  );
  return html`<p>What you sent was not saved. Here it is:</p>
${fields}`;
}

function withStart(written: Written | null): Html {
  return html`${toTakeAlong(written)}${toStart}`;
}

/** Why signing in did not work. */
export function refusedPage(reason: 'denied' | 'expired' | 'misconfigured'): Answer {
  const words = {
    denied: 'You did not let staff-signals know who you are, so nobody is signed in. Nothing else happened.',
    expired:
      'This way in was begun elsewhere, too long ago, or used already. That happens after going back, or with two windows. Begin again, and it works.',
    misconfigured:
      'GitHub refuses the credentials of this service, or the address that it leads back to. Whoever runs the service has to look at the client secret and the callback address; doctor tells more.',
  } as const;
  const status = reason === 'misconfigured' ? 503 : 400;
  return { status, markup: alonePage({ title: 'Signing in did not work', message: words[reason], more: again }) };
}

/** For somebody who is no member of an organisation with the App, as far as it is known. `written`: what they sent nevertheless. */
export function strangerPage(of: { readonly organisation: string; readonly login: string; readonly written: Written | null }): Answer {
  const { organisation, login, written } = of;
  const message = `You are signed in as ${login}. Either staff-signals is not installed in ${organisation}, or you are not a member there. Who joined or installed it a moment ago finds their log within minutes.`;
  return { status: 404, markup: alonePage({ title: 'There is no log of yours here', message, more: withStart(written) }) };
}

/** For a member who is not enrolled. */
export function notEnrolledPage(of: {
  readonly organisation: string;
  readonly why: 'left' | 'not-asked' | 'ignored';
  readonly written: Written | null;
}): Answer {
  const words = {
    left: 'You left, and what was held about you is erased. If you want your log back, comment “/brag join” in the welcome issue on GitHub; your past is then looked at again.',
    'not-asked':
      'Here everybody decides for themselves whether they want a log. If you do, comment “/brag join” in the welcome issue on GitHub.',
    ignored:
      'The organisation’s settings say that no log is kept for this account, as for automations. If that is a mistake, an owner can mend it.',
  } as const;
  return {
    status: 404,
    markup: alonePage({ title: `No log is kept for you in ${of.organisation}`, message: words[of.why], more: withStart(of.written) }),
  };
}

/** While nothing can be shown. */
export function restingPage(of: {
  readonly organisation: string;
  readonly why: 'suspended' | 'unknown';
  readonly written: Written | null;
}): Answer {
  const words = {
    suspended: `An owner of ${of.organisation} suspended the App on GitHub. Nothing is lost, and your log comes back with it.`,
    unknown: `staff-signals has only just been installed in ${of.organisation} and is getting to know it. Come back in a few minutes.`,
  } as const;
  return { status: 503, markup: alonePage({ title: 'Your log rests', message: words[of.why], more: withStart(of.written) }) };
}

/** For somebody signed in who has a log in no organisation. */
export function nowherePage({ login, signOut }: { readonly login: string; readonly signOut: Html }): Answer {
  const message = `You are signed in as ${login}, and staff-signals keeps no log for you: it is installed in no organisation that you belong to, or you asked for none. What somebody shared with you opens by its own link.`;
  return { status: 200, markup: alonePage({ title: 'Welcome', message, more: signOut }) };
}

/** After signing in again beside a page that waits. */
export function signedInPage(): Answer {
  const message = 'Go back to the other tab: what you wrote waits there. This one can be closed.';
  return { status: 200, markup: alonePage({ title: 'You are signed in', message, more: toStart }) };
}

/** After signing out. */
export function signedOutPage({ isEverywhere }: { readonly isEverywhere: boolean }): Answer {
  const message = isEverywhere
    ? 'You are signed out on every device, and the App can no longer read anything in your name.'
    : 'The App can no longer read anything in your name from here.';
  return { status: 200, markup: alonePage({ title: 'You are signed out', message, more: again }) };
}

function writtenFields({ fields }: Written): readonly Html[] {
  return fields.map(([name, value]) =>
    isShown(value)
      ? html`<div class="field written"><label>What you wrote<textarea name="${name}" rows="8">
${value}</textarea></label></div>`
      : html`<input type="hidden" name="${name}" value="${value}">`,
  );
}

/** The session ended while somebody wrote: the page holds what they wrote until they are signed in again. */
export function endedWhileWritingPage(written: Written): Answer {
  const more = html`<ol>
<li><p><a class="button" href="/sign-in?to=/signed-in" target="_blank" rel="noopener">Sign in again in a new tab</a></p></li>
<li><p>Come back here and go on.</p></li>
</ol>
<form method="post" action="${written.action}">
${writtenFields(written)}
<button class="primary">Go on</button>
</form>`;
  const message =
    'Your session ended in the meantime. Nothing is lost: this page holds what you sent. Leave it open, sign in again, and go on.';
  return { status: 401, markup: alonePage({ title: 'Please sign in again', message, more }) };
}

/** The form was made in another session. */
export function confirmPage(written: Written, csrf: string): Answer {
  const more = html`<form method="post" action="${written.action}">
<input type="hidden" name="csrf" value="${csrf}">
${writtenFields(written)}
<button class="primary">Yes, go on</button>
</form>`;
  const message = 'This form was opened before you signed in this time. Is this still what you want?';
  return { status: 403, markup: alonePage({ title: 'One more click', message, more }) };
}

/** A form that another site sent. */
export function foreignFormPage(): Answer {
  const message = 'It did not come from a page of this service, so nothing was changed.';
  return { status: 403, markup: alonePage({ title: 'This form is not ours', message, more: toStart }) };
}

/** What everybody gets who asks for what is not there, or not theirs. */
export function notFoundPage(written: Written | null): Answer {
  const message = 'It may have moved, it may be gone, or it may be somebody else’s.';
  return { status: 404, markup: alonePage({ title: 'There is no such page', message, more: withStart(written) }) };
}

/** Something that passes. */
export function outagePage(): Answer {
  const message = 'GitHub or the database does not answer at the moment. Nothing is lost; load the page again in a minute.';
  return { status: 503, markup: alonePage({ title: 'One moment', message }) };
}

/** Something that passes, while somebody sent what they wrote: the page holds it until it can be taken. */
export function outageWhileWritingPage(written: Written): Answer {
  const more = html`<form method="post" action="${written.action}">
${writtenFields(written)}
<button class="primary">Try again</button>
</form>`;
  const message =
    'GitHub or the database does not answer at the moment. Nothing is lost: this page holds what you sent. Try again in a minute.';
  return { status: 503, markup: alonePage({ title: 'One moment', message, more }) };
}

/** A mistake that somebody can mend. `message` says how. */
export function mistakePage(message: string): Answer {
  return { status: 400, markup: alonePage({ title: 'That did not work', message, more: toStart }) };
}

/** More than a form may hold. */
export function tooLargePage(): Answer {
  const message = 'That is more than one form can hold. Go back, where it still stands, and send less at once.';
  return { status: 413, markup: alonePage({ title: 'Too much at once', message }) };
}

/** Our own mistake. */
export function failedPage(written: Written | null): Answer {
  const message = 'The mistake is ours and has been noted down. Nothing that was saved is lost.';
  return { status: 500, markup: alonePage({ title: 'That should not have happened', message, more: withStart(written) }) };
}
