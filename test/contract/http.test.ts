/** The service from outside, over HTTP: every answer of the contract, and after each bad request the next good delivery still counts. */
import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rfcAct, settingsAct } from '../app/small-organisation.ts';
import { evidenceIn } from './held.ts';
import { on, openPlace, type Place } from './place.ts';

let place: Place;
const expected: string[] = [];
beforeAll(async () => {
  place = await openPlace();
  const by = { at: on(1), by: 'olga' };
  for (const repository of ['handbook', 'aside', 'brag-log'])
    place.sandbox.perform({ ...by, do: 'create-repository', repository, visibility: 'private' });
  place.sandbox.perform(settingsAct({ at: on(1), repository: 'handbook', text: 'enabled: true\n' }));
  await place.act({ ...by, do: 'install', repositories: 'all' });
});
afterAll(() => place.stop());

const repositoryId = (name: string) =>
  [...place.sandbox.world.repositories.values()].find((repository) => repository.name === name)?.id ?? 0;
const sign = (body: string | Buffer, secret = place.variables['WEBHOOK_SECRET'] ?? '') =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
const headersOf = (body: string | Buffer): Record<string, string> => ({
  'content-type': 'application/json',
  'x-github-event': 'pull_request',
  'x-github-delivery': 'a-delivery-of-ours',
  'x-hub-signature-256': sign(body),
});
const post = (body: string | Buffer, headers: Readonly<Record<string, string | undefined>> = {}) => {
  const all = new Headers(headersOf(body));
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) all.delete(name);
    else all.set(name, value);
  }
  return fetch(`${place.service.address}/api/github/webhooks`, { method: 'POST', body, headers: all });
};
const payload = (more: Readonly<Record<string, unknown>> = {}) =>
  JSON.stringify({
    action: 'edited',
    installation: { id: place.installationId() },
    repository: { id: repositoryId('handbook') },
    pull_request: { number: 1 },
    ...more,
  });
/** The next good delivery, by GitHub itself. */
const goOn = async () => {
  const number = expected.length + 1;
  expected.push(`RFC: number ${number}`);
  place.sandbox.perform(rfcAct({ at: on(2), by: 'ravi', subject: `handbook#${number}`, title: `RFC: number ${number}` }));
  await place.sandbox.flush();
  expect(
    place.sandbox
      .deliveries()
      .at(-1)
      ?.answers.map(({ status }) => status),
  ).toEqual([202]);
};

