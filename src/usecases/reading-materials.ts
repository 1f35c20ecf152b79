/** Gathers from the store what a month's reading rests on: the engineer's work of half a year, and who may be named to them. */
import { addDays } from '../domain/instant.ts';
import { addMonths, type Month } from '../domain/month.ts';
import type { OrganisationSnapshot } from '../domain/organisation.ts';
import type { Participation } from '../domain/participation.ts';
import type { PersonRef } from '../domain/person.ts';
import type { MonthInput } from '../reports/month-view.ts';
import { advocateMonths } from '../reports/reading/advocates.ts';
import type { ReadingInput } from '../reports/reading/facts.ts';
import { shortName } from '../reports/wording.ts';
import type { OrganisationSettings } from '../settings/files.ts';
import { standings, teammatesOf } from '../signals/home.ts';
import type { StoredRepository, Tenant } from './ports.ts';

export type GatheredReading = Pick<ReadingInput, 'sourceCount' | 'people' | 'teammates'> & {
  readonly work: readonly (Participation & { readonly isHome: boolean | null; readonly fullName: string | null })[];
};

type Of = {
  readonly person: PersonRef;
  readonly month: Month;
  readonly settings: OrganisationSettings;
  readonly snapshot: OrganisationSnapshot;
  readonly enrolled: ReadonlySet<number>;
  readonly repositories: readonly StoredRepository[];
};

/** Pull requests that were merged in these months may have been opened long before, and homes are told from half a year of work. */
const historyDays = 180;
/** Months begin at most this much earlier or later than in UTC; the reading itself goes by the reports' timezone. */
const slackDays = 1;

/** The person's participations up to the month's end, and the people of the organisation as of now. */
export async function gatherReading(tenant: Tenant, of: Of): Promise<GatheredReading> {
  const { person, month, settings, snapshot, enrolled, repositories } = of;
  const from = addDays(`${addMonths(month, 1 - advocateMonths)}-01T00:00:00Z`, -historyDays);
  const to = addDays(`${addMonths(month, 1)}-01T00:00:00Z`, slackDays);
  const participations = await tenant.participations.ofPerson(person.id, { from, to });
  const members = snapshot.members.filter((member) => enrolled.has(member.id));
  return {
    work: placed(participations, { person, snapshot, settings, repositories }),
    sourceCount: repositories.filter((repository) => repository.optIn === 'in').length,
    people: new Map(members.map((member) => [member.id, member.login])),
    teammates: teammatesOf(person, { snapshot, teams: settings.teams }),
  };
}

function placed(
  participations: readonly Participation[],
  { person, snapshot, settings, repositories }: Pick<Of, 'person' | 'snapshot' | 'settings' | 'repositories'>,
): GatheredReading['work'] {
  // Homes as of now: a reading speaks of what comes next, and the organisation's history is long to read.
  const places = standings(participations, { person, participations, organisation: [snapshot], teams: settings.teams });
  const names = new Map(repositories.map((repository) => [repository.id, repository.fullName]));
  return participations.map((one, index) => {
    const standing = places[index];
    const isHome = standing === undefined || standing.knownBy === 'nothing' ? null : standing.isHome;
    return { ...one, isHome, fullName: names.get(one.subject.repositoryId) ?? null };
  });
}

/** The same as the report may use it: repositories that not every reader can read go without their names. */
export function readingMaterials(
  { work, ...rest }: GatheredReading,
  of: Required<Pick<MonthInput, 'canAllReadRepository'>> & { readonly organisation: string },
): NonNullable<MonthInput['reading']> {
  const nameOf = (fullName: string | null) =>
    fullName !== null && of.canAllReadRepository(fullName) ? shortName(fullName, of.organisation) : null;
  return { ...rest, work: work.map(({ fullName, ...one }) => ({ ...one, repository: nameOf(fullName) })) };
}
