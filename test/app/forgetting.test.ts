/** Who leaves is forgotten in others' evidence and reports too, however old; who is in, by either mode; and what is written down about it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/domain/evidence.ts';
import type { ActData } from '../../src/sandbox/act.ts';
import type { SandboxOptions } from '../../src/sandbox/sandbox.ts';
import type { AuditLine, LingeringIssue } from '../../src/usecases/ports.ts';
import { reportsIn } from './reports-in.ts';
import { rfcAct, settingsAct, setUp, smallOrganisation } from './small-organisation.ts';
import { startStory, type Story } from './story.ts';

const people = ['ravi', 'mina', 'newt'] as const;
const withNewt: SandboxOptions = {
  ...smallOrganisation,
  organisation: { ...smallOrganisation.organisation, members: [...(smallOrganisation.organisation.members ?? []), { login: 'newt' }] },
};

const inside = (story: Story) => story.sandbox.installationId() ?? 0;
const idOf = (story: Story, login: string) => story.sandbox.world.accounts.get(login)?.id ?? 0;
const evidenceOf = (story: Story, login: string): Promise<readonly Evidence[]> =>
  story.app.store.tenant(inside(story), ({ evidence }) => evidence.ofPerson(idOf(story, login)));
const auditOf = (story: Story): Promise<readonly AuditLine[]> => story.app.store.tenant(inside(story), ({ audit }) => audit.newest(1_000));
const leftoversOf = (story: Story): Promise<readonly LingeringIssue[]> =>
  story.app.store.tenant(inside(story), ({ lingering }) => lingering.list());
const issuesOf = (story: Story, login: string) =>
  reportsIn(story.sandbox, 'brag-log').filter((issue) => issue.assignees.includes(login) || issue.title.endsWith(login));
const bodiesOf = (story: Story, login: string) =>
  issuesOf(story, login)
    .map(({ body }) => body)
    .join('\n');

/** A pull request of `by` that credits Ravi in its description. */
function crediting(of: { readonly at: string; readonly by: string; readonly subject: string; readonly words: string }): ActData {
  const { words, ...rest } = of;
  return {
    ...rest,
    do: 'open-pull',
    title: 'Give each service one budget',
    body: words,
    files: [{ path: 'src/budget.ts', change: 'added', text: 'export const budget = 1;\n' }],
    commits: [{ message: 'Give each service one budget' }],
  };
}

describe('others’ words', () => {
  let story: Story;
  const acts: readonly ActData[] = [
    rfcAct({ at: '2026-09-10T10:00:00Z', by: 'ravi', subject: 'handbook#1' }),
    rfcAct({ at: '2026-09-11T10:00:00Z', by: 'mina', subject: 'handbook#2', title: 'RFC: owners of queues' }),
    crediting({
      at: '2026-09-12T10:00:00Z',
      by: 'mina',
      subject: 'handbook#3',
      words: '@ravi came up with the idea of one budget for each service, which is what this does.',
    }),
    crediting({
      at: '2026-09-13T10:00:00Z',
      by: 'newt',
      subject: 'handbook#4',
      words: '@ravi found the cause of the double budget and suggested this fix.',
    }),
  ];
  beforeAll(async () => {
    story = await startStory(withNewt);
    await setUp(story, { sources: ['handbook'], others: ['brag-log'] });
    for (const act of acts) story.sandbox.perform(act);
    await story.settle();
    await story.sweepAt('2026-10-01T06:00:00Z');
    // From here on September is no longer among the months that are written again by themselves.
    story.sandbox.perform(rfcAct({ at: '2026-12-01T10:00:00Z', by: 'ravi', subject: 'handbook#5', title: 'RFC: one queue' }));
    await story.settle();
    await story.sweepAt('2027-01-01T06:00:00Z');
  });
  afterAll(() => story.stop());

  it('stand in the report while their speakers are enrolled', async () => {
    expect(bodiesOf(story, 'ravi')).toMatch(/came up with the idea[\s\S]*found the cause/);
    expect(bodiesOf(story, 'ravi')).toMatch(/by mina[\s\S]*by newt/);
    const credits = (await evidenceOf(story, 'ravi')).filter(({ signal }) => signal === 'peer-recognition');
    expect(credits.map(({ speakerIds }) => speakerIds)).toEqual([[idOf(story, 'mina')], [idOf(story, 'newt')]]);
    expect((await auditOf(story)).filter(({ act }) => act === 'enrolled').map(({ personId }) => personId)).toEqual(
      expect.arrayContaining(people.map((login) => idOf(story, login))),
    );
  });

  it('go with who leaves the organisation, from old reports too; the permalink stays', async () => {
    story.sandbox.perform({ at: '2027-01-02T09:00:00Z', by: 'olga', do: 'remove-member', login: 'newt' });
    await story.settle();
    await story.sweepAt('2027-01-03T06:00:00Z');
    const body = bodiesOf(story, 'ravi');
    expect(body).not.toMatch(/found the cause|newt/);
    expect(body).toContain('by somebody');
    expect(body).toContain('handbook/pull/4');
    expect(body).toContain('came up with the idea');
    const lines = (await auditOf(story)).filter(({ personId }) => personId === idOf(story, 'newt'));
    expect(lines.map(({ act }) => act).toSorted()).toEqual(['enrolled', 'no-longer-enrolled']);
  });

  it('go with who stops, and the audit forgets who they were but for that', async () => {
    const [report] = issuesOf(story, 'mina');
    story.sandbox.perform({
      at: '2027-01-04T09:00:00Z',
      by: 'mina',
      do: 'comment',
      subject: `brag-log#${report?.number}`,
      text: '/brag stop',
    });
    await story.settle();
    const body = bodiesOf(story, 'ravi');
    expect(body).not.toMatch(/came up with the idea|mina/);
    expect(body).toContain('handbook/pull/3');
    expect((await evidenceOf(story, 'ravi')).flatMap(({ quote }) => quote ?? [])).toEqual([]);
    const mine = (await auditOf(story)).filter((line) => [line.personId, line.actorId].includes(idOf(story, 'mina')));
    expect(mine.map(({ act, at }) => [act, at])).toEqual([['stopped', '2027-01-04T09:00:00Z']]);
    expect(await leftoversOf(story)).toMatchObject([{ number: report?.number, reason: 'left' }]);
  });

  it('do not come back when the subject is looked at again', async () => {
    story.sandbox.perform({ at: '2027-01-05T09:00:00Z', by: 'olga', do: 'label', subject: 'handbook#3', label: 'accepted' });
    story.sandbox.perform({ at: '2027-01-05T09:00:00Z', by: 'olga', do: 'label', subject: 'handbook#4', label: 'accepted' });
    await story.settle();
    const credits = (await evidenceOf(story, 'ravi')).filter(({ signal }) => signal === 'peer-recognition');
    expect(credits.map(({ quote, because }) => [quote, /mina|newt/.test(because)])).toEqual([
      [null, false],
      [null, false],
    ]);
  });

  it('of an issue that was deleted nothing is left to tell', async () => {
    const [leftover] = await leftoversOf(story);
    story.sandbox.perform({ at: '2027-01-06T09:00:00Z', by: 'olga', do: 'delete-issue', subject: `brag-log#${leftover?.number}` });
    await story.settle();
    expect(await leftoversOf(story)).toEqual([]);
    expect(await story.app.queue.failed()).toEqual([]);
    expect(story.sandbox.notifications().filter(({ by }) => by.endsWith('[bot]'))).toEqual([]);
  });
});

