/** A career ladder beside a log: what is shown, begun, missing, or not for GitHub to tell. */
import { describe, expect, it } from 'vitest';
import type { Ladder } from '../../src/domain/ladder.ts';
import { coverageOf } from '../../src/pages/ladder/coverage.ts';
import { ladderPage } from '../../src/pages/ladder/ladder-page.ts';
import { openDrawing } from '../../src/pages/pictures/draw.ts';
import { evidenceOf } from '../reports/evidence-of.ts';
import { readingOf, times } from '../reports/reading/a-work.ts';

const ladder: Ladder = {
  id: 'ours',
  title: 'Our levels',
  level: 'Staff engineer',
  source: 'The handbook.',
  expectations: [
    { id: 'writes', pillar: 'technical-direction', text: 'Writes.', shownBy: { signals: ['rfc-authorship'], times: 2, months: 12 } },
    { id: 'across', pillar: 'cross-team-impact', text: 'Reviews.', shownBy: { signals: ['cross-repo-review'], times: 1, months: 6 } },
    { id: 'sponsor', pillar: 'operating-with-ambiguity', text: 'Has a sponsor.' },
  ],
};
const coverage = (change: Parameters<typeof readingOf>[0] = {}) =>
  coverageOf({ ladder, choices: [ladder, { ...ladder, id: 'other', title: 'Other levels' }], reading: readingOf(change) });
const rfc = (change = {}) => evidenceOf({ signal: 'rfc-authorship', pillar: 'technical-direction', title: 'RFC: one cache', ...change });

describe('coverage', () => {
  it('names what shows an expectation, newest first, within its months', () => {
    const evidence = [
      evidenceOf({ at: '2026-08-02T09:00:00Z', month: '2026-08', title: 'Older' }),
      evidenceOf(),
      evidenceOf({ month: '2026-03' }),
    ];
    const [, across] = coverage({ evidence }).pillars;
    expect(across?.expected[0]).toMatchObject({ isShown: true, restrictedCount: 0 });
    expect(across?.expected[0]?.items.map(({ title }) => title)).toEqual(['Retry failed charges', 'Older']);
    expect(across?.counts).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 1]);
    expect(across?.nextStep).toBeNull();
  });

  it('has one next step for a pillar that is not shown yet, drawn from what the engineer did', () => {
    const [direction] = coverage({ evidence: [rfc()], work: times(4) }).pillars;
    expect(direction?.expected[0]?.isShown).toBe(false);
    expect(direction?.nextStep).toContain('pull requests in billing');
  });

  it('counts what the engineer can’t read now, and names none of it', () => {
    const [direction] = coverage({ evidence: [rfc(), rfc()], isRestricted: () => true }).pillars;
    expect(direction?.expected[0]).toMatchObject({ items: [], restrictedCount: 2, isShown: true });
  });

  it('leaves glue work and doubtful items out', () => {
    const evidence = [rfc({ strength: 'candidate' }), rfc({ decision: 'dismissed' }), rfc({ signal: 'glue-work' })];
    expect(coverage({ evidence }).pillars[0]?.counts.every((count) => count === 0)).toBe(true);
  });
});

describe('the page', () => {
  it('says of each expectation how it stands, in words as well as by its sign, and escapes what others wrote', async () => {
    const evidence = [rfc({ title: '<img src=x>' }), evidenceOf()];
    const { markup } = ladderPage(coverage({ evidence }), { drawing: await openDrawing(), path: '/orgs/acme/ladder' });
    expect(markup).toContain('◐ Begun');
    expect(markup).toContain('✓ Shown');
    expect(markup).toContain('GitHub can’t show it');
    expect(markup).toContain('&lt;img src=x&gt;');
    expect(markup).not.toMatch(/<img|style=/);
    expect(markup).toContain('<option value="ours" selected>');
    expect(markup).toContain('aria-label="Technical direction: one item from November 2025 to October 2026"');
  });
});
