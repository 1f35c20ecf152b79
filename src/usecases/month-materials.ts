/** Gathers from the store what one monthly issue is made of, and decides what its readers may see. */
import type { ItemNote, ManualEntry } from '../domain/entry.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { Instant } from '../domain/instant.ts';
import { addMonths, type Month } from '../domain/month.ts';
import type { OrganisationRepository, OrganisationSnapshot, Readers } from '../domain/organisation.ts';
import type { PersonRef } from '../domain/person.ts';
import type { OrganisationSettings } from '../settings/files.ts';
import { canAllRead } from '../reports/audience.ts';
import type { Heard } from '../reports/decisions.ts';
import { impactWords } from '../reports/impact.ts';
import { type MonthInput, type MonthView, monthView } from '../reports/month-view.ts';
import { readMonth } from '../reports/read-month.ts';
import { signals } from '../signals/registry.ts';
import { enrolledPeople } from './enrolment.ts';
import { type GatheredReading, gatherReading, readingMaterials } from './reading-materials.ts';
import type { OrganisationSource, Store, StoredReport, StoredRepository, Tenant } from './ports.ts';
import { isPersonal, organisationSettings, reportRepositoryName } from './tenant-settings.ts';

export type MonthMaterials = {
  readonly person: PersonRef;
  readonly month: Month;
  readonly settings: OrganisationSettings;
  readonly snapshot: OrganisationSnapshot;
  readonly destination: StoredRepository;
  /** Who can read the destination now. */
  readonly readers: Readers;
  readonly evidence: readonly Evidence[];
  /** What the person added, of any month. */
  readonly entries: readonly ManualEntry[];
  readonly itemNotes: ReadonlyMap<string, ItemNote>;
  /** When the person last decided on an item by a command, by the item's key. */
  readonly commandedAt: ReadonlyMap<string, Instant>;
  /** Whether the person asked for no new reports. */
  readonly isPaused: boolean;
  /** The report as last written; null before the first time. */
  readonly stored: StoredReport | null;
  /** The person's other reports. */
  readonly others: readonly StoredReport[];
  /** What the month's reading rests on; null where reports are shared. */
  readonly reading: GatheredReading | null;
};

export type Gathered =
  | { readonly kind: 'ready'; readonly materials: MonthMaterials }
  /** Not enrolled: nothing is written about them. */
  | { readonly kind: 'nobody' }
  /** There is no repository to write to. `reason` is for the organisation's owner. */
  | { readonly kind: 'homeless'; readonly reason: string };

/** Reads what a person's month needs, and asks GitHub who can read the report's repository now. Throws TransientFailure. */
export async function gatherMonth(
  ports: { readonly store: Store; readonly organisations: Pick<OrganisationSource, 'readers'> },
  of: { readonly installationId: number; readonly personId: number; readonly month: Month },
): Promise<Gathered> {
  const held = await ports.store.tenant(of.installationId, (tenant) => readHeld(tenant, of));
  if (held.kind !== 'held') return held;
  const readers = await ports.organisations.readers({ installationId: of.installationId, repository: held.materials.destination });
  return { kind: 'ready', materials: { ...held.materials, readers } };
}

type Held = { readonly kind: 'held'; readonly materials: Omit<MonthMaterials, 'readers'> } | Exclude<Gathered, { kind: 'ready' }>;

async function readHeld(tenant: Tenant, of: { readonly personId: number; readonly month: Month }): Promise<Held> {
  const settings = await organisationSettings(tenant);
  const snapshot = await tenant.organisation.newest();
  const installation = await tenant.installation.read();
  if (snapshot === null || installation === null || installation.isSuspended) return { kind: 'nobody' };
  const person = snapshot.members.find((member) => member.id === of.personId);
  const enrolled = await enrolledPeople(tenant, settings, snapshot);
  if (person === undefined || !enrolled.has(person.id)) return { kind: 'nobody' };
  const name = reportRepositoryName(settings, person.login);
  const reports = await tenant.reports.ofPerson(person.id);
  const stored = reports.find((report) => report.month === of.month) ?? null;
  const repositories = await tenant.repositories.list();
  // A month stays in the repository where it began: its notes and its history are there.
  const begun = repositories.find((repository) => repository.id === stored?.repositoryId && !repository.isArchived);
  const destination = begun ?? repositories.find((repository) => repository.fullName.split('/')[1]?.toLowerCase() === name);
  if (destination === undefined)
    return { kind: 'homeless', reason: `the App can't reach a repository named \`${name}\`: make it, or add it to the installation` };
  if (destination.isArchived) return { kind: 'homeless', reason: `the report repository \`${name}\` is archived` };
  const materials = {
    person: { id: person.id, login: person.login },
    month: of.month,
    settings,
    snapshot,
    destination,
    evidence: await tenant.evidence.ofPerson(person.id),
    entries: await tenant.entries.ofPerson(person.id),
    itemNotes: await tenant.itemNotes.ofPerson(person.id),
    commandedAt: await tenant.commands.decidedAt(person.id),
    isPaused: (await tenant.people.paused()).has(person.id),
    stored,
    others: reports.filter((report) => report.month !== of.month),
    reading: isPersonal(settings)
      ? await gatherReading(tenant, { person, month: of.month, settings, snapshot, enrolled, repositories })
      : null,
  };
  return { kind: 'held', materials };
}

