/** Everything that is held about one person, gathered for them. */
import type { ItemNote, ManualEntry } from '../domain/entry.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { Participation } from '../domain/participation.ts';
import type { AuditLine, PersonRecords, StoredReport, Tenant } from './ports.ts';

export type Held = PersonRecords & {
  readonly evidence: readonly Evidence[];
  readonly participations: readonly Participation[];
  readonly entries: readonly ManualEntry[];
  readonly notes: readonly ItemNote[];
  readonly reports: readonly StoredReport[];
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
    audit: await tenant.audit.ofPerson(personId),
  };
}
