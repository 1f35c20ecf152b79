/** `doctor` names what is wrong in one line that says what to do: each mistake once, on plain data, and on the sandbox where GitHub answers. */
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Check } from '../../src/cli/doctor/check.ts';
import { clockChecks, queueChecks, storeChecks } from '../../src/cli/doctor/foundations.ts';
import { examineGitHub } from '../../src/cli/doctor/github.ts';
import { appChecks, grantChecks, keyTrouble } from '../../src/cli/doctor/registration.ts';
import { logCheck } from '../../src/cli/doctor/log.ts';
import { deliveryChecks, hookChecks, publicAddressChecks } from '../../src/cli/doctor/webhooks.ts';
import { createGithubClient } from '../../src/github/client.ts';
import { createRegistrationSource, type DeliveryAttempt, type Hook } from '../../src/github/registration.ts';
import { createServer as createService } from '../../src/github/server.ts';
import { askedEvents, askedPermissions } from '../../src/github/set-up/manifest.ts';
import type { Keeper } from '../../src/queue/backend.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import type { StoreHealth } from '../../src/store/health.ts';
import { smallOrganisation } from '../app/small-organisation.ts';

const isWrong = ({ isFine }: Check): boolean => !isFine;
const linesOf = (checks: readonly Check[]): readonly string[] => checks.map(({ name, detail }) => `${name}: ${detail}`);
const wrongLines = (checks: readonly Check[]): readonly string[] => linesOf(checks.filter(isWrong));

const settingsPage = 'https://github.com/organizations/acme/settings/apps/staff-signals';

describe('permissions and events', async () => {
  const asked = { permissions: await askedPermissions(), events: await askedEvents() };
  const app = {
    name: 'staff-signals acme',
    owner: 'acme',
    settingsPage,
    permissions: Object.fromEntries(asked.permissions),
    events: asked.events,
    answeredAt: null,
  };
  const grant = { login: 'acme', page: `${settingsPage}-1`, isSuspended: false, permissions: app.permissions, events: app.events };

  it('as app.yml asks are fine', () => {
    expect(wrongLines(appChecks(app, asked))).toEqual([]);
  });

  it('that are missing or too weak are named, with where to grant them', () => {
    const { members: _members, ...others } = app.permissions;
    const weaker = { ...app, permissions: { ...others, issues: 'read' }, events: app.events.filter((event) => event !== 'push') };
    expect(wrongLines(appChecks(weaker, asked))).toEqual([
      `permissions: missing issues: write, members: read: grant them at ${settingsPage}/permissions, then let each organisation accept them`,
      `events: not heard: push; tick them at ${settingsPage}/permissions`,
    ]);
  });

  it('beyond the need are named, and nothing is wrong', () => {
    const [permissions] = appChecks({ ...app, permissions: { ...app.permissions, contents: 'write', actions: 'read' } }, asked);
    expect(permissions).toMatchObject({ isFine: true, detail: expect.stringContaining('contents: write, actions: read') });
  });

  it('that an organisation has not accepted are told once: not those that the App itself lacks', () => {
    const { checks: _checks, ...granted } = grant.permissions;
    expect(wrongLines(grantChecks([grant, { ...grant, permissions: granted }], app, asked))).toEqual([
      `acme: permissions: not accepted yet: checks: write; an owner accepts them at ${grant.page}`,
    ]);
    expect(grantChecks([{ ...grant, permissions: granted }], { ...app, permissions: granted }, asked)).toEqual([]);
    expect(grantChecks([{ ...grant, permissions: {}, isSuspended: true }], app, asked)).toEqual([]);
  });

  it('a key that is none is told before GitHub is asked', () => {
    expect(keyTrouble('-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----')).toContain('is damaged');
  });
});

