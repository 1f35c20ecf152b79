/** Installations, settings and organisation from canned answers. */
import { afterEach, describe, expect, it } from 'vitest';
import { PermanentFailure, TransientFailure, UserMistake } from '../../src/domain/errors.ts';
import type { InstalledRepository } from '../../src/usecases/ports.ts';
import { createInstallationSource } from '../../src/github/installation-source.ts';
import { createOrganisationSource } from '../../src/github/organisation-source.ts';
import { createSettingsSource } from '../../src/github/settings-source.ts';
import { type Canned, type GraphqlRequest, listOf, noMore, type Replies, startCannedGithub } from './canned-github.ts';

const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function start(replies: Replies) {
  const canned = await startCannedGithub(replies);
  stops.push(canned.stop);
  return canned;
}

const nextLink = (url: string) => `<${url}>; rel="next"`;

describe('installations', () => {
  const acme = { id: 5, account: { id: 50, login: 'acme', type: 'Organization' }, suspended_at: null };

  it('are listed to the last page, without those whose account is gone', async () => {
    const headers = { link: '' };
    const { github, origin } = await start({
      rest: {
        'GET /app/installations?per_page=100': { body: [acme], headers },
        'GET /app/installations?per_page=100&page=2': {
          body: [
            { id: 6, account: null },
            { id: 7, account: { id: 70, slug: 'big' }, suspended_at: '2026-10-01T00:00:00Z' },
          ],
        },
      },
    });
    headers.link = nextLink(`${origin}/app/installations?per_page=100&page=2`);
    expect(await createInstallationSource(github).installations()).toEqual([
      { id: 5, accountId: 50, login: 'acme', isSuspended: false },
      { id: 7, accountId: 70, login: 'big', isSuspended: true },
    ]);
  });

  it('are looked up, and null when gone', async () => {
    const { github } = await start({ rest: { 'GET /app/installations/5': { body: acme }, 'GET /app/installations/6': { status: 404 } } });
    const source = createInstallationSource(github);
    expect(await source.installation(5)).toEqual({ id: 5, accountId: 50, login: 'acme', isSuspended: false });
    expect(await source.installation(6)).toBeNull();
  });

  it('tell their repositories', async () => {
    const repositories = [
      { id: 6, full_name: 'acme/shop', private: true, visibility: 'internal', archived: false, default_branch: 'trunk' },
      { id: 7, full_name: 'acme/old', private: true, archived: true },
      { id: 8, full_name: 'acme/open', private: false, archived: false },
    ];
    const { github } = await start({ rest: { 'GET /installation/repositories?per_page=100': { body: { total_count: 3, repositories } } } });
    expect(await createInstallationSource(github).repositories(5)).toEqual([
      { id: 6, fullName: 'acme/shop', visibility: 'internal', isArchived: false, defaultBranch: 'trunk' },
      { id: 7, fullName: 'acme/old', visibility: 'private', isArchived: true, defaultBranch: 'main' },
      { id: 8, fullName: 'acme/open', visibility: 'public', isArchived: false, defaultBranch: 'main' },
    ]);
  });
});

