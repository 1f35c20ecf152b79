/** What a month's report shows to whom. */
import { describe, expect, it } from 'vitest';
import { monthView } from '../../src/reports/month-view.ts';
import { evidenceOf, inputOf } from './evidence-of.ts';
import { readingOf, times } from './reading/a-work.ts';

const confirmed = evidenceOf({ title: 'confirmed' });
const keptConfirmed = evidenceOf({ title: 'kept', decision: 'kept' });
const keptCandidate = evidenceOf({ title: 'kept candidate', strength: 'candidate', decision: 'kept' });
const keptUnfound = evidenceOf({ title: 'kept, unfound', decision: 'kept', isFound: false });
const candidate = evidenceOf({ title: 'candidate', strength: 'candidate' });
const dismissed = evidenceOf({ title: 'dismissed', decision: 'dismissed' });
const unfound = evidenceOf({ title: 'unfound', isFound: false });
const glue = evidenceOf({ title: 'glue', signal: 'glue-work' });
const everything = [confirmed, keptConfirmed, keptCandidate, keptUnfound, candidate, dismissed, unfound, glue];

const titles = (items: readonly { readonly title: string }[]): readonly string[] => items.map(({ title }) => title);

describe('monthView', () => {
  it('shows a shared repository what is confirmed or kept, and nothing that is the engineer’s alone', () => {
    const view = monthView(inputOf({ evidence: everything, engineerOnlySignals: new Set(['glue-work']) }));
    expect(titles(view.items)).toEqual(['confirmed', 'kept', 'kept candidate', 'kept, unfound']);
    expect(view.candidates).toEqual([]);
  });

  it('shows the engineer candidates and glue work, too, but nothing dismissed', () => {
    const view = monthView(inputOf({ audience: 'personal', evidence: everything, engineerOnlySignals: new Set(['glue-work']) }));
    expect(titles(view.items)).toEqual(['confirmed', 'kept', 'kept candidate', 'kept, unfound', 'glue']);
    expect(titles(view.candidates)).toEqual(['candidate']);
  });

  it('ticks what counts, and remembers what was kept from what', () => {
    const view = monthView(inputOf({ audience: 'personal', evidence: everything }));
    expect([...view.items, ...view.candidates].map(({ title, isTicked, keptFrom }) => [title, isTicked, keptFrom])).toEqual([
      ['confirmed', true, null],
      ['kept', true, 'confirmed'],
      ['kept candidate', true, 'candidate'],
      ['kept, unfound', true, 'confirmed'],
      ['glue', true, null],
      ['candidate', false, null],
    ]);
  });

  it('draws up a reading for the engineer alone', () => {
    const reading = readingOf({ work: times(12) });
    expect(monthView(inputOf({ audience: 'personal', evidence: everything, reading })).reading?.gaps).toHaveLength(3);
    expect(monthView(inputOf({ audience: 'personal', evidence: everything })).reading).toBe(null);
    expect(monthView(inputOf({ evidence: everything, reading })).reading).toBe(null);
  });

  it('only counts what is restricted, of what would have been shown', () => {
    const view = monthView(inputOf({ evidence: everything, isRestricted: () => true, sinceThen: [evidenceOf({ month: '2026-07' })] }));
    expect(view.items).toEqual([]);
    expect(view.sinceThen).toEqual([]);
    expect(view.restrictedCount).toBe(5);
    expect(view.history.every(({ total }) => total === 0)).toBe(true);
  });

  it('orders by pillar, then time, then key, whatever the order given', () => {
    const direction = evidenceOf({ title: 'direction', pillar: 'technical-direction', at: '2026-10-30T00:00:00Z' });
    const early = evidenceOf({ title: 'early', at: '2026-10-02T00:00:00Z' });
    const late = evidenceOf({ title: 'late', at: '2026-10-20T00:00:00Z' });
    expect(titles(monthView(inputOf({ evidence: [late, early, direction] })).items)).toEqual(['direction', 'early', 'late']);
    expect(titles(monthView(inputOf({ evidence: [direction, late, early] })).items)).toEqual(['direction', 'early', 'late']);
  });

  it('keeps months apart and tells of older ones that changed, once', () => {
    const older = evidenceOf({ title: 'older', month: '2026-06', at: '2026-06-03T00:00:00Z' });
    const olderCandidate = evidenceOf({ title: 'older candidate', month: '2026-06', strength: 'candidate' });
    const gone = evidenceOf({ title: 'gone', month: '2026-06', decision: 'dismissed' });
    const sinceThen = [older, older, olderCandidate, gone, confirmed];
    const view = monthView(inputOf({ audience: 'personal', evidence: [confirmed, older, olderCandidate, gone], sinceThen }));
    expect(titles(view.items)).toEqual(['confirmed']);
    expect(titles(view.sinceThen)).toEqual(['older']);
    expect(titles(view.candidates)).toEqual(['older candidate']);
  });

  it('counts twelve months by pillar, this one last, candidates nowhere', () => {
    const evidence = [
      confirmed,
      candidate,
      evidenceOf({ month: '2025-11', pillar: 'technical-direction' }),
      evidenceOf({ month: '2025-10' }),
    ];
    const { history } = monthView(inputOf({ audience: 'personal', evidence }));
    expect(history.map(({ month }) => month)).toEqual([
      '2025-11',
      '2025-12',
      ...Array.from({ length: 10 }, (_, index) => `2026-${String(index + 1).padStart(2, '0')}`),
    ]);
    expect(history.map(({ total }) => total)).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    expect(history[0]?.byPillar['technical-direction']).toBe(1);
  });

  it('writes days in the reports’ timezone, with the year where it differs', () => {
    const [midnight] = monthView(inputOf({ evidence: [evidenceOf({ at: '2026-10-11T22:30:00Z' })] })).items;
    const [old] = monthView(inputOf({ sinceThen: [evidenceOf({ month: '2025-12', at: '2025-12-05T12:00:00Z' })] })).sinceThen;
    expect([midnight?.day, old?.day]).toEqual(['12 Oct', '5 Dec 2025']);
  });

  it('leaves out links into repositories that some reader may be unable to read', () => {
    const [own, open, closed] = ['acme/Billing/pull/12', 'acme/docs/pull/3', 'acme/secret/pull/4'].map(
      (path) => `https://github.com/${path}`,
    ) as [string, string, string];
    const evidence = [evidenceOf({ links: [own, own, open, closed] })];
    expect(monthView(inputOf({ evidence })).items[0]?.links).toEqual([own, own]);
    const canAllReadRepository = (fullName: string): boolean => fullName === 'acme/docs';
    expect(monthView(inputOf({ evidence, canAllReadRepository })).items[0]?.links).toEqual([own, own, open]);
  });

  it('names repositories of other owners in full', () => {
    const evidence = [
      evidenceOf({ repository: { id: 7, fullName: 'Acme/billing' } }),
      evidenceOf({ repository: { id: 8, fullName: 'other/lib' } }),
    ];
    expect(monthView(inputOf({ evidence })).items.map(({ repository }) => repository)).toEqual(['billing', 'other/lib']);
  });

  it.each([
    [
      { kind: 'people', ids: [41, 1, 2, 3] },
      { kind: 'owners', count: 3 },
    ],
    [
      { kind: 'people', ids: [41] },
      { kind: 'owners', count: 0 },
    ],
    [
      { kind: 'people', ids: [41, 1, 50] },
      { kind: 'people', count: 2 },
    ],
    [{ kind: 'everyone' }, { kind: 'everyone' }],
    [{ kind: 'enterprise', outsiderIds: [] }, { kind: 'enterprise' }],
    [{ kind: 'unknown' }, { kind: 'unknown' }],
  ] as const)('tells readers %j as %j', (readers, told) => {
    expect(monthView(inputOf({ destination: { fullName: 'acme/brag-log', readers } })).readers).toEqual(told);
  });
});
