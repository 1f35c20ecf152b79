/** Pillars without evidence, and the step that is named for each. */
import { describe, expect, it } from 'vitest';
import { type Evidence, type Pillar, pillars } from '../../../src/domain/evidence.ts';
import { readingFacts, type ReadingInput, type Work } from '../../../src/reports/reading/facts.ts';
import { gapsOf } from '../../../src/reports/reading/next-steps.ts';
import { evidenceOf } from '../evidence-of.ts';
import { aWork, readingOf, times } from './a-work.ts';

const gaps = (change: Partial<ReadingInput> = {}) => gapsOf(readingFacts(readingOf(change)));
const stepFor = (pillar: Pillar, change: Partial<ReadingInput>) => gaps(change).find((gap) => gap.pillar === pillar)?.step;

describe('a pillar without evidence', () => {
  it('is one for which nothing counts in three months', () => {
    const evidence = [
      evidenceOf({ pillar: 'technical-direction', month: '2026-08' }),
      evidenceOf({ pillar: 'cross-team-impact', month: '2026-07' }),
      evidenceOf({ pillar: 'multiplying-others', signal: 'glue-work' }),
      evidenceOf({ pillar: 'operating-with-ambiguity', strength: 'candidate', decision: 'kept' }),
    ];
    expect(gaps({ evidence }).map(({ pillar }) => pillar)).toEqual(['cross-team-impact', 'multiplying-others']);
  });

  it('tells of upkeep that was kept, so that the report does not deny what it shows', () => {
    const upkeep = { pillar: 'multiplying-others', signal: 'glue-work', strength: 'candidate' } as const;
    const tellingUpkeep = (change: Partial<Evidence>) =>
      gaps({ evidence: [evidenceOf({ ...upkeep, ...change })] }).flatMap(({ pillar, hasUpkeep }) => (hasUpkeep ? [pillar] : []));
    expect(tellingUpkeep({ decision: 'kept' })).toEqual(['multiplying-others']);
    expect(tellingUpkeep({})).toEqual([]);
    expect(tellingUpkeep({ decision: 'kept', month: '2026-07' })).toEqual([]);
  });

  it.each<[string, Partial<Evidence>]>([
    ['a candidate', { strength: 'candidate' }],
    ['a dismissed item', { decision: 'dismissed' }],
    ['an item that is no longer found', { isFound: false }],
    ['an item of a later month', { month: '2026-11' }],
  ])('is not filled by %s', (_, change) => {
    expect(gaps({ evidence: [evidenceOf(change)] }).map(({ pillar }) => pillar)).toEqual([...pillars]);
  });

  it('is not told to somebody who was not seen for three months', () => {
    expect(gapsOf(readingFacts({ ...readingOf(), work: [aWork({ at: '2026-09-02T09:00:00Z' })] }))).toEqual([]);
    expect(gapsOf(readingFacts({ ...readingOf(), work: [aWork({ at: '2026-08-31T09:00:00Z' })] }))).toHaveLength(4);
  });
});

describe('a step', () => {
  const review = (change: Partial<Work>): Work => aWork({ role: 'reviewer', ...change });
  const outside = { isHome: false, repository: 'search' } as const;

  it.each<[Pillar, string, readonly Work[], string]>([
    [
      'technical-direction',
      'a direction document',
      [aWork({ directions: ['ROADMAP.md'], repository: 'handbook' })],
      'You changed a document of direction in handbook.',
    ],
    [
      'technical-direction',
      'reviews with reasons',
      times(2, { role: 'reviewer', explains: true, repository: 'ledger' }),
      'You gave reasons in two reviews in ledger.',
    ],
    ['technical-direction', 'merged work', times(4), 'You merged four pull requests in billing.'],
    [
      'cross-team-impact',
      'a glance outside',
      [review({ ...outside, substance: 'token' })],
      'You looked at one pull request in search, outside your home, in few words.',
    ],
    ['cross-team-impact', 'a request', [aWork({ role: 'requested', repository: 'search' })], 'li asked for your review in search.'],
    [
      'cross-team-impact',
      'an older review',
      [review({ ...outside, at: '2026-06-30T23:00:00Z' })],
      'You last reviewed outside your home in July 2026, in search.',
    ],
    ['multiplying-others', 'reviews of one person', [review({}), review({})], 'You reviewed two pull requests of noor in substance.'],
    [
      'operating-with-ambiguity',
      'others’ issues',
      times(3, { closesIssuesOf: 'others' }),
      'With three pull requests in billing you closed issues that others had written.',
    ],
    ['operating-with-ambiguity', 'merged work', times(2), 'In billing, which you know well,'],
  ])('for %s is drawn from %s', (pillar, _, work, words) => {
    expect(stepFor(pillar, { work })).toContain(words);
    const nameless = work.map((one) => ({ ...one, repository: null }));
    expect(stepFor(pillar, { work: nameless, people: new Map() })).not.toMatch(/billing|search|ledger|handbook|noor|li asked/);
  });

  it('names nobody of the engineer’s own team as somebody outside', () => {
    const work = [aWork({ role: 'requested', requesterId: 50 })];
    expect(stepFor('cross-team-impact', { work })).not.toContain('noor');
  });

  it('is to look at what waits for a word, when something does that the engineer can read', () => {
    const evidence = [evidenceOf({ strength: 'candidate' }), evidenceOf({ strength: 'candidate', month: '2026-09' })];
    expect(stepFor('cross-team-impact', { evidence })).toBe('Two items would count here and wait for your word. Tick what is right.');
    expect(stepFor('cross-team-impact', { evidence: evidence.slice(1) })).toContain('One item would count here');
    expect(stepFor('cross-team-impact', { evidence, isRestricted: () => true })).not.toContain('wait');
  });

  it('makes something of upkeep', () => {
    const evidence = [1, 2].map(() => evidenceOf({ signal: 'glue-work', pillar: 'multiplying-others', strength: 'candidate' }));
    expect(stepFor('multiplying-others', { evidence })).toContain('You kept things running two times.');
  });

  it('without anything to go by is a general one, and another in the next month', () => {
    for (const pillar of pillars) {
      const steps = ['2026-10', '2026-11', '2026-12'].map((month) => stepFor(pillar, { month }));
      expect(new Set(steps).size).toBe(3);
    }
  });
});
