/** Gathers from the store what a promotion packet is made of. */
import type { Evidence } from '../domain/evidence.ts';
import type { Instant } from '../domain/instant.ts';
import type { Ladder } from '../domain/ladder.ts';
import type { Period } from '../domain/period.ts';
import type { OrganisationSnapshot } from '../domain/organisation.ts';
import type { PersonRef } from '../domain/person.ts';
import { subjectLabel } from '../domain/subject.ts';
import { impactWords } from '../reports/impact.ts';
import { type Creditor, type PacketInput, type PacketView, packetView } from '../reports/packet-view.ts';
import type { OrganisationSettings } from '../settings/files.ts';
import { chosenLadder } from '../settings/shipped-ladders.ts';
import { teamsOf } from '../signals/home.ts';
import { enrolledPeople } from './enrolment.ts';
import { opennessOf } from './month-materials.ts';
import type { Store, Tenant } from './ports.ts';
import { retentionStart } from './retention.ts';
import { organisationSettings } from './tenant-settings.ts';

/** Where the organisation's GitHub is browsed, and where the rubric is read. */
type Addresses = Pick<PacketInput, 'webUrl' | 'rubricUrl'>;

/** What the readers of a packet can read. */
type Openness = Pick<PacketInput, 'isRestricted' | 'canAllReadRepository'>;

export type Asked = {
  readonly person: PersonRef;
  readonly period: Period;
  readonly now: Instant;
  readonly ladders: readonly Ladder[];
  readonly addresses: Addresses;
};

/** A packet for those whom `openness` speaks of, from one transaction. Null while the organisation was never looked up. */
export async function packetIn(tenant: Tenant, of: Asked & { readonly openness: Openness }): Promise<PacketView | null> {
  const gathered = await gatherPacket(tenant, of);
  return gathered === null ? null : packetView({ ...gathered.materials, ...of.openness });
}

/** What a packet is made of, before it is said who reads it. */
export type PacketMaterials = Omit<PacketInput, keyof Openness>;

/** The same before it is known who reads it. Null while the organisation was never looked up. */
export async function gatherPacket(
  tenant: Tenant,
  of: Asked,
): Promise<{ readonly materials: PacketMaterials; readonly snapshot: OrganisationSnapshot } | null> {
  const settings = await organisationSettings(tenant);
  const snapshot = await tenant.organisation.newest();
  if (snapshot === null) return null;
  const { person, period, addresses } = of;
  const evidence = await tenant.evidence.ofPerson(person.id);
  const notes = await tenant.itemNotes.ofPerson(person.id);
  const visibilities = new Map(snapshot.repositories.map(({ id, visibility }) => [id, visibility]));
  const named = await namesIn(tenant, settings, snapshot);
  const materials: PacketMaterials = {
    person,
    period,
    organisation: snapshot.login,
    timezone: settings.reports.timezone,
    evidence,
    entries: await tenant.entries.ofPerson(person.id),
    itemNotes: new Map([...notes].map(([key, note]) => [key, impactWords(note)] as const).filter(([, words]) => words !== '')),
    isPublic: ({ subject }) => visibilities.get(subject.repositoryId) === 'public',
    references: await tenant.subjects.references(evidence.map(({ subject }) => subject)),
    workOf: await authorsOf(tenant, person, named),
    creditors: creditorsOf(evidence, { person, snapshot, settings, named }),
    ladder: chosenLadder(of.ladders, settings),
    keptSince: retentionStart(of.now, settings).month,
    ...addresses,
  };
  return { materials, snapshot };
}

/** The packet that an engineer gets as a file: it holds what they can read themselves. Null for who is not enrolled. */
export async function packetForFile(store: Store, of: Asked & { readonly installationId: number }): Promise<PacketView | null> {
  return store.tenant(of.installationId, async (tenant) => {
    const settings = await organisationSettings(tenant);
    const snapshot = await tenant.organisation.newest();
    if (snapshot === null || !(await enrolledPeople(tenant, settings, snapshot)).has(of.person.id)) return null;
    return packetIn(tenant, { ...of, openness: opennessOf({ snapshot, readers: { kind: 'people', ids: [of.person.id] } }) });
  });
}

/** Logins of the people who may be named to others: members who are enrolled. */
async function namesIn(
  tenant: Tenant,
  settings: OrganisationSettings,
  snapshot: OrganisationSnapshot,
): Promise<ReadonlyMap<number, string>> {
  const enrolled = await enrolledPeople(tenant, settings, snapshot);
  return new Map(snapshot.members.filter(({ id }) => enrolled.has(id)).map(({ id, login }) => [id, login]));
}

const always = { from: '1970-01-01T00:00:00Z', to: '9999-12-31T00:00:00Z' };

/** Whose work the person reviewed, by subject; null for people who may not be named. */
async function authorsOf(tenant: Tenant, person: PersonRef, named: ReadonlyMap<number, string>): Promise<PacketInput['workOf']> {
  const participations = await tenant.participations.ofPerson(person.id, always);
  const reviews = participations.filter(({ role }) => role === 'reviewer');
  return new Map(reviews.map(({ subject, authorIds }) => [subjectLabel(subject), authorIds.map((id) => named.get(id) ?? null)]));
}

function creditorsOf(
  evidence: readonly Evidence[],
  of: {
    readonly person: PersonRef;
    readonly snapshot: OrganisationSnapshot;
    readonly settings: OrganisationSettings;
    readonly named: ReadonlyMap<number, string>;
  },
): ReadonlyMap<string, readonly Creditor[]> {
  const teams = (person: PersonRef): readonly string[] => teamsOf([person], { snapshot: of.snapshot, teams: of.settings.teams });
  const own = new Set(teams(of.person));
  const creditorOf = (id: number): readonly Creditor[] => {
    const login = of.named.get(id);
    return login === undefined ? [] : [{ login, isOutside: !teams({ id, login }).some((team) => own.has(team)) }];
  };
  const credits = evidence.filter(({ signal }) => signal === 'peer-recognition');
  return new Map(credits.map(({ key, speakerIds }) => [key, (speakerIds ?? []).flatMap(creditorOf)]));
}
