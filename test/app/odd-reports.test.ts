/** Reports to which odd things happen: their marker, label, place and engineer change. Nothing the engineer said is lost, and none is written twice. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SandboxIssue } from '../../src/sandbox/reading.ts';
import { rfcAct, settingsAct, setUp, smallOrganisation } from './small-organisation.ts';
import { startStory, type Story } from './story.ts';

/** One engineer for each oddity. Each wrote two RFCs in September; in October each notes something and dismisses the second one. */
const engineers = ['marker', 'copied', 'twice', 'moved', 'unlabelled', 'renamed', 'left', 'gone'] as const;
type Engineer = (typeof engineers)[number];

const subjectOf = (login: Engineer, nth: 1 | 2) => `handbook#${engineers.indexOf(login) * 2 + nth}`;
const edits: Readonly<Partial<Record<Engineer, (body: string) => string>>> = {
  marker: (body) => body.split('\n').slice(1).join('\n'),
  twice: (body) => `${body.split('\n')[0]}\n${body}`,
};
const withNote = (body: string) => body.replace('<!-- notes -->', '<!-- notes -->\nsaved us a week');
const untick = (body: string) => body.replace(/^- \[x\](.*one cache.*)$/m, '- [ ]$1');

describe('a report', () => {
  let story: Story;
  let before: ReadonlyMap<Engineer, SandboxIssue>;
  let copy: string;
  let moved: string | undefined;

  const reportsOf = (login: Engineer, repository = 'brag-log') => {
    const marker = `<!-- staff-signals:report {"person":${personId(login)},`;
    return story.sandbox.issues(repository).filter((issue) => issue.author.endsWith('[bot]') && issue.body.startsWith(marker));
  };
  const only = (login: Engineer, repository = 'brag-log') => {
    const [report, ...more] = reportsOf(login, repository);
    if (report === undefined || more.length > 0) throw new Error(`not one report of ${login} in ${repository}`);
    return report;
  };
  const ids = new Map<string, number>();
  const personId = (login: Engineer) => ids.get(login) ?? 0;
  const evidence = (login: Engineer) =>
    story.app.store.tenant(story.sandbox.installationId() ?? 0, (tenant) => tenant.evidence.ofPerson(personId(login)));
  const retitle = (at: string, login: Engineer, title: string, by: string = login) =>
    story.sandbox.perform({ at, by, do: 'rename', subject: subjectOf(login, 1), title: `RFC: ${title}` });

  /** September, and its reports. */
  async function september() {
    story = await startStory({
      ...smallOrganisation,
      organisation: {
        ...smallOrganisation.organisation,
        members: [...smallOrganisation.organisation.members, ...engineers.map((login) => ({ login }))],
      },
    });
    for (const login of engineers) ids.set(login, story.sandbox.world.accounts.get(login)?.id ?? 0);
    await setUp(story, { sources: ['handbook'], others: ['brag-log', 'brag-two', 'playground', '.github'] });
    for (const login of engineers) {
      story.sandbox.perform(
        rfcAct({ at: '2026-09-10T10:00:00Z', by: login, subject: subjectOf(login, 1), title: 'RFC: one retry policy' }),
      );
      story.sandbox.perform(rfcAct({ at: '2026-09-10T10:00:00Z', by: login, subject: subjectOf(login, 2), title: 'RFC: one cache' }));
    }
    await story.settle();
    await story.sweepAt('2026-10-01T06:00:00Z');
    before = new Map(engineers.map((login) => [login, only(login)]));
  }

  /** Somebody tidies up the repository's labels: GitHub takes the label off every issue. */
  function deleteLabel() {
    const log = [...story.sandbox.world.repositories.values()].find(({ name }) => name === 'brag-log');
    log?.labels.delete('staff-signals');
    for (const { labels } of log?.subjects.values() ?? []) labels.splice(0);
  }

  /** What engineers write, and the oddities that their reports have of it. */
  async function october() {
    for (const login of engineers) {
      const { number, body } = only(login);
      const odd = edits[login] ?? ((text: string) => text);
      story.sandbox.perform({
        at: '2026-10-02T09:00:00Z',
        by: login,
        do: 'edit-body',
        subject: `brag-log#${number}`,
        text: odd(withNote(untick(body))),
      });
    }
    const { title, body } = only('copied');
    copy = body;
    const opened = { subject: 'brag-log#900', title, body, labels: ['staff-signals'] };
    story.sandbox.perform({ at: '2026-10-02T09:10:00Z', by: 'mina', do: 'open-issue', ...opened });
    const unlabelled = `brag-log#${only('unlabelled').number}`;
    story.sandbox.perform({ at: '2026-10-02T09:11:00Z', by: 'mina', do: 'unlabel', subject: unlabelled, label: 'staff-signals' });
    deleteLabel();
    for (const login of engineers) retitle('2026-10-02T12:00:00Z', login, 'retries, anew');
    await story.settle();
    await story.sweepAt('2026-10-02T13:00:00Z');
  }

  /** Reports and people go elsewhere; the settings name another repository. */
  async function goElsewhere() {
    const at = '2026-10-03T09:00:00Z';
    const from = `brag-log#${only('moved').number}`;
    story.sandbox.perform({ at, by: 'moved', do: 'transfer-issue', subject: from, to: 'playground#1' });
    moved = story.sandbox.issue('playground', 1)?.body;
    story.sandbox.perform({ at, by: 'renamed', do: 'rename-account', login: 'renamed', to: 'new-name' });
    story.sandbox.perform({ at, by: 'olga', do: 'remove-member', login: 'left' });
    story.sandbox.perform({ at, by: 'olga', do: 'delete-account', login: 'gone' });
    await story.app.queues.organisation({ installationId: story.sandbox.installationId() ?? 0 });
    await story.settle();
    for (const login of ['moved', 'unlabelled'] as const) retitle('2026-10-04T09:00:00Z', login, 'retries, again');
    retitle('2026-10-04T09:00:00Z', 'renamed', 'retries, again', 'new-name');
    await story.settle();
    await story.sweepAt('2026-10-04T13:00:00Z');
  }

  beforeAll(async () => {
    await september();
    await october();
    await goElsewhere();
  });
  afterAll(() => story.stop());

  it.each(['marker', 'copied', 'twice', 'unlabelled', 'renamed'] as const)(
    'that is odd (%s) keeps number, notes and decisions',
    (login) => {
      const report = only(login);
      expect(report.number).toBe(before.get(login)?.number);
      expect(report.body).toContain('saved us a week');
      expect(report.body).toContain('retries, a');
      expect(report.body).not.toContain('one cache');
    },
  );

  it('whose marker its engineer deleted or doubled has it once again', () => {
    for (const login of ['marker', 'twice'] as const) expect(only(login).body.match(/staff-signals:report/g)).toHaveLength(1);
  });

  it('whose marker somebody copies into an issue of their own is the only one that is written', () => {
    expect(story.sandbox.issue('brag-log', 900)?.body).toBe(copy);
  });

  it('whose label somebody took away, or deleted from the repository, gets it back', () => {
    for (const login of ['unlabelled', 'marker', 'renamed'] as const) expect(only(login).labels).toEqual(['staff-signals']);
  });

  it('that is moved to another repository begins anew where reports go, and the moved one is left to its engineer', () => {
    const report = only('moved');
    expect(report.number).not.toBe(before.get('moved')?.number);
    expect(report.body).toContain('retries, again');
    expect(report.body).toContain('saved us a week');
    expect(report.body).not.toContain('one cache');
    expect(story.sandbox.issue('playground', 1)?.body).toBe(moved);
  });

  it('follows its engineer to a new login', () => {
    expect(only('renamed').title).toContain('new-name');
  });

  it('of somebody who left, or whose account is gone, keeps what they wrote while nothing more is held about them', async () => {
    for (const login of ['left', 'gone'] as const) {
      expect(await evidence(login)).toEqual([]);
      expect(only(login).body).toContain('saved us a week');
    }
  });

  it('goes on as it was when its engineer returns', async () => {
    story.sandbox.perform({ at: '2026-10-05T09:00:00Z', by: 'olga', do: 'add-member', login: 'left' });
    await story.settle();
    await story.sweepAt('2026-10-06T09:00:00Z');
    expect(only('left')).toMatchObject({ number: before.get('left')?.number, body: expect.stringContaining('saved us a week') });
    expect(only('left').body).toContain('retries, anew');
    expect(only('left').body).not.toContain('one cache');
  });

  it('stays where its month began when another repository is named, and the next month begins there', async () => {
    story.sandbox.perform(settingsAct({ at: '2026-10-07T09:00:00Z', repository: '.github', text: 'reports:\n  repository: brag-two\n' }));
    await story.settle();
    retitle('2026-10-07T10:00:00Z', 'marker', 'retries, at last');
    story.sandbox.perform(rfcAct({ at: '2026-10-08T10:00:00Z', by: 'marker', subject: 'handbook#50', title: 'RFC: one queue' }));
    await story.settle();
    await story.sweepAt('2026-11-01T06:00:00Z');
    expect(only('marker')).toMatchObject({ number: before.get('marker')?.number, body: expect.stringContaining('retries, at last') });
    expect(only('marker', 'brag-two').body).toContain('one queue');
  });

  it('calls nobody, and leaves nothing failed or unserved', async () => {
    expect(story.sandbox.notifications().filter(({ by }) => by.endsWith('[bot]'))).toEqual([]);
    expect(await story.app.queue.failed()).toEqual([]);
    expect(story.sandbox.unserved()).toEqual([]);
  });
});
