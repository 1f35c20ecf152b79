/** Requests that no honest client sends: slow ones, smuggled ones, odd paths and hosts, and signatures that are guessed. */
import crypto, { createHmac } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Delivery } from '../../src/github/deliveries.ts';
import { createServer, type RunningServer } from '../../src/github/server.ts';
import { createSetUp } from '../../src/github/set-up/handler.ts';
import { createSignInSource } from '../../src/github/sign-in.ts';
import { answerPages, createWebApp } from '../../src/web/create-web-app.ts';
import type { WebPorts } from '../../src/web/web-app.ts';

const [secret, previous] = ['present secret', 'a previous secret of another length'];
const webhooks = '/api/github/webhooks';
const evil = 'evil.example';
const received: Delivery[] = [];
const warnings: string[] = [];
const log = {
  warn: (fields: Readonly<Record<string, unknown>>, message: string) => void warnings.push(`${message} ${String(fields['err'])}`),
};

/** The log's pages, where nobody is signed in and nothing is held. */
function signInPages(): ReturnType<typeof answerPages> {
  const [address, webUrl] = ['https://signals.example.com', 'https://github.com'];
  const source = createSignInSource({ clientId: 'an id', clientSecret: 'a secret', apiUrl: 'https://api.github.com', webUrl });
  const store = { sessions: async (work: (sessions: object) => unknown) => work({ find: async () => null }) };
  const ports = { store, clock: () => '2026-11-02T09:00:00Z', log } as unknown as WebPorts;
  const sessionSecret = 'a secret of at least thirty-two characters';
  return answerPages(createWebApp({ ports, way: { kind: 'on', source, sessionSecret, address, signInOrigin: webUrl } }));
}

let server: RunningServer;
beforeAll(async () => {
  const pages = signInPages();
  const setUp = createSetUp({
    github: { apiUrl: 'https://api.github.com', graphqlUrl: 'https://api.github.com/graphql', webUrl: 'https://github.com' },
    address: 'https://signals.example.com',
    publicUrl: 'https://signals.example.com',
    webhookProxyUrl: null,
    token: 'the token',
    newSecret: () => 'a state',
    now: () => 0,
    keep: async () => undefined,
    log,
  });
  server = await createServer({
    webhookSecrets: [secret, previous],
    receive: async (delivery) => {
      received.push(delivery);
      return { outcome: 'accepted' };
    },
    health: { ready: async () => true },
    metrics: async () => '',
    // Set-up has `/` for itself; a service that is set up has pages instead.
    otherwise: async (request, response) =>
      /^\/(?:sign-|orgs|shared|signed-in|assets)/.test(request.url ?? '') ? pages(request, response) : setUp.handle(request, response),
    log,
    limits: { headersTimeoutMs: 150, requestTimeoutMs: 300, checkIntervalMs: 20 },
  }).start({ port: 0, host: '127.0.0.1' });
});
afterAll(() => server.stop());
beforeEach(() => {
  received.length = 0;
  warnings.length = 0;
});

const pull = JSON.stringify({ action: 'opened', installation: { id: 5 }, repository: { id: 6 }, pull_request: { number: 7 } });

function sign(body: string | Buffer, key = secret): string {
  return `sha256=${createHmac('sha256', key).update(body).digest('hex')}`;
}

function headersFor(body: string | Buffer, more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return {
    'content-type': 'application/json',
    'x-github-event': 'pull_request',
    'x-github-delivery': 'd-1',
    'x-hub-signature-256': sign(body),
    ...more,
  };
}

function deliver(body: string | Buffer<ArrayBuffer>, more: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(`http://127.0.0.1:${server.port}${webhooks}`, { method: 'POST', body, headers: headersFor(body, more) });
}

