/** Set-up: from a service without credentials over GitHub's page to the first delivery, and everything that may go wrong on the way. */
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Log } from '../../src/app.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { loadEnvironment } from '../../src/settings/load.ts';
import { setUp, type SetUpDone } from '../../src/set-up.ts';
import { until } from '../queue/until.ts';
import { newPlace } from './places.ts';
import { beginService } from '../program.ts';
import { smallOrganisation } from './small-organisation.ts';

let sandbox: Sandbox;
let dataDir: string;
beforeEach(async () => {
  sandbox = await createSandbox(smallOrganisation);
  dataDir = await mkdtemp(join(tmpdir(), 'set-up-'));
});
afterEach(async () => {
  for (const stop of waiting.splice(0)) stop();
  await sandbox.close();
  await rm(dataDir, { recursive: true, force: true });
});

const variables = (more: Readonly<Record<string, string>> = {}) => ({
  GITHUB_API_URL: sandbox.url,
  DATA_DIR: dataDir,
  HOST: '127.0.0.1',
  PORT: '0',
  SETTLE_SECONDS: '0',
  ...more,
});

type Begun = {
  /** The first page, on this machine. */
  readonly open: string;
  /** An address of the service as it is on this machine, whatever its public one. */
  readonly local: (address: string) => string;
  readonly logged: () => string;
  readonly done: Promise<SetUpDone>;
  readonly isWaiting: () => boolean;
};

const waiting: (() => void)[] = [];

/** Set-up within this process; it ends with the test. */
async function begin(more: Readonly<Record<string, string>> = {}): Promise<Begun> {
  const printed: string[] = [];
  const logged: string[] = [];
  const note = (fields: Readonly<Record<string, unknown>>, message: string) =>
    void logged.push(message + JSON.stringify(fields, (_key, value: unknown) => (value instanceof Error ? value.stack : value)));
  const log: Log = { debug: note, info: note, warn: note, error: note };
  const stopping = new AbortController();
  waiting.push(() => stopping.abort());
  let isDone = false;
  const environment = loadEnvironment(variables(more));
  const done = setUp({ environment, log, print: (text) => void printed.push(text), signal: stopping.signal });
  done.then(
    () => (isDone = true),
    () => (isDone = true),
  );
  await until('the address is printed, or set-up has ended', () => printed.length > 0 || isDone, 20_000);
  if (printed.length === 0) await done;
  const port = /"port":(\d+)/.exec(logged.join('\n'))?.[1] ?? '';
  const local = (address: string) => address.replace(/^https?:\/\/[^/]+/, `http://127.0.0.1:${port}`);
  return { open: local(addressIn(printed.join('\n'))), local, logged: () => logged.join('\n'), done, isWaiting: () => !isDone };
}

const addressIn = (text: string) => /https?:\/\/\S+\/\?token=[\w-]{32}/.exec(text)?.[0] ?? '';

/** The form of a page: where it leads, how, and what it sends. */
function formIn(page: string) {
  const unescape = (text: string) =>
    text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  const [, method = '', action = ''] = /<form method="(\w+)" action="([^"]*)"/.exec(page) ?? [];
  const fields = [...page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)].map(([, name = '', value = '']) => [
    name,
    unescape(value),
  ]);
  return { method, action: unescape(action), fields: Object.fromEntries(fields) as Readonly<Record<string, string>> };
}