describe('the settings file', () => {
  const path = 'GET /repos/acme/shop/contents/.github%2Fstaff-signals.yml';
  const file = (text: string) => ({
    type: 'file',
    encoding: 'base64',
    size: Buffer.byteLength(text),
    content: Buffer.from(text).toString('base64').replace(/.{20}/g, '$&\n'),
  });
  const at = { installationId: 5, repository: { id: 6, fullName: 'acme/shop' } };

  async function read(reply: Canned, sha?: string) {
    const { github } = await start({ rest: { [sha === undefined ? path : `${path}?ref=${sha}`]: reply } });
    return createSettingsSource(github).read({ ...at, ...(sha === undefined ? {} : { sha }) });
  }

  it('is read on the default branch, in any alphabet', async () => {
    expect(await read({ body: file('enabled: true # für alle 🙂\n') })).toBe('enabled: true # für alle 🙂\n');
  });

  it('is read at a commit', async () => {
    expect(await read({ body: file('enabled: true') }, 'abc')).toBe('enabled: true');
  });

  it.each([
    ['missing', { status: 404, body: { message: 'Not Found' } }],
    ['a folder', { body: [{ type: 'file', name: 'x' }] }],
    ['a submodule', { body: { type: 'submodule', size: 0 } }],
  ])('is null when it is %s', async (_name, reply) => {
    expect(await read(reply)).toBeNull();
  });

  it('above 64 KiB is a mistake that its owner can mend', async () => {
    await expect(read({ body: file('#'.repeat(64 * 1024 + 1)) })).rejects.toThrow(UserMistake);
    expect(await read({ body: file('#'.repeat(64 * 1024)) })).toHaveLength(64 * 1024);
  });

  it('that GitHub can not give now is a transient failure', async () => {
    await expect(read({ status: 503 })).rejects.toThrow(TransientFailure);
  });
});

