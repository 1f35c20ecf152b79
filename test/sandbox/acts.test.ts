/** Acts change the sandbox as the same acts change GitHub. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseAct } from '../../src/sandbox/act.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { foundation, type Loose, play, startAcme } from './acme.ts';

describe('an act as data', () => {
  it('gets its defaults', () => {
    const data = { at: '2026-07-01T12:00:00+02:00', by: 'ada', do: 'open-issue', subject: 'checkout#1', title: 'Slow' };
    expect(parseAct(data)).toEqual({ ...data, at: '2026-07-01T10:00:00Z', body: '', labels: [], assignees: [] });
  });

  it.each([
    ['an unknown kind', { do: 'open-sesame' }, /do: Invalid/],
    ['a misspelt key', { do: 'close', subject: 'checkout#1', reasn: 'completed' }, /reasn/],
    ['a subject without a number', { do: 'close', subject: 'checkout' }, /subject: a subject, as in repository#12/],
    ['a mention for a login', { do: 'assign', subject: 'checkout#1', assignee: '@ada' }, /assignee: a login, without @/],
  ])('is refused with %s', (_what, part, message) => {
    expect(() => parseAct({ at: '2026-07-01T10:00:00Z', by: 'ada', ...part })).toThrow(message);
  });
});

describe('an act that cannot be', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startAcme();
    play(sandbox, [...foundation, { do: 'open-pull', by: 'ada', subject: 'checkout#1', title: 'One' }]);
  });
  afterEach(() => sandbox.close());

  const cases: readonly (readonly [string, Loose, RegExp])[] = [
    ['goes back in time', { at: '2026-06-01T00:00:00Z', do: 'close', subject: 'checkout#1' }, /does not go back/],
    ['takes a used number', { do: 'open-issue', subject: 'checkout#1', title: 'Two' }, /checkout#1 is taken/],
    ['is by nobody', { by: 'nobody-known', do: 'close', subject: 'checkout#1' }, /no account "nobody-known"/],
    ['speaks of no subject', { do: 'close', subject: 'checkout#9' }, /nothing has the number checkout#9/],
    ['speaks of no repository', { do: 'close', subject: 'nowhere#9' }, /no repository "nowhere"/],
    ['speaks of no handle', { do: 'edit-comment', handle: 'lost', text: '' }, /nothing is called "lost"/],
    ['approves its own work', { by: 'ada', do: 'review', subject: 'checkout#1', state: 'approve' }, /their own pull request/],
    ['assigns a stranger', { do: 'assign', subject: 'checkout#1', assignee: 'mallory' }, /mallory can't be assigned/],
    ['ticks no line', { do: 'tick', subject: 'checkout#1', containing: 'x', ticked: true }, /0 task-list lines/],
    ['installs twice', { do: 'install', repositories: 'all' }, /installed already/],
  ];

  it.each(cases)('says so when it %s', (_what, act, message) => {
    expect(() => play(sandbox, [act])).toThrow(message);
    expect(() => play(sandbox, [act])).toThrow(`This act can't be performed: `);
  });

  it('leaves a handle to its first owner', () => {
    const comment: Loose = { do: 'comment', subject: 'checkout#1', text: 'One', as: 'first' };
    play(sandbox, [comment]);
    expect(() => play(sandbox, [comment])).toThrow(/handle "first" is taken/);
  });
});

describe('what moves a subject', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startAcme();
    play(sandbox, [
      ...foundation,
      { do: 'open-pull', by: 'ada', subject: 'checkout#1', title: 'One', files: [{ path: 'a.ts', additions: 3 }] },
      { do: 'review', by: 'ben', subject: 'checkout#1', state: 'comment', inline: [{ path: 'a.ts', line: 1, text: 'Why?', as: 'why' }] },
      { do: 'comment', by: 'ben', subject: 'checkout#1', text: 'Hm', as: 'hm' },
    ]);
  });
  afterEach(() => sandbox.close());

  const updatedAt = () => [...sandbox.world.repositories.values()][0]?.subjects.get(1)?.updatedAt;

  const still: readonly Loose[] = [
    { do: 'resolve', subject: 'checkout#1', thread: 'why' },
    { do: 'edit-comment', by: 'ben', handle: 'why', text: 'But why?' },
  ];
  it.each(still)('is not $do of a review comment', (act) => {
    const before = updatedAt();
    play(sandbox, [act]);
    expect(updatedAt()).toBe(before);
  });

  const moving: readonly Loose[] = [
    { do: 'comment', subject: 'checkout#1', text: 'More' },
    { do: 'edit-comment', by: 'ben', handle: 'hm', text: 'Hmm' },
    { do: 'review', by: 'cleo', subject: 'checkout#1', state: 'approve' },
    { do: 'reply', by: 'ada', subject: 'checkout#1', to: 'why', text: 'Because' },
    { do: 'push', by: 'ada', subject: 'checkout#1', commits: [{ message: 'More' }] },
    { do: 'label', subject: 'checkout#1', label: 'rfc' },
    { do: 'rename', subject: 'checkout#1', title: 'Two' },
    { do: 'close', subject: 'checkout#1' },
    { do: 'merge', subject: 'checkout#1' },
  ];
  it.each(moving)('is $do', (act) => {
    play(sandbox, [act]);
    expect(updatedAt()).toBe(sandbox.now());
  });
});

describe('issues', () => {
  it('keep every version of their body, and who wrote it', async () => {
    const sandbox = await startAcme();
    play(sandbox, [
      ...foundation,
      { do: 'open-issue', by: 'ada', subject: 'ledger#1', title: 'Report', body: '- [ ] one\n- [ ] two' },
      { do: 'tick', by: 'ben', subject: 'ledger#1', containing: 'two', ticked: true },
      { do: 'edit-body', by: 'ada', subject: 'ledger#1', text: 'Gone' },
    ]);
    const issue = sandbox.issue('ledger', 1);
    expect(issue?.edits.map(({ editor, body }) => [editor, body])).toEqual([
      ['ada', '- [ ] one\n- [ ] two'],
      ['ben', '- [ ] one\n- [x] two'],
      ['ada', 'Gone'],
    ]);
    expect(issue?.body).toBe('Gone');
    await sandbox.close();
  });

  it('are closed by the pull request that says so, once it is merged', async () => {
    const sandbox = await startAcme();
    play(sandbox, [
      ...foundation,
      { do: 'open-issue', subject: 'checkout#1', title: 'Slow' },
      { do: 'open-issue', subject: 'checkout#2', title: 'Other' },
      { do: 'open-pull', by: 'ada', subject: 'checkout#3', title: 'Faster', body: 'Fixes #1, see #2' },
    ]);
    expect(sandbox.issues('checkout').map((issue) => issue.state)).toEqual(['open', 'open']);
    play(sandbox, [{ do: 'merge', by: 'ben', subject: 'checkout#3' }]);
    expect(sandbox.issues('checkout').map((issue) => issue.state)).toEqual(['closed', 'open']);
    await sandbox.close();
  });
});

describe('things that move or vanish', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startAcme();
    play(sandbox, foundation);
  });
  afterEach(() => sandbox.close());

  const last = (event: string, action: string | null) =>
    sandbox.deliveries().findLast((one) => one.event === event && one.action === action)?.payload;

  it('an issue goes to another repository under a new number', () => {
    play(sandbox, [
      { do: 'open-issue', subject: 'checkout#1', title: 'Moves' },
      { do: 'transfer-issue', subject: 'checkout#1', to: 'ledger#4' },
    ]);
    expect([sandbox.issue('checkout', 1), sandbox.issue('ledger', 4)?.title]).toEqual([null, 'Moves']);
    const changes = { new_issue: { number: 4 }, new_repository: { full_name: 'acme/ledger' } };
    expect(last('issues', 'transferred')).toMatchObject({ issue: { number: 1 }, repository: { full_name: 'acme/checkout' }, changes });
    play(sandbox, [{ do: 'delete-issue', subject: 'ledger#4' }]);
    expect(last('issues', 'deleted')).toMatchObject({ issue: { number: 4 } });
    expect(sandbox.issues('ledger')).toEqual([]);
  });

  it('a fork leaves a pull request without a head repository', () => {
    play(sandbox, [
      { do: 'open-pull', by: 'mallory', subject: 'checkout#1', title: 'From outside', fork: true },
      { do: 'delete-fork', by: 'mallory', subject: 'checkout#1' },
      { do: 'close', subject: 'checkout#1' },
    ]);
    expect(last('pull_request', 'opened')).toMatchObject({
      pull_request: { head: { repo: { full_name: 'mallory/checkout', fork: true } } },
    });
    expect(last('pull_request', 'closed')).toMatchObject({ pull_request: { head: { repo: null } } });
    expect(last('push', null)).toBeUndefined();
  });

  it('a repository leaves the organisation, and the App hears of it', () => {
    play(sandbox, [{ do: 'transfer-repository', repository: 'ledger', to: 'initech' }]);
    expect(last('installation_repositories', 'removed')).toMatchObject({ repositories_removed: [{ full_name: 'acme/ledger' }] });
    expect(last('repository', 'transferred')).toMatchObject({ repository: { full_name: 'initech/ledger' } });
    play(sandbox, [{ do: 'delete-repository', repository: 'checkout' }]);
    expect(last('repository', 'deleted')).toMatchObject({ repository: { full_name: 'acme/checkout' } });
  });

  it('the organisation and people change their logins and keep their ids', () => {
    play(sandbox, [
      { do: 'open-issue', by: 'ada', subject: 'checkout#1', title: 'One' },
      { do: 'rename-account', login: 'ada', to: 'lovelace' },
      { do: 'rename-account', login: 'acme', to: 'apex' },
      { do: 'close', by: 'lovelace', subject: 'checkout#1' },
    ]);
    expect(sandbox.issue('checkout', 1)?.author).toBe('lovelace');
    expect(last('installation_target', 'renamed')).toMatchObject({ account: { login: 'apex' }, changes: { login: { from: 'acme' } } });
    expect(last('issues', 'closed')).toMatchObject({ repository: { full_name: 'apex/checkout' }, sender: { login: 'lovelace', id: 1001 } });
  });

  it('an App that is on all repositories is on new ones too', () => {
    play(sandbox, [{ do: 'uninstall' }, { do: 'install', repositories: 'all' }, { do: 'create-repository', repository: 'fresh' }]);
    expect(last('installation_repositories', 'added')).toMatchObject({
      repository_selection: 'all',
      repositories_added: [{ name: 'fresh' }],
    });
  });
});