describe('POST /api/github/webhooks', () => {
  it.each<readonly [name: string, status: number, () => Promise<Response>]>([
    ['a delivery', 202, () => post(payload())],
    ['a repeated delivery', 202, () => post(payload())],
    ['an unknown event', 202, () => post(payload(), { 'x-github-event': 'meteor_shower' })],
    ['an unknown action', 202, () => post(payload({ action: 'teleported' }))],
    ['missing fields', 202, () => post(JSON.stringify({ action: 'opened', installation: { id: place.installationId() } }))],
    ['fields of other types', 202, () => post(payload({ pull_request: { number: 'one' }, repository: null }))],
    ['no installation', 202, () => post(JSON.stringify({ action: 'opened', zen: 'Keep it logically awesome.' }))],
    ['an installation that nobody knows', 202, () => post(payload({ installation: { id: 999_999 } }))],
    [
      'a sender and a user that are null',
      202,
      () => post(payload({ sender: null, pull_request: { number: 1, user: null, head: { repo: null } } })),
    ],
    [
      'a user that is ghost',
      202,
      () => post(payload({ sender: { login: 'ghost', id: 10_137 }, pull_request: { number: 1, user: { login: 'ghost' } } })),
    ],
    ['a repository that has not opted in', 202, () => post(payload({ repository: { id: repositoryId('aside') } }))],
    ['a type with a charset', 202, () => post(payload(), { 'content-type': 'application/json; charset=utf-8' })],
    ['malformed JSON', 400, () => post('{"action":')],
    ['JSON that is no object', 400, () => post('"action"')],
    ['an empty body', 400, () => post('')],
    ['bytes that are no UTF-8', 400, () => post(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]))],
    ['a wrong signature', 400, () => post(payload(), { 'x-hub-signature-256': sign(payload(), 'another secret') })],
    ['no signature', 400, () => post(payload(), { 'x-hub-signature-256': undefined })],
    ['an old kind of signature', 400, () => post(payload(), { 'x-hub-signature-256': undefined, 'x-hub-signature': 'sha1=00' })],
    ['no event', 400, () => post(payload(), { 'x-github-event': undefined })],
    ['no delivery id', 400, () => post(payload(), { 'x-github-delivery': undefined })],
    ['another type', 415, () => post(payload(), { 'content-type': 'application/x-www-form-urlencoded' })],
    ['a valid delivery of 10 MB', 202, () => post(payload({ filler: '🙂'.repeat(2_600_000) }))],
    ['a delivery of 26 MB', 413, () => post(payload({ filler: 'x'.repeat(26_000_000) }))],
  ])('%s is answered %i, and the next delivery counts', async (_name, status, send) => {
    const response = await send();
    await response.text();
    expect(response.status).toBe(status);
    await goOn();
  });

  it('a client that goes away in the middle harms nobody', async () => {
    const { hostname, port } = new URL(place.service.address);
    const socket = connect(Number(port), hostname);
    const head = [
      'POST /api/github/webhooks HTTP/1.1',
      'host: x',
      'content-length: 1000',
      ...Object.entries(headersOf('x')).map(([name, value]) => `${name}: ${value}`),
    ];
    await new Promise<void>((resolve) => socket.once('connect', resolve));
    await new Promise<void>((resolve) => socket.write(`${head.join('\r\n')}\r\n\r\n{"action"`, () => resolve()));
    socket.destroy();
    await goOn();
  });

  it('nothing was lost', async () => {
    await place.settle();
    const titles = (await evidenceIn(place)).map((item) => item.title);
    expect(titles.toSorted()).toEqual(expected.toSorted());
  });
});

describe('other paths', () => {
  it('GET /rubric is what reports link to', async () => {
    const response = await fetch(`${place.service.address}/rubric`);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('<h2 id="peer-recognition">');
  });

  it('GET /staff-signals.schema.json and /organisation.schema.json are the schemas of the settings files', async () => {
    for (const name of ['staff-signals', 'organisation']) {
      const response = await fetch(`${place.service.address}/${name}.schema.json`);
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/schema+json']);
      expect(await response.json()).toMatchObject({ $schema: expect.any(String), type: 'object', additionalProperties: false });
    }
    expect((await fetch(`${place.service.address}/other.schema.json`)).status).toBe(404);
  });

  it('GET /healthz and /readyz say that it lives and is ready', async () => {
    for (const path of ['/healthz', '/readyz']) expect((await fetch(place.service.address + path)).status).toBe(200);
  });

  it('GET /metrics counts in the words of Prometheus, and names nobody and nothing', async () => {
    const response = await fetch(`${place.service.address}/metrics`);
    expect(response.headers.get('content-type')).toContain('text/plain');
    const text = await response.text();
    expect(text).toMatch(/^staff_signals_deliveries_total\{event="pull_request",outcome="accepted"\} [1-9]/m);
    expect(text).toContain('outcome="repository has not opted in"');
    expect(text).not.toMatch(/acme|handbook|aside|brag|ravi|mina|olga/i);
  });

  it('others are 404, other methods 405', async () => {
    expect((await fetch(`${place.service.address}/nowhere`)).status).toBe(404);
    // Without `OPERATOR_TOKEN` there is no board.
    expect((await fetch(`${place.service.address}/operator/queues`)).status).toBe(404);
    expect((await fetch(`${place.service.address}/api/github/webhooks`)).status).toBe(405);
    expect((await fetch(`${place.service.address}/metrics`, { method: 'POST' })).status).toBe(405);
  });
});

describe('the log', () => {
  it('at its most talkative names no repository that has not opted in, no person, no text and no secret', () => {
    const log = place.service.output();
    expect(log).toContain('"event":"pull_request"');
    expect(log).toContain('A signed delivery lacks fields and is ignored');
    expect(log).not.toMatch(/aside|ravi|mina|RFC|number \d|zen|teleported|filler|secret of the contract|PRIVATE KEY|sha256=|ghs_/i);
  });
});
