/** The App and its installations are told apart, and tokens run out. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { clientWith, foundation, installationClient, jwt, play, startAcme } from './acme.ts';

describe('authentication', () => {
  let sandbox: Sandbox;
  let clock: number;
  beforeEach(async () => {
    clock = Date.now();
    sandbox = await startAcme({ wallClock: () => clock });
    play(sandbox, foundation);
  });
  afterEach(() => sandbox.close());

  it('knows the App by its signature', async () => {
    const { status, body } = await clientWith(sandbox, `Bearer ${jwt(sandbox)}`).call('GET', '/app');
    expect([status, body['slug'], body['id']]).toEqual([200, 'staff-signals', sandbox.appId]);
  });

  it.each([
    ['has run out', { exp: -1 }],
    ['lives too long', { exp: 3600 }],
    ['is of another App', { iss: 1 }],
    ['comes from the future', { iat: 300, exp: 600 }],
  ])('refuses a web token that %s', async (_what, claims) => {
    expect((await clientWith(sandbox, `Bearer ${jwt(sandbox, claims)}`).call('GET', '/app')).status).toBe(401);
  });

  it('refuses a web token that was changed, and no token at all', async () => {
    const [head = '', , signature = ''] = jwt(sandbox).split('.');
    const [, other = ''] = jwt(sandbox, { exp: 301 }).split('.');
    expect((await clientWith(sandbox, `Bearer ${head}.${other}.${signature}`).call('GET', '/app')).status).toBe(401);
    expect((await clientWith(sandbox, '').call('GET', '/app')).status).toBe(401);
    expect((await clientWith(sandbox, '').call('GET', '/repos/acme/checkout')).status).toBe(401);
  });

  it('keeps App and installation apart', async () => {
    const app = clientWith(sandbox, `Bearer ${jwt(sandbox)}`);
    const installation = await installationClient(sandbox);
    expect((await app.call('GET', '/repos/acme/checkout')).status).toBe(403);
    expect((await installation.call('GET', '/app')).status).toBe(401);
    expect((await installation.call('GET', '/repos/acme/checkout')).status).toBe(200);
  });

  it('lets an installation token live for an hour', async () => {
    const { call } = await installationClient(sandbox);
    clock += 3_599_000;
    expect((await call('GET', '/repos/acme/checkout')).status).toBe(200);
    clock += 1000;
    expect((await call('GET', '/repos/acme/checkout')).status).toBe(401);
  });

  it('turns a suspended installation and one that is gone away', async () => {
    const { call, graphql } = await installationClient(sandbox);
    const app = clientWith(sandbox, `Bearer ${jwt(sandbox)}`);
    const id = sandbox.installationId();
    play(sandbox, [{ do: 'suspend' }]);
    expect((await call('GET', '/repos/acme/checkout')).status).toBe(403);
    expect(await graphql('{ viewer { login } }')).not.toHaveProperty('data');
    expect((await app.call('POST', `/app/installations/${id}/access_tokens`)).status).toBe(403);
    play(sandbox, [{ do: 'uninstall' }]);
    expect((await call('GET', '/repos/acme/checkout')).status).toBe(401);
    expect((await app.call('GET', `/app/installations/${id}`)).status).toBe(404);
  });
});
