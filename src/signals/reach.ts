/** Which other teams a piece of evidence reached, and how others and their work are put into words. */
import type { Instant } from '../domain/instant.ts';
import { counted, inWords } from '../domain/number-words.ts';
import { snapshotAt } from '../domain/organisation.ts';
import type { PersonRef } from '../domain/person.ts';
import type { SubjectContext } from './define-signal.ts';
import { teamsOf } from './home.ts';

/**
 * `people`: how many others there are, and how many of them are in teams of which nobody of the own is. `teams`: how many such teams.
 * `standIn`: the day of the snapshot that stands in for an earlier one; null when one of the time is known.
 */
export type Reach = {
  readonly people: { readonly all: number; readonly ofOtherTeams: number };
  readonly teams: number;
  readonly standIn: Instant | null;
};

/** How far the other people reach beyond the teams of the own, by the organisation of that time. No team when nothing is known. */
export function reachOf(
  people: { readonly own: readonly PersonRef[]; readonly others: readonly PersonRef[]; readonly at: Instant },
  { organisation, teams }: Pick<SubjectContext<unknown>, 'organisation' | 'teams'>,
): Reach {
  const all = people.others.length;
  if (organisation === null || all === 0) return { people: { all, ofOtherTeams: 0 }, teams: 0, standIn: null };
  const { snapshot, isStandIn } = snapshotAt(organisation, people.at);
  const own = new Set(teamsOf(people.own, { snapshot, teams }));
  const beyond = people.others.map((person) => teamsOf([person], { snapshot, teams }).filter((team) => !own.has(team)));
  const count = new Set(beyond.flat()).size;
  const ofOtherTeams = beyond.filter((slugs) => slugs.length > 0).length;
  return { people: { all, ofOtherTeams }, teams: count, standIn: isStandIn && count > 0 ? snapshot.takenAt : null };
}

/** `one person of another team`, `three other people (two of another team)`, `two other people`. Teams are counted, not named. */
export function othersWords({ people: { all, ofOtherTeams }, teams, standIn }: Reach): string {
  if (teams === 0) return counted(all, 'other person', 'other people');
  const ofTeams = teams === 1 ? 'of another team' : `of ${inWords(teams)} other teams`;
  const byWhen = standIn === null ? '' : `by the teams of ${standIn.slice(0, 10)}, the earliest known`;
  if (ofOtherTeams === all) return `${counted(all, 'person', 'people')} ${ofTeams}${byWhen === '' ? '' : ` (${byWhen})`}`;
  return `${inWords(all)} other people (${inWords(ofOtherTeams)} ${ofTeams}${byWhen === '' ? '' : `, ${byWhen}`})`;
}

/** Whose merged work it was: `one of them your own and the others by two people of another team`. */
export function sharesWords(work: { readonly pulls: number; readonly ownPulls: number }, others: Reach): string {
  if (others.people.all === 0) return 'all of them your own';
  if (work.ownPulls === 0) return `by ${othersWords(others)}`;
  const rest = work.pulls - work.ownPulls === 1 ? 'the other' : 'the others';
  return `${inWords(work.ownPulls)} of them your own and ${rest} by ${othersWords(others)}`;
}
