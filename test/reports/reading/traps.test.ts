/** The usual traps: when each is told, when not, and how rarely. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMonths } from '../../../src/domain/month.ts';
import { readingFacts, type ReadingInput } from '../../../src/reports/reading/facts.ts';
import { mostTraps, traps, trapsOf } from '../../../src/reports/reading/traps.ts';
import { evidenceOf } from '../evidence-of.ts';
import { aWork, readingOf, times } from './a-work.ts';

const rfc = (month: string) => evidenceOf({ signal: 'rfc-authorship', pillar: 'technical-direction', month, at: `${month}-03T09:00:00Z` });
const items = (count: number) => Array.from({ length: count }, () => evidenceOf({ signal: 'mentoring', pillar: 'multiplying-others' }));
const said = (id: string, change: Partial<ReadingInput>) =>
  traps.find((trap) => trap.id === id)?.find(readingFacts({ ...readingOf(), ...change })) ?? null;

type Case = {
  readonly id: string;
  readonly shown: Partial<ReadingInput>;
  readonly words: string;
  readonly silent: Record<string, Partial<ReadingInput>>;
};

const review = aWork({ role: 'reviewer' });
const elsewhere = aWork({ subject: { repositoryId: 8, kind: 'pull', number: 1 }, repository: 'ledger' });

const cases: readonly Case[] = [
  {
    id: 'one-repository',
    shown: { work: [...times(9), review] },
    words: 'in billing: nine merged pull requests and one review',
    silent: {
      'too little is known': { work: [...times(8), review] },
      'one lies elsewhere': { work: [...times(9), review, elsewhere] },
      'one is for another owner of the paths': { work: [...times(9), aWork({ owners: ['payments'] })] },
      'no other repository opted in': { work: times(12), sourceCount: 1 },
      'it was long ago': { work: times(12, { at: '2026-06-01T00:00:00Z' }) },
      'reviews say nothing': { work: [...times(9), aWork({ role: 'reviewer', substance: 'token' })] },
    },
  },
  {
    id: 'only-assigned',
    shown: { work: times(6, { closesIssuesOf: 'others' }) },
    words: 'With six pull requests you closed issues',
    silent: {
      'too few close issues': { work: [...times(5, { closesIssuesOf: 'others' }), ...times(5)] },
      'one issue is their own': { work: [...times(6, { closesIssuesOf: 'others' }), aWork({ closesIssuesOf: 'self' })] },
      'a problem of their own is in evidence': {
        work: times(6, { closesIssuesOf: 'others' }),
        evidence: [evidenceOf({ signal: 'problem-found' })],
      },
    },
  },
  {
    id: 'no-writing',
    shown: { work: times(10) },
    words: 'You merged ten pull requests, and no RFC',
    silent: {
      'too few were merged': { work: [...times(9), aWork({ mergedAt: null })] },
      'a direction document was changed': { work: [...times(9), aWork({ directions: ['VISION.md'] })] },
      'an RFC waits for a word': { work: times(10), evidence: [{ ...rfc('2026-09'), strength: 'candidate' }] },
    },
  },
  {
    id: 'more-of-the-same',
    shown: { work: times(20) },
    words: 'You merged 20 pull requests, and none left staff-level evidence',
    silent: {
      'too few were merged': { work: times(19) },
      'something counts': { work: times(20), evidence: [evidenceOf()] },
    },
  },
  {
    id: 'nobody-adopted',
    shown: { evidence: [rfc('2026-08'), rfc('2026-02')] },
    words: 'Since February 2026 you proposed two RFCs',
    silent: {
      'one is too young': { evidence: [rfc('2026-09'), rfc('2026-02')] },
      'one is too old': { evidence: [rfc('2026-08'), rfc('2025-10')] },
      'one was dismissed': { evidence: [rfc('2026-08'), { ...rfc('2026-02'), decision: 'dismissed' }] },
      'one was adopted, perhaps': {
        evidence: [rfc('2026-08'), rfc('2026-02'), evidenceOf({ signal: 'rfc-adoption', strength: 'candidate', month: '2026-05' })],
      },
    },
  },
  {
    id: 'unseen',
    shown: { evidence: items(5) },
    words: 'Five items count',
    silent: {
      'too few count': { evidence: [...items(4), evidenceOf({ strength: 'candidate' })] },
      'somebody gave credit': { evidence: [...items(5), evidenceOf({ signal: 'peer-recognition', strength: 'candidate' })] },
      'somebody outside asked for a review': { evidence: items(5), work: [aWork({ role: 'requested' })] },
    },
  },
  {
    id: 'no-help',
    shown: { work: times(10) },
    words: 'You merged ten pull requests, and we saw no review',
    silent: {
      'too few were merged': { work: times(9) },
      'a review goes into others’ work': { work: [...times(10), review] },
      'others were multiplied': { work: times(10), evidence: items(1) },
    },
  },
];

describe.each(cases)('the trap $id', ({ id, shown, words, silent }) => {
  it('is told when the data shows it', () => {
    expect(said(id, shown)).toContain(words);
  });

  it.each(Object.entries(silent))('is not told when %s', (_, change) => {
    expect(said(id, change)).toBe(null);
  });
});

it('names no repository that somebody can’t read', () => {
  expect(said('one-repository', { work: times(10, { repository: null }) })).toContain('in one repository: ten');
});

it('has a case for each trap', () => {
  expect(cases.map(({ id }) => id)).toEqual(traps.map(({ id }) => id));
});

describe('a month', () => {
  /** Shows all traps but `nobody-adopted` at once, in any month. */
  const everything = (month: string, personId: number): ReadingInput => ({
    ...readingOf(),
    person: { id: personId, login: 'maya' },
    month,
    work: [aWork({ at: `${addMonths(month, -3)}-03T09:00:00Z` }), ...times(25, { at: `${month}-03T09:00:00Z`, closesIssuesOf: 'others' })],
  });
  const shownIn = (month: string, personId: number) => trapsOf(readingFacts(everything(month, personId))).map(({ id }) => id);
  const months = fc.integer({ min: 0, max: 60 }).map((count) => addMonths('2024-01', count));
  const ids = fc.integer({ min: 1, max: 100_000 });

  it('tells at most two, and the same not again for a quarter', () => {
    fc.assert(
      fc.property(months, ids, (month, id) => {
        const [one, ...next] = [0, 1, 2].map((count) => shownIn(addMonths(month, count), id));
        expect(one?.length).toBeLessThanOrEqual(mostTraps);
        for (const trap of one ?? []) expect(next.flat()).not.toContain(trap);
      }),
    );
  });

  it('leaves none of those that last untold for ever', () => {
    fc.assert(
      fc.property(months, ids, (month, id) => {
        const told = Array.from({ length: 9 }, (_, count) => shownIn(addMonths(month, count), id)).flat();
        const lasting = ['one-repository', 'only-assigned', 'no-writing', 'more-of-the-same', 'no-help'];
        expect([...new Set(told)].toSorted()).toEqual(lasting.toSorted());
      }),
    );
  });

  it('tells newcomers of none', () => {
    for (const month of ['2026-10', '2026-11', '2026-12']) {
      const input = everything(month, 41);
      expect(trapsOf(readingFacts({ ...input, work: input.work.slice(1) }))).toEqual([]);
    }
  });
});
