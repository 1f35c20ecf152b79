/** Takes a person's words and name out of other people's evidence, once nothing may be kept about them but their id. */
import type { Month } from '../domain/month.ts';
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
  const naming = await tenant.evidence.naming(person);
  const changes = naming.map(({ key, because, quote, speakerIds = [] }) => ({
    key,
    because: person.login === null ? because : withoutName(because, person.login),
    quote: speakerIds[0] === person.id ? null : quote,
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

/** What overflows into comments is not kept; such a report is taken to show everything. */
function shows({ body, commentIds }: StoredReport, keys: ReadonlySet<string>): boolean {
  return commentIds.length > 0 || readMonth(body).items.some(({ key }) => keys.has(key));
}

/** What a person is called, as far as it is known. */
export async function namedPerson(tenant: Tenant, personId: number): Promise<NamedPerson> {
  const member = (await tenant.organisation.newest())?.members.find(({ id }) => id === personId);
  const [evidence] = member === undefined ? await tenant.evidence.ofPerson(personId) : [];
  return { id: personId, login: member?.login ?? evidence?.person.login ?? null };
}
