/** The signal strategy-stewardship: kept a direction document alive over quarters. */
import { z } from 'zod';
import { addDays } from '../domain/instant.ts';
import { snapshotAt } from '../domain/organisation.ts';
import type { Participation } from '../domain/participation.ts';
import type { PersonRef } from '../domain/person.ts';
import { counted, inWords } from '../domain/number-words.ts';
import { type PatternClaim, type PatternContext, patternSignal } from './define-signal.ts';
import { teamsOf } from './home.ts';

const settings = z.strictObject({
  enabled: z.boolean().default(true).meta({ description: 'Whether to look for care of direction documents.', unit: '`true` or `false`' }),
});

type Context = PatternContext<z.output<typeof settings>>;

/** How far apart two revisions may be to be one care of a document, in days. */
const careDays = 180;

export const strategyStewardship = patternSignal({
  id: 'strategy-stewardship',
  version: 2,
  claim: 'Kept a direction document alive over quarters.',
  pillar: 'technical-direction',
  shift: 'communication',
  audience: 'readers',
  settings,
  rubric: {
    counts: [
      'Merged pull requests of theirs that add 10 lines or more to the same roadmap, strategy, vision, charter or document of principles',
      'Revisions in two quarters of the calendar (UTC), at most 180 days apart; one item for a quarter',
      'Reviews in substance by people of other teams',
    ],
    doesNotCount: [
      'Corrections and formatting of a few lines, moves, and templates',
      'Revisions that nobody else reviewed in substance',
      'Code that has strategy in its name',
    ],
    confirmedWhen: "Teams are known, and people of other teams reviewed the quarter's revision and an earlier quarter's in substance.",
  },
  find: (participations, context) => {
    const revisions = participations.filter((one) => one.role === 'author' && one.mergedAt !== null && one.reviewerIds.length > 0);
    const documents = Map.groupBy(
      revisions.flatMap((revision) => revision.directions.map((path) => ({ revision, path }))),
      ({ revision, path }) => `${revision.subject.repositoryId} ${path}`,
    );
    return [...documents.values()].flatMap((one) =>
      claimsOn(one[0]?.path ?? '', { revisions: one.map(({ revision }) => revision), context }),
    );
  },
});

type Care = { readonly revisions: readonly Participation[]; readonly context: Context };

/** One claim for each quarter that continues an earlier one. */
function claimsOn(path: string, { revisions, context }: Care): readonly PatternClaim[] {
  const quarters = Map.groupBy(revisions, quarterOf);
  return [...quarters].flatMap(([quarter, ofQuarter]) => {
    const first = ofQuarter.toSorted(byTime)[0];
    if (first === undefined) return [];
    const since = addDays(first.at, -careDays);
    const earlier = revisions.filter((revision) => quarterOf(revision) < quarter && revision.at >= since);
    if (earlier.length === 0) return [];
    const isWide = isReviewedByOthers(first, context) && earlier.some((revision) => isReviewedByOthers(revision, context));
    return [claim(first, { path, earlier, isWide })];
  });
}

type Found = { readonly path: string; readonly earlier: readonly Participation[]; readonly isWide: boolean };

function claim(revision: Participation, { path, earlier, isWide }: Found): PatternClaim {
  const quarters = new Set([revision, ...earlier].map(quarterOf)).size;
  const reviewed = isWide ? 'people of other teams reviewed them in substance' : 'others reviewed them in substance';
  return {
    subject: revision.subject,
    strength: isWide ? 'confirmed' : 'candidate',
    at: revision.at,
    because: `Kept ${path} alive: ${counted(earlier.length + 1, 'revision')} in ${inWords(quarters)} quarters, and ${reviewed}.`,
    quote: null,
    links: [...revision.links, ...earlier.toSorted(byTime).flatMap((one) => one.links)],
  };
}

/** Whether somebody who shares no team with the author reviewed it, by the teams of that time. */
function isReviewedByOthers(revision: Participation, { organisation, teams, person }: Context): boolean {
  const { snapshot, isStandIn } = snapshotAt(organisation, revision.at);
  const of = (people: readonly PersonRef[]) => teamsOf(people, { snapshot, teams });
  const own = of([person]);
  if (isStandIn || own.length === 0) return false;
  return snapshot.members
    .filter((member) => revision.reviewerIds.includes(member.id))
    .some((member) => {
      const theirs = of([member]);
      return theirs.length > 0 && !theirs.some((team) => own.includes(team));
    });
}

/** A quarter as text that sorts: `2026-3`. */
function quarterOf({ at }: Participation): string {
  return `${at.slice(0, 4)}-${Math.ceil(Number(at.slice(5, 7)) / 3)}`;
}

function byTime(one: Participation, other: Participation): number {
  return one.at < other.at ? -1 : one.at > other.at ? 1 : one.subject.number - other.subject.number;
}
