/** People authorise the App as they do on GitHub: by a code for a code verifier, and tokens that expire, are refreshed and revoked. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { foundation, play, startAcme } from './acme.ts';

const verifier = 'a-verifier-of-at-least-forty-three-characters-0';
const challenge = createHash('sha256').update(verifier).digest('base64url');
const redirectUri = 'http://127.0.0.1:9/sign-in/callback';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startAcme({});
  play(sandbox, foundation);
});
afterAll(() => sandbox.close());

const origin = () => new URL(sandbox.url).origin;

function authorizeUrl(more: Readonly<Record<string, string>>): string {
  const { id } = sandbox.oauthClient();
  const asked = { client_id: id, redirect_uri: redirectUri, state: 'a state', code_challenge: challenge, code_challenge_method: 'S256' };
  return `${origin()}/login/oauth/authorize?${new URLSearchParams({ ...asked, ...more }).toString()}`;
}

async function codeFor(login: string): Promise<string> {
  const answer = await fetch(authorizeUrl({ as: login }), { redirect: 'manual' });
  const back = new URL(answer.headers.get('location') ?? '');
  expect([answer.status, back.origin + back.pathname, back.searchParams.get('state')]).toEqual([302, redirectUri, 'a state']);
  return back.searchParams.get('code') ?? '';
}

async function token(form: Readonly<Record<string, string>>): Promise<Readonly<Record<string, unknown>>> {
  const { id, secret } = sandbox.oauthClient();
  const answer = await fetch(`${origin()}/login/oauth/access_token`, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams({ client_id: id, client_secret: secret, ...form }),
  });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Readonly<Record<string, unknown>>;
}

async function signIn(login: string): Promise<{ readonly access: string; readonly refresh: string }> {
  const answer = await token({ code: await codeFor(login), code_verifier: verifier, redirect_uri: redirectUri });
  return { access: String(answer['access_token']), refresh: String(answer['refresh_token']) };
}

async function get(path: string, access: string): Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> }> {
  const answer = await fetch(`${sandbox.url}${path}`, { headers: { authorization: `Bearer ${access}` } });
  return { status: answer.status, body: (await answer.json()) as Readonly<Record<string, unknown>> };
}

describe('signing in to the App', () => {
  it('asks whom to be, and takes no for an answer', async () => {
    const page = await (await fetch(authorizeUrl({}))).text();
    expect(page).toContain('as=ada');
    const answer = await fetch(authorizeUrl({ as: '' }), { redirect: 'manual' });
    expect(answer.headers.get('location')).toMatch(/error=access_denied.*state=a\+state/);
    expect((await fetch(authorizeUrl({ client_id: 'another' }))).status).toBe(404);
  });

  it('gives a token for a code once, and for its verifier', async () => {
    const code = await codeFor('ada');
    expect(await token({ code, code_verifier: 'another' })).toMatchObject({ error: 'bad_verification_code' });
    expect(await token({ code, code_verifier: verifier })).toMatchObject({ error: 'bad_verification_code' });
    const { access } = await signIn('ada');
    expect(await get('/user', access)).toMatchObject({ status: 200, body: { login: 'ada' } });
    expect(await get('/user/installations', access)).toMatchObject({ body: { total_count: 1 } });
    expect(await token({ code: await codeFor('ada'), code_verifier: verifier, client_secret: 'wrong' })).toMatchObject({
      error: 'incorrect_client_credentials',
    });
  });

  it('refreshes a token once, and ends the one before', async () => {
    const { access, refresh } = await signIn('ada');
    const next = await token({ grant_type: 'refresh_token', refresh_token: refresh });
    expect((await get('/user', access)).status).toBe(401);
    expect((await get('/user', String(next['access_token']))).status).toBe(200);
    expect(await token({ grant_type: 'refresh_token', refresh_token: refresh })).toMatchObject({ error: 'bad_refresh_token' });
  });

  it('ends a token for whoever has the client secret, and all of them for its person, and says so', async () => {
    const { access } = await signIn('ada');
    const { id, secret } = sandbox.oauthClient();
    const revoke = (credentials: string) =>
      fetch(`${sandbox.url}/applications/${id}/token`, {
        method: 'DELETE',
        headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
        body: JSON.stringify({ access_token: access }),
      });
    expect((await revoke(`${id}:wrong`)).status).toBe(401);
    expect((await revoke(`${id}:${secret}`)).status).toBe(204);
    expect((await get('/user', access)).status).toBe(401);
    const second = await signIn('ada');
    sandbox.revokeAuthorization('ada');
    expect((await get('/user', second.access)).status).toBe(401);
    expect(sandbox.deliveries().at(-1)).toMatchObject({
      event: 'github_app_authorization',
      action: 'revoked',
      payload: { sender: { login: 'ada' } },
    });
  });

  it('shows a private repository by such a token only where the App is installed, too', async () => {
    const [owner, member] = [await signIn('olga'), await signIn('ada')];
    expect((await get('/repos/acme/ledger', owner.access)).status).toBe(200);
    expect((await get('/repos/acme/ledger', member.access)).status).toBe(404);
    play(sandbox, [{ do: 'remove-from-installation', repositories: ['ledger'] }]);
    expect((await get('/repos/acme/ledger', owner.access)).status).toBe(404);
    expect((await get('/repos/acme/checkout', member.access)).status).toBe(200);
  });

  it('lets a token end after eight hours of its clock', async () => {
    const { access } = await signIn('ada');
    sandbox.advanceTo(new Date(Date.parse(sandbox.now()) + 28_799_000).toISOString());
    expect((await get('/user', access)).status).toBe(200);
    sandbox.advanceTo(new Date(Date.parse(sandbox.now()) + 1000).toISOString());
    expect((await get('/user', access)).status).toBe(401);
  });
});
