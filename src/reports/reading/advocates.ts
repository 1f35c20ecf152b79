/** Possible advocates: people outside an engineer's teams who credited them or asked for their judgement. */
import type { Evidence } from '../../domain/evidence.ts';
import { addMonths, type Month, monthOf } from '../../domain/month.ts';
import { countsAsEvidence } from '../counting.ts';
import type { ReadingInput } from './facts.ts';

/** How far back credit is looked for, in months, the report's own included. */
export const advocateMonths = 6;
const mostAdvocates = 5;

export type Advocate = {
  readonly login: string;
  /** On how many subjects they credited the engineer, and the newest of those items; null when on none. */
  readonly credits: number;
  readonly lastCredit: Evidence | null;
  /** How many reviews they asked for, by name. */
  readonly requests: number;
};

type Counted = { readonly credits: readonly Evidence[]; readonly requests: number };

/**
 * The people who could speak for the engineer, those with most credit first, at most five. Only people who may be named; credit from where
 * not every reader of the report can look is left out. Where no teams are known everybody is outside.
 */
export function advocatesOf(
  of: Pick<ReadingInput, 'person' | 'month' | 'timezone' | 'evidence' | 'isRestricted' | 'work' | 'people' | 'teammates'> & {
    readonly since?: Month;
  },
): readonly Advocate[] {
  const since = of.since ?? addMonths(of.month, 1 - advocateMonths);
  const isInside = (month: Month) => since <= month && month <= of.month;
  const credits = of.evidence.filter(
    (one) => one.signal === 'peer-recognition' && countsAsEvidence(one) && isInside(one.month) && !of.isRestricted(one),
  );
  const requests = of.work.filter((one) => one.role === 'requested' && one.repository !== null && isInside(monthOf(one.at, of.timezone)));
  const ids = new Set([...credits.flatMap((one) => one.speakerIds ?? []), ...requests.flatMap((one) => one.requesterId ?? [])]);
  return [...ids]
    .filter((id) => id !== of.person.id && of.people.has(id) && of.teammates?.has(id) !== true)
    .map((id) => ({
      id,
      credits: credits.filter((one) => one.speakerIds?.includes(id) === true),
      requests: requests.filter((one) => one.requesterId === id).length,
    }))
    .toSorted((a, b) => weight(b) - weight(a) || a.id - b.id)
    .slice(0, mostAdvocates)
    .map(({ id, ...found }) => ({
      login: of.people.get(id) ?? '',
      credits: found.credits.length,
      lastCredit: found.credits.toSorted((a, b) => (a.at < b.at ? -1 : 1)).at(-1) ?? null,
      requests: found.requests,
    }));
}

/** A request for a review is a smaller sign than a word of credit. */
function weight({ credits, requests }: Counted): number {
  return credits.length * 3 + requests;
}
