/** Touches what newly merged work refers to: GitHub moves nothing on a subject when work that refers to it is merged. */
import type { Dossier } from '../domain/dossier.ts';
import type { Instant } from '../domain/instant.ts';
import type { Participation } from '../domain/participation.ts';
import { subjectLabel, type SubjectRef } from '../domain/subject.ts';
import { referencesOf } from '../signals/references.ts';
import type { Tenant } from './ports.ts';

type Refreshed = {
  readonly dossier: Dossier;
  /** The participations that the refresh changed; none when it only repeats, so that two subjects can't touch each other for ever. */
  readonly changed: readonly Participation[];
  readonly at: Instant;
};

/** Touches the held pull requests and issues that a pull request refers to, when it was just seen to be merged. Returns their repositories' ids. */
export async function touchReferenced(
  tenant: Pick<Tenant, 'repositories' | 'subjects' | 'touches'>,
  { dossier, changed, at }: Refreshed,
): Promise<readonly number[]> {
  const isNewlyMerged = dossier.state === 'merged' && changed.some((part) => part.role === 'author' && part.mergedAt !== null);
  const references = isNewlyMerged ? referencesOf(dossier) : [];
  if (references.length === 0) return [];
  const sources = (await tenant.repositories.list()).filter((repository) => repository.optIn === 'in');
  const ids = new Map(sources.map((repository) => [repository.fullName.toLowerCase(), repository.id]));
  const possible = references.flatMap(({ fullName, number }): readonly SubjectRef[] => {
    const repositoryId = ids.get(fullName);
    if (repositoryId === undefined) return [];
    return [{ repositoryId, kind: 'pull', number } as const, { repositoryId, kind: 'issue', number } as const].filter(isOther(dossier));
  });
  const held = await tenant.subjects.titles(possible);
  const touched = possible.filter((subject) => held.has(subjectLabel(subject)));
  for (const subject of touched) await tenant.touches.add(subject, { at, dueAt: at });
  return [...new Set(touched.map((subject) => subject.repositoryId))];
}

function isOther({ repository, kind, number }: Dossier): (subject: SubjectRef) => boolean {
  return (subject) => subject.repositoryId !== repository.id || subject.kind !== kind || subject.number !== number;
}
