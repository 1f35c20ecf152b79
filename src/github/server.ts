/** The HTTP server: GitHub's deliveries, health, readiness and metrics, with limits on size and time. */
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createDeliveries, type Delivery, type Receive, type Reply, webhooksPath } from './deliveries.ts';
import { ignoredReasons } from './webhook-to-touch.ts';

export type Limits = {
  /** GitHub caps payloads at 25 MB. https://docs.github.com/webhooks/webhook-events-and-payloads#payload-cap */
  readonly maxBodyBytes: number;
  /** From the connection's first byte to the last header. */
  readonly headersTimeoutMs: number;
  /** From the first byte to the last of the body. */
  readonly requestTimeoutMs: number;
  /** How often time-outs are looked for. */
  readonly checkIntervalMs: number;
  /** How long `stop` waits for answers under way. */
  readonly stopTimeoutMs: number;
};

const defaultLimits: Limits = {
  maxBodyBytes: 25_000_000,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 60_000,
  checkIntervalMs: 5_000,
  stopTimeoutMs: 10_000,
};

type Log = { readonly warn: (fields: Readonly<Record<string, unknown>>, message: string) => void };

export type ServerOptions = {
  /** All valid, the present one first. */
  readonly webhookSecrets: readonly [string, ...(readonly string[])];
  /** Makes a delivery durable; also called for ignored ones, to be counted. When it rejects, GitHub sees 503. */
  readonly receive: Receive;
  readonly health: { readonly ready: () => Promise<boolean> };
  /** Prometheus' text format. */
  readonly metrics: () => Promise<string>;
  /** Other pages (set-up). Says whether it answered. */
  readonly otherwise?: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
  readonly log: Log;
  readonly limits?: Partial<Limits>;
};

export type RunningServer = { readonly port: number; readonly stop: () => Promise<void> };

const jsonType = /^\s*application\/json\s*(?:;|$)/i;
const deliveryHeaders = ['x-github-event', 'x-github-delivery', 'x-hub-signature-256'] as const;
const plainText = 'text/plain; charset=utf-8';

function send(response: ServerResponse, reply: Reply & { readonly headers?: Readonly<Record<string, string>> }): void {
  if (response.headersSent || response.destroyed) return;
  const body = `${reply.text}\n`;
  response.writeHead(reply.status, { 'content-type': plainText, 'content-length': Buffer.byteLength(body), ...reply.headers }).end(body);
}

/**
 * The body as text; null when it is too large. As much again is then read and dropped, so that the client gets to read the
 * answer; whoever sends still more is cut off. Rejects when the client goes away.
 */
function readBody(request: IncomingMessage, maxBytes: number): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('error', reject);
    request.on('close', () => {
      if (!request.readableEnded) reject(new Error('The client went away'));
    });
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    if (Number(request.headers['content-length'] ?? 0) > maxBytes) resolve(null);
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBytes) chunks.push(chunk);
      else resolve(null);
      if (bytes > maxBytes * 2) request.destroy();
    });
  });
}

type Route = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

function onlyFor(methods: readonly string[], route: Route): Route {
  return async (request, response) => {
    if (methods.includes(request.method ?? '')) return route(request, response);
    send(response, { status: 405, text: 'method not allowed', headers: { allow: methods.join(', ') } });
  };
}

/** Logs what can't be read or stored: id and event, never a payload. */
function watched({ receive, log }: ServerOptions): Receive {
  return async (delivery) => {
    const { happening, id, event } = delivery;
    if (happening.kind === 'ignored' && happening.reason === ignoredReasons.payload) {
      log.warn({ delivery: id, event }, 'A signed delivery lacks fields and is ignored');
    }
    return receive(delivery);
  };
}

function webhooksRoute(options: ServerOptions, limits: Limits): Route {
  const onFailure = ({ id, event }: Delivery, err: unknown): void => {
    options.log.warn({ delivery: id, event, err }, 'A delivery could not be stored');
  };
  const deliver = createDeliveries(options.webhookSecrets, watched(options), onFailure);
  return async (request, response) => {
    if (!jsonType.test(request.headers['content-type'] ?? '')) return send(response, { status: 415, text: 'send application/json' });
    if (deliveryHeaders.some((name) => request.headers[name] === undefined))
      return send(response, { status: 400, text: 'headers missing' });
    const body = await readBody(request, limits.maxBodyBytes);
    send(response, body === null ? { status: 413, text: 'too large' } : await deliver(request, body));
  };
}

function routesOf(options: ServerOptions, limits: Limits): ReadonlyMap<string, Route> {
  const get = ['GET', 'HEAD'];
  return new Map([
    [webhooksPath, onlyFor(['POST'], webhooksRoute(options, limits))],
    ['/healthz', onlyFor(get, async (_request, response) => send(response, { status: 200, text: 'ok' }))],
    [
      '/readyz',
      onlyFor(get, async (_request, response) => {
        const isReady = await options.health.ready().catch(() => false);
        send(response, isReady ? { status: 200, text: 'ready' } : { status: 503, text: 'not ready' });
      }),
    ],
    [
      '/metrics',
      onlyFor(get, async (_request, response) => {
        const headers = { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' };
        send(response, { status: 200, text: (await options.metrics()).trimEnd(), headers });
      }),
    ],
  ]);
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0] ?? '';
}

async function stopServer(server: Server, timeoutMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A connection is kept alive after its last answer; `close` would wait for the client to drop it.
  const idle = setInterval(() => server.closeIdleConnections(), 20);
  const timer = setTimeout(() => server.closeAllConnections(), timeoutMs);
  await closed;
  clearTimeout(timer);
  clearInterval(idle);
}

function listen(server: Server, at: { readonly port: number; readonly host: string }, stopTimeoutMs: number): Promise<RunningServer> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(at.port, at.host, () => {
      server.off('error', reject);
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : at.port;
      resolve({ port, stop: () => stopServer(server, stopTimeoutMs) });
    });
  });
}

/**
 * The server, not listening yet; `start` resolves with the port (0 asks for a free one). `stop` takes no new requests and
 * finishes those under way. Paths: POST /api/github/webhooks (202, 400, 413, 415, 503), GET /healthz, /readyz, /metrics.
 * Probot's own server is not used: it has no limit on bodies, and answers 200 and 500 where the contract has 202 and 503.
 */
export function createServer(options: ServerOptions): {
  readonly start: (at: { readonly port: number; readonly host: string }) => Promise<RunningServer>;
} {
  const limits = { ...defaultLimits, ...options.limits };
  const routes = routesOf(options, limits);
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const route = routes.get(pathOf(request));
    if (route !== undefined) return route(request, response);
    if (!(await options.otherwise?.(request, response))) send(response, { status: 404, text: 'not found' });
  };
  const server = createHttpServer(
    {
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: limits.checkIntervalMs,
    },
    (request, response) => {
      answer(request, response).catch((err: unknown) => {
        // Whoever goes away in the middle, or was too slow, must not fill the log.
        if (request.destroyed && !request.complete) return;
        options.log.warn({ err }, 'A request failed');
        send(response, { status: 500, text: 'failed' });
      });
    },
  );
  return { start: (at) => listen(server, at, limits.stopTimeoutMs) };
}
