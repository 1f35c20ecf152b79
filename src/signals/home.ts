/** Where a person is at home: their teams' repositories, or else where their merged work goes; in a monorepo the paths' owners. */
import type { Instant } from '../domain/instant.ts';
import { addDays } from '../domain/instant.ts';
import type { OrganisationHistory, OrganisationRepository, OrganisationSnapshot, Permission, Team } from '../domain/organisation.ts';
import { snapshotAt } from '../domain/organisation.ts';
import type { Participation } from '../domain/participation.ts';
import type { PersonRef } from '../domain/person.ts';
import { dividesOwnership, type OwnersRule, readCodeowners } from './codeowners.ts';
import type { SharedSettings } from './define-signal.ts';

/** How long before a review merged pull requests tell a person's home, in days. */
export const homeDays = 180;

/** The share of a person's merged pull requests that makes a repository home. */
const homeShare = 0.2;

/** A team as far as homes go. Broad teams hold more than half of the organisation's repositories and are nobody's home. */
type HomeTeam = {
  readonly slug: string;
  readonly memberIds: ReadonlySet<number>;
  readonly memberLogins: ReadonlySet<string>;
  readonly repositoryIds: ReadonlySet<number>;
  readonly isBroad: boolean;
  readonly isSecret: boolean;
};

/** Where a pull request stands from a person's point of view. */
export type Standing = {
  readonly isHome: boolean;
  /** What tells the home; `nothing`: no team and no merged pull request. */
  readonly knownBy: 'teams' | 'merged-work' | 'nothing';
  /** The person owns everything that the monorepo gives to nobody else, so that the whole may be their home. */
  readonly isDefaultOwner: boolean;
  /** The person's merged pull requests in the days before, all and those at this place. Zero when teams tell. */
  readonly merged: { readonly all: number; readonly here: number };
  /** Slugs of the person's teams and of the teams that own the place; broad ones left out. */
  readonly teams: readonly string[];
  readonly owningTeams: readonly string[];
  /** Teams that are not to be named to others. */
  readonly secretTeams: ReadonlySet<string>;
  readonly repositoryName: string | null;
  /** When the snapshot was taken that stands in for an earlier day; null when one of the day was there. */
  readonly standIn: Instant | null;
};

const homePermission: Readonly<Record<Permission, boolean>> = { read: false, triage: false, write: true, maintain: true, admin: true };

/** One snapshot, prepared for everybody. */
type Ground = {
  readonly teams: readonly HomeTeam[];
  readonly broadSlugs: ReadonlySet<string>;
  readonly secretTeams: ReadonlySet<string>;
  readonly repositories: ReadonlyMap<number, OrganisationRepository>;
  readonly rules: (repositoryId: number) => readonly OwnersRule[];
};

/** The same for one person. */
type View = Ground & {
  readonly names: ReadonlySet<string>;
  readonly own: readonly HomeTeam[];
  readonly homeIds: ReadonlySet<number>;
};

/**
 * Tells for each reviewed pull request whether it lies in the person's home. `participations` are all of the person's, any order.
 * Linear in participations (and their sorting), given the organisation. Never throws.
 */
export function standings(
  reviews: readonly Participation[],
  of: { readonly person: PersonRef; readonly participations: readonly Participation[]; readonly organisation: OrganisationHistory } & Pick<
    SharedSettings,
    'teams'
  >,
): readonly Standing[] {
  const viewAt = viewer(of);
  const merged = mergedWork(of.participations, (work) => placesOf(work, viewAt(work.at).view));
  const byTime = reviews.map((review, index) => ({ review, index })).toSorted((a, b) => ascending(a.review.at, b.review.at));
  const result: Standing[] = [];
  for (const { review, index } of byTime) {
    const { view, standIn } = viewAt(review.at);
    result[index] = { ...standing(review, view, merged.before(review.at)), standIn };
  }
  return result;
}

