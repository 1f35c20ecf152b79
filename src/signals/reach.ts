/** Which other teams a piece of evidence reached, and how counts are put into words. */
import type { Instant } from '../domain/instant.ts';
import { snapshotAt } from '../domain/organisation.ts';
import type { PersonRef } from '../domain/person.ts';
import type { SubjectContext } from './define-signal.ts';
import { teamsOf } from './home.ts';

/** `standInFor`: the day of the snapshot that stands in for an earlier one; null when one of the time is known. */
export type TeamReach = { readonly count: number; readonly standIn: Instant | null };

/** How many teams the other people belong to that none of the own do, by the organisation of that time. Zero when nothing is known. */
export function otherTeams(
  people: { readonly own: readonly PersonRef[]; readonly others: readonly PersonRef[]; readonly at: Instant },
  { organisation, teams }: Pick<SubjectContext<unknown>, 'organisation' | 'teams'>,
): TeamReach {
  if (organisation === null || people.others.length === 0) return { count: 0, standIn: null };
  const { snapshot, isStandIn } = snapshotAt(organisation, people.at);
  const own = new Set(teamsOf(people.own, { snapshot, teams }));
  const count = teamsOf(people.others, { snapshot, teams }).filter((team) => !own.has(team)).length;
  return { count, standIn: isStandIn && count > 0 ? snapshot.takenAt : null };
}

/** `, among them people of 2 other teams`; empty when there is none. Teams are counted, not named. */
export function teamWords({ count, standIn }: TeamReach): string {
  if (count === 0) return '';
  const byWhen = standIn === null ? '' : ` (by the teams of ${standIn.slice(0, 10)}, the earliest known)`;
  return `, among them people of ${counted(count, 'other team', 'other teams')}${byWhen}`;
}

/** A count with its noun: `1 pull request`, `3 pull requests`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
