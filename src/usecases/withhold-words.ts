/** Takes a person's words and name out of other people's evidence, once nothing may be kept about them but their id. */
import type { Evidence } from '../domain/evidence.ts';
import type { Month } from '../domain/month.ts';
import type { OrganisationSnapshot } from '../domain/organisation.ts';
import type { SubjectRef } from '../domain/subject.ts';
import { readMonth } from '../reports/read-month.ts';
import { withoutName } from './name-only-enrolled.ts';
import type { NamedPerson, StoredReport, Tenant } from './ports.ts';

export type Withheld = {
  /** Where the evidence comes from, to be looked at again. */
  readonly subjects: readonly SubjectRef[];
  /** Reports that show it and are to be written again, of whatever month. */
  readonly reports: readonly { readonly personId: number; readonly month: Month }[];
};

/** Cuts quotations of the person down to their permalinks and calls them somebody in reasons. Repeating it changes nothing. */
export async function withholdWords(tenant: Tenant, person: NamedPerson): Promise<Withheld> {
  const held = await tenant.evidence.naming(person);
  const naming = held.filter((item) => item.speakerIds?.includes(person.id) === true || unnamed(item, person) !== item.because);
  const changes = naming.map((item) => ({
    key: item.key,
    because: unnamed(item, person),
    quote: item.speakerIds?.[0] === person.id ? null : item.quote,
  }));
  await tenant.evidence.reword(changes);
  const keys = new Set(naming.map(({ key }) => key));
  const reports: StoredReport[] = [];
  for (const id of new Set(naming.map((one) => one.person.id))) reports.push(...(await tenant.reports.ofPerson(id)));
  return {
    subjects: naming.map(({ subject }) => subject),
    reports: reports.filter((report) => shows(report, keys)).map(({ personId, month }) => ({ personId, month })),
  };
}

/** A login may be an everyday word: where nothing tells that the person is meant, it counts as a name after these words alone. */
const beforeNames = 'by|to|of|from|and|with';

function unnamed({ because, speakerIds = [] }: Evidence, { id, login }: NamedPerson): string {
  if (login === null) return because;
  if (speakerIds.includes(id)) return withoutName(because, login);
  return because.replace(new RegExp(`(?<=\\b(?:${beforeNames}) )@?${RegExp.escape(login)}(?![\\w-])`, 'gi'), 'somebody');
}

/** A report whose overflow comments were not noted down is taken to show everything. */
function shows({ body, commentIds, comments }: StoredReport, keys: ReadonlySet<string>): boolean {
  if (comments.length < commentIds.length) return true;
  return [body, ...comments].some((text) => readMonth(text).items.some(({ key }) => keys.has(key)));
}

/** What a person is called, or was called when they were last a member. */
export async function namedPerson(tenant: Tenant, personId: number): Promise<NamedPerson> {
  const loginIn = (snapshot: OrganisationSnapshot | null) => snapshot?.members.find(({ id }) => id === personId)?.login ?? null;
  const login = loginIn(await tenant.organisation.newest());
  if (login !== null) return { id: personId, login };
  const history = (await tenant.organisation.history('1970-01-01T00:00:00Z')) ?? [];
  return { id: personId, login: history.map(loginIn).findLast((known) => known !== null) ?? null };
}
