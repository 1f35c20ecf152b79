/** Signing in, staying signed in, and every way in which that ends: nobody else's data, and nothing lost. */
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSignInSource } from '../../src/github/sign-in.ts';
import { toHappening } from '../../src/github/webhook-to-touch.ts';
import { createReceiver } from '../../src/usecases/receive-happening.ts';
import { forgetPerson } from '../../src/usecases/forget-person.ts';
import { accessToken, hashOf } from '../../src/usecases/signing-in/sign-in.ts';
import { asSigned, asViewer } from '../../src/web/behind-the-door.ts';
import { answerFailure } from '../../src/web/create-web-app.ts';
import { createDoor, type Door } from '../../src/web/door.ts';
import { guardForms } from '../../src/web/forms.ts';
import { signingInRoutes } from '../../src/web/routes/signing-in.ts';
import type { ViewerEnv, WebEnv } from '../../src/web/web-app.ts';
import { type LogForTests, openLogForTests } from './log-for-tests.ts';
import { createVisitor, type Visitor } from './visitor.ts';

const sessionCookie = '__Host-staff-signals';
const pendingCookie = `${sessionCookie}-sign-in`;

let log: LogForTests;
let door: Door;
let probe: Hono;
/** What was written through a form. */
const saved: string[] = [];

/** A page behind the door that tells who it takes the visitor for. */
function createProbe(): Hono {
  const { ports } = log;
  const app = new Hono();
  app.onError((error, context) => answerFailure(ports, error, context));
  app.use(guardForms(door));
  app.route('/', signingInRoutes(ports, door));
  const pages = new Hono<WebEnv>();
  pages.get('/probe', async (context) => {
    const { person, visitor, organisation, readable } = context.var.signed;
    const ids = [...log.sandbox.world.repositories.keys()];
    const names = [...(await readable(ids))].map((id) => log.sandbox.world.repositories.get(id)?.name);
    return context.json({ person, organisation, isOwner: visitor.isOwner, organisations: visitor.organisations, names: names.toSorted() });
  });
  pages.get('/installation', (context) => context.text(`owner ${context.var.signed.visitor.isOwner}`));
  pages.post('/notes', async (context) => {
    const form = await context.req.formData();
    saved.push(`${context.var.signed.person.login}: ${String(form.get('text'))}`);
    return context.text('saved');
  });
  app.use('/orgs/:org/*', asSigned(ports, door));
  app.route('/orgs/:org', pages);
  app.use('/shared/*', asViewer(ports, door));
  app.route(
    '/shared',
    new Hono<ViewerEnv>().get('/probe', (context) => context.text(context.var.viewer.person.login)),
  );
  return app;
}

const visit = (): Visitor => createVisitor(probe, log.address);

async function signedIn(login: string): Promise<Visitor> {
  const visitor = visit();
  await visitor.signIn(login);
  return visitor;
}

const probePath = '/orgs/acme-example/probe';

beforeAll(async () => {
  log = await openLogForTests();
  const { id: clientId, secret: clientSecret } = log.sandbox.oauthClient();
  const webUrl = new URL(log.sandbox.url).origin;
  const source = createSignInSource({ clientId, clientSecret, apiUrl: log.sandbox.url, webUrl, pauses: false });
  door = createDoor(log.ports, { source, sessionSecret: 'a secret of at least thirty-two characters', address: log.address });
  probe = createProbe();
});
afterAll(() => log.close());