function standing(review: Participation, view: View, merged: MergedWork): Omit<Standing, 'standIn'> {
  const { repositoryId } = review.subject;
  const owners = ownersIn(review, view);
  const rules = view.rules(repositoryId);
  const isDivided = owners.length > 0 && dividesOwnership(rules);
  const isNamed = rules.some((rule) => rule.owners.some((owner) => view.names.has(owner)));
  const shared = {
    teams: view.own.filter((team) => isHomely(team, rules)).map((team) => team.slug),
    secretTeams: view.secretTeams,
    owningTeams: owningTeams(owners, repositoryId, view),
    repositoryName: view.repositories.get(repositoryId)?.fullName.replace(/^.*\//, '') ?? null,
    isDefaultOwner: isDivided && rules.some((rule) => /^\/?\**$/.test(rule.pattern) && rule.owners.some((owner) => view.names.has(owner))),
    merged: { all: 0, here: 0 },
  };
  if (owners.some((owner) => view.names.has(owner))) return { ...shared, isHome: true, knownBy: 'teams' };
  if (isDivided && isNamed) return { ...shared, isHome: false, knownBy: 'teams' };
  if (view.homeIds.size > 0) return { ...shared, isHome: view.homeIds.has(repositoryId), knownBy: 'teams' };
  const places = placesOf(review, view);
  const here = Math.max(...places.map((place) => merged.at(place)));
  const isHome = here > 0 && (here >= merged.all * homeShare || here === merged.most());
  return { ...shared, isHome, knownBy: merged.all === 0 ? 'nothing' : 'merged-work', merged: { all: merged.all, here } };
}

/** Teams that merely read are nobody's home: a team counts by what it may write, or by what it owns here. */
function isHomely(team: HomeTeam, rules: readonly OwnersRule[]): boolean {
  return team.repositoryIds.size > 0 || rules.some((rule) => rule.owners.includes(team.slug));
}

/** A repository, or in a monorepo the parts by owner. */
function placesOf(work: Participation, view: View): readonly string[] {
  const { repositoryId } = work.subject;
  const owners = ownersIn(work, view);
  if (owners.length === 0 || !dividesOwnership(view.rules(repositoryId))) return [`${repositoryId}`];
  return owners.map((owner) => `${repositoryId}/${owner}`);
}

function ownersIn(work: Participation, view: View): readonly string[] {
  return work.owners.filter((owner) => !view.broadSlugs.has(owner));
}

function owningTeams(owners: readonly string[], repositoryId: number, view: View): readonly string[] {
  const narrow = view.teams.filter((team) => !team.isBroad);
  const named = narrow.filter((team) => owners.includes(team.slug));
  const telling = named.length > 0 ? named : narrow.filter((team) => team.repositoryIds.has(repositoryId));
  return telling.map((team) => team.slug).toSorted();
}

// ---------------------------------------------------------------- teams

function viewer(of: { readonly person: PersonRef; readonly organisation: OrganisationHistory } & Pick<SharedSettings, 'teams'>) {
  const views = new Map<OrganisationSnapshot, View>();
  return (at: Instant): { readonly view: View; readonly standIn: Instant | null } => {
    const { snapshot, isStandIn } = snapshotAt(of.organisation, at);
    const view = views.get(snapshot) ?? viewOf(snapshot, of.person, of.teams);
    views.set(snapshot, view);
    return { view, standIn: isStandIn ? snapshot.takenAt : null };
  };
}

function viewOf(snapshot: OrganisationSnapshot, person: PersonRef, settings: SharedSettings['teams']): View {
  const ground = groundOf(snapshot, settings);
  const own = ground.teams.filter((team) => !team.isBroad && isIn(team, person));
  return {
    ...ground,
    names: new Set([person.login.toLowerCase(), ...own.map((team) => team.slug)]),
    own: own.toSorted((a, b) => ascending(a.slug, b.slug)),
    homeIds: new Set(own.flatMap((team) => [...team.repositoryIds])),
  };
}

const isIn = (team: HomeTeam, { id, login }: PersonRef): boolean => team.memberIds.has(id) || team.memberLogins.has(login.toLowerCase());

const grounds = new WeakMap<SharedSettings['teams'], WeakMap<OrganisationSnapshot, Ground>>();

/** Made once for all people who are looked at by the same settings: there are as many snapshots as days, with all teams in each. */
function groundOf(snapshot: OrganisationSnapshot, settings: SharedSettings['teams']): Ground {
  const bySnapshot = grounds.get(settings) ?? new WeakMap<OrganisationSnapshot, Ground>();
  const ground = bySnapshot.get(snapshot) ?? layGround(snapshot, settings);
  grounds.set(settings, bySnapshot.set(snapshot, ground));
  return ground;
}

function layGround(snapshot: OrganisationSnapshot, settings: SharedSettings['teams']): Ground {
  const teams = homeTeams(snapshot, settings);
  const repositories = new Map(snapshot.repositories.map((repository) => [repository.id, repository]));
  const rulesById = new Map<number, readonly OwnersRule[]>();
  const rules = (repositoryId: number): readonly OwnersRule[] => {
    const known = rulesById.get(repositoryId) ?? readCodeowners(repositories.get(repositoryId)?.codeowners ?? '');
    rulesById.set(repositoryId, known);
    return known;
  };
  return {
    teams,
    broadSlugs: new Set(teams.filter((team) => team.isBroad).map((team) => team.slug)),
    secretTeams: new Set(teams.filter((team) => team.isSecret).map((team) => team.slug)),
    repositories,
    rules,
  };
}

type TeamSets = { readonly memberIds: ReadonlySet<number>; readonly repositoryIds: ReadonlySet<number> };
const setsByTeam = new WeakMap<Team, TeamSets>();

/** A team that did not change is the same object in one snapshot after the other. */
function setsOf(team: Team): TeamSets {
  const known = setsByTeam.get(team);
  if (known !== undefined) return known;
  const held = team.repositories.filter(({ permission }) => homePermission[permission]).map(({ repositoryId }) => repositoryId);
  const sets = { memberIds: new Set(team.memberIds), repositoryIds: new Set(held) };
  setsByTeam.set(team, sets);
  return sets;
}

/** GitHub's teams and those of the settings. A team that the settings list is taken at its word: its repositories replace GitHub's, and it is never broad. */
function homeTeams(snapshot: OrganisationSnapshot, settings: SharedSettings['teams']): readonly HomeTeam[] {
  const idByName = new Map(
    snapshot.repositories.map((repository) => [repository.fullName.replace(/^.*\//, '').toLowerCase(), repository.id]),
  );
  const listed = new Map(Object.entries(settings).map(([slug, team]) => [slug.toLowerCase(), team]));
  const isBroad = broadness(snapshot);
  const fromGitHub = snapshot.teams.map((team): HomeTeam => {
    const override = listed.get(team.slug.toLowerCase());
    const { memberIds, repositoryIds } = setsOf(team);
    const isListed = override !== undefined && override.repositories.length > 0;
    return {
      slug: team.slug.toLowerCase(),
      memberIds,
      memberLogins: new Set(override?.members.map((login) => login.toLowerCase())),
      repositoryIds: isListed ? new Set(idsOf(override.repositories, idByName)) : repositoryIds,
      isBroad: !isListed && isBroad(team),
      isSecret: team.isSecret === true,
    };
  });
  const known = new Set(fromGitHub.map((team) => team.slug));
  const fromSettings = [...listed].filter(([slug]) => !known.has(slug));
  return [
    ...fromGitHub,
    ...fromSettings.map(([slug, team]): HomeTeam => {
      const memberLogins = new Set(team.members.map((login) => login.toLowerCase()));
      return {
        slug,
        memberIds: new Set(),
        memberLogins,
        repositoryIds: new Set(idsOf(team.repositories, idByName)),
        isBroad: false,
        isSecret: false,
      };
    }),
  ];
}

/** Of this many repositories a team may hold all and still be at home there: a small organisation, or a small installation. */
const smallHolding = 2;

/** Whether a team may write to more than half of the organisation's repositories, as far as they are known: those installed, and those of any team. */
function broadness({ repositories, teams }: OrganisationSnapshot): (team: Team) => boolean {
  const known = new Set([
    ...repositories.map(({ id }) => id),
    ...teams.flatMap((team) => team.repositories.map((held) => held.repositoryId)),
  ]);
  return (team) => {
    const held = setsOf(team).repositoryIds.size;
    return held > smallHolding && held * 2 > known.size;
  };
}

function idsOf(names: readonly string[], idByName: ReadonlyMap<string, number>): readonly number[] {
  return names.flatMap((name) => idByName.get(name.toLowerCase()) ?? []);
}

/** Slugs of the teams, broad ones left out, that any of the people belong to; sorted. */
export function teamsOf(
  people: readonly PersonRef[],
  of: { readonly snapshot: OrganisationSnapshot } & Pick<SharedSettings, 'teams'>,
): readonly string[] {
  return groundOf(of.snapshot, of.teams)
    .teams.filter((team) => !team.isBroad && people.some((person) => isIn(team, person)))
    .map((team) => team.slug)
    .toSorted();
}

/** Ids of the members who share a team with a person, broad ones left out; the person's own among them. Null when no team of theirs is known. */
export function teammatesOf(
  person: PersonRef,
  of: { readonly snapshot: OrganisationSnapshot } & Pick<SharedSettings, 'teams'>,
): ReadonlySet<number> | null {
  const own = groundOf(of.snapshot, of.teams).teams.filter((team) => !team.isBroad && isIn(team, person));
  if (own.length === 0) return null;
  return new Set(of.snapshot.members.filter((member) => own.some((team) => isIn(team, member))).map((member) => member.id));
}

// ---------------------------------------------------------------- merged work

type MergedWork = { readonly all: number; readonly at: (place: string) => number; readonly most: () => number };

/** Counts merged pull requests in a window that moves forward: ask with instants in ascending order. */
function mergedWork(participations: readonly Participation[], placesOfWork: (work: Participation) => readonly string[]) {
  const merges = participations
    .flatMap((work) =>
      work.role === 'author' && work.mergedAt !== null
        ? [{ at: work.mergedAt, until: addDays(work.mergedAt, homeDays), places: placesOfWork(work) }]
        : [],
    )
    .toSorted((a, b) => ascending(a.at, b.at));
  const counts = new Map<string, number>();
  let [from, to] = [0, 0];
  const count = (places: readonly string[], step: number): void => {
    for (const place of places) counts.set(place, (counts.get(place) ?? 0) + step);
  };
  const before = (instant: Instant): MergedWork => {
    for (let next = merges[to]; next !== undefined && next.at < instant; next = merges[++to]) count(next.places, 1);
    for (let first = merges[from]; from < to && first !== undefined && first.until < instant; first = merges[++from])
      count(first.places, -1);
    return { all: to - from, at: (place) => counts.get(place) ?? 0, most: () => Math.max(0, ...counts.values()) };
  };
  return { before };
}

/** Order of code units, which unlike the locale's is the same on every machine. */
function ascending(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
