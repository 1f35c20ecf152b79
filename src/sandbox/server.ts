/** The sandbox's API over HTTP, at the addresses of an Enterprise Server: `/api/v3` and `/api/graphql`. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { toInstant } from '../domain/instant.ts';
import type { Authority, Caller } from './auth.ts';
import type { Failures } from './failures.ts';
import { executeGraphql } from './graphql/execute.ts';
import { appRoutes } from './rest/app.ts';
import { checkRoutes } from './rest/checks.ts';
import { issueRoutes } from './rest/issues.ts';
import { organisationRoutes } from './rest/organisation.ts';
import { pathById, repositoryRoutes } from './rest/repositories.ts';
import { answerRoute, matchPath, type Reply, type Request } from './rest/router.ts';
import type { World } from './state.ts';
import type { Deliveries } from './webhooks.ts';

/** A request as the sandbox remembers it. `path` is below the API's address; `/graphql` for GraphQL. */
export type Served = { readonly method: string; readonly path: string; readonly status: number | 'drop' };

/** A write that is about to be done. */
export type Write = { readonly method: string; readonly path: string; readonly body: Readonly<Record<string, unknown>> };

export type ServerParts = {
  readonly world: World;
  readonly authority: Authority;
  readonly deliveries: Deliveries;
  readonly failures: Failures;
  readonly wallClock: () => number;
  readonly beforeWrite: (write: Write) => Promise<void>;
  readonly onServed: (served: Served) => void;
  /** Hears of endpoints and fields that the sandbox doesn't know. */
  readonly onUnserved: (what: string) => void;
};

const routes = [...appRoutes, ...organisationRoutes, ...issueRoutes, ...checkRoutes, ...repositoryRoutes];
const rateLimit = 15_000;
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

type Meter = { readonly spend: () => { readonly limit: number; readonly remaining: number; readonly resetAt: string } };

/** GitHub's hourly limit. It is counted and shown; tests that need it to bite inject the failure. */
function createMeter(wallClock: () => number): Meter {
  let used = 0;
  let resetAtMs = wallClock() + hourMs;
  return {
    spend: () => {
      const now = wallClock();
      if (now >= resetAtMs) {
        used = 0;
        resetAtMs = now + hourMs;
      }
      used += 1;
      return { limit: rateLimit, remaining: Math.max(0, rateLimit - used), resetAt: toInstant(resetAtMs) };
    },
  };
}

async function answerGraphql(parts: ServerParts, asked: Asked, limits: ReturnType<Meter['spend']>): Promise<Reply> {
  const { world, onUnserved } = parts;
  if (asked.caller.kind !== 'installation') return { status: 401, body: { message: 'This endpoint requires you to be authenticated.' } };
  if (world.installation?.isSuspended) return { status: 403, body: { message: 'This installation has been suspended' } };
  const parsed = graphqlSchema.safeParse(parseBody(asked.body));
  if (!parsed.success) return { status: 400, body: { message: 'Problems parsing JSON' } };
  const request = { query: parsed.data.query, variables: parsed.data.variables ?? {} };
  return { status: 200, body: await executeGraphql(request, { world, rateLimit: limits, onUnserved }) };
}

async function answerRest(parts: ServerParts, asked: Asked): Promise<Reply> {
  const { world, authority, deliveries } = parts;
  const path = pathById({ world, path: asked.path });
  const body = bodySchema.safeParse(parseBody(asked.body));
  if (!body.success) return { status: 400, body: { message: 'Problems parsing JSON' } };
  if (path === null)
    return { status: 404, body: { message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status: '404' } };
  for (const route of routes) {
    const params = route.method === asked.method ? matchPath(route.path, path) : null;
    if (params === null) continue;
    const request: Request = { world, authority, deliveries, caller: asked.caller, params, query: asked.query, path, body: body.data };
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

function write(response: ServerResponse, { status, body, headers }: Reply): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

async function answer(parts: ServerParts, asked: Asked, limits: ReturnType<Meter['spend']>): Promise<Reply | 'drop'> {
  const failure = parts.failures.take(asked);
  if (failure?.status === 'drop') return 'drop';
  if (failure !== null) {
    const headers = failure.headers === undefined ? {} : { headers: failure.headers };
    return { status: failure.status, body: failure.body ?? { message: 'A failure that was asked for' }, ...headers };
  }
  return asked.path === '/graphql' ? await answerGraphql(parts, asked, limits) : await answerRest(parts, asked);
}

async function serve(parts: ServerParts, meter: Meter, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(incoming.url ?? '/', 'http://sandbox');
  const path = pathOf(url);
  if (path === null) return write(response, { status: 404, body: { message: 'The API lives under /api/v3 and /api/graphql.' } });
  const method = incoming.method ?? 'GET';
  const body = await readBody(incoming);
  const caller = parts.authority.identify(parts.world, incoming.headers.authorization);
  const limits = meter.spend();
  const reply = await answer(parts, { method, path, query: url.searchParams, body, caller }, limits);
  parts.onServed({ method, path, status: reply === 'drop' ? 'drop' : reply.status });
  if (reply === 'drop') return void response.destroy();
  const limitHeaders = {
    'x-ratelimit-limit': String(limits.limit),
    'x-ratelimit-remaining': String(limits.remaining),
    'x-ratelimit-used': String(limits.limit - limits.remaining),
    'x-ratelimit-reset': String(Math.floor(Date.parse(limits.resetAt) / 1000)),
    'x-ratelimit-resource': path === '/graphql' ? 'graphql' : 'core',
    'x-github-request-id': 'SAND:B0X',
  };
  write(response, { ...reply, headers: { ...limitHeaders, ...reply.headers } });
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
  const meter = createMeter(parts.wallClock);
  const server = createServer((incoming, response) => {
    serve(parts, meter, incoming, response).catch((error: unknown) => {
      parts.onUnserved(`${incoming.method} ${incoming.url}: ${String(error)}`);
      if (!response.headersSent) write(response, { status: 500, body: { message: String(error) } });
    });
  });
  return listen(server, 0);
}
