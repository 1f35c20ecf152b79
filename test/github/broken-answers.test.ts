/** Answers that are broken are never taken for things that are not there, and a token that ended is renewed. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TransientFailure } from '../../src/domain/errors.ts';
import { createGithubClient, type GithubClient } from '../../src/github/client.ts';
import { createDossierSource } from '../../src/github/dossier-source.ts';
import { createOrganisationSource } from '../../src/github/organisation-source.ts';
import { createSettingsSource } from '../../src/github/settings-source.ts';
import type { Mishap } from '../../src/sandbox/failures.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';

let sandbox: Sandbox;
let github: GithubClient;
let installationId: number;
beforeEach(async () => {
  sandbox = await createSandbox({
    organisation: { login: 'acme-example', owners: ['olga'], members: [{ login: 'olga' }, { login: 'ravi' }] },
    now: '2026-09-01T09:00:00Z',
  });
  const by = { at: '2026-09-01T09:00:00Z', by: 'olga' };
  sandbox.perform({ ...by, do: 'create-repository', repository: 'handbook', visibility: 'private' });
  sandbox.perform({ ...by, do: 'commit-file', repository: 'handbook', path: '.github/staff-signals.yml', text: 'enabled: true\n' });
  sandbox.perform({ ...by, do: 'open-issue', subject: 'handbook#1', title: 'One', body: 'One.' });
  sandbox.perform({ ...by, do: 'install', repositories: 'all' });
  github = createGithubClient({ appId: sandbox.appId, privateKey: sandbox.privateKey, apiUrl: sandbox.url, pauses: false });
  installationId = sandbox.installationId() ?? 0;
});
afterEach(() => sandbox.close());

const repository = () => {
  const { id } = [...sandbox.world.repositories.values()].find(({ name }) => name === 'handbook') ?? { id: 0 };
  return { id, fullName: 'acme-example/handbook' };
};
const readSettings = () => createSettingsSource(github).read({ installationId, repository: repository() });
const members = async () => {
  const of = { installationId, login: 'acme-example', repositories: [], sourceIds: new Set<number>(), now: '2026-09-01T09:00:00Z' };
  return (await createOrganisationSource(github).fetch(of)).members.map(({ login }) => login).toSorted();
};
const fetchIssue = () =>
  createDossierSource(github).fetch({
    installationId,
    repository: repository(),
    subjects: [{ repositoryId: repository().id, kind: 'issue', number: 1 }],
    isDocument: () => false,
    isSource: () => false,
  });
const always = (path: RegExp, mishap: Mishap) => sandbox.failNext({ match: { path }, times: 20, ...mishap });

describe('an answer', () => {
  it.each<[string, Mishap]>([
    ['cut short', { status: 'as-done', isDone: true, rewrite: (text) => text.slice(0, text.length / 2) }],
    ['that is empty', { status: 'as-done', isDone: true, rewrite: () => '' }],
    ['that is a page', { status: 200, headers: { 'content-type': 'text/html' }, rewrite: () => '<html></html>' }],
  ])('%s is no missing settings file, and nobody who left', async (_name, mishap) => {
    always(/contents/, mishap);
    await expect(readSettings()).rejects.toThrow(TransientFailure);
    always(/graphql/, mishap);
    await expect(members()).rejects.toThrow(TransientFailure);
  });

  it('of which GitHub stumbled over a part is none, where the part would read as absent', async () => {
    const rewrite = (text: string): string => {
      const answer = JSON.parse(text);
      answer.data.organization.page.edges[0] = null;
      return JSON.stringify({ ...answer, errors: [{ message: 'Something went wrong', path: ['organization', 'page', 'edges', 0] }] });
    };
    sandbox.failNext({ match: { path: '/graphql', body: /query Members/ }, status: 'as-done', isDone: true, rewrite });
    await expect(members()).rejects.toThrow(TransientFailure);
    expect(await members()).toEqual(['olga', 'ravi']);
  });

  it('of which GitHub stumbled over a part of a subject leaves the subject to be asked for again', async () => {
    const rewrite = (text: string): string => {
      const answer = JSON.parse(text);
      const [alias = ''] = Object.keys(answer.data.repository).filter((name) => name !== 'databaseId');
      answer.data.repository[alias].comments.nodes = null;
      const path = ['repository', alias, 'comments', 'nodes'];
      return JSON.stringify({ ...answer, errors: [{ message: 'Something went wrong', path }] });
    };
    sandbox.failNext({ match: { path: '/graphql', body: /query Dossiers/ }, status: 'as-done', isDone: true, rewrite, times: 9 });
    expect(await fetchIssue()).toEqual([]);
  });
});

describe('a token that ended before its hour', () => {
  it('is renewed, for REST and for GraphQL', async () => {
    expect(await members()).toEqual(['olga', 'ravi']);
    sandbox.expireTokens();
    sandbox.failNext({ match: { path: '/graphql' }, status: 401, body: { message: 'Bad credentials' } });
    expect(await readSettings()).toContain('enabled');
    expect(await members()).toEqual(['olga', 'ravi']);
  }, 60_000);
});