describe('signing in', () => {
  it('leads over GitHub with a state and a challenge, and back to where the person wanted to go', async () => {
    const visitor = visit();
    const asked = await visitor.get(probePath);
    expect([asked.status, asked.location]).toEqual([302, `/sign-in?to=${encodeURIComponent(probePath)}`]);
    const start = await visitor.get(asked.location ?? '');
    const query = new URL(start.location ?? '').searchParams;
    expect(query.get('redirect_uri')).toBe('https://log.example.test/sign-in/callback');
    expect([query.get('state')?.length, query.get('code_challenge')?.length, query.get('code_challenge_method')]).toEqual([43, 43, 'S256']);
    const back = await visitor.signIn('ravi', probePath);
    expect([back.status, back.location]).toEqual([302, probePath]);
    const page = JSON.parse((await visitor.get(probePath)).text);
    expect(page).toEqual({
      person: { id: log.idOf('ravi'), login: 'ravi' },
      organisation: 'acme-example',
      isOwner: false,
      organisations: ['acme-example'],
      names: ['handbook', 'open'],
    });
  });

  it('keeps the session in a cookie that scripts and other sites do not get', async () => {
    const visitor = visit();
    const back = await visitor.signIn('ravi');
    const cookie = back.headers.getSetCookie().find((set) => set.startsWith(`${sessionCookie}=`));
    expect(cookie).toMatch(/; Path=\/; HttpOnly; Secure; SameSite=Lax$|; Path=\/;.*HttpOnly; Secure; SameSite=Lax/);
    expect(cookie).not.toContain('Domain');
  });

  it('keeps neither the session id nor a token readable in the database', async () => {
    const visitor = await signedIn('ravi');
    const { rows } = await log.store.pool.query('select * from staff_signals.sessions');
    const text = JSON.stringify(rows);
    expect(text).not.toContain(visitor.cookies.get(sessionCookie));
    expect(text).not.toMatch(/gh[ur]_/);
  });

  it.each(['//evil.example', 'https://evil.example', '/\\evil.example', '/sign-out', '/ evil', ''])('never leads on to %s', async (to) => {
    const back = await visit().signIn('ravi', to);
    expect(back.location).toBe('/');
  });
});

describe('a way back from GitHub that does not count', () => {
  async function callbackOf(visitor: Visitor, login: string): Promise<string> {
    const start = await visitor.get('/sign-in');
    const agreed = await fetch(`${start.location}&as=${login}`, { redirect: 'manual' });
    return agreed.headers.get('location') ?? '';
  }

  async function refused(visitor: Visitor, address: string): Promise<void> {
    const page = await visitor.get(address);
    expect([page.status, page.text.includes('Signing in did not work')]).toEqual([400, true]);
    expect(visitor.cookies.has(sessionCookie)).toBe(false);
  }

  it('is one that this browser did not begin', async () => {
    const address = await callbackOf(visit(), 'ravi');
    await refused(visit(), address);
    const other = visit();
    await other.get('/sign-in');
    await refused(other, address);
  });

  it('is a forged state, and a forged memory of it', async () => {
    const visitor = visit();
    const address = new URL(await callbackOf(visitor, 'ravi'));
    address.searchParams.set('state', 'x'.repeat(43));
    await refused(visitor, address.href);
    const other = visit();
    const honest = await callbackOf(other, 'ravi');
    other.cookies.set(pendingCookie, Buffer.from('{"state":"x"}'.repeat(8)).toString('base64url'));
    await refused(other, honest);
  });

  it('is one that was used before, with whatever code', async () => {
    const visitor = visit();
    const address = await callbackOf(visitor, 'ravi');
    const pending = visitor.cookies.get(pendingCookie) ?? '';
    const state = new URL(address).searchParams.get('state') ?? '';
    const asked = await visitor.get(address);
    expect(asked.location).toBe('/');
    const thief = visit();
    thief.cookies.set(pendingCookie, pending);
    await refused(thief, address);
    // A new code for the same state and verifier: GitHub would take it, the session's state does not count again.
    const start = new URL((await visit().get('/sign-in')).location ?? '');
    start.searchParams.delete('code_challenge');
    start.searchParams.delete('code_challenge_method');
    start.searchParams.set('state', state);
    const agreed = await fetch(`${start.href}&as=ravi`, { redirect: 'manual' });
    thief.cookies.set(pendingCookie, pending);
    await refused(thief, agreed.headers.get('location') ?? '');
  });

  it('is one that took too long, and one that the person refused', async () => {
    const visitor = visit();
    const address = await callbackOf(visitor, 'ravi');
    log.later(0.2);
    await refused(visitor, address);
    const shy = visit();
    const denied = await callbackOf(shy, '');
    const page = await shy.get(denied);
    expect(page.text).toContain('You did not let staff-signals know who you are');
  });

  it('is answered kindly when GitHub is away, or refuses this service', async () => {
    const visitor = visit();
    const address = await callbackOf(visitor, 'ravi');
    log.sandbox.failNext({ match: { path: '/login/oauth/access_token' }, status: 503 });
    const away = createVisitor(log.app, log.address);
    for (const [name, value] of visitor.cookies) away.cookies.set(name, value);
    expect((await away.get(address)).status).toBe(503);
    const source = createSignInSource({
      clientId: log.sandbox.oauthClient().id,
      clientSecret: 'wrong',
      apiUrl: log.sandbox.url,
      webUrl: new URL(log.sandbox.url).origin,
    });
    const begun = await source.begin({ redirectUri: `${log.address}/sign-in/callback` });
    const agreed = await fetch(`${begun.url}&as=ravi`, { redirect: 'manual' });
    const parameters = new URL(agreed.headers.get('location') ?? '').searchParams;
    const attempt = source.finish(parameters, { ...begun, redirectUri: `${log.address}/sign-in/callback`, now: log.sandbox.now() });
    await expect(attempt).rejects.toMatchObject({ name: 'SignInRefused', reason: 'misconfigured' });
  });
});