/** Writes the parts, each after a pause, and returns all that is answered until the connection ends. */
async function talk(parts: Iterable<string>, pauseMs = 0): Promise<string> {
  const socket = connect(server.port, '127.0.0.1');
  let answer = '';
  let isOpen = true;
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  void closed.then(() => {
    isOpen = false;
  });
  socket.on('data', (chunk) => {
    answer += String(chunk);
  });
  socket.on('error', () => undefined);
  for (const part of parts) {
    if (!isOpen) break;
    socket.write(part);
    if (pauseMs > 0) await pause(pauseMs);
  }
  await closed;
  return answer;
}

function lines(head: readonly string[], body = ''): string {
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

const statuses = (answer: string): readonly number[] => [...answer.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status));

const delivery = (headers: readonly string[], body: string, target = webhooks): string =>
  lines(
    [
      `POST ${target} HTTP/1.1`,
      'Host: x',
      'Connection: close',
      ...Object.entries(headersFor(pull)).map(([name, value]) => `${name}: ${value}`),
      ...headers,
    ],
    body,
  );

describe('a signature', () => {
  /** Lengths of what was compared by the one function that takes as long for a wrong answer as for a right one. */
  async function comparedDuring(work: () => Promise<unknown>): Promise<readonly number[]> {
    const { timingSafeEqual } = crypto;
    const compared: number[] = [];
    crypto.timingSafeEqual = (left, right) => {
      compared.push(left.byteLength);
      return timingSafeEqual(left, right);
    };
    syncBuiltinESMExports();
    try {
      await work();
    } finally {
      crypto.timingSafeEqual = timingSafeEqual;
      syncBuiltinESMExports();
    }
    return compared;
  }
  const whole = sign(pull).length;

  it.each([
    ['wrong from the first digit', 'x'],
    ['wrong in the last digit alone', 'right'],
  ])('%s is compared as a whole, with both secrets', async (_name, kind) => {
    const right = sign(pull);
    const last = right.endsWith('0') ? '1' : '0';
    const guessed = kind === 'x' ? `${right.slice(0, 7)}${'x'.repeat(64)}` : `${right.slice(0, -1)}${last}`;
    const compared = await comparedDuring(async () => expect((await deliver(pull, { 'x-hub-signature-256': guessed })).status).toBe(400));
    expect(compared).toEqual([whole, whole]);
  });

  it('that is right by the present secret or the previous one is compared so, too', async () => {
    for (const key of [secret, previous]) {
      const compared = await comparedDuring(async () =>
        expect((await deliver(pull, { 'x-hub-signature-256': sign(pull, key) })).status).toBe(202),
      );
      expect(new Set(compared)).toEqual(new Set([whole]));
    }
  });

  it.each([
    '',
    'sha256=',
    `${sign(pull)}0`,
    sign(pull).slice(0, -1),
    sign(pull).replace('sha256', 'sha1'),
    sign(pull).toUpperCase(),
    'x'.repeat(10_000),
  ])('of another form is refused: %j', async (signature) => {
    expect((await deliver(pull, { 'x-hub-signature-256': signature })).status).toBe(400);
    expect(received).toEqual([]);
  });
});

describe('a slow client', () => {
  function* drip(beginning: string): Generator<string> {
    yield beginning;
    for (let letter = 0; letter < 1_000; letter += 1) yield 'a';
  }

  it.each([
    ['headers', lines([`POST ${webhooks} HTTP/1.1`, 'Host: x']).slice(0, -2)],
    ['body', delivery(['Content-Length: 5000'], '{')],
  ])('whose %s never stop dripping is cut off all the same', async (_name, beginning) => {
    expect(statuses(await talk(drip(beginning), 10))).toEqual([408]);
    expect(received).toEqual([]);
    expect(warnings).toEqual([]);
  });
});

