/** On github.com: the addresses of REST, GraphQL and the web, and a token for each installation. */
import { generateKeyPairSync } from 'node:crypto';
import nock from 'nock';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createGithubClient } from '../../src/github/client.ts';
import { createInstallationSource } from '../../src/github/installation-source.ts';

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

it('asks at the public addresses, as the installation, with one token for REST and GraphQL', async () => {
  const host = nock('https://api.github.com');
  host
    .post('/app/installations/5/access_tokens')
    .matchHeader('authorization', /^bearer [\w-]+\.[\w-]+\.[\w-]+$/i)
    .reply(201, { token: 'a-token', expires_at: '2999-01-01T00:00:00Z', permissions: {}, repository_selection: 'all' });
  host
    .get('/installation/repositories?per_page=100')
    .matchHeader('authorization', 'token a-token')
    .reply(200, {
      total_count: 1,
      repositories: [{ id: 7, full_name: 'acme/billing', visibility: 'private', private: true, archived: false, default_branch: 'main' }],
    });
  host
    .post('/graphql')
    .matchHeader('authorization', 'token a-token')
    .reply(200, { data: { viewer: { login: 'staff-signals[bot]' } } });
  const github = createGithubClient({ appId: 1, privateKey });
  expect(github.webUrl).toBe('https://github.com');
  expect(await createInstallationSource(github).repositories(5)).toEqual([
    { id: 7, fullName: 'acme/billing', visibility: 'private', isArchived: false, defaultBranch: 'main' },
  ]);
  expect(await github.installation(5).query('query { viewer { login } }', {})).toMatchObject({
    data: { viewer: { login: 'staff-signals[bot]' } },
  });
  expect(nock.pendingMocks()).toEqual([]);
});