async function get(address: string) {
  const response = await fetch(address, { redirect: 'manual' });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** The second page, for the organisation. */
async function reachRegistration(first: string, fields: Readonly<Record<string, string>> = {}) {
  const url = new URL(first);
  for (const [name, value] of Object.entries({ organisation: 'acme-example', ...fields })) url.searchParams.set(name, value);
  return get(url.href);
}

/** GitHub's page: takes the manifest and leads back. */
function registerAtGitHub(page: string): string {
  const { method, action, fields } = formIn(page);
  expect(method).toBe('post');
  const target = new URL(action);
  expect(target.origin + target.pathname).toBe(`${sandbox.url.replace('/api/v3', '')}/organizations/acme-example/settings/apps/new`);
  return sandbox.registerApp({ manifest: fields['manifest'] ?? '', state: target.searchParams.get('state') ?? '' });
}

describe('npm start without credentials', () => {
  it('leads from the address on the console to the first delivery, and the next start needs nothing', async () => {
    const place = await newPlace('embedded');
    const all = { ...variables(), ...place.variables };
    const first = beginService(all);
    try {
      await until('the address is printed', () => addressIn(first.output()) !== '', 40_000);
      const { origin, port } = new URL(addressIn(first.output()));
      expect((await get(addressIn(first.output()))).status).toBe(200);
      expect((await get(`${origin}/healthz`)).status).toBe(200);
      expect((await get(`${origin}/readyz`)).status).toBe(503);
      const back = registerAtGitHub((await reachRegistration(addressIn(first.output()), { address: origin })).text);
      const installing = await get(back);
      expect(installing.status).toBe(200);
      expect(installing.text).toContain('href="https://github.com/apps/staff-signals/installations/new"');
      const service = await first.ready();
      expect(new URL(service.address).port).toBe(port);
      sandbox.perform({ at: smallOrganisation.now, by: 'olga', do: 'create-repository', repository: 'brag-log', visibility: 'private' });
      sandbox.perform({ at: smallOrganisation.now, by: 'olga', do: 'install', repositories: ['brag-log'] });
      await sandbox.flush();
      expect(sandbox.deliveries().map(({ event, answers }) => [event, answers.at(-1)?.status])).toContainEqual(['installation', 202]);
      await until('the welcome issue is there', () => sandbox.issues('brag-log').length === 1, 40_000);
      await first.kill();
      const kept = await readFile(join(place.variables['DATA_DIR'] ?? '', 'app.json'), 'utf8');
      for (const secret of secretsIn(kept)) expect(first.output()).not.toContain(secret);
      const second = beginService(all);
      await (await second.ready()).kill();
      expect(second.output()).not.toContain('no credentials yet');
    } finally {
      await first.kill();
      await place.remove();
    }
  }, 120_000);
});

/** The secrets that the file holds; of the key, a line. */
function secretsIn(kept: string): readonly string[] {
  const { privateKey = '', webhookSecret = '', clientSecret = '' } = JSON.parse(kept) as Readonly<Record<string, string>>;
  return [privateKey.split('\n')[1] ?? '', webhookSecret, clientSecret];
}

describe('the set-up page', () => {
  it('keeps what GitHub gives in a file for this user alone, and logs none of it', async () => {
    const { open, local, done, logged } = await begin({ PUBLIC_URL: 'https://signals.example.test' });
    const first = await get(open);
    expect(first.text).not.toContain('name="address"');
    expect(first.text).toContain('<dt>pull requests</dt><dd>read</dd>');
    const second = await reachRegistration(open);
    const manifest = JSON.parse(formIn(second.text).fields['manifest'] ?? '') as Readonly<Record<string, unknown>>;
    expect(manifest).toMatchObject({
      name: 'staff-signals acme-example',
      public: false,
      hook_attributes: { url: 'https://signals.example.test/api/github/webhooks', active: true },
      redirect_url: 'https://signals.example.test/set-up/registered',
      callback_urls: ['https://signals.example.test/sign-in/callback'],
      request_oauth_on_install: false,
      default_permissions: { contents: 'read', issues: 'write' },
    });
    expect((await get(local(registerAtGitHub(second.text)))).status).toBe(200);
    const { credentials, environment } = await done;
    expect(credentials).toMatchObject({ id: sandbox.appId, privateKey: sandbox.privateKey.trim() });
    expect(environment.port).toBe(Number(new URL(open).port));
    const path = join(dataDir, 'app.json');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(dataDir)).toEqual(['app.json']);
    for (const secret of secretsIn(await readFile(path, 'utf8'))) expect(logged()).not.toContain(secret);
    expect(loadEnvironment(variables()).app).toEqual(credentials);
    const { oauth, sessionSecret } = loadEnvironment(variables());
    expect([oauth?.clientId, sessionSecret?.length]).toEqual([expect.stringMatching(/^Iv/), 32]);
    expect([environment.oauth, environment.sessionSecret]).toEqual([oauth, sessionSecret]);
    const own = { APP_ID: '5', PRIVATE_KEY: sandbox.privateKey, WEBHOOK_SECRET: 'mine' };
    expect(loadEnvironment(variables(own)).app).toMatchObject({ id: 5, webhookSecret: 'mine' });
  });

  it('shows itself to nobody without the token, and lets nothing else in', async () => {
    const { open } = await begin();
    const { origin } = new URL(open);
    for (const address of ['/', '/?token=', '/?token=wrong', '/?organisation=acme-example']) {
      const { status, text, headers } = await get(origin + address);
      expect([status, text.includes('<form')]).toEqual([403, false]);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    }
    const { headers } = await get(open);
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
    expect((await get(`${origin}/set-up/other`)).status).toBe(404);
    const delivery = await fetch(`${origin}/api/github/webhooks`, {
      method: 'POST',
      body: '{}',
      headers: {
        'content-type': 'application/json',
        'x-github-event': 'ping',
        'x-github-delivery': 'd',
        'x-hub-signature-256': 'sha256=0',
      },
    });
    expect(delivery.status).toBe(400);
  });

  it.each([
    ['an organisation that can’t be', { organisation: 'acme/../x' }, 'letters, digits and hyphens'],
    ['no organisation', { organisation: ' ' }, 'letters, digits and hyphens'],
    ['no address', { address: '' }, 'begins with https://'],
    ['an address that is none', { address: 'signals.example.test' }, 'begins with https://'],
    ['an address with a script', { address: 'javascript:alert(1)' }, 'begins with https://'],
    ['markup', { organisation: '"><script>', address: 'https://x.test' }, '&quot;&gt;&lt;script&gt;'],
  ])('says what is wrong with %s', async (_name, fields, words) => {
    const { open } = await begin();
    const { status, text } = await reachRegistration(open, { address: 'https://signals.example.test', ...fields });
    expect(status).toBe(400);
    expect(text).toContain(words);
    expect(text).not.toContain('<script');
  });

  it('refuses a way back that nobody began, and the same way back twice', async () => {
    const { open, local, isWaiting } = await begin({ PUBLIC_URL: 'https://signals.example.test' });
    const back = new URL(local(registerAtGitHub((await reachRegistration(open)).text)));
    const wrong = new URL(back);
    wrong.searchParams.set('state', 'x'.repeat(32));
    expect((await get(wrong.href)).status).toBe(400);
    const without = new URL(back);
    without.searchParams.delete('code');
    expect((await get(without.href)).status).toBe(400);
    expect((await get(back.href)).text).toContain('is not known');
    expect(isWaiting()).toBe(true);
  });

  it('says so when GitHub does not know the code, and goes on waiting', async () => {
    const { open, local, isWaiting } = await begin({ PUBLIC_URL: 'https://signals.example.test' });
    const back = new URL(local(registerAtGitHub((await reachRegistration(open)).text)));
    back.searchParams.set('code', 'spent');
    const { status, text } = await get(back.href);
    expect([status, text.includes('holds for an hour, and once')]).toEqual([400, true]);
    expect(isWaiting()).toBe(true);
    expect(await readdir(dataDir)).toEqual([]);
  });

  it('lets the page be loaded again when GitHub is down', async () => {
    const { open, local, done } = await begin({ PUBLIC_URL: 'https://signals.example.test' });
    const back = local(registerAtGitHub((await reachRegistration(open)).text));
    sandbox.failNext({ match: { path: /conversions/ }, status: 502 });
    expect((await get(back)).status).toBe(503);
    expect((await get(back)).status).toBe(200);
    await done;
  });

  it('tells of a channel in the place of an address', async () => {
    const { open } = await begin({ WEBHOOK_PROXY_URL: 'https://smee.example.test/abc' });
    expect((await get(open)).text).not.toContain('name="address"');
    expect((await reachRegistration(open)).text).toContain('https://smee.example.test/abc');
  });
});

