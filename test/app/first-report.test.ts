/** One signed webhook becomes one evidence item in one issue, and publishing again changes nothing. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportsIn } from './reports-in.ts';
import { rfcAct, setUp, smallOrganisation } from './small-organisation.ts';
import { publishMonth } from '../../src/usecases/publish-month.ts';
import { holdNextIssue } from './hold-next-issue.ts';
import { startStory, type Story } from './story.ts';

describe('a first report', () => {
  let story: Story;
  beforeAll(async () => {
    story = await startStory(smallOrganisation);
    await setUp(story, { sources: ['handbook'], others: ['brag-log'] });
    story.sandbox.perform(rfcAct({ at: '2026-09-14T10:00:00Z', by: 'ravi', subject: 'handbook#1' }));
    await story.settle();
    await story.sweepAt('2026-10-01T06:00:00Z');
  });
  afterAll(() => story.stop());

  it('names the RFC in the report of its author', () => {
    expect(story.warnings()).toEqual([]);
    expect(story.sandbox.unserved()).toEqual([]);
    const [report, ...others] = reportsIn(story.sandbox, 'brag-log');
    expect(others).toEqual([]);
    expect(report).toMatchObject({ assignees: ['ravi'], labels: ['staff-signals'], state: 'open' });
    expect(report?.body.split('\n')[0]).toMatch(/^<!-- staff-signals:report \{"person":\d+,"month":"2026-09"\} -->$/);
    expect(report?.body).toMatch(/^- \[x\] .*one retry policy.* <!-- e:[0-9a-f]{16} -->$/m);
  });

  it('writes nothing when it publishes again', async () => {
    const writes: string[] = [];
    const stop = story.sandbox.beforeWrite((write) => void writes.push(`${write.method} ${write.path}`));
    await story.sweepAt('2026-10-01T07:00:00Z');
    await story.sweepAt('2026-10-02T07:00:00Z');
    stop();
    expect(writes).toEqual([]);
  });

  it('adds late evidence, and keeps decisions and notes', async () => {
    const { sandbox } = story;
    const body = () => reportsIn(sandbox, 'brag-log')[0]?.body ?? '';
    sandbox.perform(
      rfcAct({ at: '2026-10-02T09:00:00Z', by: 'ravi', subject: 'handbook#2', title: 'RFC: name the owners of every queue' }),
    );
    await story.settle();
    expect(body()).not.toContain('name the owners');
    const edited = body()
      .replace('<!-- notes -->', '<!-- notes -->\nSaved the on-call two nights a week. @mina #1')
      .replace('- [x] **1.**', '- [ ] **1.**');
    sandbox.perform({
      at: '2026-10-02T10:00:00Z',
      by: 'ravi',
      do: 'edit-body',
      subject: `brag-log#${reportsIn(sandbox, 'brag-log')[0]?.number}`,
      text: edited,
    });
    sandbox.advanceTo('2026-10-02T10:02:00Z');
    await story.sweepAt('2026-10-02T10:03:00Z');
    expect(body()).toContain('Saved the on-call two nights a week. @mina #1');
    expect(body()).not.toContain('**1.**');
    await story.sweepAt('2026-10-03T10:00:00Z');
    expect(body()).not.toContain('**1.**');
  });

  it('is there once, when two make it in the same moment', async () => {
    const { sandbox, app } = story;
    const installationId = sandbox.installationId() ?? 0;
    const personId = sandbox.world.accounts.get('mina')?.id ?? 0;
    sandbox.perform(rfcAct({ at: '2026-10-20T09:00:00Z', by: 'mina', subject: 'handbook#3', title: 'RFC: one log for all' }));
    await story.settle();
    const job = { installationId, personId, month: '2026-10' };
    const hold = holdNextIssue(sandbox);
    const late = publishMonth(app, job);
    await hold.asked;
    const early = await publishMonth(app, job);
    hold.release();
    expect(early).toMatchObject({ kind: 'written' });
    expect(await late).toMatchObject({ number: early.kind === 'written' ? early.number : 0 });
    const ofMina = sandbox.issues('brag-log').filter(({ body }) => body.includes('one log for all'));
    expect(ofMina.map(({ number, assignees }) => ({ number, assignees }))).toEqual([
      { number: early.kind === 'written' ? early.number : 0, assignees: ['mina'] },
    ]);
    const [double] = sandbox.issues('brag-log').filter(({ title }) => title === 'An empty report');
    expect(double).toMatchObject({ assignees: [], body: expect.stringContaining('The other issue holds') });
  });
});