describe('a session', () => {
  const token = (idHash: string) => door.asking({ idHash }, async (access) => access);

  it('is not guessed, forged or taken from another secret', async () => {
    for (const id of ['', 'x', 'x'.repeat(43), '../../etc', `${'a'.repeat(42)}=`]) {
      const visitor = visit();
      visitor.cookies.set(sessionCookie, id);
      expect((await visitor.get(probePath)).status).toBe(302);
    }
    const { rows } = await log.store.pool.query<{ readonly id_hash: string }>('select id_hash from staff_signals.sessions limit 1');
    const visitor = visit();
    visitor.cookies.set(sessionCookie, rows[0]?.id_hash ?? '');
    expect((await visitor.get(probePath)).status).toBe(302);
  });

  it('ends at sign-out for whoever has its cookie, and the token ends with it', async () => {
    const visitor = await signedIn('ravi');
    const stolen = visit();
    stolen.cookies.set(sessionCookie, visitor.cookies.get(sessionCookie) ?? '');
    expect((await stolen.get(probePath)).status).toBe(200);
    await expect(visitor.post('/sign-out')).resolves.toMatchObject({ status: 403 });
    const asked = log.sandbox.requests().length;
    await expect(visitor.post('/sign-out')).resolves.toMatchObject({ status: 200 });
    expect(log.sandbox.requests().slice(asked)).toMatchObject([{ method: 'DELETE', status: 204 }]);
    expect((await stolen.get(probePath)).status).toBe(302);
    expect(visitor.cookies.has(sessionCookie)).toBe(false);
  });

  it('ends on every device at once, of that person alone', async () => {
    const [here, there, other] = [await signedIn('ravi'), await signedIn('ravi'), await signedIn('mina')];
    await here.post('/sign-out-everywhere');
    expect((await here.post('/sign-out-everywhere')).status).toBe(200);
    expect((await there.get(probePath)).status).toBe(302);
    expect((await other.get(probePath)).status).toBe(200);
  });

  it('slides for eight hours, and lasts fourteen days at most', async () => {
    const visitor = await signedIn('ravi');
    log.later(7.9);
    expect((await visitor.get(probePath)).status).toBe(200);
    log.later(8.1);
    expect((await visitor.get(probePath)).status).toBe(302);
    const daily = await signedIn('ravi');
    for (let hours = 0; hours < 14 * 24; hours += 7) {
      expect((await daily.get('/shared/probe')).status).toBe(200);
      log.later(7);
    }
    expect((await daily.get('/shared/probe')).status).toBe(302);
  });

  it('is erased some time after it ended', async () => {
    await signedIn('ravi');
    await signedIn('mina');
    log.later(9);
    await signedIn('ravi');
    expect((await log.store.pool.query('select from staff_signals.sessions')).rowCount).toBe(1);
  });

  it('has its token refreshed once, however many ask at once and from however many processes', async () => {
    const visitor = await signedIn('ravi');
    log.later(4);
    await visitor.get(probePath);
    log.later(3.95);
    const asked = log.sandbox.requests().length;
    const idHash = hashOfSession(visitor);
    const other = { ...door.ports, pause: (ms: number) => new Promise((resolve) => setTimeout(resolve, ms)) };
    const tokens = await Promise.all([token(idHash), token(idHash), accessToken(other, { idHash })]);
    expect(new Set(tokens).size).toBe(1);
    expect(
      log.sandbox
        .requests()
        .slice(asked)
        .filter(({ path }) => path === '/login/oauth/access_token'),
    ).toHaveLength(1);
    expect((await visitor.get(probePath)).status).toBe(200);
  });

  it('keeps its tokens when GitHub is away while they are refreshed', async () => {
    const visitor = await signedIn('ravi');
    log.later(7.95);
    log.sandbox.failNext({ match: { path: '/login/oauth/access_token' }, status: 502 });
    await expect(token(hashOfSession(visitor))).rejects.toMatchObject({ name: 'TransientFailure' });
    expect((await visitor.get(probePath)).status).toBe(200);
  });

  it('ends with the delivery that says so, before anybody asks', async () => {
    const [theirs, other] = [await signedIn('ravi'), await signedIn('mina')];
    log.sandbox.revokeAuthorization('ravi');
    const { event, payload } = log.sandbox.deliveries().at(-1) ?? { event: '', payload: {} };
    await createReceiver(log.ports)(toHappening(event, payload));
    const found = (visitor: Visitor) => log.store.store.sessions((sessions) => sessions.find(hashOfSession(visitor)));
    expect([await found(theirs), (await found(other))?.login]).toEqual([null, 'mina']);
  });

  it('ends when its person withdraws what they let the App do', async () => {
    const visitor = await signedIn('ravi');
    log.sandbox.revokeAuthorization('ravi');
    expect((await visitor.get(probePath)).status).toBe(302);
    expect((await log.store.pool.query('select from staff_signals.sessions where id_hash = $1', [hashOfSession(visitor)])).rowCount).toBe(
      0,
    );
  });
});