describe('a folder for the credentials', () => {
  it('that can’t be written to is told before anything is registered', async () => {
    const path = join(dataDir, 'file');
    await writeFile(path, '');
    await expect(begin({ DATA_DIR: join(path, 'below') })).rejects.toThrow(/Nothing can be written into `DATA_DIR`/);
  });

  it('that is taken away meanwhile leaves the registered App to be deleted, and shows no secret', async () => {
    const { open, local, isWaiting } = await begin({ PUBLIC_URL: 'https://signals.example.test' });
    const back = local(registerAtGitHub((await reachRegistration(open)).text));
    await rm(dataDir, { recursive: true });
    await writeFile(dataDir, '');
    const { status, text } = await get(back);
    expect(status).toBe(500);
    expect(text).toContain('https://github.com/apps/staff-signals');
    expect(text).not.toContain('PRIVATE KEY');
    expect(isWaiting()).toBe(true);
  });

  it.each([
    ['half written', '{"apiUrl":"https://api.github.com","id":7,"priv'],
    ['empty', ''],
    ['of another kind', '[]'],
  ])('with a file that is %s is a mistake in a sentence', async (_name, text) => {
    await writeFile(join(dataDir, 'app.json'), text);
    expect(() => loadEnvironment(variables())).toThrow(/is damaged\. Bring it back from a backup, or remove it/);
  });

  it('with the App of another GitHub is told apart', async () => {
    const kept = { apiUrl: 'https://api.github.com', id: 7, page: 'https://github.com/apps/x', privateKey: sandbox.privateKey };
    await writeFile(join(dataDir, 'app.json'), JSON.stringify({ ...kept, webhookSecret: 'a', clientId: 'b', clientSecret: 'c' }));
    expect(() => loadEnvironment(variables())).toThrow(/holds the credentials of an App on `https:\/\/api\.github\.com`/);
  });

  it('is not asked of a worker apart', async () => {
    await expect(begin({ ROLE: 'worker', DATABASE_URL: 'postgres://db.example.test/x' })).rejects.toThrow(
      /start once with `ROLE` set to `all`/,
    );
  });
});