describe('enrolment', () => {
  let story: Story;
  const at = '2026-10-05T09:00:00Z';
  const enrol = async (when: string, mode: string) => {
    story.sandbox.perform(settingsAct({ at: when, repository: '.github', text: `people:\n  enrolment: ${mode}\n` }));
    await story.settle();
  };
  beforeAll(async () => {
    story = await startStory(withNewt);
    await setUp(story, { sources: ['handbook'], others: ['brag-log', '.github'] });
    for (const [index, by] of (['ravi', 'mina'] as const).entries())
      story.sandbox.perform(rfcAct({ at: `2026-09-1${index}T10:00:00Z`, by, subject: `handbook#${index + 1}`, title: `RFC by ${by}` }));
    await story.settle();
    await story.sweepAt('2026-10-01T06:00:00Z');
  });
  afterAll(() => story.stop());

  it('automatic is for every member, until they stop', async () => {
    for (const login of ['ravi', 'mina'] as const) expect(await evidenceOf(story, login)).toHaveLength(1);
  });

  it('by request erases the work of all who did not ask', async () => {
    await enrol(at, 'by-request');
    await story.sweepAt('2026-10-06T06:00:00Z');
    for (const login of ['ravi', 'mina'] as const) expect(await evidenceOf(story, login)).toEqual([]);
    const acts = (await auditOf(story)).map(({ act }) => act);
    expect(acts).toContain('organisation-settings-changed');
    expect(acts.filter((act) => act === 'no-longer-enrolled')).toHaveLength(2);
  });

  it('by request is for who asks, and for as long as they stay', async () => {
    const welcome = story.sandbox.issues('brag-log').find((issue) => issue.assignees.length === 0);
    const say = async (when: string, text: string) => {
      story.sandbox.perform({ at: when, by: 'ravi', do: 'comment', subject: `brag-log#${welcome?.number}`, text });
      await story.settle();
    };
    await say('2026-10-07T09:00:00Z', '/brag join');
    await story.sweepAt('2026-10-07T10:00:00Z');
    expect(await evidenceOf(story, 'ravi')).toHaveLength(1);
    expect(await evidenceOf(story, 'mina')).toEqual([]);
    await say('2026-10-08T09:00:00Z', '/brag stop');
    await story.sweepAt('2026-10-08T10:00:00Z');
    expect(await evidenceOf(story, 'ravi')).toEqual([]);
    expect(bodiesOf(story, 'ravi')).not.toContain('RFC by ravi');
    const mine = (await auditOf(story)).filter(({ personId }) => personId === idOf(story, 'ravi'));
    expect(mine.map(({ act }) => act)).toEqual(['stopped']);
  });

  it('automatic again brings back all but who stopped', async () => {
    await enrol('2026-10-09T09:00:00Z', 'automatic');
    await story.sweepAt('2026-10-09T10:00:00Z');
    expect(await evidenceOf(story, 'mina')).toHaveLength(1);
    expect(await evidenceOf(story, 'ravi')).toEqual([]);
    expect(await story.app.queue.failed()).toEqual([]);
  });
});
