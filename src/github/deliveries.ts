/** Deliveries by Probot: signature, JSON and dispatch, each delivery once through the door. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pino } from 'pino';
import { Probot, type ProbotOctokit } from 'probot';
import type { Happening } from '../usecases/happening.ts';
import type { Received } from '../usecases/receive-happening.ts';
import { toHappening } from './webhook-to-touch.ts';

export const webhooksPath = '/api/github/webhooks';

/** `id` and `event` come from headers, which are not signed: what is not of GitHub's shape reads `malformed`. */
export type Delivery = { readonly id: string; readonly event: string; readonly happening: Happening };

const malformed = 'malformed';

function toDelivery(of: { readonly id: string; readonly event: string; readonly payload: unknown }): Delivery {
  return {
    id: /^[\w-]{1,64}$/.test(of.id) ? of.id : malformed,
    event: /^[a-z_]{1,64}$/.test(of.event) ? of.event : malformed,
    happening: toHappening(of.event, of.payload),
  };
}

/** What a delivery is answered with. */
export type Reply = { readonly status: number; readonly text: string };

/** Makes a delivery durable, and says whether it means anything to us. */
export type Receive = (delivery: Delivery) => Promise<Received>;

/** What becomes of the delivery that a request brought, null when it could not be stored; Probot's middleware does not hand it back. */
type Attempt = { receiving: Promise<Received | null> | null };

/** GitHub stops waiting at ten seconds. */
const longestMs = 9_000;

/** Stands in for the API client that Probot makes anew for each delivery, at the cost of checking its signature twice. It can't call GitHub. */
class NoClient {
  static defaults(): typeof NoClient {
    return NoClient;
  }
  readonly hook = { before: () => undefined };
  readonly auth = async () => this;
}

/**
 * One Probot for one secret. It gets neither key nor App id nor client: nothing here can call GitHub before the answer. It logs nothing,
 * since its lines hold payloads.
 */
function createProbotFor(secret: string): Probot {
  const Octokit = NoClient as unknown as typeof ProbotOctokit;
  return new Probot({ appId: 1, privateKey: 'unused', secret, webhookPath: webhooksPath, Octokit, log: pino({ level: 'silent' }) });
}

/** As much of a response as Probot's middleware writes. */
function captureResponse(): { readonly response: ServerResponse; readonly reply: () => Reply } {
  let status = 500;
  let text = '';
  const capture = {
    writeHead: (code: number) => {
      status = code;
      return capture;
    },
    end: (body?: string) => {
      text = body ?? '';
      return capture;
    },
  };
  return { response: capture as unknown as ServerResponse, reply: () => ({ status, text }) };
}

const wrongDelivery: Reply = { status: 400, text: 'headers, signature or JSON wrong' };

const notStored: Reply = { status: 503, text: 'not stored, deliver again' };

/** The answer once the delivery is durable, or when it could not be stored in time. */
async function replyTo(receiving: Promise<Received | null>): Promise<Reply> {
  const { promise: late, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), longestMs);
  const received = await Promise.race([receiving, late]);
  clearTimeout(timer);
  if (received === null) return notStored;
  return { status: 202, text: received.outcome === 'accepted' ? 'accepted' : `ignored: ${received.reason}` };
}

/**
 * Handles signed deliveries. `secrets` are all valid: the present one and, while it is being changed, the previous one (Probot
 * knows one secret, so there is one Probot for each). The returned function takes a request whose body was read already,
 * and resolves when `receive` has made the delivery durable or has failed. Replies: 202, 400, 503.
 */
export function createDeliveries(secrets: readonly string[], receive: Receive, onFailure: (delivery: Delivery, cause: unknown) => void) {
  const attempts = new AsyncLocalStorage<Attempt>();
  /** Begins and does not wait: Probot keeps the payload until its handlers are done, and hundreds of those would wait for one commit. */
  const take = (delivery: Delivery): void => {
    const attempt = attempts.getStore();
    if (attempt === undefined) return;
    attempt.receiving = receive(delivery).catch((error: unknown) => {
      onFailure(delivery, error);
      return null;
    });
  };
  /** Probot fails on payloads of shapes that it does not expect (an action that is no text) before it hands them on. */
  const takeWithoutProbot = ({ headers }: IncomingMessage, body: string): void => {
    const event = String(headers['x-github-event']);
    take(toDelivery({ id: String(headers['x-github-delivery']), event, payload: JSON.parse(body) }));
  };
  const probots = secrets.map((secret) => {
    const probot = createProbotFor(secret);
    probot.onAny(({ id, name, payload }) => take(toDelivery({ id, event: name, payload })));
    return { probot, middleware: probot.getNodeMiddleware({ path: webhooksPath }) };
  });

  return async (request: IncomingMessage, body: string): Promise<Reply> => {
    // A signed `null` or `[]` is JSON, and no delivery; the middleware would fail on it.
    if (!/^\s*\{/.test(body)) return { status: 400, text: 'the body is no JSON object' };
    const signature = String(request.headers['x-hub-signature-256'] ?? '');
    for (const { probot, middleware } of probots) {
      const handle = await middleware;
      // The middleware checks it, too. Where there is one secret, once is enough.
      if (probots.length > 1 && !(await probot.webhooks.verify(body, signature).catch(() => false))) continue;
      const attempt: Attempt = { receiving: null };
      const { response, reply } = captureResponse();
      const { url, method, headers } = request;
      await attempts.run(attempt, () => handle({ url, method, headers, body } as unknown as IncomingMessage, response));
      if (reply().status >= 500 && attempt.receiving === null) attempts.run(attempt, () => takeWithoutProbot(request, body));
      return attempt.receiving === null ? wrongDelivery : replyTo(attempt.receiving);
    }
    return wrongDelivery;
  };
}
