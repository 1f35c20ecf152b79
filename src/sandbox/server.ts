/** The sandbox's API over HTTP, at the addresses of an Enterprise Server: `/api/v3` and `/api/graphql`. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { toInstant } from '../domain/instant.ts';
import { seenBy } from './access.ts';
import type { Authority, Caller } from './auth.ts';
import type { Failures, FailureStatus, Mishap } from './failures.ts';
import { shaOf } from './ids.ts';
import { type Allowance, executeGraphql } from './graphql/execute.ts';
import type { Authorizations } from './oauth.ts';
import { appRoutes } from './rest/app.ts';
import { authorizationRoutes } from './rest/authorizations.ts';
import { checkRoutes } from './rest/checks.ts';
import { issueRoutes } from './rest/issues.ts';
import { organisationRoutes } from './rest/organisation.ts';
import { registrationRoutes } from './rest/registration.ts';
import { pathById, repositoryRoutes } from './rest/repositories.ts';
import { answerRoute, matchPath, type Reply, type Request } from './rest/router.ts';
import { answerSignIn } from './sign-in.ts';
import type { World } from './state.ts';
import type { Deliveries } from './webhooks.ts';

/** A request as the sandbox remembers it. `path` is below the API's address; `/graphql` for GraphQL. `points`: what a query cost, else 0. */
export type Served = { readonly method: string; readonly path: string; readonly status: FailureStatus; readonly points: number };

/** A write that is about to be done. */
export type Write = { readonly method: string; readonly path: string; readonly body: Readonly<Record<string, unknown>> };

export type ServerParts = {
  readonly world: World;
  readonly authority: Authority;
  readonly authorizations: Authorizations;
  readonly deliveries: Deliveries;
  readonly failures: Failures;
  readonly wallClock: () => number;
  readonly hourlyLimits: { readonly core?: number; readonly graphql?: number };
  readonly beforeWrite: (write: Write) => Promise<void>;
  readonly onServed: (served: Served) => void;
  /** Hears of endpoints and fields that the sandbox doesn't know. */
  readonly onUnserved: (what: string) => void;
};

const routes = [
  // Before that of any account: `/user/installations` is none.
  ...authorizationRoutes,
  ...appRoutes,
  ...registrationRoutes,
  ...organisationRoutes,
  ...issueRoutes,
  ...checkRoutes,
  ...repositoryRoutes,
];
const defaultRateLimit = 15_000;
const hourMs = 3_600_000;
const graphqlSchema = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()).nullish() });
const bodySchema = z.record(z.string(), z.unknown());

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text === '' ? '{}' : text);
  } catch {
    return null;
  }
}

type Asked = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
  readonly caller: Caller;
};

type Meter = { readonly spend: (amount: number) => Allowance };

/** GitHub's hourly limit on one kind of request. It is counted and shown; tests that need it to bite inject the failure. */
function createMeter(wallClock: () => number, rateLimit = defaultRateLimit): Meter {
  let used = 0;
  let resetAtMs = wallClock() + hourMs;
  return {
    spend: (amount) => {
      const now = wallClock();
      if (now >= resetAtMs) {
        used = 0;
        resetAtMs = now + hourMs;
      }
      used += amount;
      return { limit: rateLimit, remaining: Math.max(0, rateLimit - used), resetAt: toInstant(resetAtMs) };
    },
  };
}

/** GraphQL is counted by points, apart from all else. */
type Meters = { readonly core: Meter; readonly graphql: Meter };

/** No reply: the connection is dropped, or left without one. */
type Answered = { readonly reply: Written | 'drop' | 'silence'; readonly points: number };

/** `text` is sent as it is, in place of the body. */
type Written = Reply & { readonly text?: string };

type WellAnswered = Answered & { readonly reply: Reply };

function refusal(status: number, message: string): WellAnswered {
  return { reply: { status, body: { message } }, points: 0 };
}

