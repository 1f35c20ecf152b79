/** The HTTP server over real HTTP: every status of the contract, limits, and durability before the answer. */
import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import type { Delivery } from '../../src/github/deliveries.ts';
import { createServer, type RunningServer, type ServerOptions } from '../../src/github/server.ts';
import { examples } from './door-examples.ts';

const secret = 'present secret';
const running: RunningServer[] = [];

afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});

async function start(overrides: Partial<ServerOptions> = {}) {
  const received: Delivery[] = [];
  const warnings: { fields: Readonly<Record<string, unknown>>; message: string }[] = [];
  const server = await createServer({
    webhookSecrets: [secret],
    receive: async (delivery) => {
      received.push(delivery);
      return delivery.happening.kind === 'ignored' ? { outcome: 'ignored', reason: delivery.happening.reason } : { outcome: 'accepted' };
    },
    health: { ready: async () => true },
    metrics: async () => '# HELP deliveries_total All.\n',
    log: { warn: (fields, message) => warnings.push({ fields, message }) },
    ...overrides,
  }).start({ port: 0, host: '127.0.0.1' });
  running.push(server);
  return { url: `http://127.0.0.1:${server.port}`, port: server.port, received, warnings };
}

function sign(body: string, key = secret): string {
  return `sha256=${createHmac('sha256', key).update(body).digest('hex')}`;
}

function deliver(url: string, body: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(`${url}/api/github/webhooks`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'pull_request',
      'x-github-delivery': 'd-1',
      'x-hub-signature-256': sign(body),
      ...headers,
    },
  });
}

const pull = JSON.stringify({ action: 'opened', installation: { id: 5 }, repository: { id: 6 }, pull_request: { number: 7 } });
const touched = { kind: 'touch', installationId: 5, subject: { repositoryId: 6, kind: 'pull', number: 7 } };