describe('webhooks', () => {
  const publicUrl = 'https://signals.example.com';
  const hook: Hook = { url: `${publicUrl}/api/github/webhooks`, isJson: true, hasSecret: true, checksTls: true };
  const here = { publicUrl, webhookProxyUrl: null, settingsPage };

  it.each([
    ['as they should be', {}, []],
    ['to nowhere', { url: null }, ['set the webhook address to https://signals.example.com/api/github/webhooks']],
    ['to another address', { url: 'https://old.example.com/api/github/webhooks' }, ['sends deliveries to https://old.example.com']],
    ['as a form', { isJson: false }, ['set the content type to application/json']],
    ['without a signature', { hasSecret: false }, ['set the secret to the value of `WEBHOOK_SECRET`']],
    ['without a look at the certificate', { checksTls: false }, ['enable SSL verification']],
  ])('%s', (_how, change, words) => {
    const wrong = wrongLines(hookChecks({ ...hook, ...change }, here));
    expect(wrong).toEqual(words.map((word) => expect.stringContaining(word)));
    expect(wrong.every((line) => line.includes(settingsPage))).toBe(true);
  });

  it('are compared with the proxy where one is set, and with nothing where no address is known', () => {
    const proxied = { ...here, webhookProxyUrl: 'https://smee.io/abc' };
    expect(wrongLines(hookChecks({ ...hook, url: 'https://smee.io/abc' }, proxied))).toEqual([]);
    expect(wrongLines(hookChecks(hook, proxied))).toHaveLength(1);
    expect(wrongLines(hookChecks(hook, { ...here, publicUrl: null }))).toEqual([]);
  });

  const attempt = (status: number, words = 'OK'): DeliveryAttempt => ({ at: '2026-10-01T09:00:00Z', event: 'push', status, words });

  it.each([
    [400, "`WEBHOOK_SECRET` is not the App's webhook secret"],
    [0, 'could not reach the service (timed out)'],
    [301, 'follows no redirects'],
    [404, '/api/github/webhooks'],
    [413, 'let 25 MB through'],
    [502, 'reverse proxy'],
    [503, 'store and queue'],
  ])('answered %i are explained', (status, words) => {
    const attempts = [attempt(status, 'timed out'), attempt(202)];
    expect(wrongLines(deliveryChecks(attempts, settingsPage))).toEqual([expect.stringContaining(words)]);
    expect(wrongLines(deliveryChecks(attempts, settingsPage))[0]).toMatch(/^deliveries: 1 of the last 2 arrived; the newest, push at/);
  });

  it('that arrive again are fine, and so is silence', () => {
    expect(deliveryChecks([attempt(202), attempt(0)], settingsPage)).toMatchObject([{ isFine: true }]);
    expect(deliveryChecks([], settingsPage)).toMatchObject([{ isFine: true, detail: expect.stringContaining(`${settingsPage}/advanced`) }]);
  });
});

describe('the log in the browser', () => {
  const all = { publicUrl: 'https://signals.example.com', oauth: { clientId: 'a', clientSecret: 'b' }, sessionSecret: 'c'.repeat(32) };

  it('is on with everything, and names the address that GitHub leads back to', () => {
    expect(logCheck(all).detail).toContain('https://signals.example.com/sign-in/callback');
  });

  it('is off, which is no fault, and says what is missing', () => {
    expect(logCheck({ publicUrl: null, oauth: null, sessionSecret: null })).toMatchObject({
      isFine: true,
      detail: expect.stringMatching(/^off;.*PUBLIC_URL.*GITHUB_CLIENT_ID.*SESSION_SECRET/),
    });
    expect(logCheck({ ...all, publicUrl: 'http://signals.example.com' }).detail).toContain('PUBLIC_URL with https://');
    expect(logCheck({ ...all, publicUrl: 'http://localhost:3000' }).detail).toContain('on, at');
  });
});

