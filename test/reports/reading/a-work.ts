/** Work and inputs for tests of a month's reading: Maya of team payments, at home in billing. */
import type { ReadingInput, Work } from '../../../src/reports/reading/facts.ts';

let made = 0;

/** One participation of October 2026, changed as told: a merged pull request of Maya's in billing. */
export function aWork(change: Partial<Work> = {}): Work {
  made += 1;
  const at = change.at ?? '2026-10-05T09:00:00Z';
  const role = change.role ?? 'author';
  return {
    subject: { repositoryId: 7, kind: 'pull', number: made },
    person: { id: 41, login: 'maya' },
    role,
    at,
    mergedAt: at,
    substance: role === 'reviewer' ? 'substance' : null,
    inlineComments: 0,
    hasRequestedChanges: false,
    explains: false,
    isEnglish: true,
    changedLines: 40,
    authorIds: role === 'author' ? [41] : [50],
    reviewerIds: [],
    requesterId: role === 'requested' ? 51 : null,
    directions: [],
    owners: [],
    links: [`https://github.com/acme/billing/pull/${made}`],
    isHome: true,
    repository: 'billing',
    ...change,
  };
}

/** So many of the same. */
export function times(count: number, change: Partial<Work> = {}): readonly Work[] {
  return Array.from({ length: count }, () => aWork(change));
}

/** Something from before the months that a reading looks at, so that Maya is no newcomer. */
export const before = aWork({ at: '2026-07-20T09:00:00Z' });

/** A reading's input without evidence and with no work but `before`, changed as told. Work given is added to it. */
export function readingOf({ work = [], ...change }: Partial<ReadingInput> = {}): ReadingInput {
  return {
    person: { id: 41, login: 'maya' },
    month: '2026-10',
    timezone: 'Europe/Berlin',
    evidence: [],
    isRestricted: () => false,
    engineerOnlySignals: new Set(['glue-work']),
    work: [before, ...work],
    sourceCount: 3,
    people: new Map([
      [41, 'maya'],
      [50, 'noor'],
      [51, 'li'],
      [52, 'teo'],
    ]),
    teammates: new Set([41, 50]),
    ...change,
  };
}
