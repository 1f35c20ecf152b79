/** The operator's queues over HTTP, behind `OPERATOR_TOKEN`: as a bearer token, or by a form and a cookie. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { z } from 'zod';
import { TransientFailure } from '../domain/errors.ts';
import type { Instant } from '../domain/instant.ts';
import { type FailedRow, operatorSignInPage, type QueueRow, queuesPage } from '../pages/operator-page.ts';
import type { Store } from '../usecases/ports.ts';
import { isChange } from './forms.ts';
import { createSeal, isSame } from './seal.ts';
import { pageHeaders } from './security.ts';

/** As much of the queue as the page shows; `OpenQueue` fits. */
export type BoardQueue = {
  counts(): Promise<Readonly<Record<string, Omit<QueueRow, 'name' | 'oldestWaitingMs'>>>>;
  oldestWaitingMs(): Promise<Readonly<Record<string, number>>>;
  failed(): Promise<readonly (Omit<FailedRow, 'about' | 'canRunAgain'> & { readonly data: unknown })[]>;
  keeper(): Promise<{ readonly kind: 'postgres' } | { readonly kind: 'redis'; readonly version: string }>;
  /** Asks for the work of a failed job once more. False when it is not among the failed. */
  again(job: { readonly queue: string; readonly id: string }): Promise<boolean>;
};

type Ports = {
  readonly queue: BoardQueue;
  readonly store: Pick<Store, 'everywhere'>;
  readonly clock: () => Instant;
  readonly log: { readonly warn: (fields: Readonly<Record<string, unknown>>, message: string) => void };
};

/** `isSecure`: browsers reach the service by HTTPS, so the cookie is for that alone. */
export type OperatorOptions = { readonly ports: Ports; readonly token: string; readonly isSecure: boolean };

type Visit = 'bearer' | 'cookie' | null;
type Seal = ReturnType<typeof createSeal>;

const home = '/operator/queues';
const mostBytes = 10_000;
const sessionMs = 8 * 3_600_000;
const purpose = 'operator';
const bearer = /^Bearer (.+)$/i;

/** Who asks. The cookie holds the time of its end, sealed under the token: another token ends all of them. */
function visitOf(context: Context, { token, isSecure }: OperatorOptions, seal: Seal): Visit {
  const given = bearer.exec(context.req.header('authorization') ?? '')?.[1];
  if (given !== undefined) return isSame(given, token) ? 'bearer' : null;
  const sealed = getCookie(context, cookieName(isSecure));
  const until = sealed === undefined ? null : seal.open(sealed, purpose);
  return until !== null && Number(until) > Date.now() ? 'cookie' : null;
}

function cookieName(isSecure: boolean): string {
  return `${isSecure ? '__Host-' : ''}staff-signals-operator`;
}

/** Whether a form comes from a page of ours: browsers name the page's origin, and the host that they sent it to. */
function isFromHere(context: Context): boolean {
  const origin = context.req.header('origin');
  return origin !== undefined && URL.parse(origin)?.host === context.req.header('host');
}

/** The app, to be asked in process or by `answerOperator`. */
export function createOperatorApp(options: OperatorOptions): Hono {
  const { ports } = options;
  const seal = createSeal(options.token);
  const app = new Hono();
  app.use(pageHeaders(null));
  app.use(bodyLimit({ maxSize: mostBytes }));
  app.use(async (context, next) => {
    const isBearer = bearer.test(context.req.header('authorization') ?? '');
    return isChange(context) && !isBearer && !isFromHere(context) ? context.text('a form of another site', 403) : next();
  });
  addSignIn(app, options, seal);
  app.use(async (context, next) => (visitOf(context, options, seal) === null ? refuse(context) : next()));
  app.get('/operator', (context) => context.redirect(home));
  app.get(home, async (context) => context.html(await boardPage(ports, visitOf(context, options, seal), context.req.query('said'))));
  app.post('/operator/queues/again', async (context) => {
    const asked = againSchema.safeParse(Object.fromEntries(await context.req.formData()));
    const isAsked = asked.success && (await ports.queue.again(asked.data));
    return context.redirect(`${home}?said=${isAsked ? 'asked' : 'gone'}`, 303);
  });
  app.onError((error, context) => {
    ports.log.warn({ err: error }, "The operator's page failed");
    return context.text(error instanceof TransientFailure ? 'store or queue do not answer' : 'failed', 503);
  });
  return app;
}

function addSignIn(app: Hono, { token, isSecure }: OperatorOptions, seal: Seal): void {
  const cookie = { path: '/', httpOnly: true, secure: isSecure, sameSite: 'Strict' } as const;
  app.post('/operator/sign-in', async (context) => {
    const given = (await context.req.formData()).get('token');
    if (typeof given !== 'string' || !isSame(given, token)) return context.html(operatorSignInPage({ isWrong: true }), 401);
    const sealed = seal.close(String(Date.now() + sessionMs), purpose);
    setCookie(context, cookieName(isSecure), sealed, { ...cookie, maxAge: sessionMs / 1000 });
    return context.redirect(home, 303);
  });
  app.post('/operator/sign-out', (context) => {
    deleteCookie(context, cookieName(isSecure), cookie);
    return context.redirect(home, 303);
  });
}

const againSchema = z.object({ queue: z.string(), id: z.string() });

function refuse(context: Context): Response {
  context.header('www-authenticate', 'Bearer realm="operator"');
  const isForEyes = context.req.header('accept')?.includes('text/html') ?? false;
  return isForEyes ? context.html(operatorSignInPage({ isWrong: false }), 401) : context.text('the operator’s token is asked for', 401);
}

const saying: Readonly<Record<string, string>> = {
  asked: 'It is asked for again.',
  gone: 'That job is no longer among the failed.',
};

async function boardPage({ queue, store, clock }: Ports, visit: Visit, said: string | undefined): Promise<string> {
  const [counts, oldest, failed, keeper, touched] = await Promise.all([
    queue.counts(),
    queue.oldestWaitingMs(),
    queue.failed(),
    queue.keeper(),
    store.everywhere((everywhere) => everywhere.waitingRepositories()),
  ]);
  return queuesPage({
    keptIn: keeper.kind === 'redis' ? `Redis ${keeper.version}` : 'PostgreSQL',
    queues: Object.entries(counts).map(([name, count]) => ({ name, ...count, oldestWaitingMs: oldest[name] ?? 0 })),
    failed: failed.map(({ data, ...job }) => ({ ...job, ...aboutOf(data) })),
    touchedRepositories: touched.length,
    oldestTouchAt: touched[0]?.dueAt ?? null,
    at: clock(),
    said: saying[said ?? ''] ?? null,
    canSignOut: visit === 'cookie',
  });
}

const idsSchema = z.record(z.string(), z.union([z.number(), z.string().regex(/^\d{4}-\d{2}$/)]));

/** The ids in a job's data; whatever else there might be is not shown. The tick has none, and asks for itself. */
function aboutOf(data: unknown): Pick<FailedRow, 'about' | 'canRunAgain'> {
  const ids = idsSchema.safeParse(data);
  const about = ids.success ? ids.data : {};
  return { about, canRunAgain: 'installationId' in about };
}

const ours = /^\/operator(?:\/|$)/;

/** Answers requests for the operator's pages, and says whether it did. */
export function answerOperator(app: Hono): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  return async (request, response) => {
    if (!ours.test((request.url ?? '').split('?', 1)[0] ?? '')) return false;
    await listener(request, response);
    return true;
  };
}