describe('the public address', () => {
  const log = { warn: () => {} };
  const service = createService({
    webhookSecrets: ['a secret'],
    receive: async () => ({ outcome: 'ignored', reason: 'nothing' }),
    health: { ready: async () => true },
    metrics: async () => '',
    log,
  });
  const stranger = createServer((_request, response) => response.end('It works!'));
  let ports: { readonly service: number; readonly stranger: number };
  let stop: () => Promise<void>;
  beforeAll(async () => {
    const running = await service.start({ port: 0, host: '127.0.0.1' });
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
    const address = stranger.address();
    ports = { service: running.port, stranger: typeof address === 'object' && address !== null ? address.port : 0 };
    stop = async () => {
      stranger.close();
      await running.stop();
    };
  });
  afterAll(() => stop());

  it('leads to a service, to something else, or nowhere', async () => {
    expect(wrongLines(await publicAddressChecks(`http://127.0.0.1:${ports.service}`))).toEqual([]);
    expect(wrongLines(await publicAddressChecks(`http://127.0.0.1:${ports.stranger}`))).toEqual([
      expect.stringContaining('answers 200, and not as the service does'),
    ]);
    expect(wrongLines(await publicAddressChecks('http://127.0.0.1:1'))).toEqual([expect.stringContaining('does not answer')]);
    expect(await publicAddressChecks(null)).toMatchObject([{ isFine: true }]);
  });
});

describe('store, queue and clock', () => {
  const store: StoreHealth = {
    version: '17.5',
    time: '2026-10-01T09:00:00Z',
    migrations: 10,
    openTables: [],
    unboundRoles: [],
    keepsApart: true,
  };

  it.each([
    ['in order', {}, []],
    ['of another age', { version: '11.2 (Debian)' }, ['upgrade it']],
    ['whose policies got lost', { openTables: ['evidence'], keepsApart: false }, ['evidence', 'does not hold']],
    ['with a role that sees all', { unboundRoles: ['staff_signals_tenant'] }, ['ALTER ROLE staff_signals_tenant']],
  ])('a store %s', (_how, change, words) => {
    const wrong = wrongLines(storeChecks({ ...store, ...change }, { isEmbedded: false }));
    expect(wrong).toEqual(words.map((word) => expect.stringContaining(word)));
  });

  const keeper = {
    kind: 'redis',
    version: '7.0',
    evictionPolicy: 'noeviction',
    isAppendOnly: true,
    usedBytes: 1_000,
    maxBytes: 10_000,
  } as const;
  const now = Date.parse('2026-10-01T09:00:00Z');
  const queue = (of: { readonly keeper: Keeper; readonly waitingMs?: number }) =>
    queueChecks({
      counts: { refresh: { waiting: 1, active: 0, delayed: 2, failed: 3 } },
      oldestWaitingMs: { refresh: of.waitingMs ?? 0, report: 0 },
      keeper: of.keeper,
    });

  it('a queue tells what waits and since when', () => {
    const checks = queue({ keeper: { kind: 'postgres' }, waitingMs: 60_000 });
    expect(linesOf(checks)).toEqual([
      'queue: in PostgreSQL; refresh: 1 waiting, 0 running, 2 delayed, 3 failed; the oldest has waited 60 s',
    ]);
    expect(wrongLines(checks)).toEqual([]);
  });

  it('a queue that nobody works off asks for a worker', () => {
    const checks = queue({ keeper: { kind: 'postgres' }, waitingMs: 3_600_000 });
    expect(wrongLines(checks)).toEqual([expect.stringContaining('waited 60 minutes: start a worker')]);
  });

  it('a Redis that drops jobs, or is nearly full, is told; one that may lose some at its end says what then', () => {
    const changed = (change: object) => queue({ keeper: { ...keeper, ...change } });
    expect(wrongLines(changed({}))).toEqual([]);
    expect(wrongLines(changed({ evictionPolicy: 'allkeys-lru' }))).toEqual([expect.stringContaining('set maxmemory-policy to noeviction')]);
    expect(wrongLines(changed({ usedBytes: 9_500 }))).toEqual([expect.stringContaining('95 % of maxmemory')]);
    expect(wrongLines(changed({ usedBytes: 9_500, maxBytes: null }))).toEqual([]);
    expect(linesOf(changed({ isAppendOnly: false })).join('\n')).toContain('appendonly yes');
  });

  it('a clock may differ by half a minute and no more', () => {
    const reading = (seconds: number) => ({ whose: 'GitHub', time: '2026-10-01T09:00:00Z', readAt: now + seconds * 1_000 }) as const;
    expect(wrongLines(clockChecks([reading(30), reading(-30)]))).toEqual([]);
    expect(wrongLines(clockChecks([reading(31)]))).toEqual([expect.stringContaining('31 s ahead of GitHub: set both by a time server')]);
    expect(wrongLines(clockChecks([reading(-400)]))).toEqual([expect.stringContaining('400 s behind GitHub')]);
    expect(clockChecks([])).toEqual([]);
  });
});

