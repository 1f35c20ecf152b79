/** The welcome issue: one, found again, kept up to date, left alone when it is closed, and the only issue that nobody asked for. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { welcomeMarker } from '../../src/reports/welcome.ts';
import type { ActData } from '../../src/sandbox/act.ts';
import { keepWelcome } from '../../src/usecases/welcome.ts';
import { readAsGitHub } from '../reports/github-reading.ts';
import { reportsIn } from './reports-in.ts';
import { rfcAct, settingsAct, setUp, smallOrganisation } from './small-organisation.ts';
import { startStory, type Story } from './story.ts';

const installationOf = (story: Story) => story.sandbox.installationId() ?? 0;
const welcomesIn = ({ sandbox }: Story, repository: string) =>
  sandbox.issues(repository).filter(({ body }) => body.startsWith(welcomeMarker));

function openingOf(story: Story, repository: string) {
  const [issue] = welcomesIn(story, repository);
  if (issue === undefined) throw new Error(`no welcome issue in ${repository}`);
  return issue;
}

async function lookAgain(story: Story): Promise<void> {
  await story.app.store.tenant(installationOf(story), (tenant) => tenant.duties.add({ kind: 'organisation' }));
  await story.app.queues.organisation({ installationId: installationOf(story) });
  await story.settle();
}

describe('the welcome issue in a shared report repository', () => {
  let story: Story;
  const writes: string[] = [];
  const by = { by: 'olga' } as const;
  const perform = (act: ActData) => story.sandbox.perform(act);

  beforeAll(async () => {
    story = await startStory({ ...smallOrganisation, organisation: { ...smallOrganisation.organisation, basePermission: 'none' } });
    story.sandbox.beforeWrite(({ method, path }) => void writes.push(`${method} ${path}`));
    const at = '2026-09-01T09:00:00Z';
    perform({ ...by, at, do: 'create-repository', repository: 'square', visibility: 'public' });
    await setUp(story, { sources: ['handbook'], others: ['teamwork', 'vault', 'brag-log'] });
    perform({ ...by, at, do: 'add-collaborator', repository: 'brag-log', login: 'ravi', permission: 'read' });
    perform({ ...by, at, do: 'create-team', team: 'platform', members: ['ravi'] });
    perform({ ...by, at, do: 'grant-team', team: 'platform', repository: 'teamwork', permission: 'write' });
    perform({ ...by, at: '2026-09-01T09:01:00Z', do: 'add-to-installation', repositories: ['square'] });
    await story.settle();
  });
  afterAll(() => story.stop());

  it('is written once, at installation, and waits an hour with what changed since', async () => {
    expect(welcomesIn(story, 'brag-log')).toHaveLength(1);
    expect(openingOf(story, 'brag-log')).toMatchObject({ labels: ['staff-signals'], assignees: [], state: 'open' });
    expect(openingOf(story, 'brag-log').body).not.toContain('square');
    await story.sweepAt('2026-09-01T10:00:00Z');
    expect(openingOf(story, 'brag-log').body).toContain('square');
    expect(writes.filter((write) => write.startsWith('PATCH'))).toHaveLength(1);
  });

  it('names the repositories that all its readers can surely read, with a link that opts in; the others are counted', () => {
    const { body } = openingOf(story, 'brag-log');
    expect(body).toMatch(/`acme-example\/square`: \[opt in\]\(https:\/\/redirect\.github\.com\/acme-example\/square\/new\/main\?filename=/);
    expect(body).toMatch(/`acme-example\/teamwork`: \[opt in\]/);
    expect(body).not.toMatch(/handbook|vault/);
    expect(body).toContain('Two further repositories, 1 of them opted in');
    expect(readAsGitHub(body).traces).toEqual([]);
  });

  it('follows who opts in and what needs care, and says nothing twice', async () => {
    perform(settingsAct({ at: '2026-09-01T11:00:00Z', repository: 'square', text: 'enabled: true\n' }));
    perform(settingsAct({ at: '2026-09-01T11:00:00Z', repository: 'teamwork', text: 'enabled: yes please\n' }));
    // Which of the two is told of at once depends on which is read first; the other one follows within the hour.
    await story.sweepAt('2026-09-01T12:05:00Z');
    const { body } = openingOf(story, 'brag-log');
    expect(body).toContain('`acme-example/square`: **opted in**');
    expect(body).toContain('Settings of `acme-example/teamwork`: line 1: ');
    perform({ ...by, at: '2026-09-01T13:05:00Z', do: 'edit-body', subject: 'brag-log#1', text: `${body}\nand more of mine` });
    await story.settle();
    await lookAgain(story);
    expect(openingOf(story, 'brag-log').body).toBe(body);
    const before = writes.length;
    await lookAgain(story);
    await story.sweepAt('2026-09-02T13:00:00Z');
    expect(writes.slice(before)).toEqual([]);
  });

  it('is found again by a store that lost everything', async () => {
    await story.app.store.tenant(installationOf(story), (tenant) => tenant.installation.erase());
    await lookAgain(story);
    expect(welcomesIn(story, 'brag-log')).toHaveLength(1);
    expect(await story.app.store.tenant(installationOf(story), (tenant) => tenant.welcome.read())).toMatchObject({ number: 1 });
  });

  it('hears who leaves and who joins', async () => {
    const left = () => story.app.store.tenant(installationOf(story), (tenant) => tenant.people.left());
    perform({ at: '2026-09-03T09:00:00Z', by: 'ravi', do: 'comment', subject: 'brag-log#1', text: '/brag stop' });
    perform({ at: '2026-09-03T09:00:00Z', by: 'passer-by', do: 'comment', subject: 'brag-log#1', text: '/brag stop' });
    await story.settle();
    expect((await left()).size).toBe(1);
    perform({ at: '2026-09-03T10:00:00Z', by: 'ravi', do: 'comment', subject: 'brag-log#1', text: '/brag join' });
    await story.settle();
    expect((await left()).size).toBe(0);
  });

  it('is the only issue that nobody asked for, in a whole month', async () => {
    perform({ ...by, at: '2026-09-04T09:00:00Z', do: 'add-collaborator', repository: 'handbook', login: 'ravi', permission: 'write' });
    perform(rfcAct({ at: '2026-09-14T10:00:00Z', by: 'ravi', subject: 'handbook#1' }));
    await story.settle();
    await story.sweepAt('2026-10-01T06:00:00Z');
    expect(reportsIn(story.sandbox, 'brag-log')).toHaveLength(1);
    const kinds = new Map<string, number>();
    for (const write of writes) {
      const kind = write.replace(/\/repos\/acme-example\/([^/]+)/, '$1').replace(/\/\d+(?=\/|$)/g, '/N');
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    expect([...kinds.keys()].toSorted()).toEqual([
      'PATCH brag-log/issues/N',
      'POST brag-log/issues',
      'POST brag-log/issues/N/assignees',
      'POST brag-log/issues/N/comments',
      'POST brag-log/issues/comments/N/reactions',
      'POST brag-log/labels',
      'POST square/check-runs',
      'POST teamwork/check-runs',
    ]);
    expect(kinds.get('POST brag-log/issues')).toBe(2);
    expect(kinds.get('POST brag-log/issues/N/comments')).toBe(1);
    expect(story.sandbox.notifications().filter(({ by: writer }) => writer.endsWith('[bot]'))).toEqual([]);
    expect(story.warnings()).toEqual([]);
  });

  it('is left alone once somebody closes it, and stays away once somebody deletes it', async () => {
    perform({ ...by, at: '2026-10-02T09:00:00Z', do: 'close', subject: 'brag-log#1' });
    perform(settingsAct({ at: '2026-10-02T10:00:00Z', repository: 'square', text: null }));
    await story.settle();
    await story.sweepAt('2026-10-03T12:00:00Z');
    expect(openingOf(story, 'brag-log')).toMatchObject({ state: 'closed', body: expect.stringContaining('square`: **opted in**') });
    perform({ ...by, at: '2026-10-04T09:00:00Z', do: 'delete-issue', subject: 'brag-log#1' });
    await story.settle();
    await story.sweepAt('2026-10-05T12:00:00Z');
    expect(welcomesIn(story, 'brag-log')).toEqual([]);
  });
});

describe('the welcome issue where each engineer has a repository', () => {
  let story: Story;
  const personal = 'reports:\n  repository: brag-{login}\n';

  beforeAll(async () => {
    story = await startStory({ ...smallOrganisation, organisation: { ...smallOrganisation.organisation, basePermission: 'none' } });
    const { sandbox } = story;
    const at = '2026-09-01T09:00:00Z';
    sandbox.perform({ at, by: 'olga', do: 'create-repository', repository: '.github', visibility: 'public' });
    sandbox.perform(settingsAct({ at, repository: '.github', text: personal }));
    for (const login of ['ravi', 'mina']) {
      sandbox.perform({ at, by: 'olga', do: 'create-repository', repository: `brag-${login}`, visibility: 'private' });
      sandbox.perform({ at, by: 'olga', do: 'add-collaborator', repository: `brag-${login}`, login, permission: 'write' });
    }
    await setUp(story, { sources: ['handbook'], others: [] });
  });
  afterAll(() => story.stop());

  it('waits for a repository to stand in', async () => {
    const { sandbox } = story;
    sandbox.perform({ at: '2026-09-01T10:00:00Z', by: 'olga', do: 'add-to-installation', repositories: ['brag-ravi', 'brag-mina'] });
    await story.settle();
    const all = () => [...sandbox.world.repositories.values()].flatMap(({ name }) => sandbox.issues(name));
    expect(all()).toEqual([]);
    sandbox.perform({ at: '2026-09-01T11:00:00Z', by: 'olga', do: 'add-to-installation', repositories: ['.github'] });
    await story.settle();
    expect(all().map(({ repository, number }) => `${repository}#${number}`)).toEqual(['.github#1']);
  });

  it('stands in a public `.github`, and names nothing that is private', () => {
    const { body } = openingOf(story, '.github');
    expect(body).toContain('**everybody: this repository is public**');
    expect(body).toContain('`brag-{login}`');
    expect(body).toContain('1 of three enrolled people gets no report');
    expect(body).not.toMatch(/handbook|brag-ravi|brag-mina/);
  });

  it('hears who leaves there, and tells the public of no other repository', async () => {
    const { sandbox } = story;
    sandbox.perform({
      at: '2026-09-02T09:00:00Z',
      by: 'olga',
      do: 'add-collaborator',
      repository: 'handbook',
      login: 'ravi',
      permission: 'write',
    });
    sandbox.perform(rfcAct({ at: '2026-09-14T10:00:00Z', by: 'ravi', subject: 'handbook#1' }));
    await story.settle();
    await story.sweepAt('2026-10-01T06:00:00Z');
    expect(sandbox.issue('brag-ravi', 1)?.body).toContain('one retry policy');
    sandbox.perform({ at: '2026-10-02T09:00:00Z', by: 'ravi', do: 'comment', subject: '.github#1', text: '/brag stop' });
    await story.settle();
    expect(sandbox.issue('brag-ravi', 1)?.body).not.toContain('one retry policy');
    const answers = openingOf(story, '.github')
      .comments.slice(1)
      .map(({ body }) => body);
    expect(answers).toHaveLength(1);
    expect(answers[0]).toContain('one issue in another repository');
    expect(answers[0]).not.toMatch(/brag-ravi|handbook/);
  });

  it('makes way when the settings name another place, and comes back to the first when they name that again', async () => {
    const { sandbox } = story;
    sandbox.perform({ at: '2026-10-03T08:00:00Z', by: 'olga', do: 'create-repository', repository: 'brag-log', visibility: 'private' });
    sandbox.perform({ at: '2026-10-03T08:00:00Z', by: 'olga', do: 'add-to-installation', repositories: ['brag-log'] });
    sandbox.perform(settingsAct({ at: '2026-10-03T09:00:00Z', repository: '.github', text: 'reports:\n  repository: brag-log\n' }));
    await story.settle();
    expect(openingOf(story, 'brag-log').body).toContain('The reports in this repository');
    expect(openingOf(story, '.github').body).toContain('moved there');
    sandbox.perform(settingsAct({ at: '2026-10-03T12:00:00Z', repository: '.github', text: personal }));
    await story.settle();
    expect(welcomesIn(story, '.github')).toHaveLength(1);
    expect(openingOf(story, '.github').body).toContain('What will happen');
    expect(openingOf(story, '.github').body).toContain('one issue in other repositories; `doctor` lists them');
    expect(openingOf(story, 'brag-log').body).toContain('moved there');
  });
});

it('is one, when several processes would write it at once', async () => {
  const story = await startStory(smallOrganisation);
  try {
    await setUp(story, { sources: ['handbook'], others: [] });
    const at = '2026-09-01T10:00:00Z';
    story.sandbox.hold();
    story.sandbox.perform({ at, by: 'olga', do: 'create-repository', repository: 'brag-log', visibility: 'private' });
    story.sandbox.perform({ at, by: 'olga', do: 'add-to-installation', repositories: ['brag-log'] });
    const installationId = installationOf(story);
    const listed = await story.app.installations.repositories(installationId);
    await story.app.store.tenant(installationId, async (tenant) => {
      for (const repository of listed)
        await tenant.repositories.save({ ...repository, optIn: 'out', settingsText: null, problems: [], sweptUntil: null });
    });
    const gate = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    let creations = 0;
    story.sandbox.beforeWrite(({ method, path }) => {
      if (method !== 'POST' || !path.endsWith('/issues')) return;
      creations += 1;
      reached.resolve();
      if (creations > 1) gate.resolve();
      return gate.promise;
    });
    const first = keepWelcome(story.app, { installationId, listed });
    await reached.promise;
    // The first has looked and found none, and is about to write.
    await keepWelcome(story.app, { installationId, listed });
    gate.resolve();
    await first;
    expect(welcomesIn(story, 'brag-log')).toHaveLength(1);
    story.sandbox.release();
    await story.settle();
    expect(welcomesIn(story, 'brag-log')).toHaveLength(1);
  } finally {
    await story.stop();
  }
});
