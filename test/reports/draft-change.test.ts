/** What forms change in a draft, and two tabs that changed the same one. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DraftContents } from '../../src/domain/packet-draft.ts';
import { applyChange, type DraftChange, mergeDrafts } from '../../src/reports/draft-change.ts';

const base: DraftContents = {
  title: 'My year',
  period: { from: '2025-11-01', to: '2026-10-31' },
  summary: 'Opening.',
  prose: { direction: 'How it began.', gone: 'Of a project that is no more.' },
  chosen: ['a', 'b', 'c', 'elsewhere'],
  left: ['d'],
  projects: ['one', 'two', 'three'],
};

const change: DraftChange = {
  title: 'My year',
  period: base.period,
  summary: 'Opening.',
  prose: { direction: '', reach: 'Far.' },
  offered: ['a', 'b', 'c', 'd', 'new'],
  chosen: ['c', 'a', 'new'],
  projects: ['two', 'one'],
};

describe('a form', () => {
  it('changes what it offered and leaves alone what it did not', () => {
    expect(applyChange(base, change)).toEqual({
      ...base,
      prose: { reach: 'Far.', gone: 'Of a project that is no more.' },
      chosen: ['c', 'a', 'new', 'elsewhere'],
      left: ['b', 'd'],
      projects: ['two', 'one', 'three'],
    });
  });
});

describe('two tabs', () => {
  it('that changed different things are put together', () => {
    const mine = { ...base, summary: 'Mine.', chosen: ['a', 'c', 'elsewhere'], left: ['b', 'd'] };
    const theirs = { ...base, title: 'Theirs', prose: { ...base.prose, reach: 'Far.' }, chosen: [...base.chosen, 'd'], left: [] };
    expect(mergeDrafts({ base, mine, theirs })).toEqual({
      contents: {
        ...base,
        summary: 'Mine.',
        title: 'Theirs',
        prose: { ...base.prose, reach: 'Far.' },
        chosen: ['a', 'c', 'elsewhere', 'd'],
        left: ['b'],
      },
      conflicts: [],
    });
  });

  it('that changed the same words keep both', () => {
    const mine = { ...base, summary: 'Mine.', prose: { direction: 'Mine too.' } };
    const theirs = { ...base, summary: 'Theirs.', prose: { direction: 'Theirs too.' }, period: { from: '2026-01-01', to: '2026-10-31' } };
    const { contents, conflicts } = mergeDrafts({ base, mine, theirs });
    expect(contents).toEqual({ ...mine, period: theirs.period });
    expect(conflicts).toEqual([
      { field: 'summary', theirs: 'Theirs.' },
      { field: 'prose', part: 'direction', theirs: 'Theirs too.' },
    ]);
  });

  it('whose common version is kept no longer differ wherever they differ', () => {
    const mine = { ...base, title: 'Mine' };
    expect(mergeDrafts({ base: null, mine, theirs: base })).toMatchObject({
      contents: { title: 'Mine' },
      conflicts: [{ field: 'title', theirs: 'My year' }],
    });
  });

  const words = fc.constantFrom('', 'x', 'y', 'z');
  const contents: fc.Arbitrary<DraftContents> = fc
    .record({
      title: words,
      summary: words,
      one: words,
      two: words,
      chosen: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e')),
      projects: fc.shuffledSubarray(['p', 'q', 'r'], { minLength: 3 }),
    })
    .map(({ title, summary, one, two, chosen, projects }) => ({
      title,
      summary,
      period: base.period,
      prose: Object.fromEntries(Object.entries({ one, two }).filter(([, value]) => value !== '')),
      chosen,
      left: ['a', 'b', 'c', 'd', 'e'].filter((key) => !chosen.some((one) => one === key)),
      projects,
    }));

  it('never lose a word: what either wrote is in what is merged or told beside it', () => {
    fc.assert(
      fc.property(fc.option(contents), contents, contents, (before, mine, theirs) => {
        const { contents: merged, conflicts } = mergeDrafts({ base: before, mine, theirs });
        const kept = [merged.title, merged.summary, ...Object.values(merged.prose), ...conflicts.map((one) => one.theirs)];
        const added = (one: DraftContents): readonly string[] => [
          ...(one.title === before?.title ? [] : [one.title]),
          ...(one.summary === before?.summary ? [] : [one.summary]),
          ...Object.entries(one.prose).flatMap(([part, value]) => (before?.prose[part] === value ? [] : [value])),
        ];
        for (const text of [...added(mine), ...added(theirs)]) expect(kept).toContain(text);
      }),
    );
  });

  it('of which one changed nothing give what the other says', () => {
    fc.assert(
      fc.property(contents, contents, (before, other) => {
        expect(mergeDrafts({ base: before, mine: before, theirs: other })).toEqual({ contents: other, conflicts: [] });
        expect(mergeDrafts({ base: before, mine: other, theirs: before })).toEqual({ contents: other, conflicts: [] });
      }),
    );
  });
});