describe('on a GitHub that answers', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await createSandbox({
      ...smallOrganisation,
      now: '2026-10-01T09:00:00Z',
      app: { permissions: Object.fromEntries(await askedPermissions()) as never, events: await askedEvents() },
    });
  });
  afterAll(() => sandbox.close());

  const examine = (change: { readonly id?: number; readonly privateKey?: string; readonly apiUrl?: string } = {}) => {
    const credentials = { id: sandbox.appId, privateKey: sandbox.privateKey, webhookSecret: 'a secret', ...change };
    const apiUrl = change.apiUrl ?? sandbox.url;
    const registration = createRegistrationSource(
      createGithubClient({ appId: credentials.id, privateKey: credentials.privateKey, apiUrl, pauses: false }),
    );
    const environment = { github: { apiUrl, graphqlUrl: '', webUrl: '' }, publicUrl: null, webhookProxyUrl: null };
    return examineGitHub({ environment, credentials, registration });
  };

  it('before anything is set up, says what comes next', async () => {
    const { checks, clocks } = await examine();
    expect(wrongLines(checks)).toEqual([
      expect.stringMatching(/^webhook: GitHub sends nothing/),
      expect.stringMatching(/^installations: none/),
    ]);
    expect(wrongLines(clockChecks(clocks))).toEqual([]);
    expect(clocks).toHaveLength(1);
    expect(sandbox.unserved()).toEqual([]);
  });

  it('tells a wrong webhook secret by the deliveries that fail, and a right one by those that come again', async () => {
    const service = createService({
      webhookSecrets: ['the right secret'],
      receive: async () => ({ outcome: 'ignored', reason: 'nothing' }),
      health: { ready: async () => true },
      metrics: async () => '',
      log: { warn: () => {} },
    });
    const running = await service.start({ port: 0, host: '127.0.0.1' });
    const url = `http://127.0.0.1:${running.port}/api/github/webhooks`;
    sandbox.connect({ url, secret: 'another secret' });
    sandbox.perform({ at: '2026-10-01T09:00:00Z', by: 'olga', do: 'install', repositories: 'all' });
    await sandbox.flush();
    expect(wrongLines((await examine()).checks)).toEqual([expect.stringMatching(/^deliveries: .*`WEBHOOK_SECRET` is not/)]);
    sandbox.connect({ url, secret: 'the right secret' });
    sandbox.redeliver(1);
    await sandbox.flush();
    await running.stop();
    expect(wrongLines((await examine()).checks)).toEqual([]);
  });

  it('tells wrong credentials, an App that is not there, and a GitHub that is away', async () => {
    expect(wrongLines((await examine({ id: 4_711 })).checks)).toEqual([expect.stringContaining("`PRIVATE_KEY` don't belong together")]);
    const away = await examine({ apiUrl: 'http://127.0.0.1:1/api/v3' });
    expect(wrongLines(away.checks)).toEqual([expect.stringContaining('check `GITHUB_API_URL`, http://127.0.0.1:1/api/v3')]);
    const damaged = await examine({ privateKey: 'no key' });
    expect(wrongLines(damaged.checks)).toEqual([expect.stringContaining('`PRIVATE_KEY` is damaged')]);
  });
});
