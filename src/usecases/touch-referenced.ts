/** Touches what newly merged work refers to: GitHub moves nothing on a subject when work that refers to it is merged. */
import type { Dossier } from '../domain/dossier.ts';
import type { Instant } from '../domain/instant.ts';
import type { Participation } from '../domain/participation.ts';
import { subjectLabel, type SubjectRef } from '../domain/subject.ts';
import { referencesOf } from '../signals/references.ts';
import type { StoredRepository, Tenant } from './ports.ts';

/** A subject that was just replaced. */
export type Refreshed = {
  readonly dossier: Dossier;
  /** The participations that the refresh changed; none when it only repeats, so that two subjects can't touch each other for ever. */
  readonly changed: readonly Participation[];
};

/**
 * Touches the held pull requests and issues that pull requests refer to which were just seen to be merged. `sources` are the repositories
 * that opted in. Returns the ids of those in which something was touched.
 */
export async function touchReferenced(
  tenant: Pick<Tenant, 'subjects' | 'touches'>,
  refreshed: readonly Refreshed[],
  { sources, at }: { readonly sources: readonly StoredRepository[]; readonly at: Instant },
): Promise<readonly number[]> {
  const ids = new Map(sources.map((repository) => [repository.fullName.toLowerCase(), repository.id]));
  const possible = new Map(
    refreshed
      .filter(isNewlyMerged)
      .flatMap(({ dossier }) => referredBy(dossier, ids))
      .map((subject) => [subjectLabel(subject), subject]),
  );
  if (possible.size === 0) return [];
  const held = await tenant.subjects.titles([...possible.values()]);
  const touched = [...possible].filter(([label]) => held.has(label)).map(([, subject]) => subject);
  await tenant.touches.addAll(touched.map((subject) => ({ subject, at, dueAt: at })));
  return [...new Set(touched.map((subject) => subject.repositoryId))];
}

function isNewlyMerged({ dossier, changed }: Refreshed): boolean {
  return dossier.state === 'merged' && changed.some((part) => part.role === 'author' && part.mergedAt !== null);
}

/** What may be meant, but for the subject itself; a number belongs to a pull request or to an issue. */
function referredBy(dossier: Dossier, ids: ReadonlyMap<string, number>): readonly SubjectRef[] {
  return referencesOf(dossier).flatMap(({ fullName, number }): readonly SubjectRef[] => {
    const repositoryId = ids.get(fullName);
    if (repositoryId === undefined) return [];
    return [{ repositoryId, kind: 'pull', number } as const, { repositoryId, kind: 'issue', number } as const].filter(isOther(dossier));
  });
}

function isOther({ repository, kind, number }: Dossier): (subject: SubjectRef) => boolean {
  return (subject) => subject.repositoryId !== repository.id || subject.kind !== kind || subject.number !== number;
}