describe('a request of two lengths', () => {
  const hidden = lines(['POST /api/github/webhooks HTTP/1.1', 'Host: hidden']);

  it.each([
    ['by length and by chunks', ['Content-Length: 4', 'Transfer-Encoding: chunked'], `0\r\n\r\n${hidden}`],
    ['by chunks and by length', ['Transfer-Encoding: chunked', 'Content-Length: 4'], `0\r\n\r\n${hidden}`],
    ['by two lengths', ['Content-Length: 0', `Content-Length: ${pull.length}`], pull],
    ['by chunks that are spelled oddly', ['Transfer-Encoding: xchunked'], `0\r\n\r\n${hidden}`],
    ['by chunks twice', ['Transfer-Encoding: chunked', 'Transfer-Encoding: identity'], `0\r\n\r\n${hidden}`],
    ['by a space before the colon', ['Transfer-Encoding : chunked', 'Content-Length: 4'], `0\r\n\r\n${hidden}`],
    ['by a folded header', ['Transfer-Encoding:\r\n chunked', 'Content-Length: 4'], `0\r\n\r\n${hidden}`],
    ['by a length that is none', ['Content-Length: +4'], '{}{}'],
    ['by a chunk of a size that is none', ['Transfer-Encoding: chunked'], `-1\r\n${pull}\r\n0\r\n\r\n`],
  ])('%s is refused, and nothing that hides in it is heard', async (_name, headers, body) => {
    expect(statuses(await talk([delivery(headers, body)]))).toEqual([400]);
    expect(received).toEqual([]);
  });

  it('and packed bodies are never unpacked', async () => {
    const packed = gzipSync(pull);
    expect((await deliver(packed, { 'content-encoding': 'gzip' })).status).toBe(400);
    expect(received).toEqual([]);
  });
});

describe('an odd path', () => {
  it.each([
    `/${webhooks}`,
    `${webhooks}/`,
    `${webhooks}%20`,
    '/api/github/%77ebhooks',
    '/api/github/../github/webhooks',
    '/%2e%2e/api/github/webhooks',
    '/..%2f..%2fetc/passwd',
    '/../../../../etc/passwd',
    '\\api\\github\\webhooks',
    `http://${evil}${webhooks}`,
    `//${evil}${webhooks}`,
    '//',
    '/\\',
    '*',
    '/__proto__',
    '/constructor',
    '/healthz/%00',
    '/%',
    '/%ff%fe',
  ])('%s is no delivery, and found nowhere', async (target) => {
    for (const method of ['POST', 'GET']) {
      const [status = 0] = statuses(await talk([delivery([`Content-Length: ${pull.length}`], pull, target).replace('POST', method)]));
      expect([400, 403, 404]).toContain(status);
    }
    expect(received).toEqual([]);
    expect(warnings).toEqual([]);
  });

  it.each([
    ['with a NUL', '/health\0z', 400],
    ['of 100 kB', `/${'a'.repeat(100_000)}`, 431],
  ])('%s is refused before it is looked at', async (_name, target, status) => {
    expect(statuses(await talk([lines([`GET ${target} HTTP/1.1`, 'Host: x', 'Connection: close'])]))).toEqual([status]);
  });
});

