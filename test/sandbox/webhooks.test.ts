/** Webhooks are signed, shaped and delivered as by GitHub. */
import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import examples from '@octokit/webhooks-examples' with { type: 'json' };
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { foundation, play, startAcme } from './acme.ts';
import { story } from './story.ts';

type Payload = Readonly<Record<string, unknown>>;

const known = new Map((examples as unknown as { name: string; examples: Payload[] }[]).map(({ name, examples: list }) => [name, list]));

/** Newer fields of GitHub's that its published examples are too old to have; each is in its OpenAPI description. */
const newerFields = new Set([
  '.requested_team',
  'answer.reactions',
  'comment.in_reply_to_id',
  'comments.in_reply_to_id',
  'discussion.labels',
  'discussion.state_reason',
  'discussion.timeline_url',
  'issue.state_reason',
  'repo.has_discussions',
  'team.parent',
]);

/** Objects that are null or missing in every published example; what they hold is checked where it has another name. */
const unpublished = new Set(['merged_by', 'requested_team', 'requested_teams']);

/** Every key of a payload under the name of the object that has it: `issue.title`. Lists count as their entries. */
function keysIn(value: unknown, owner = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((entry: unknown) => keysIn(entry, owner));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [`${owner}.${key}`, ...keysIn(inner, key)]);
}

describe('payloads', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startAcme();
    play(sandbox, [...foundation, ...story]);
  });
  afterEach(() => sandbox.close());

  it('cover every event that the App listens to', () => {
    const events = new Set(sandbox.deliveries().map((delivery) => delivery.event));
    const always = ['installation', 'installation_repositories'];
    // GitHub tells so of an organisation's new name, which no act gives it.
    const heard = sandbox.world.app.events.filter((event) => event !== 'installation_target');
    expect([...events].sort()).toEqual([...heard, ...always].filter((event) => event !== 'check_run').sort());
  });

  it("hold no field that GitHub's do not have", () => {
    const published = new Set([...known.values()].flat().flatMap((example) => keysIn(example)));
    const strange = sandbox.deliveries().flatMap(({ payload }) => keysIn({ ...payload, changes: {} }));
    const isKnown = (key: string) => published.has(key) || newerFields.has(key) || unpublished.has(key.split('.')[0] ?? '');
    expect([...new Set(strange)].filter((key) => !isKnown(key)).sort()).toEqual([]);
  });

  it("hold the fields that every one of GitHub's has at the top", () => {
    for (const { event, action, payload } of sandbox.deliveries()) {
      const same = (known.get(event) ?? []).filter((example) => (example['action'] ?? null) === action);
      const common = same.length === 0 ? [] : Object.keys(same[0] ?? {}).filter((key) => same.every((example) => key in example));
      const wanted = common.filter((key) => key !== 'requested_reviewer');
      expect(Object.keys(payload), `${event} ${action}`).toEqual(expect.arrayContaining(wanted));
    }
  });

  it('name the sender, the installation and the repository by id', () => {
    const opened = sandbox.deliveries().find(({ event, action }) => event === 'pull_request' && action === 'opened');
    expect(opened?.payload).toMatchObject({
      action: 'opened',
      number: 2,
      sender: { login: 'ada', type: 'User' },
      installation: { id: 500 },
      repository: { full_name: 'acme/checkout', private: false, visibility: 'public', archived: false, default_branch: 'main' },
      pull_request: { number: 2, draft: true, user: { login: 'ada' }, base: { ref: 'main' }, head: { ref: 'ada-2' } },
    });
  });

  it('are the same for the same acts', async () => {
    const other = await startAcme();
    play(other, [...foundation, ...story]);
    const text = (one: Sandbox) => JSON.stringify(one.deliveries().map(({ guid, payload }) => [guid, payload])).replaceAll(one.url, 'API');
    expect(text(other)).toBe(text(sandbox));
    await other.close();
  });
});

type Received = { readonly event: string; readonly guid: string; readonly isSigned: boolean; readonly body: Payload };

describe('deliveries', () => {
  const secret = 'a secret of the test';
  let server: Server;
  let sandbox: Sandbox;
  let received: Received[];
  let status: number;

  beforeEach(async () => {
    received = [];
    status = 202;
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks);
      const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
      const { 'x-github-event': event, 'x-github-delivery': guid, 'x-hub-signature-256': given } = request.headers;
      received.push({ event: String(event), guid: String(guid), isSigned: given === signature, body: JSON.parse(body.toString()) });
      response.writeHead(status).end();
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`;
    sandbox = await startAcme({ webhook: { url, secret } });
    play(sandbox, foundation);
    await sandbox.flush();
    received = [];
  });
  afterEach(async () => {
    await sandbox.close();
    await new Promise((closed) => server.close(closed));
  });

  it('are signed, and answered when flush returns', async () => {
    play(sandbox, [{ do: 'open-issue', subject: 'checkout#1', title: 'One' }]);
    await sandbox.flush();
    expect(received).toMatchObject([{ event: 'issues', isSigned: true, body: { action: 'opened' } }]);
    expect(sandbox.deliveries().at(-1)?.answers).toEqual([{ status: 202, error: null, isRedelivery: false }]);
  });

  it('that fail are recorded, and can be sent again with the same guid', async () => {
    status = 503;
    play(sandbox, [{ do: 'open-issue', subject: 'checkout#1', title: 'One' }]);
    await sandbox.flush();
    status = 202;
    const id = sandbox.deliveries().at(-1)?.id ?? 0;
    sandbox.redeliver(id);
    await sandbox.flush();
    expect(
      sandbox
        .deliveries()
        .at(-1)
        ?.answers.map((answer) => answer.status),
    ).toEqual([503, 202]);
    expect(new Set(received.map((one) => one.guid)).size).toBe(1);
  });

  it('can be held, turned round and doubled', async () => {
    sandbox.hold();
    play(sandbox, [
      { do: 'open-issue', subject: 'checkout#1', title: 'One' },
      { do: 'close', subject: 'checkout#1' },
    ]);
    await sandbox.flush();
    expect(received).toEqual([]);
    sandbox.release((held) => [...held, ...held]);
    await sandbox.flush();
    expect(received.map((one) => one.body['action']).sort()).toEqual(['closed', 'closed', 'opened', 'opened']);
  });

  it('can be lost on the way', async () => {
    sandbox.route((delivery) => (delivery.action === 'opened' ? [] : [delivery]));
    play(sandbox, [
      { do: 'open-issue', subject: 'checkout#1', title: 'One' },
      { do: 'close', subject: 'checkout#1' },
    ]);
    await sandbox.flush();
    expect(received.map((one) => one.body['action'])).toEqual(['closed']);
  });

  it('do not tell of repositories outside the installation, nor of anything while it is suspended', async () => {
    play(sandbox, [
      { do: 'create-repository', repository: 'secret' },
      { do: 'open-issue', subject: 'secret#1', title: 'Hidden' },
      { do: 'suspend' },
      { do: 'open-issue', subject: 'checkout#1', title: 'Unheard' },
    ]);
    await sandbox.flush();
    expect(received.map((one) => `${one.event} ${one.body['action']}`)).toEqual(['installation suspend']);
  });
});
