/** What the pictures of a log are drawn from: counts by month, of one engineer alone. */
import { type Evidence, type Pillar, pillars } from '../../domain/evidence.ts';
import { type Month, monthOf, monthsEndingWith } from '../../domain/month.ts';
import type { Participation } from '../../domain/participation.ts';
import { countsAsEvidence } from '../../reports/counting.ts';

/** How many months the pictures show, the current one included. */
export const pictureMonths = 18;

/** A pull request of theirs that was merged, or a review of others' work in substance, and which teams it touched. */
export type Touching = Participation & {
  /** Slugs of the teams that own the place; the engineer's own among them. */
  readonly owningTeams: readonly string[];
};

/** One kind of thing, counted in each month. */
export type Counts<Id extends string> = { readonly id: Id; readonly counts: readonly number[] };

export type PicturesView = {
  /** Oldest first; every list of counts goes along with it. */
  readonly months: readonly Month[];
  readonly pillars: readonly Counts<Pillar>[];
  readonly reach: readonly [Counts<'repositories'>, Counts<'teams'>];
  /** Merged pull requests by whose issues they close. */
  readonly sources: readonly [Counts<'found'>, Counts<'assigned'>, Counts<'untold'>];
  /** Staff-level evidence that counts, and glue work that was seen and not dismissed. */
  readonly kinds: readonly [Counts<'staff'>, Counts<'glue'>];
};

export type PicturesInput = {
  /** The newest month that is shown. */
  readonly last: Month;
  /** IANA name. */
  readonly timezone: string;
  /** Everything held about the engineer. */
  readonly evidence: readonly Evidence[];
  readonly work: readonly Touching[];
  /** Ids of signals that are no staff-level evidence by themselves. */
  readonly engineerOnlySignals: ReadonlySet<string>;
};

/** Counts everything by the reports' months. Linear in evidence and work. Pure. */
export function picturesOf({ last, timezone, evidence, work, engineerOnlySignals }: PicturesInput): PicturesView {
  const months = monthsEndingWith(last, pictureMonths);
  const staff = evidence.filter((one) => countsAsEvidence(one) && !engineerOnlySignals.has(one.signal));
  const glue = evidence.filter((one) => engineerOnlySignals.has(one.signal) && one.decision !== 'dismissed' && one.isFound);
  const placed = work.map((one) => ({
    ...one,
    month: monthOf(one.mergedAt !== null && one.role === 'author' ? one.mergedAt : one.at, timezone),
  }));
  const byMonth = Map.groupBy(placed, ({ month }) => month);
  const merges = placed.filter(({ role }) => role === 'author');
  const distinct = (valuesOf: (one: Touching) => readonly (string | number)[]) =>
    months.map((month) => new Set((byMonth.get(month) ?? []).flatMap(valuesOf)).size);
  const tally = <T extends { readonly month: Month }>(all: readonly T[]) => {
    const groups = Map.groupBy(all, ({ month }) => month);
    return months.map((month) => groups.get(month)?.length ?? 0);
  };
  return {
    months,
    pillars: pillars.map((id) => ({ id, counts: tally(staff.filter(({ pillar }) => pillar === id)) })),
    reach: [
      { id: 'repositories', counts: distinct(({ subject }) => [subject.repositoryId]) },
      { id: 'teams', counts: distinct(({ owningTeams }) => owningTeams) },
    ],
    sources: [
      { id: 'found', counts: tally(merges.filter((one) => one.closesIssuesOf === 'self')) },
      { id: 'assigned', counts: tally(merges.filter((one) => one.closesIssuesOf === 'others')) },
      { id: 'untold', counts: tally(merges.filter((one) => one.closesIssuesOf === undefined)) },
    ],
    kinds: [
      { id: 'staff', counts: tally(staff) },
      { id: 'glue', counts: tally(glue) },
    ],
  };
}

/** Whether there is nothing to draw. */
export function isBlank({ pillars: byPillar, reach, sources, kinds }: PicturesView): boolean {
  return [...byPillar, ...reach, ...sources, ...kinds].every(({ counts }) => counts.every((count) => count === 0));
}

/** All of a kind. */
export function total({ counts }: { readonly counts: readonly number[] }): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
