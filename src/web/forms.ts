/** Forms: whether one is ours and of this session, and what it held when it is not, so that nothing written is lost. */
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type Answer, confirmPage, endedWhileWritingPage, foreignFormPage, tooLargePage, type Written } from '../pages/way-in.ts';
import type { Door, Guest } from './door.ts';
import { isSame } from './seal.ts';

/** The largest form: a packet's prose, with room. */
const mostBytes = 1_000_000;

export const csrfName = 'csrf';

/** Whether the request changes something. */
export function isChange(context: Context): boolean {
  return context.req.method !== 'GET' && context.req.method !== 'HEAD';
}

/** Whether a person looks at the answer, rather than a script. */
function isForEyes(context: Context): boolean {
  return context.req.header('accept')?.includes('text/html') ?? false;
}

/** The page, or for a script its status alone. */
export function answerWith(context: Context, { status, markup }: Answer): Response {
  return isChange(context) && !isForEyes(context) ? context.text('refused', status) : context.html(markup, status);
}

/** Refuses forms of other sites, by the header that every browser sends with one, and forms that are too large. */
export function guardForms(door: Pick<Door, 'origin'>): MiddlewareHandler {
  const limit = bodyLimit({ maxSize: mostBytes, onError: (context) => answerWith(context, tooLargePage()) });
  return async (context, next) => {
    if (!isChange(context)) return next();
    if (context.req.header('origin') !== door.origin) return answerWith(context, foreignFormPage());
    return limit(context, next);
  };
}

/** What a form holds, but for its token. */
export async function writtenIn(context: Context): Promise<Written> {
  const { pathname, search } = new URL(context.req.url);
  const form = await context.req.formData().catch(() => new FormData());
  const fields = [...form.entries()].flatMap(([name, value]) =>
    name === csrfName || typeof value !== 'string' ? [] : [[name, value] as const],
  );
  return { action: pathname + search, fields };
}

/** What a request that changes something held; null for those that only look. */
export async function writtenUnlessLooking(context: Context): Promise<Written | null> {
  return isChange(context) ? writtenIn(context) : null;
}

/** The session has ended: whoever sent a form keeps what they wrote; all others are led to signing in. */
export async function askToSignIn(context: Context): Promise<Response> {
  if (isChange(context)) return answerWith(context, endedWhileWritingPage(await writtenIn(context)));
  const { pathname, search } = new URL(context.req.url);
  return context.redirect(`/sign-in?${new URLSearchParams({ to: pathname + search }).toString()}`);
}

/** Null when the request may change something in this session; else the page that asks once more. Scripts send the token as a header. */
export async function refuseStrangeForm(context: Context, { csrf }: Guest): Promise<Response | null> {
  if (!isChange(context)) return null;
  const header = context.req.header('x-csrf-token');
  const given = header ?? (await context.req.formData().catch(() => new FormData())).get(csrfName);
  if (typeof given === 'string' && isSame(given, csrf)) return null;
  return answerWith(context, confirmPage(await writtenIn(context), csrf));
}
