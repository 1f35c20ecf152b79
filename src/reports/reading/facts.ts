/** What a month's reading is drawn from: the engineer's evidence and work of the last three months, counted once. */
import type { Evidence } from '../../domain/evidence.ts';
import { addMonths, type Month, monthOf } from '../../domain/month.ts';
import type { Participation } from '../../domain/participation.ts';
import type { PersonRef } from '../../domain/person.ts';
import { countsAsEvidence, isUndecided } from '../counting.ts';

/** The months that a reading looks at, the report's own included. */
export const readingMonths = 3;

/** A participation, and where it lies. */
export type Work = Participation & {
  /** Null when it can't be told. */
  readonly isHome: boolean | null;
  /** The repository without its owner; null when somebody who reads the report may be unable to read it, so that it is not named. */
  readonly repository: string | null;
};

export type ReadingInput = {
  readonly person: PersonRef;
  readonly month: Month;
  /** IANA name. */
  readonly timezone: string;
  /** Everything held about the person. */
  readonly evidence: readonly Evidence[];
  readonly isRestricted: (evidence: Evidence) => boolean;
  /** Ids of signals that are no staff-level evidence by themselves. */
  readonly engineerOnlySignals: ReadonlySet<string>;
  /** The person's participations of at least the last six months, up to the month's end. */
  readonly work: readonly Work[];
  /** How many repositories opted in. */
  readonly sourceCount: number;
  /** Logins of the people who may be named: those who are enrolled. */
  readonly people: ReadonlyMap<number, string>;
  /** Ids of those who share a team with the person, themselves included; null when no team of theirs is known. */
  readonly teammates: ReadonlySet<number> | null;
};

export type ReadingFacts = ReadingInput & {
  /** The first of the months that are looked at. */
  readonly since: Month;
  /** Merged pull requests of theirs. */
  readonly merges: readonly Work[];
  /** Reviews of others' work, in substance and otherwise. */
  readonly reviews: readonly Work[];
  readonly glances: readonly Work[];
  /** First requests for their review. */
  readonly requests: readonly Work[];
  /** Staff-level evidence that counts, and candidates that wait for a word. */
  readonly counted: readonly Evidence[];
  readonly undecided: readonly Evidence[];
  /** Whether the person's work has been seen for as long as the reading looks back. */
  readonly isKnown: boolean;
};

/** Sorts what is known by what it says. Linear in evidence and work, given their months. */
export function readingFacts(input: ReadingInput): ReadingFacts {
  const since = addMonths(input.month, 1 - readingMonths);
  const isInside = (month: Month) => since <= month && month <= input.month;
  const localMonth = (at: string) => monthOf(at, input.timezone);
  const acts = input.work.filter((one) => isInside(localMonth(one.at)));
  const evidence = input.evidence.filter((one) => isInside(one.month) && !input.engineerOnlySignals.has(one.signal));
  return {
    ...input,
    since,
    merges: input.work.filter((one) => one.role === 'author' && one.mergedAt !== null && isInside(localMonth(one.mergedAt))),
    reviews: acts.filter((one) => one.role === 'reviewer' && one.substance === 'substance'),
    glances: acts.filter((one) => one.role === 'reviewer' && one.substance !== 'substance'),
    requests: acts.filter((one) => one.role === 'requested'),
    counted: evidence.filter(countsAsEvidence),
    undecided: evidence.filter((one) => isUndecided(one) && !input.isRestricted(one)),
    isKnown: input.work.some((one) => localMonth(one.at) <= since) || input.evidence.some((one) => one.month <= since),
  };
}

/** The place with the most of this work, of those that may be named, and how much is there. Null below `fewest`. */
export function busiestPlace(work: readonly Work[], fewest = 1): { readonly repository: string; readonly count: number } | null {
  const counts = new Map<string, number>();
  for (const { repository } of work) if (repository !== null) counts.set(repository, (counts.get(repository) ?? 0) + 1);
  const [first] = [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return first === undefined || first[1] < fewest ? null : { repository: first[0], count: first[1] };
}
