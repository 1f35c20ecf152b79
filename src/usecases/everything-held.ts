/** Everything that is held about one person, gathered for them. */
import type { ItemNote, ManualEntry } from '../domain/entry.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { DraftVersion, PacketDraft, PacketShare } from '../domain/packet-draft.ts';
import type { Participation } from '../domain/participation.ts';
import type { AuditLine, PersonRecords, StoredReport, Tenant } from './ports.ts';

/** A draft with the versions of it that are kept, newest first. */
export type HeldDraft = Pick<PacketDraft, 'id' | 'version' | 'createdAt' | 'savedAt'> & { readonly versions: readonly DraftVersion[] };

export type Held = PersonRecords & {
  readonly evidence: readonly Evidence[];
  readonly participations: readonly Participation[];
  readonly entries: readonly ManualEntry[];
  readonly notes: readonly ItemNote[];
  readonly reports: readonly StoredReport[];
  readonly drafts: readonly HeldDraft[];
  readonly shares: readonly PacketShare[];
  readonly audit: readonly AuditLine[];
};

const always = { from: '1970-01-01T00:00:00Z', to: '9999-12-31T00:00:00Z' };

/** From every table that knows the person. Of others' evidence only how many items keep their id. */
export async function everythingHeld(tenant: Tenant, personId: number): Promise<Held> {
  return {
    ...(await tenant.people.held(personId)),
    evidence: await tenant.evidence.ofPerson(personId),
    participations: await tenant.participations.ofPerson(personId, always),
    entries: await tenant.entries.ofPerson(personId),
    notes: await tenant.itemNotes.wordings(personId),
    reports: await tenant.reports.ofPerson(personId),
    drafts: await heldDrafts(tenant, personId),
    shares: await tenant.packetShares.ofPerson(personId),
    audit: await tenant.audit.ofPerson(personId),
  };
}

async function heldDrafts(tenant: Tenant, personId: number): Promise<readonly HeldDraft[]> {
  const held: HeldDraft[] = [];
  for (const { id, version, createdAt, savedAt } of await tenant.packetDrafts.ofPerson(personId)) {
    held.push({ id, version, createdAt, savedAt, versions: await tenant.packetDrafts.versions(personId, id) });
  }
  return held;
}
