/** REST answers with the shapes and the errors of GitHub. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { type Answered, type Client, foundation, installationClient, play, startAcme } from './acme.ts';

type Json = Record<string, unknown>;

let sandbox: Sandbox;
let call: Client['call'];
beforeEach(async () => {
  sandbox = await startAcme();
  play(sandbox, foundation);
  ({ call } = await installationClient(sandbox));
});
afterEach(() => sandbox.close());

const issues = '/repos/acme/checkout/issues';

describe('issues', () => {
  it("are the App's own, and told by webhook", async () => {
    const { status, body } = await call('POST', issues, { title: 'Report', body: 'x', labels: ['staff-signals'], assignees: ['ada'] });
    expect([status, body['number']]).toEqual([201, 1]);
    expect(body['user']).toMatchObject({ login: 'staff-signals[bot]', type: 'Bot' });
    expect(sandbox.issue('checkout', 1)).toMatchObject({ labels: ['staff-signals'], assignees: ['ada'], author: 'staff-signals[bot]' });
    const told = sandbox.deliveries().slice(-2);
    expect(told.map(({ event, action }) => `${event} ${action}`)).toEqual(['issues opened', 'issues assigned']);
  });

  it('leave out whom they cannot be assigned to', async () => {
    await call('POST', issues, { title: 'Report' });
    const { status } = await call('POST', `${issues}/1/assignees`, { assignees: ['mallory', 'ada', 'nobody'] });
    expect(status).toBe(201);
    expect(sandbox.issue('checkout', 1)?.assignees).toEqual(['ada']);
  });

  it('come in pages, filtered', async () => {
    for (let count = 0; count < 5; count += 1) await call('POST', issues, { title: `Report ${count}`, labels: ['staff-signals'] });
    play(sandbox, [{ do: 'open-issue', by: 'ada', subject: 'checkout#9', title: 'Other', labels: ['staff-signals'] }]);
    await call('PATCH', `${issues}/2`, { state: 'closed' });
    const query = 'labels=staff-signals&creator=staff-signals%5Bbot%5D&state=all&per_page=2';
    const pages = [];
    for (let next: string | null = `${issues}?${query}`; next !== null; ) {
      const answer: Answered<Json[]> = await call('GET', next);
      pages.push(answer.body.map((issue) => issue['number']));
      next = /<([^>]*)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1]?.slice(sandbox.url.length) ?? null;
    }
    expect(pages).toEqual([[5, 4], [3, 2], [1]]);
    expect((await call<Json[]>('GET', `${issues}?state=closed`)).body.map((issue) => issue['number'])).toEqual([2]);
  });

  it.each([
    ['a body of 65,537 characters', { title: 'x', body: 'é'.repeat(65_537) }, 422],
    ['a body of 65,536 characters', { title: 'x', body: '🎉'.repeat(65_536) }, 201],
    ['a title of 257 characters', { title: 'x'.repeat(257) }, 422],
    ['no title', { body: 'x' }, 422],
  ])('with %s', async (_what, body, status) => {
    expect((await call('POST', issues, body)).status).toBe(status);
  });

  it('are refused where they are disabled, archived or locked', async () => {
    await call('POST', issues, { title: 'Report' });
    play(sandbox, [
      { do: 'lock', subject: 'checkout#1' },
      { do: 'archive-repository', repository: 'ledger' },
    ]);
    expect((await call('POST', `${issues}/1/comments`, { body: 'x' })).status).toBe(403);
    expect((await call('PATCH', `${issues}/1`, { body: 'x' })).status).toBe(200);
    expect((await call('POST', '/repos/acme/ledger/issues', { title: 'x' })).status).toBe(403);
    play(sandbox, [{ do: 'disable-issues', repository: 'checkout' }]);
    expect((await call('POST', issues, { title: 'x' })).status).toBe(410);
  });

  it('have comments that can be changed and deleted', async () => {
    await call('POST', issues, { title: 'Report' });
    const { body } = await call('POST', `${issues}/1/comments`, { body: 'One' });
    await call('PATCH', `${issues}/comments/${body['id']}`, { body: 'Two' });
    expect(sandbox.issue('checkout', 1)?.comments.map((comment) => comment.body)).toEqual(['Two']);
    expect((await call('DELETE', `${issues}/comments/${body['id']}`)).status).toBe(204);
    expect((await call('DELETE', `${issues}/comments/${body['id']}`)).status).toBe(404);
    expect(sandbox.issue('checkout', 1)?.comments).toEqual([]);
  });
});

describe('repositories', () => {
  it('are hidden when private and not installed, and can only be read when public and not installed', async () => {
    play(sandbox, [
      { do: 'create-repository', repository: 'hidden' },
      { do: 'create-repository', repository: 'open', visibility: 'public' },
    ]);
    expect((await call('GET', '/repos/acme/hidden')).status).toBe(404);
    expect((await call('GET', '/repos/acme/open')).status).toBe(200);
    expect((await call('POST', '/repos/acme/open/issues', { title: 'x' })).status).toBe(403);
    const { body } = await call<{ repositories: Json[] }>('GET', '/installation/repositories');
    expect(body.repositories.map((repository) => repository['name'])).toEqual(['checkout', 'ledger']);
  });

  it('are found by id, and under a former name through a redirect', async () => {
    const { body } = await call('GET', '/repos/acme/ledger');
    play(sandbox, [{ do: 'rename-repository', repository: 'ledger', name: 'books' }]);
    expect((await call('GET', `/repositories/${body['id']}`)).body['full_name']).toBe('acme/books');
    expect((await call('GET', '/repos/acme/ledger')).body['full_name']).toBe('acme/books');
    expect(sandbox.requests().map(({ status }) => status)).toContain(301);
    play(sandbox, [{ do: 'delete-repository', repository: 'books' }]);
    expect((await call('GET', `/repositories/${body['id']}`)).status).toBe(404);
  });

  it('give files in base64, at a branch or a commit', async () => {
    const path = '.github/staff-signals.yml';
    play(sandbox, [
      { do: 'commit-file', repository: 'ledger', path, text: 'enabled: true\n' },
      { do: 'commit-file', repository: 'ledger', path, text: 'enabled: grün\n', branch: 'try' },
    ]);
    const push = sandbox.deliveries().at(-1)?.payload;
    expect(push).toMatchObject({ ref: 'refs/heads/try', commits: [{ modified: [path], added: [] }] });
    const text = async (ref: string) => {
      const { body } = await call('GET', `/repos/acme/ledger/contents/${encodeURIComponent(path)}${ref}`);
      return Buffer.from(String(body['content']), 'base64').toString();
    };
    expect(await text('')).toBe('enabled: true\n');
    expect(await text(`?ref=${push?.['after']}`)).toBe('enabled: grün\n');
    expect((await call('GET', '/repos/acme/ledger/contents/nothing')).status).toBe(404);
  });

  it('tell who can read them: owners, teams, collaborators', async () => {
    play(sandbox, [{ do: 'add-collaborator', repository: 'checkout', login: 'mallory', permission: 'triage' }]);
    const readers = async (query: string) => {
      const { body } = await call<Json[]>('GET', `/repos/acme/checkout/collaborators${query}`);
      return body.map((account) => `${account['login']} ${account['role_name']}`);
    };
    expect(await readers('')).toEqual(['olga admin', 'ada write', 'ben write', 'mallory triage']);
    expect(await readers('?affiliation=outside')).toEqual(['mallory triage']);
  });
});

describe('the organisation', () => {
  it('lists members by role, and teams with those of their children', async () => {
    play(sandbox, [{ do: 'create-team', team: 'refunds', parent: 'payments', members: ['cleo'] }]);
    const logins = async (path: string) => (await call<Json[]>('GET', path)).body.map((account) => account['login']);
    expect(await logins('/orgs/acme/members?role=admin')).toEqual(['olga']);
    expect(await logins('/orgs/acme/members')).toEqual(['olga', 'ada', 'ben', 'cleo']);
    expect(await logins('/orgs/acme/teams/payments/members')).toEqual(['ada', 'ben', 'cleo']);
    expect((await call('GET', '/orgs/other/members')).status).toBe(404);
  });
});

describe('check runs', () => {
  it('are made, completed and listed', async () => {
    play(sandbox, [{ do: 'commit-file', repository: 'checkout', path: 'a', text: 'a' }]);
    const sha = sandbox.deliveries().at(-1)?.payload['after'];
    const made = await call('POST', '/repos/acme/checkout/check-runs', { name: 'settings', head_sha: sha, status: 'in_progress' });
    const output = { title: 'Two problems', summary: 'Line 3' };
    await call('PATCH', `/repos/acme/checkout/check-runs/${made.body['id']}`, { conclusion: 'failure', output });
    const { body } = await call<{ check_runs: Json[] }>('GET', `/repos/acme/checkout/commits/${sha}/check-runs`);
    expect(body.check_runs).toMatchObject([{ name: 'settings', status: 'completed', conclusion: 'failure', output }]);
    expect((await call('POST', '/repos/acme/checkout/check-runs', { name: 'x', head_sha: 'f'.repeat(40) })).status).toBe(422);
  });

  it('keep to the limits of GitHub', async () => {
    play(sandbox, [{ do: 'commit-file', repository: 'checkout', path: 'a', text: 'a' }]);
    const sha = sandbox.deliveries().at(-1)?.payload['after'];
    const annotation = { path: 'a', start_line: 1, end_line: 1, annotation_level: 'failure', message: 'No' };
    const made = async (output: object) =>
      (await call('POST', '/repos/acme/checkout/check-runs', { name: 'x', head_sha: sha, output: { title: 'x', summary: 'x', ...output } }))
        .status;
    expect(await made({ annotations: Array.from({ length: 50 }, () => annotation) })).toBe(201);
    expect(await made({ annotations: Array.from({ length: 51 }, () => annotation) })).toBe(422);
    expect(await made({ annotations: [{ ...annotation, start_line: 0 }] })).toBe(422);
    expect(await made({ summary: 'x'.repeat(65_536) })).toBe(422);
  });
});

describe('trees', () => {
  it('list the files of a commit, deep when asked', async () => {
    play(sandbox, [{ do: 'commit-file', repository: 'checkout', path: 'docs/a.md', text: 'a' }]);
    const sha = sandbox.deliveries().at(-1)?.payload['after'];
    const paths = async (query: string) => {
      const { body } = await call<{ tree: Json[] }>('GET', `/repos/acme/checkout/git/trees/${sha}${query}`);
      return body.tree.map((entry) => entry['path']);
    };
    expect(await paths('?recursive=1')).toContain('docs/a.md');
    expect(await paths('')).not.toContain('docs/a.md');
    expect((await call('GET', `/repos/acme/checkout/git/trees/${'f'.repeat(40)}`)).status).toBe(404);
  });
});

describe('what is not served', () => {
  it('is 501, and remembered', async () => {
    expect((await call('GET', '/repos/acme/checkout/stargazers')).status).toBe(501);
    expect(sandbox.unserved()).toEqual(['GET /repos/acme/checkout/stargazers']);
  });
});

describe('failures', () => {
  it('come when asked for, as often as asked for', async () => {
    sandbox.failNext({ match: { method: 'GET', path: /\/issues$/ }, status: 502, headers: { 'retry-after': '3' }, times: 2 });
    const statuses = [];
    for (let count = 0; count < 3; count += 1) statuses.push((await call('GET', issues)).status);
    expect(statuses).toEqual([502, 502, 200]);
    sandbox.failNext({ match: { path: '/graphql' }, status: 'drop' });
    await expect(installationClient(sandbox).then(({ graphql }) => graphql('{ viewer { login } }'))).rejects.toThrow(/fetch failed/);
  });

  it('can be a change that comes between reading and writing', async () => {
    await call('POST', issues, { title: 'Report', body: 'One' });
    const stop = sandbox.beforeWrite(({ method, path }) => {
      if (method === 'PATCH' && path === `${issues}/1`)
        play(sandbox, [{ do: 'edit-body', by: 'ada', subject: 'checkout#1', text: 'Mine' }]);
    });
    await call('PATCH', `${issues}/1`, { body: 'Two' });
    stop();
    await call('PATCH', `${issues}/1`, { body: 'Three' });
    expect(sandbox.issue('checkout', 1)?.edits.map(({ body }) => body)).toEqual(['One', 'Mine', 'Two', 'Three']);
  });
});
