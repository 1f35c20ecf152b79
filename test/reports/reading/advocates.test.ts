/** People who could speak for an engineer: who is named, and who is not. */
import { expect, it } from 'vitest';
import type { Evidence } from '../../../src/domain/evidence.ts';
import { advocatesOf } from '../../../src/reports/reading/advocates.ts';
import type { ReadingInput } from '../../../src/reports/reading/facts.ts';
import { evidenceOf } from '../evidence-of.ts';
import { aWork, readingOf } from './a-work.ts';

const credit = (change: Partial<Evidence> = {}): Evidence => evidenceOf({ signal: 'peer-recognition', speakerIds: [51], ...change });
const named = (change: Partial<ReadingInput>) => advocatesOf(readingOf(change)).map(({ login }) => login);

it('counts credit and requests of each, most credit first, and keeps the newest credit', () => {
  const old = credit({ at: '2026-06-02T09:00:00Z', month: '2026-06' });
  const both = credit({ speakerIds: [51, 52] });
  const work = [aWork({ role: 'requested', requesterId: 52 }), aWork({ role: 'requested', requesterId: 52 })];
  expect(advocatesOf(readingOf({ evidence: [both, old], work }))).toEqual([
    { login: 'li', credits: 2, lastCredit: both, requests: 0 },
    { login: 'teo', credits: 1, lastCredit: both, requests: 2 },
  ]);
});

it.each<[string, Partial<ReadingInput>]>([
  ['a teammate', { evidence: [credit({ speakerIds: [50] })] }],
  ['themselves', { evidence: [credit({ speakerIds: [41] })], teammates: null }],
  ['somebody who is not enrolled', { evidence: [credit({ speakerIds: [99] })] }],
  ['a candidate', { evidence: [credit({ strength: 'candidate' })] }],
  ['a dismissed credit', { evidence: [credit({ decision: 'dismissed' })] }],
  ['an old credit', { evidence: [credit({ month: '2026-04' })] }],
  ['a credit that not everybody can read', { evidence: [credit()], isRestricted: () => true }],
  ['a request where not everybody can read', { work: [aWork({ role: 'requested', repository: null })] }],
  ['other evidence', { evidence: [credit({ signal: 'cross-repo-review' })] }],
])('names nobody for %s', (_, change) => {
  expect(named(change)).toEqual([]);
});

it('takes everybody for an outsider where no team is known', () => {
  expect(named({ evidence: [credit({ speakerIds: [50] })], teammates: null })).toEqual(['noor']);
});

it('names at most five', () => {
  const ids = Array.from({ length: 9 }, (_, index) => 60 + index);
  const people = new Map(ids.map((id) => [id, `person-${id}`]));
  expect(named({ evidence: [credit({ speakerIds: ids })], people })).toEqual(ids.slice(0, 5).map((id) => `person-${id}`));
});
