/** What people and GitHub may hand in: hostile texts, vanished people and branches, settings files of every wrong kind. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMonth } from '../../src/reports/read-month.ts';
import type { ActData } from '../../src/sandbox/act.ts';
import { rfcAct, settingsAct, setUp, smallOrganisation } from '../app/small-organisation.ts';
import { startStory, type Story } from '../app/story.ts';
import { readAsGitHub, withoutNotes } from '../reports/github-reading.ts';
import { evidenceIn, repositoryIn, writtenInto } from './held.ts';
import { hostileTitles } from './hostile-titles.ts';

describe('bad input', () => {
  let story: Story;
  beforeAll(async () => {
    story = await startStory({ ...smallOrganisation, organisation: { ...smallOrganisation.organisation, basePermission: 'none' } });
    story.sandbox.perform({ at: smallOrganisation.now, by: 'olga', do: 'create-repository', repository: '.github', visibility: 'private' });
    story.sandbox.perform(
      settingsAct({ at: smallOrganisation.now, repository: '.github', text: 'reports:\n  repository: brag-{login}\n' }),
    );
    await setUp(story, { sources: ['handbook', 'attic', 'shelf'], others: ['brag-ravi', 'brag-mina', 'brag-olga', 'aside'] });
    for (const login of ['ravi', 'mina']) {
      for (const repository of ['handbook', 'attic', 'shelf', `brag-${login}`]) {
        story.sandbox.perform({ at: smallOrganisation.now, by: 'olga', do: 'add-collaborator', repository, login, permission: 'write' });
      }
    }
    story.sandbox.perform({ at: smallOrganisation.now, by: 'olga', do: 'add-to-installation', repositories: ['.github'] });
    await story.settle();
  });
  afterAll(() => story.stop());

  const perform = async (...acts: readonly ActData[]) => {
    for (const act of acts) story.sandbox.perform(act);
    await story.settle();
  };
  const titlesIn = async (repository: string) =>
    (await evidenceIn(story)).filter((item) => item.repository.fullName === `acme-example/${repository}`).map((item) => item.title);
  /** Proof that nothing else is lost: a plain RFC still becomes evidence. */
  const stillWorks = async (at: string, number: number) => {
    await perform(rfcAct({ at, by: 'mina', subject: `shelf#${number}`, title: `RFC: plain ${number}` }));
    expect(await titlesIn('shelf')).toContain(`RFC: plain ${number}`);
  };

  it('in titles stays on one line of the report, calls nobody, and publishing again writes nothing', async () => {
    for (const [index, title] of hostileTitles.entries()) {
      story.sandbox.perform(rfcAct({ at: '2026-09-02T09:00:00Z', by: 'ravi', subject: `handbook#${index + 1}`, title }));
    }
    await story.settle();
    expect((await titlesIn('handbook')).toSorted()).toEqual([...hostileTitles].toSorted());
    await story.sweepAt('2026-10-01T06:00:00Z');
    const [report, ...others] = story.sandbox.issues('brag-ravi');
    expect(others).toEqual([]);
    const body = report?.body ?? '';
    const lines = body.split('\n').filter((line) => line.includes('<!-- e:'));
    expect(lines).toHaveLength(hostileTitles.length);
    for (const line of lines) expect(line).toMatch(/^- \[x\] \*\*\d+\.\*\* .* <!-- e:[0-9a-f]{16} -->$/u);
    const keys = (await evidenceIn(story)).filter((item) => item.person.login === 'ravi').map((item) => item.key);
    expect(
      readMonth(body)
        .items.map((item) => item.key)
        .toSorted(),
    ).toEqual(keys.toSorted());
    expect(body.match(/<!-- notes -->/g)).toHaveLength(1);
    const read = readAsGitHub(withoutNotes(body));
    expect(read.traces).toEqual([]);
    expect(read.taskItems).toHaveLength(hostileTitles.length);
    expect(read.html.filter((html) => !/^<!--.*-->$|^<\/?span>$/s.test(html))).toEqual([]);
    const writes: string[] = [];
    const stop = story.sandbox.beforeWrite((write) => void writes.push(`${write.method} ${write.path}`));
    await story.sweepAt('2026-10-01T07:00:00Z');
    stop();
    expect(writes).toEqual([]);
  });

  it('in comments, reviews and bodies calls nobody when it is quoted', async () => {
    const at = (hour: number) => `2026-10-02T${String(hour).padStart(2, '0')}:00:00Z`;
    const challenge =
      '@acme-example/everyone Fixes #1 <!-- e:0123456789abcdef --> </details> `x` I would not give each client its own budget: two clients would double it. Could the service own one budget instead and hand it out? See https://github.com/acme-example/handbook/pull/1';
    await perform(
      rfcAct({ at: at(8), by: 'ravi', subject: 'handbook#40', title: 'RFC: budgets' }),
      { at: at(9), by: 'mina', do: 'review', subject: 'handbook#40', state: 'request-changes', text: challenge },
      {
        at: at(10),
        by: 'ravi',
        do: 'comment',
        subject: 'handbook#40',
        text: 'Good point, you are right: one budget in the service. I will rewrite this. `</details>` @mina',
      },
      {
        at: at(11),
        by: 'ravi',
        do: 'push',
        subject: 'handbook#40',
        commits: [{ message: 'Let the service own the budget, fixes #1' }],
        files: [{ path: 'docs/rfcs/0040-retries.md', additions: 40, deletions: 30 }],
      },
    );
    await story.sweepAt('2026-11-01T06:00:00Z');
    const body = story.sandbox.issues('brag-mina').find((issue) => issue.title.startsWith('October'))?.body ?? '';
    expect(body).toContain('budgets');
    expect(readAsGitHub(withoutNotes(body)).traces).toEqual([]);
    expect(readMonth(body).items.length).toBeGreaterThan(0);
  });

  it('from people who are gone, on branches and forks that are gone, is taken as it is', async () => {
    const by = { by: 'passer-by' };
    await perform(
      rfcAct({ at: '2026-11-02T08:00:00Z', by: 'ravi', subject: 'attic#1', title: 'RFC: kept' }),
      { ...by, at: '2026-11-02T09:00:00Z', do: 'comment', subject: 'attic#1', text: 'A comment by somebody who will be gone.' },
      {
        ...by,
        at: '2026-11-02T10:00:00Z',
        do: 'open-pull',
        subject: 'attic#2',
        title: 'RFC: of a fork',
        fork: true,
        files: [{ path: 'docs/rfcs/0002-fork.md', text: '# Fork\n' }],
        commits: [{ message: 'Propose' }],
      },
      {
        at: '2026-11-02T10:30:00Z',
        by: 'mina',
        do: 'review',
        subject: 'attic#2',
        state: 'comment',
        text: 'Should the owner of the queue not decide this? It touches everybody who reads from it.',
      },
      { ...by, at: '2026-11-02T11:00:00Z', do: 'close', subject: 'attic#2' },
      { ...by, at: '2026-11-02T11:30:00Z', do: 'delete-fork', subject: 'attic#2' },
      { at: '2026-11-02T12:00:00Z', by: 'olga', do: 'merge', subject: 'attic#1' },
      { at: '2026-11-02T12:30:00Z', by: 'ravi', do: 'delete-branch', subject: 'attic#1' },
      { at: '2026-11-02T13:00:00Z', by: 'olga', do: 'delete-account', login: 'passer-by' },
      { at: '2026-11-02T14:00:00Z', by: 'ravi', do: 'comment', subject: 'attic#1', text: 'Thanks all.' },
      { at: '2026-11-02T15:00:00Z', by: 'mina', do: 'comment', subject: 'attic#2', text: 'A pity.' },
    );
    expect(await titlesIn('attic')).toContain('RFC: kept');
    await story.sweepAt('2026-11-03T06:00:00Z');
    expect(await titlesIn('attic')).toContain('RFC: kept');
  });

  it('about subjects that are deleted or transferred retracts their evidence', async () => {
    const body = `## Proposal\n\n${'One logger for every program, with fields and levels that mean the same. '.repeat(12)}\n\n## Alternatives\n\nLeave it.\n`;
    const open = (subject: string, title: string): ActData => ({
      at: '2026-11-04T08:00:00Z',
      by: 'ravi',
      do: 'open-issue',
      subject,
      title,
      body,
      labels: ['RFC'],
    });
    await perform(open('attic#10', '[RFC] deleted soon'), open('attic#11', '[RFC] transferred soon'), open('attic#12', '[RFC] stays'));
    expect(await titlesIn('attic')).toEqual(expect.arrayContaining(['[RFC] deleted soon', '[RFC] transferred soon', '[RFC] stays']));
    await perform(
      { at: '2026-11-04T09:00:00Z', by: 'olga', do: 'delete-issue', subject: 'attic#10' },
      { at: '2026-11-04T09:10:00Z', by: 'olga', do: 'transfer-issue', subject: 'attic#11', to: 'aside#11' },
    );
    const titles = (await evidenceIn(story)).map((item) => item.title);
    expect(titles).toContain('[RFC] stays');
    expect(titles).not.toContain('[RFC] deleted soon');
    expect(titles).not.toContain('[RFC] transferred soon');
  });

  const broken: readonly (readonly [name: string, text: string, problem: RegExp])[] = [
    ['a list', '- enabled: true\n', /^line 1: .*(list|block)/],
    ['a tab', 'enabled: true\nrfc:\n\tpaths: ["a/*.md"]\n', /^line 3: .*tab/i],
    ['a typo in a key', 'enabled: true\nsignal:\n  mentoring: { enabled: false }\n', /^line 2: .*signal/],
    ['a typo in enabled', 'enabeld: true\n', /^line 1: .*enabled/],
    ['a text for a truth', 'enabled: "yes"\n', /^line 1: /],
    ['many aliases', `a: &a [x]\nenabled: true\nb: [${'*a,'.repeat(15_000)}*a]\n`, /^line \d+: .*alias/i],
    ['binary', '\u0000\u0001\ufffd: \u0007\n', /^line 1: /],
  ];
  it.each(broken)('in a settings file, %s, says what is wrong and lets everything else go on', async (name, text, problem) => {
    const minute = String(broken.findIndex(([other]) => other === name) * 5).padStart(2, '0');
    await perform(settingsAct({ at: `2026-11-05T09:${minute}:00Z`, repository: 'attic', text }));
    const attic = await repositoryIn(story, 'attic');
    expect(attic?.optIn).toBe('broken');
    expect(attic?.problems[0]).toMatch(problem);
    await stillWorks(`2026-11-05T09:${minute}:30Z`, 100 + broken.findIndex(([other]) => other === name));
    await perform(settingsAct({ at: `2026-11-05T09:${minute}:50Z`, repository: 'attic', text: 'enabled: true\n' }));
    expect(await repositoryIn(story, 'attic')).toMatchObject({ optIn: 'in', problems: [] });
  });

  it('of any size in a settings file stops nothing', async () => {
    await perform(
      settingsAct({ at: '2026-11-06T09:00:00Z', repository: 'attic', text: `enabled: true\na: &a x\nb: [${'*a,'.repeat(1_000_000)}]\n` }),
    );
    expect(await repositoryIn(story, 'attic')).toMatchObject({ optIn: 'broken', problems: [expect.stringContaining('KiB')] });
    await perform(
      { at: '2026-11-06T10:00:00Z', by: 'olga', do: 'create-repository', repository: 'newcomer', visibility: 'private' },
      settingsAct({ at: '2026-11-06T10:01:00Z', repository: 'newcomer', text: 'enabled: true\n' }),
      { at: '2026-11-06T10:02:00Z', by: 'olga', do: 'add-to-installation', repositories: ['newcomer'] },
    );
    expect(await repositoryIn(story, 'newcomer')).toMatchObject({ optIn: 'in' });
    expect(await story.app.queue.failed()).toEqual([]);
  });

  it('is told of one repository that GitHub refuses to show, and the others go on', async () => {
    story.sandbox.failNext({ match: { path: /newcomer/ }, status: 403, body: { message: 'Repository access blocked' } });
    await perform(
      settingsAct({ at: '2026-11-06T11:00:00Z', repository: 'newcomer', text: 'enabled: true\n# again\n' }),
      settingsAct({ at: '2026-11-06T11:00:00Z', repository: 'attic', text: null }),
    );
    expect(await repositoryIn(story, 'newcomer')).toMatchObject({ optIn: 'in' });
    expect(await repositoryIn(story, 'attic')).toMatchObject({ optIn: 'out' });
    expect(await story.app.queue.failed()).toEqual([]);
  });

  it('in the organisation file leaves the last valid one in force', async () => {
    await perform(settingsAct({ at: '2026-11-07T09:00:00Z', repository: '.github', text: 'reports:\n  repositry: elsewhere\n' }));
    const problems = await story.app.store.tenant(story.sandbox.installationId() ?? 0, (tenant) =>
      tenant.installation.readSettingsProblems(),
    );
    expect(problems).toEqual([expect.stringMatching(/^line 2: .*repositry/)]);
    await stillWorks('2026-11-07T10:00:00Z', 200);
    await perform(settingsAct({ at: '2026-11-07T11:00:00Z', repository: '.github', text: `# ${'x'.repeat(70_000)}\n` }));
    await stillWorks('2026-11-07T12:00:00Z', 201);
    expect(await story.app.queue.failed()).toEqual([]);
  });

  it('has called nobody, crashed nothing and left nothing unserved', () => {
    const { sandbox } = story;
    expect(sandbox.notifications().filter(({ by }) => by.endsWith('[bot]'))).toEqual([]);
    expect(writtenInto(story, 'brag-ravi')).toContain('staff-signals:report');
    expect(story.warnings()).toEqual([]);
    expect(sandbox.unserved()).toEqual([]);
    const unanswered = sandbox.deliveries().filter(({ answers }) => !answers.some(({ status }) => status === 202));
    expect(unanswered).toEqual([]);
  });
});
