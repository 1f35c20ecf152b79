/** Who may see an item: nothing from a repository appears where people who can't read that repository can read it. */
import type { OrganisationRepository, Readers } from '../domain/organisation.ts';
import type { PersonRef } from '../domain/person.ts';

/** A source repository as the snapshot has it; null when it is gone or was never seen. */
export type AudienceSource = Pick<OrganisationRepository, 'visibility' | 'readers'> | null;

type InternalReaders = Extract<Readers, { kind: 'enterprise' }>;

/**
 * Whether everyone who can read the report can read the source. True for public sources, else only when it is certain:
 * unknown readers, a missing source, and readers that contradict the visibility (a repository changed since) count as no.
 * `members` are the organisation's; they can read every internal repository of it.
 */
export function canAllRead(of: {
  readonly source: AudienceSource;
  readonly report: Readers;
  readonly members: readonly Pick<PersonRef, 'id'>[];
}): boolean {
  const { source, report, members } = of;
  if (source === null) return false;
  if (source.visibility === 'public') return true;
  const { readers } = source;
  if (readers.kind === 'people') return report.kind === 'people' && isSubset(report.ids, readers.ids);
  if (readers.kind !== 'enterprise' || source.visibility !== 'internal') return false;
  return canAllReadInternal({ readers, report, memberIds: members.map((member) => member.id) });
}

function canAllReadInternal(of: {
  readonly readers: InternalReaders;
  readonly report: Readers;
  readonly memberIds: readonly number[];
}): boolean {
  const known = [...of.memberIds, ...of.readers.outsiderIds];
  if (of.report.kind === 'people') return isSubset(of.report.ids, known);
  return of.report.kind === 'enterprise' && isSubset(of.report.outsiderIds, known);
}

function isSubset(ids: readonly number[], of: readonly number[]): boolean {
  const all = new Set(of);
  return ids.every((id) => all.has(id));
}