function worldFor({ world }: ServerParts, caller: Caller): World {
  return caller.kind === 'user' ? seenBy(world, caller.account, caller.isThroughApp) : world;
}

async function answerGraphql(parts: ServerParts, asked: Asked, spend: Meter['spend']): Promise<WellAnswered> {
  const { world, onUnserved } = parts;
  const { caller } = asked;
  if (caller.kind !== 'installation' && caller.kind !== 'user') return refusal(401, 'This endpoint requires you to be authenticated.');
  if (caller.kind === 'installation' && world.installation?.isSuspended) return refusal(403, 'This installation has been suspended');
  const parsed = graphqlSchema.safeParse(parseBody(asked.body));
  if (!parsed.success) return refusal(400, 'Problems parsing JSON');
  const request = { query: parsed.data.query, variables: parsed.data.variables ?? {} };
  const { answer: body, points } = await executeGraphql(request, { world: worldFor(parts, caller), spend, onUnserved });
  return { reply: { status: 200, body }, points };
}

async function answerRest(parts: ServerParts, asked: Asked): Promise<Reply> {
  const { authority, authorizations, deliveries } = parts;
  const world = worldFor(parts, asked.caller);
  const path = pathById({ world, path: asked.path });
  const body = bodySchema.safeParse(parseBody(asked.body));
  if (!body.success) return { status: 400, body: { message: 'Problems parsing JSON' } };
  if (path === null)
    return { status: 404, body: { message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status: '404' } };
  for (const route of routes) {
    const params = route.method === asked.method ? matchPath(route.path, path) : null;
    if (params === null) continue;
    const request: Request = {
      world,
      authority,
      authorizations,
      deliveries,
      caller: asked.caller,
      params,
      query: asked.query,
      path,
      body: body.data,
    };
    const isWrite = route.method !== 'GET' && route.as === 'installation';
    if (isWrite) await parts.beforeWrite({ method: asked.method, path, body: body.data });
    return answerRoute(route, request);
  }
  parts.onUnserved(`${asked.method} ${asked.path}`);
  return { status: 501, body: { message: `The sandbox does not serve ${asked.method} ${asked.path}.` } };
}

function pathOf(url: URL): string | null {
  if (url.pathname === '/api/graphql') return '/graphql';
  return url.pathname.startsWith('/api/v3/') ? url.pathname.slice('/api/v3'.length) : null;
}

function textOf({ body }: Reply): string {
  return body === undefined ? '' : JSON.stringify(body);
}

function write(response: ServerResponse, reply: Written): void {
  response.writeHead(reply.status, { 'content-type': 'application/json; charset=utf-8', ...reply.headers });
  response.end(reply.text ?? textOf(reply));
}

async function answer(parts: ServerParts, asked: Asked, spend: Meter['spend']): Promise<Answered> {
  const mishap = parts.failures.take(asked);
  if (mishap === null) return answerWell(parts, asked, spend);
  const done = mishap.isDone === true ? await answerWell(parts, asked, spend) : { reply: null, points: 0 };
  return { reply: spoilt(mishap, done.reply), points: done.points };
}

function spoilt({ status, headers = {}, body, rewrite }: Mishap, done: Reply | null): Answered['reply'] {
  if (status === 'drop' || status === 'silence') return status;
  const reply = {
    status: status === 'as-done' ? (done?.status ?? 200) : status,
    body: body ?? { message: 'A failure that was asked for' },
    headers: { ...done?.headers, ...headers },
  };
  return rewrite === undefined ? reply : { ...reply, text: rewrite(done === null ? '' : textOf(done)) };
}

async function answerWell(parts: ServerParts, asked: Asked, spend: Meter['spend']): Promise<WellAnswered> {
  return asked.path === '/graphql' ? answerGraphql(parts, asked, spend) : { reply: await answerRest(parts, asked), points: 0 };
}

const notModified = 304;