function hashOfSession(visitor: Visitor): string {
  return hashOf(visitor.cookies.get(sessionCookie) ?? '');
}

describe('a form', () => {
  const text = 'What became of it, in words that took me an hour to find.\nAnd a second line <b>"here"</b>.';
  const notes = '/orgs/acme-example/notes?from=log';

  it('of another site changes nothing', async () => {
    const visitor = await signedIn('ravi');
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { origin: '' }]) {
      const page = await visitor.post(notes, { text }, headers);
      expect([page.status, page.text.includes('This form is not ours')]).toEqual([403, true]);
    }
    expect(saved).toEqual([]);
  });

  it('of another session asks once more, with all that was written', async () => {
    const visitor = await signedIn('ravi');
    const page = await visitor.post(notes, { text, csrf: 'of another session', key: ['1', '2'] });
    expect(page.status).toBe(403);
    expect(page.text).toContain('And a second line &lt;b&gt;&quot;here&quot;&lt;/b&gt;.</textarea>');
    expect(page.text.match(/name="key" value="[12]"/g)).toHaveLength(2);
    expect(page.text).toContain('action="/orgs/acme-example/notes?from=log"');
    expect((await visitor.post(notes, { text })).text).toBe('saved');
    expect(saved.splice(0)).toEqual([`ravi: ${text}`]);
  });

  it('that comes after the session ended is kept in the page, and sent again after signing in', async () => {
    const visitor = await signedIn('ravi');
    visitor.cookies.delete(sessionCookie);
    const page = await visitor.post(notes, { text });
    expect([page.status, page.text.includes('took me an hour')]).toEqual([401, true]);
    expect(page.text).not.toContain('name="csrf"');
    expect(saved).toEqual([]);
    await visitor.signIn('ravi', '/signed-in');
    const confirm = await visitor.post(notes, { text, csrf: '' });
    expect([confirm.status, confirm.text.includes('took me an hour')]).toEqual([403, true]);
    expect((await visitor.post(notes, { text })).text).toBe('saved');
    expect(saved.splice(0)).toEqual([`ravi: ${text}`]);
  });

  it('tells a script by its status alone, and takes the token as a header', async () => {
    const visitor = await signedIn('ravi');
    const json = { accept: 'application/json' };
    expect(await visitor.post(notes, { text, csrf: '' }, json)).toMatchObject({ status: 403, text: 'refused' });
    const { csrf } = (await door.guest(await contextWith(visitor))) ?? { csrf: '' };
    expect(await visitor.post(notes, { text, csrf: '' }, { ...json, 'x-csrf-token': csrf })).toMatchObject({ status: 200 });
    saved.length = 0;
  });

  it('that is too large is refused', async () => {
    const visitor = await signedIn('ravi');
    const page = await visitor.post(notes, { text: 'x'.repeat(1_000_001) });
    expect([page.status, page.text.includes('Too much at once')]).toEqual([413, true]);
  });
});