describe('a delivery', () => {
  it('is accepted once it is durable', async () => {
    const { promise: stored, resolve: store } = Promise.withResolvers<void>();
    const { url } = await start({
      receive: async () => {
        await stored;
        return { outcome: 'accepted' };
      },
    });
    let isAnswered = false;
    const answer = deliver(url, pull).then((response) => {
      isAnswered = true;
      return response;
    });
    await fetch(`${url}/healthz`);
    expect(isAnswered).toBe(false);
    store();
    expect((await answer).status).toBe(202);
  });

  it('comes through the door with id and event', async () => {
    const { url, received } = await start();
    const response = await deliver(url, pull, { 'x-github-delivery': 'd-9' });
    expect([response.status, await response.text()]).toEqual([202, 'accepted\n']);
    expect(received).toEqual([{ id: 'd-9', event: 'pull_request', happening: touched }]);
  });

  it.each([
    ['an unknown event', { 'x-github-event': 'star' }, pull, 'ignored: event not handled\n'],
    ['no installation', {}, '{"action":"opened"}', 'ignored: no installation\n'],
    ['a missing field', {}, '{"installation":{"id":5},"repository":{"id":6}}', 'ignored: unexpected payload\n'],
  ])('with %s is ignored with 202', async (_name, headers, body, text) => {
    const { url } = await start();
    const response = await deliver(url, body, headers);
    expect([response.status, await response.text()]).toEqual([202, text]);
  });

  it('that lacks fields is logged by id and event, without its payload', async () => {
    const { url, warnings } = await start();
    await deliver(url, '{"installation":{"id":5},"issue":{"title":"private words"}}', {
      'x-github-event': 'issues',
      'x-github-delivery': 'd-2',
    });
    expect(warnings).toEqual([{ fields: { delivery: 'd-2', event: 'issues' }, message: 'A signed delivery lacks fields and is ignored' }]);
  });

  it.each([
    ['a wrong signature', pull, { 'x-hub-signature-256': sign(pull, 'another secret') }],
    ['a signature of another length', pull, { 'x-hub-signature-256': 'sha256=00' }],
    ['a signature of another body', pull, { 'x-hub-signature-256': sign(`${pull} `) }],
    ['an empty body', '', { 'x-hub-signature-256': sign('') }],
    ['malformed JSON', '{"action":', {}],
    ['JSON that is null', 'null', {}],
    ['JSON that is a list', '[]', {}],
  ])('with %s is refused with 400', async (_name, body, headers) => {
    const { url, received } = await start();
    expect((await deliver(url, body, headers)).status).toBe(400);
    expect(received).toEqual([]);
  });

  it.each(['x-github-event', 'x-github-delivery', 'x-hub-signature-256'])('without %s is refused with 400', async (name) => {
    const { url } = await start();
    const headers = new Headers({
      'content-type': 'application/json',
      'x-github-event': 'push',
      'x-github-delivery': 'd',
      'x-hub-signature-256': sign(pull),
    });
    headers.delete(name);
    expect((await fetch(`${url}/api/github/webhooks`, { method: 'POST', body: pull, headers })).status).toBe(400);
  });

  it.each(['application/x-www-form-urlencoded', 'text/plain', 'application/jsonp'])('of type %s is refused with 415', async (type) => {
    const { url } = await start();
    expect((await deliver(url, pull, { 'content-type': type })).status).toBe(415);
  });

  it('may name a charset', async () => {
    const { url } = await start();
    expect((await deliver(url, pull, { 'content-type': 'application/json; charset=utf-8' })).status).toBe(202);
  });

  it('signed with the previous secret is accepted while both are valid', async () => {
    const { url, received } = await start({ webhookSecrets: ['next secret', secret] });
    expect((await deliver(url, pull)).status).toBe(202);
    expect((await deliver(url, pull, { 'x-hub-signature-256': sign(pull, 'next secret') })).status).toBe(202);
    expect((await deliver(url, pull, { 'x-hub-signature-256': sign(pull, 'older secret') })).status).toBe(400);
    expect(received).toHaveLength(2);
  });

  it('that can not be stored counts as failed with 503, and the next one is accepted', async () => {
    let isDown = true;
    const { url, warnings } = await start({
      receive: async () => {
        if (isDown) throw new Error('store is down');
        return { outcome: 'accepted' };
      },
    });
    expect((await deliver(url, pull)).status).toBe(503);
    expect(warnings.map(({ fields }) => fields['delivery'])).toEqual(['d-1']);
    isDown = false;
    expect((await deliver(url, pull)).status).toBe(202);
  });

  it('of 10 MB with text from every alphabet is accepted', async () => {
    const { url, received } = await start();
    const body = JSON.stringify({ ...JSON.parse(pull), filler: '🙂ש'.repeat(1_700_000) });
    expect(Buffer.byteLength(body)).toBeGreaterThan(10_000_000);
    expect((await deliver(url, body)).status).toBe(202);
    expect(received.map(({ happening }) => happening)).toEqual([touched]);
  });

  it('of 26 MB is refused with 413', async () => {
    const { url, received } = await start();
    const body = JSON.stringify({ ...JSON.parse(pull), filler: 'x'.repeat(26_000_000) });
    expect((await deliver(url, body)).status).toBe(413);
    expect(received).toEqual([]);
  });

  it.each([
    ['as soon as it is too long', 3],
    ['and cut off when it never ends', Number.POSITIVE_INFINITY],
  ])('that does not tell its length is refused with 413, %s', async (_name, chunks) => {
    const { url, received } = await start({ limits: { maxBodyBytes: 10_000 } });
    let sent = 0;
    const body = new ReadableStream({
      pull: (controller) => {
        if (sent++ < chunks) controller.enqueue(new TextEncoder().encode('x'.repeat(6000)));
        else controller.close();
      },
    });
    const headers = {
      'content-type': 'application/json',
      'x-github-event': 'push',
      'x-github-delivery': 'd',
      'x-hub-signature-256': 'sha256=0',
    };
    const init: RequestInit & { readonly duplex: 'half' } = { method: 'POST', body, duplex: 'half', headers };
    expect((await fetch(`${url}/api/github/webhooks`, init)).status).toBe(413);
    expect(received).toEqual([]);
  });

  it("of GitHub's examples is answered 202, all of them", async () => {
    const { url, received } = await start();
    const statuses = new Set<number>();
    for (const { event, payload, name } of examples) {
      statuses.add((await deliver(url, JSON.stringify(payload), { 'x-github-event': event, 'x-github-delivery': name })).status);
    }
    expect([...statuses]).toEqual([202]);
    expect(received).toHaveLength(examples.length);
  });
});