/** The answer with its etag, or that nothing changed since the caller was given that etag. */
function unlessKnown(reply: Answered['reply'], known: string | undefined): Answered['reply'] {
  if (typeof reply === 'string' || reply.text !== undefined || reply.status !== 200) return reply;
  const etag = `W/"${shaOf(JSON.stringify([reply.body, reply.headers]))}"`;
  if (etag === known) return { status: notModified, headers: { etag } };
  return { ...reply, headers: { ...reply.headers, etag } };
}

function limitHeaders({ limit, remaining, resetAt }: Allowance, resource: keyof Meters): Readonly<Record<string, string>> {
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-used': String(limit - remaining),
    'x-ratelimit-reset': String(Math.floor(Date.parse(resetAt) / 1000)),
    'x-ratelimit-resource': resource,
    'x-github-request-id': 'SAND:B0X',
  };
}

async function serve(parts: ServerParts, meters: Meters, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(incoming.url ?? '/', 'http://sandbox');
  const path = pathOf(url);
  if (path === null && url.pathname.startsWith('/login/')) return serveSignIn(parts, incoming, response);
  if (path === null) return write(response, { status: 404, body: { message: 'The API lives under /api/v3 and /api/graphql.' } });
  const method = incoming.method ?? 'GET';
  const body = await readBody(incoming);
  const caller = parts.authority.identify(parts.world, incoming.headers.authorization);
  const resource = path === '/graphql' ? 'graphql' : 'core';
  const { spend } = meters[resource];
  const answered = await answer(parts, { method, path, query: url.searchParams, body, caller }, spend);
  const { points } = answered;
  const reply = method === 'GET' ? unlessKnown(answered.reply, incoming.headers['if-none-match']) : answered.reply;
  parts.onServed({ method, path, status: typeof reply === 'string' ? reply : reply.status, points });
  if (reply === 'silence') return;
  if (reply === 'drop') return void response.destroy();
  const limits = spend(resource === 'core' && reply.status !== notModified ? 1 : 0);
  write(response, { ...reply, headers: { ...limitHeaders(limits, resource), ...reply.headers } });
}

/** Signing in is asked for in browsers, and by the App's client; GitHub counts it nowhere. */
async function serveSignIn(parts: ServerParts, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(incoming.url ?? '/', 'http://sandbox');
  const method = incoming.method ?? 'GET';
  const body = await readBody(incoming);
  const mishap = parts.failures.take({ method, path: url.pathname, body });
  const reply = mishap === null ? answerSignIn(parts, { method, url, body, accept: incoming.headers.accept ?? '' }) : null;
  const status = mishap?.status ?? reply?.status ?? 404;
  parts.onServed({ method, path: url.pathname, status, points: 0 });
  if (status === 'silence') return;
  if (status === 'drop') return void response.destroy();
  if (mishap !== null || reply === null) return write(response, { status: Number(status), body: { message: 'Not Found' } });
  response.writeHead(reply.status, reply.headers).end(reply.text);
}

export type RunningServer = { readonly origin: string; readonly close: () => Promise<void> };

/** Where a listening server can be reached. */
export function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Starts listening on 127.0.0.1, on the port or on a free one. Rejects when the port is taken. */
export function listen(server: Server, port: number): Promise<RunningServer> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const close = () =>
        new Promise<void>((closed) => {
          server.close(() => closed());
          server.closeAllConnections();
        });
      resolve({ origin: originOf(server), close });
    });
  });
}

/** Serves the API. A mistake of the sandbox's own answers 500 with its message. */
export function startApi(parts: ServerParts): Promise<RunningServer> {
  const { wallClock, hourlyLimits } = parts;
  const meters = { core: createMeter(wallClock, hourlyLimits.core), graphql: createMeter(wallClock, hourlyLimits.graphql) };
  const server = createServer((incoming, response) => {
    serve(parts, meters, incoming, response).catch((error: unknown) => {
      parts.onUnserved(`${incoming.method} ${incoming.url}: ${String(error)}`);
      if (!response.headersSent) write(response, { status: 500, body: { message: String(error) } });
    });
  });
  return listen(server, 0);
}
