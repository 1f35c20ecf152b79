/** Ticks in the comments that a long report goes on in are heard as those in its body are. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMonth } from '../../src/reports/read-month.ts';
import { rfcAct, setUp, smallOrganisation } from './small-organisation.ts';
import { startStory, type Story } from './story.ts';

const perComment = 40;

describe('a report that goes on in comments', () => {
  let story: Story;
  const report = () => story.sandbox.issue('brag-log', 2);
  const overflow = () => {
    const comments = (report()?.comments ?? []).filter(({ author, body }) => author.endsWith('[bot]') && readMonth(body).items.length > 0);
    const [first] = comments;
    if (first === undefined) throw new Error('no overflow comment');
    return first;
  };
  const shown = () => [report()?.body ?? '', ...(report()?.comments ?? []).map(({ body }) => body)].join('\n');
  /** An item's line in the comment, counted from its end. */
  const last = (nth = 1) => {
    const lines = overflow()
      .body.split('\n')
      .filter((line) => readMonth(line).items.length > 0);
    const line = lines.at(-nth) ?? '';
    return { line, key: readMonth(line).items[0]?.key ?? '' };
  };
  const edit = (of: { readonly at: string; readonly by: string; readonly text: string }) =>
    story.sandbox.perform({ ...of, do: 'edit-comment', handle: String(overflow().id) });
  const untick = ({ line, ...of }: { readonly at: string; readonly by: string; readonly line: string }) => {
    const text = overflow().body.replace(line, line.replace('- [x]', '- [ ]'));
    edit({ ...of, text });
    return text;
  };
  const decisionOf = async (key: string | undefined) => {
    const held = await story.app.store.tenant(story.sandbox.installationId() ?? 0, (tenant) =>
      tenant.entries.ofPerson(story.sandbox.world.accounts.get('ravi')?.id ?? 0),
    );
    return held.find((entry) => entry.key === key)?.decision;
  };

  beforeAll(async () => {
    story = await startStory(smallOrganisation);
    await setUp(story, { sources: ['handbook'], others: ['brag-log'] });
    story.sandbox.perform(rfcAct({ at: '2026-09-10T10:00:00Z', by: 'ravi', subject: 'handbook#1' }));
    await story.settle();
    await story.sweepAt('2026-10-01T06:00:00Z');
    for (const from of [0, perComment]) {
      const lines = Array.from({ length: perComment }, (_, index) => `/brag add Item ${from + index} ${'of many words '.repeat(70)}`);
      story.sandbox.perform({ at: '2026-10-02T09:00:00Z', by: 'ravi', do: 'comment', subject: 'brag-log#2', text: lines.join('\n') });
    }
    await story.settle();
  });
  afterAll(() => story.stop());

  it('hears its engineer there, and lets the comment rest for a minute first', async () => {
    const { line, key } = last();
    const edited = untick({ at: '2026-10-02T10:00:00Z', by: 'ravi', line });
    await story.settle();
    expect(overflow().body).toBe(edited);
    await story.sweepAt('2026-10-02T10:05:00Z');
    expect(await decisionOf(key)).toBe('dismissed');
    expect(shown()).not.toContain(key);
  });

  it('undoes there what others edit', async () => {
    const { body } = overflow();
    const { line, key } = last();
    untick({ at: '2026-10-02T11:00:00Z', by: 'mina', line });
    story.sandbox.advanceTo('2026-10-02T11:04:00Z');
    await story.sweepAt('2026-10-02T11:05:00Z');
    expect(overflow().body).toBe(body);
    expect(await decisionOf(key)).toBe('none');
  });

  it('loses no edit there that falls between a read and a write', async () => {
    const { sandbox } = story;
    const [early, late] = [last(1), last(2)];
    untick({ at: '2026-10-02T12:00:00Z', by: 'ravi', line: early.line });
    let hasInjected = false;
    const stop = sandbox.beforeWrite((write) => {
      if (hasInjected || write.method !== 'PATCH' || !write.path.includes('/issues/comments/')) return;
      hasInjected = true;
      untick({ at: '2026-10-02T12:05:10Z', by: 'ravi', line: late.line });
    });
    await story.sweepAt('2026-10-02T12:05:00Z');
    stop();
    await story.sweepAt('2026-10-02T12:10:00Z');
    expect(hasInjected).toBe(true);
    expect([await decisionOf(early.key), await decisionOf(late.key)]).toEqual(['dismissed', 'dismissed']);
    for (const { key } of [early, late]) expect(shown()).not.toContain(key);
  });

  it('does not hear what its engineer takes back before anybody looked', async () => {
    const { body } = overflow();
    const { line, key } = last();
    untick({ at: '2026-10-02T14:00:00Z', by: 'ravi', line });
    edit({ at: '2026-10-02T14:00:20Z', by: 'ravi', text: body });
    await story.sweepAt('2026-10-02T14:10:00Z');
    expect(await decisionOf(key)).toBe('none');
    expect(overflow().body).toBe(body);
    expect(await story.app.queue.failed()).toEqual([]);
  });
});