describe('other paths', () => {
  it('tell health, readiness and metrics', async () => {
    const { url } = await start();
    const answers = await Promise.all(['/healthz', '/readyz', '/metrics'].map((path) => fetch(url + path)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers[2]?.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(await answers[2]?.text()).toBe('# HELP deliveries_total All.\n');
  });

  it.each([
    ['says no', async () => false],
    [
      'fails',
      async () => {
        throw new Error('no database');
      },
    ],
  ])('are not ready when readiness %s', async (_name, ready) => {
    const { url } = await start({ health: { ready } });
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it('are not found, or not by this method', async () => {
    const { url } = await start();
    expect((await fetch(`${url}/nowhere`)).status).toBe(404);
    const wrong = await fetch(`${url}/api/github/webhooks`);
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await fetch(`${url}/healthz`, { method: 'POST' })).status).toBe(405);
  });

  it('can be added', async () => {
    const { url } = await start({
      otherwise: async (request, response) => {
        if (request.url !== '/set-up') return false;
        response.end('welcome');
        return true;
      },
    });
    expect(await (await fetch(`${url}/set-up`)).text()).toBe('welcome');
    expect((await fetch(`${url}/nowhere`)).status).toBe(404);
  });
});

describe('slow and broken clients', () => {
  const limits = { headersTimeoutMs: 100, requestTimeoutMs: 200, checkIntervalMs: 20 };

  it.each([
    ['headers', 'POST /api/github/webhooks HTTP/1.1\r\nHost: x\r\nContent-Ty'],
    [
      'body',
      'POST /api/github/webhooks HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nX-GitHub-Event: push\r\nX-GitHub-Delivery: d\r\nX-Hub-Signature-256: s\r\nContent-Length: 100\r\n\r\n{',
    ],
  ])('that never finish their %s are cut off with 408', async (_name, beginning) => {
    const { port } = await start({ limits });
    const socket = connect(port, '127.0.0.1');
    socket.write(beginning);
    let answer = '';
    socket.on('data', (chunk) => {
      answer += String(chunk);
    });
    await once(socket, 'close');
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('that go away in the middle of a body crash nothing', async () => {
    const { url, port, received } = await start();
    const socket = connect(port, '127.0.0.1');
    socket.write(
      'POST /api/github/webhooks HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nX-GitHub-Event: push\r\nX-GitHub-Delivery: d\r\nX-Hub-Signature-256: s\r\nContent-Length: 100\r\n\r\n{',
      () => socket.destroy(),
    );
    await once(socket, 'close');
    expect((await deliver(url, pull)).status).toBe(202);
    expect(received).toHaveLength(1);
  });
});

describe('stopping', () => {
  it('finishes the delivery under way', async () => {
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const { promise: stored, resolve: store } = Promise.withResolvers<void>();
    const { url } = await start({
      receive: async () => {
        begin();
        await stored;
        return { outcome: 'accepted' };
      },
    });
    const answer = deliver(url, pull);
    await begun;
    const stopped = running.splice(0).map((server) => server.stop());
    store();
    expect((await answer).status).toBe(202);
    await Promise.all(stopped);
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  });
});