/** What the issue shows to those who can read its repository, with the decisions and notes that were just read from it. */
export function viewOf(materials: MonthMaterials, heard: Heard, addresses: Pick<MonthInput, 'webUrl' | 'rubricUrl'>): MonthView {
  const { person, month, settings, snapshot, destination, readers } = materials;
  const evidence = materials.evidence.map((item) => ({ ...item, decision: heard.decisions.get(item.key) ?? item.decision }));
  return monthView({
    person,
    month,
    organisation: snapshot.login,
    timezone: settings.reports.timezone,
    audience: isForEngineer(materials) ? 'personal' : 'shared',
    evidence,
    sinceThen: evidence.filter((item) => isLate(item, materials)),
    ...ownWords(materials, heard),
    ...opennessOf(materials),
    ...readingOf(materials),
    engineerOnlySignals: new Set(signals.filter((signal) => signal.audience === 'engineer').map((signal) => signal.id)),
    notes: heard.notes,
    destination: { fullName: destination.fullName, readers },
    ownerIds: snapshot.members.filter((member) => member.role === 'owner').map((member) => member.id),
    ...addresses,
  });
}

/** What every reader of the report can read. */
export function opennessOf({
  snapshot,
  readers,
}: Pick<MonthMaterials, 'snapshot' | 'readers'>): Required<Pick<MonthInput, 'isRestricted' | 'canAllReadRepository'>> {
  const isOpen = (source: OrganisationRepository | undefined) =>
    canAllRead({ source: source ?? null, report: readers, members: snapshot.members });
  const byId = new Map(snapshot.repositories.map((repository) => [repository.id, repository]));
  const byName = new Map(snapshot.repositories.map((repository) => [repository.fullName, repository]));
  return {
    isRestricted: (item) => !isOpen(byId.get(item.subject.repositoryId)),
    canAllReadRepository: (fullName) => isOpen(byName.get(fullName)),
  };
}

/** Nothing is drawn up where others read along. */
function readingOf(materials: MonthMaterials): Pick<MonthInput, 'reading'> {
  const { reading, snapshot } = materials;
  if (reading === null || !isForEngineer(materials)) return {};
  return { reading: readingMaterials(reading, { organisation: snapshot.login, ...opennessOf(materials) }) };
}

/** What the engineer said stands where it was said, and in a report that nobody but them and the owners can read. */
function ownWords(materials: MonthMaterials, heard: Heard): Pick<MonthInput, 'entries' | 'itemNotes'> {
  const isPrivate = isForEngineer(materials);
  const mayShow = ({ repositoryId }: { readonly repositoryId: number }) => isPrivate || repositoryId === materials.destination.id;
  const entries = materials.entries.filter((entry) => entry.month === materials.month && mayShow(entry));
  const notes = [...materials.itemNotes].filter(([, note]) => mayShow(note) && impactWords(note) !== '');
  return {
    entries: entries.map((entry) => ({ ...entry, decision: heard.decisions.get(entry.key) ?? entry.decision })),
    itemNotes: new Map(notes.map(([key, note]) => [key, impactWords(note)])),
  };
}

/** Whether the report is the engineer's own: settings say so, and nobody but them and the organisation's owners can read it. */
export function isForEngineer({ person, settings, snapshot, readers }: MonthMaterials): boolean {
  if (!isPersonal(settings) || readers.kind !== 'people') return false;
  const allowed = new Set([person.id, ...snapshot.members.filter((member) => member.role === 'owner').map((member) => member.id)]);
  return readers.ids.every((id) => allowed.has(id));
}

/**
 * Whether an item came too late for the report of its month: that is no longer among the newest two, and no report up to this one has told
 * of it. What is older than the person's first report never had one. A report whose overflow comments were not noted down is taken to hold
 * everything.
 */
function isLate(item: Evidence, { month, others }: MonthMaterials): boolean {
  if (item.month >= addMonths(month, -1)) return false;
  const first = others.map((report) => report.month).toSorted()[0];
  if (first === undefined || item.month < first) return false;
  const own = others.find((report) => report.month === item.month);
  if (own !== undefined && own.comments.length < own.commentIds.length) return false;
  return others.every((report) => report.month > month || !tells(report, item.key));
}

function tells({ body, comments }: StoredReport, key: string): boolean {
  return [body, ...comments].some((text) => readMonth(text).items.some((item) => item.key === key));
}