describe('a host header', () => {
  const hosts = [evil, `${evil}:443`, `user@${evil}`, `signals.example.com@${evil}`, '[::1', 'a b', '', '<script>', `x, ${evil}`];

  it.each(hosts)('that reads %j changes no answer, no address and no link', async (host) => {
    for (const path of [
      '/healthz',
      '/?token=the+token',
      '/?token=the+token&organisation=acme',
      '/set-up/callback?code=1&state=2',
      '/nowhere',
    ]) {
      const ask = (name: string) =>
        talk([
          lines([`GET ${path} HTTP/1.1`, `Host: ${name}`, `X-Forwarded-Host: ${evil}`, `Forwarded: host=${evil}`, 'Connection: close']),
        ]);
      const answer = await ask(host);
      expect(answer).not.toContain(evil);
      expect(statuses(answer)).toEqual(statuses(await ask('signals.example.com')));
    }
  });

  const signInPaths = ['/sign-in/callback?code=1&state=2', '/signed-in', '/orgs/acme/log?q=1', `/shared/5-${'a'.repeat(32)}`];

  /** A host that could be none is refused with all pages, which is as good as being ignored. */
  it.each(hosts)('that reads %j leads nobody elsewhere for signing in', async (host) => {
    const ask = (path: string, name: string) =>
      talk([lines([`GET ${path} HTTP/1.1`, `Host: ${name}`, `X-Forwarded-Host: ${evil}`, 'X-Forwarded-Proto: http', 'Connection: close'])]);
    for (const path of signInPaths) {
      const answer = await ask(path, host);
      expect(answer).not.toContain(evil);
      if (statuses(answer)[0] !== 400) expect(statuses(answer)).toEqual(statuses(await ask(path, 'signals.example.com')));
    }
    const began = await ask('/sign-in?to=/orgs/acme/log', host);
    const isPossible = host.startsWith(evil);
    expect(statuses(began)).toEqual([isPossible ? 302 : 400]);
    if (!isPossible) return;
    const away = new URL(/^location: (.*)$/im.exec(began)?.[1]?.trim() ?? '');
    expect([away.origin, away.searchParams.get('redirect_uri')]).toEqual([
      'https://github.com',
      'https://signals.example.com/sign-in/callback',
    ]);
    expect(began).toMatch(/set-cookie: __Host-staff-signals-sign-in=[^\n]*; Secure/i);
  });

  it.each(hosts)('that reads %j makes no form of another site ours', async (host) => {
    for (const path of ['/sign-out', '/sign-out-everywhere', '/orgs/acme/log/entries']) {
      const post = lines([`POST ${path} HTTP/1.1`, `Host: ${host}`, `Origin: https://${evil}`, 'Content-Length: 0', 'Connection: close']);
      const [status = 0] = statuses(await talk([post]));
      expect([400, 403]).toContain(status);
    }
  });

  it('that is missing, or there twice, is refused or ignored', async () => {
    expect(statuses(await talk([lines(['GET /healthz HTTP/1.1', 'Connection: close'])]))).toEqual([400]);
    const [status] = statuses(await talk([lines(['GET /healthz HTTP/1.1', 'Host: x', `Host: ${evil}`, 'Connection: close'])]));
    expect([200, 400]).toContain(status);
  });
});

describe('headers and bodies', () => {
  it.each([
    ['an id that could forge a line of the log', { 'x-github-delivery': 'd-1","level":60,"msg":"forged' }, { id: 'malformed' }],
    ['an id without end', { 'x-github-delivery': 'd'.repeat(5_000) }, { id: 'malformed' }],
    ['an event that is no word', { 'x-github-event': 'push", "x' }, { event: 'malformed', happening: { kind: 'ignored' } }],
    ['an event of every object', { 'x-github-event': 'hasOwnProperty' }, { event: 'malformed', happening: { kind: 'ignored' } }],
  ])('%s goes no further', async (_name, headers, expected) => {
    expect((await deliver(pull, headers)).status).toBe(202);
    expect(received).toMatchObject([expected]);
  });

  it('a payload nested a hundred thousand deep is answered', async () => {
    const deep = `{"installation":{"id":5},"repository":{"id":6},"issue":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`;
    expect([202, 400]).toContain((await deliver(deep, { 'x-github-event': 'issues' })).status);
    expect((await deliver(pull)).status).toBe(202);
  });

  it('a payload that speaks of prototypes changes none', async () => {
    const body = `{"__proto__":{"installation":{"id":9},"isPolluted":true},"constructor":{"prototype":{"isPolluted":true}},${pull.slice(1)}`;
    expect((await deliver(body)).status).toBe(202);
    expect(received.map(({ happening }) => happening)).toMatchObject([{ kind: 'touch', installationId: 5 }]);
    expect('isPolluted' in {}).toBe(false);
  });
});