/** A context of Hono's that carries the visitor's cookies. */
async function contextWith(visitor: Visitor): Promise<Parameters<Door['guest']>[0]> {
  const held = Promise.withResolvers<Parameters<Door['guest']>[0]>();
  const app = new Hono();
  app.get('/', (context) => {
    held.resolve(context);
    return context.text('');
  });
  await createVisitorLike(app, visitor);
  return held.promise;
}

async function createVisitorLike(app: Hono, { cookies }: Visitor): Promise<void> {
  const visitor = createVisitor(app, log.address);
  for (const [name, value] of cookies) visitor.cookies.set(name, value);
  await visitor.get('/');
}

describe('what a person can read', () => {
  it('is asked of GitHub with their own token, once in five minutes', async () => {
    const visitor = await signedIn('olga');
    const asked = log.sandbox.requests().length;
    const names = async () => JSON.parse((await visitor.get(probePath)).text).names as readonly string[];
    expect(await names()).toEqual(['handbook', 'open', 'vault']);
    expect(await names()).toEqual(['handbook', 'open', 'vault']);
    expect(log.sandbox.requests().slice(asked)).toMatchObject([{ path: '/graphql' }]);
    log.later(0.1);
    await names();
    expect(log.sandbox.requests().slice(asked)).toHaveLength(2);
  });

  it('is less when they lost access, and nothing when they never had any', async () => {
    const visitor = await signedIn('mina');
    const names = async () => JSON.parse((await visitor.get(probePath)).text).names as readonly string[];
    expect(await names()).toEqual(['handbook', 'open']);
    log.sandbox.perform({ at: log.sandbox.now(), by: 'olga', do: 'remove-from-team', team: 'everybody', login: 'mina' });
    log.later(0.1);
    expect(await names()).toEqual(['open']);
  });

  it('waits when GitHub is away, rather than showing more or less', async () => {
    const visitor = createVisitor(probe, log.address);
    await visitor.signIn('ravi');
    log.sandbox.failByChance(({ path }) => (path === '/graphql' ? { status: 502 } : null));
    expect((await visitor.get(probePath)).status).toBe(503);
    log.sandbox.failByChance(null);
    expect((await visitor.get(probePath)).status).toBe(200);
  });
});

