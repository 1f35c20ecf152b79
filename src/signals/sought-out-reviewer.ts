/** The signal sought-out-reviewer: people outside their teams ask for their judgement. */
import { z } from 'zod';
import type { Instant } from '../domain/instant.ts';
import { snapshotAt } from '../domain/organisation.ts';
import type { Participation } from '../domain/participation.ts';
import { counted, inWords } from '../domain/number-words.ts';
import { type PatternClaim, type PatternContext, patternSignal } from './define-signal.ts';
import { type Standing, standings, teamsOf } from './home.ts';

const settings = z.strictObject({
  enabled: z
    .boolean()
    .default(true)
    .meta({ description: 'Whether to look for people whom others ask for their review.', unit: '`true` or `false`' }),
  minimumTeams: z.int().min(2).default(2).meta({
    description: 'From how many other teams, or for how many repositories outside the home, requests must come in a month.',
    unit: 'teams or repositories',
  }),
});

type Context = PatternContext<z.output<typeof settings>>;

export const soughtOutReviewer = patternSignal({
  id: 'sought-out-reviewer',
  version: 1,
  claim: 'People outside their teams ask for their judgement.',
  pillar: 'cross-team-impact',
  shift: 'scope',
  audience: 'readers',
  settings,
  rubric: {
    counts: [
      'First requests for a review, by name, from people of no team of theirs, for repositories outside their home',
      'Requests of one month of the calendar (UTC) together',
    ],
    doesNotCount: [
      'Requests to a team, and to whom its rotation picks',
      'Requests to code owners of the changed paths, and to their teams',
      'Requests to look again, by bots, or to more than three people at once',
      'Requests of one person only',
    ],
    confirmedWhen:
      'Teams tell where the person is at home, and two or more people of 2 or more other teams or repositories ask in one month.',
  },
  find: (participations, context) => {
    const asked = participations.filter((one) => one.role === 'requested' && one.requesterId !== null);
    const places = standings(asked, { ...context, participations });
    const requests = asked.flatMap((request, index) => outsideRequest(request, places[index], context) ?? []);
    const months = Map.groupBy(requests, ({ request }) => request.at.slice(0, 7));
    return [...months.values()].flatMap((month) => claim(month, context) ?? []);
  },
});

/** `teams`: the requester's, none of which is the person's. */
type OutsideRequest = { readonly request: Participation; readonly standing: Standing; readonly teams: readonly string[] };

/** Null when the request comes from the person's own surroundings, or may follow from CODEOWNERS. */
function outsideRequest(request: Participation, standing: Standing | undefined, context: Context): OutsideRequest | null {
  if (standing === undefined || standing.isHome || standing.knownBy === 'nothing' || request.requesterId === null) return null;
  const { snapshot } = snapshotAt(context.organisation, request.at);
  const own = teamsOf([context.person], { snapshot, teams: context.teams });
  if (request.owners.some((owner) => owner === context.person.login.toLowerCase() || own.includes(owner))) return null;
  const requester = snapshot.members.find((member) => member.id === request.requesterId);
  if (requester === undefined) return null;
  const teams = teamsOf([requester], { snapshot, teams: context.teams });
  return teams.some((team) => own.includes(team)) ? null : { request, standing, teams };
}

/** One claim for a month, at the request by which there are enough. */
function claim(month: readonly OutsideRequest[], { settings: { minimumTeams } }: Context): PatternClaim | null {
  const sorted = month.toSorted((a, b) => ascending(a.request.at, b.request.at) || a.request.subject.number - b.request.subject.number);
  const last = sorted.findIndex((_, index) => isEnough(sorted.slice(0, index + 1), minimumTeams));
  const completing = sorted[last];
  if (completing === undefined) return null;
  const { request } = completing;
  const soFar = sorted.slice(0, last + 1);
  const extent = extentOf(soFar);
  const isCertain = soFar.every(({ standing }) => standing.knownBy === 'teams' && standing.standIn === null);
  const teams = extent.teams >= 2 ? ` of ${inWords(extent.teams)} other teams` : '';
  return {
    subject: request.subject,
    strength: isCertain ? 'confirmed' : 'candidate',
    at: request.at,
    because: `Within the month, ${counted(extent.people, 'person', 'people')}${teams} asked for your review by name, on ${counted(soFar.length, 'pull request')} in ${counted(extent.repositories, 'repository', 'repositories')} outside your home.`,
    quote: null,
    // The one that completes the pattern is the item's own; the others show who else asked.
    links: [
      ...request.links,
      ...soFar
        .toReversed()
        .slice(1)
        .flatMap((one) => one.request.links),
    ],
  };
}

function extentOf(requests: readonly OutsideRequest[]) {
  return {
    people: new Set(requests.map(({ request }) => request.requesterId)).size,
    teams: new Set(requests.flatMap(({ teams }) => teams)).size,
    repositories: new Set(requests.map(({ request }) => request.subject.repositoryId)).size,
  };
}

function isEnough(requests: readonly OutsideRequest[], minimumTeams: number): boolean {
  const { people, teams, repositories } = extentOf(requests);
  return people >= 2 && (teams >= minimumTeams || repositories >= minimumTeams);
}

function ascending(one: Instant, other: Instant): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