describe('the organisation', () => {
  const installed = (id: number, name: string, visibility: InstalledRepository['visibility'] = 'private'): InstalledRepository => ({
    id,
    fullName: `acme/${name}`,
    visibility,
    isArchived: false,
  });
  const now = '2026-11-01T00:00:00Z';
  const edgesOf = (edges: readonly unknown[], next: string | null = null) => ({
    edges,
    pageInfo: next === null ? noMore : { hasNextPage: true, endCursor: next },
  });
  const member = (id: number, role = 'MEMBER') => ({ role, node: { databaseId: id, login: `user-${id}` } });

  function graphql(codeowners: Readonly<Record<string, Canned>> = {}) {
    const answers: Readonly<Record<string, (variables: GraphqlRequest['variables']) => object>> = {
      Members: ({ after }) => ({
        organization: { page: after === null ? edgesOf([member(1, 'ADMIN'), null], 'two') : edgesOf([member(2)]) },
      }),
      Teams: ({ after }) => ({
        organization: {
          page:
            after === null
              ? listOf(
                  [
                    {
                      id: 'T_1',
                      slug: 'payments',
                      members: listOf([{ databaseId: 1 }], 'm'),
                      repositories: edgesOf([{ permission: 'WRITE', node: { databaseId: 6 } }], 'r'),
                    },
                  ],
                  'two',
                )
              : listOf([{ id: 'T_2', slug: 'web', members: listOf([{ databaseId: null }]), repositories: edgesOf([null]) }]),
        },
      }),
      MoreTeamMembers: () => ({ node: { page: listOf([{ databaseId: 2 }]) } }),
      MoreTeamRepositories: () => ({ node: { page: edgesOf([{ permission: 'ADMIN', node: { databaseId: 7 } }]) } }),
    };
    return ({ operation, variables }: GraphqlRequest): Canned | null => {
      if (operation === 'Codeowners') return codeowners[String(variables['name'])] ?? null;
      const answer = answers[operation];
      return answer === undefined ? null : { body: { data: answer(variables) } };
    };
  }

  const owners = (id: number, texts: object): Canned => ({
    body: { data: { repository: { databaseId: id, github: null, root: null, docs: null, ...texts } } },
  });
  const collaborators = (name: string, affiliation = 'all') =>
    `GET /repos/acme/${name}/collaborators?affiliation=${affiliation}&per_page=100`;
  const shop = (visibility = 'private', id = 6) => ({ 'GET /repos/acme/shop': { body: { id, visibility } } });

  it('has members, teams, readers and owners of what was asked for, and of nothing else', async () => {
    const { github, asked } = await start({
      graphql: graphql({
        shop: owners(6, { root: { text: '* @acme/web' }, docs: { text: 'never' } }),
        open: owners(8, { github: { text: '* @ada' }, root: { text: 'never' } }),
      }),
      rest: {
        [collaborators('shop')]: {
          body: [
            { id: 1, permissions: { pull: true } },
            { id: 3, permissions: { pull: false } },
          ],
        },
      },
    });
    const repositories = [installed(6, 'shop'), installed(7, 'other'), installed(8, 'open', 'public'), installed(9, 'log')];
    const snapshot = await createOrganisationSource(github).fetch({
      installationId: 5,
      login: 'acme',
      repositories,
      sourceIds: new Set([6, 8]),
      now,
    });
    expect(snapshot).toEqual({
      takenAt: now,
      login: 'acme',
      members: [
        { id: 1, login: 'user-1', role: 'owner' },
        { id: 2, login: 'user-2', role: 'member' },
      ],
      teams: [
        {
          slug: 'payments',
          memberIds: [1, 2],
          repositories: [
            { repositoryId: 6, permission: 'write' },
            { repositoryId: 7, permission: 'admin' },
          ],
        },
        { slug: 'web', memberIds: [], repositories: [] },
      ],
      repositories: [
        { ...repositories[0], readers: { kind: 'people', ids: [1] }, codeowners: '* @acme/web' },
        { ...repositories[1], readers: { kind: 'unknown' }, codeowners: null },
        { ...repositories[2], readers: { kind: 'everyone' }, codeowners: '* @ada' },
        { ...repositories[3], readers: { kind: 'unknown' }, codeowners: null },
      ],
    });
    expect(JSON.stringify(asked)).not.toContain('other');
  });

  it('keeps readers to the last page', async () => {
    const headers = { link: '' };
    const { github, origin } = await start({
      rest: {
        ...shop(),
        [collaborators('shop')]: { body: [{ id: 1 }], headers },
        [`${collaborators('shop')}&page=2`]: { body: [{ id: 2 }] },
      },
    });
    headers.link = nextLink(`${origin}/repos/acme/shop/collaborators?affiliation=all&per_page=100&page=2`);
    expect(await createOrganisationSource(github).readers({ installationId: 5, repository: installed(6, 'shop') })).toEqual({
      kind: 'people',
      ids: [1, 2],
    });
  });

  it('has the readers of the repository as it is now, not as it was known', async () => {
    const { github } = await start({ rest: shop('public') });
    const source = createOrganisationSource(github);
    expect(await source.readers({ installationId: 5, repository: installed(6, 'shop') })).toEqual({ kind: 'everyone' });
    const { github: other } = await start({ rest: shop('public', 60) });
    expect(await createOrganisationSource(other).readers({ installationId: 5, repository: installed(6, 'shop') })).toEqual({
      kind: 'unknown',
    });
  });

  it('of an enterprise names the outsiders of an internal repository', async () => {
    const { github } = await start({ rest: { ...shop('internal'), [collaborators('shop', 'outside')]: { body: [{ id: 4 }] } } });
    const readers = await createOrganisationSource(github).readers({ installationId: 5, repository: installed(6, 'shop', 'internal') });
    expect(readers).toEqual({ kind: 'enterprise', outsiderIds: [4] });
  });

  it.each([403, 404])('has unknown readers where GitHub answers %i', async (status) => {
    const { github } = await start({ rest: { ...shop(), [collaborators('shop')]: { status } } });
    expect(await createOrganisationSource(github).readers({ installationId: 5, repository: installed(6, 'shop') })).toEqual({
      kind: 'unknown',
    });
  });

  it('is not taken with holes: what may pass fails the whole', async () => {
    const { github } = await start({ rest: { ...shop(), [collaborators('shop')]: { status: 502 } } });
    await expect(createOrganisationSource(github).readers({ installationId: 5, repository: installed(6, 'shop') })).rejects.toThrow(
      TransientFailure,
    );
  });

  it('that GitHub refuses is a permanent failure', async () => {
    const { github } = await start({
      graphql: () => ({ body: { data: { organization: null }, errors: [{ type: 'NOT_FOUND', message: 'no' }] } }),
    });
    const source = createOrganisationSource(github);
    await expect(source.fetch({ installationId: 5, login: 'a-person', repositories: [], sourceIds: new Set(), now })).rejects.toThrow(
      PermanentFailure,
    );
  });
});