describe('people without a log', () => {
  const page = async (login: string, path = probePath) => (await signedIn(login)).get(path);

  it('outside of the organisation are told nothing of it, nor whether it is there', async () => {
    const [there, nowhere] = [await page('passer-by'), await page('passer-by', '/orgs/not-installed/probe')];
    expect([there.status, nowhere.status]).toEqual([404, 404]);
    expect(there.text.replaceAll('acme-example', 'X')).toBe(nowhere.text.replaceAll('not-installed', 'X'));
    expect((await page('passer-by', '/shared/probe')).text).toBe('passer-by');
  });

  it('who left are told how to come back', async () => {
    const at = log.sandbox.now();
    await log.store.store.tenant(log.installationId, (tenant) => tenant.people.leave(log.idOf('mina'), at));
    expect(await page('mina')).toMatchObject({ status: 404 });
    expect((await page('mina')).text).toContain('/brag join');
    await log.store.store.tenant(log.installationId, (tenant) => tenant.people.join(log.idOf('mina'), at));
    expect((await page('mina')).status).toBe(200);
  });

  it('who are forgotten are signed out', async () => {
    const visitor = await signedIn('mina');
    const personId = log.idOf('mina');
    const times = () => log.store.store.sessions((sessions) => sessions.ofPerson(personId));
    expect(await times()).toContainEqual({ begunAt: log.sandbox.now(), usedAt: log.sandbox.now() });
    await forgetPerson(log.ports, { installationId: log.installationId, personId, at: log.sandbox.now(), by: 'operator' });
    expect(await times()).toEqual([]);
    expect((await visitor.get(probePath)).status).toBe(302);
    await log.store.store.tenant(log.installationId, (tenant) => tenant.people.join(personId, log.sandbox.now()));
  });

  it('where enrolment is by request, or the settings name them, are told so; owners still see the installation', async () => {
    const set = (text: string | null) => log.store.store.tenant(log.installationId, (tenant) => tenant.installation.saveSettingsText(text));
    await set('people: { enrolment: by-request, ignore: [ravi] }\n');
    expect((await page('ravi')).text).toContain('no log is kept for this account');
    expect((await page('olga')).text).toContain('everybody decides for themselves');
    expect((await page('olga', '/orgs/acme-example/installation')).text).toBe('owner true');
    expect((await page('ravi', '/orgs/acme-example/installation')).status).toBe(404);
    await set(null);
    expect((await page('ravi')).status).toBe(200);
  });

  it('removed from the organisation while signed in see their log no more, and find it again when they are back', async () => {
    const visitor = await signedIn('ravi');
    const act = { at: log.sandbox.now(), by: 'olga', login: 'ravi' } as const;
    log.sandbox.perform({ ...act, do: 'remove-member' });
    const notes = '/orgs/acme-example/notes';
    const text = 'An hour of words,\nwhich <b>nobody</b> else has.';
    await log.look();
    expect(await visitor.get(probePath)).toMatchObject({ status: 404 });
    const sent = await visitor.post(notes, { text });
    expect(sent).toMatchObject({ status: 404, text: expect.stringContaining('which &lt;b&gt;nobody&lt;/b&gt; else has.</textarea>') });
    expect(saved).toEqual([]);
    log.sandbox.perform({ ...act, do: 'add-member' });
    log.later(0.1);
    await log.look();
    expect((await visitor.get(probePath)).status).toBe(200);
  });

  it('whose organisation suspended the App, or took it away, get a clear page', async () => {
    const visitor = await signedIn('ravi');
    const { store } = log.store;
    const installation = { id: log.installationId, accountId: 900, login: 'acme-example', isSuspended: true };
    await store.tenant(log.installationId, (tenant) => tenant.installation.save(installation));
    expect(await visitor.get(probePath)).toMatchObject({ status: 503 });
    const text = 'What I was writing while an owner took it away.';
    const send = async () => (await visitor.post('/orgs/acme-example/notes', { text })).text;
    expect(await send()).toContain(`${text}</textarea>`);
    await store.tenant(log.installationId, (tenant) => tenant.installation.erase());
    expect((await visitor.get(probePath)).text).toContain('There is no log of yours here');
    expect(await send()).toContain(`${text}</textarea>`);
    expect(saved).toEqual([]);
    expect((await visitor.get('/shared/probe')).status).toBe(200);
    await log.look();
    expect((await visitor.get(probePath)).status).toBe(200);
  });
});
