/** Lists what changed in repositories since a time of each, many repositories in one request. */
import type { PermanentFailure } from '../domain/errors.ts';
import type { Instant } from '../domain/instant.ts';
import type { RepositoryRef, SubjectKind } from '../domain/subject.ts';
import type { Change, ChangeList, DossierSource } from './ports.ts';

export const subjectKinds: readonly SubjectKind[] = ['pull', 'issue', 'discussion'];

/** `refusals`: of repositories of which GitHub refuses every list. A single list that is refused (discussions without permission) is left out. */
export type Listed = { readonly changes: readonly Change[]; readonly refusals: ReadonlyMap<number, PermanentFailure> };

type Wanted = { readonly repository: RepositoryRef; readonly since: Instant };

/** The changes at or after each repository's `since`, page by page, all repositories side by side. Throws TransientFailure. */
export async function* listChanges(
  dossiers: Pick<DossierSource, 'changes'>,
  of: { readonly installationId: number; readonly wanted: readonly Wanted[] },
): AsyncGenerator<Listed> {
  const since = new Map(of.wanted.map((wanted) => [wanted.repository.id, wanted.since]));
  let lists: readonly ChangeList[] = of.wanted.flatMap(({ repository }) => subjectKinds.map((kind) => ({ repository, kind, after: null })));
  while (lists.length > 0) {
    const pages = await dossiers.changes({ installationId: of.installationId, lists });
    const next: ChangeList[] = [];
    const changes: Change[] = [];
    const refused: (readonly [number, PermanentFailure])[] = [];
    for (const page of pages) {
      const { id } = page.list.repository;
      if ('refusal' in page) {
        refused.push([id, page.refusal]);
        continue;
      }
      const recent = page.changes.filter(({ updatedAt }) => updatedAt >= (since.get(id) ?? ''));
      changes.push(...recent);
      if (page.next !== null && recent.length === page.changes.length) next.push({ ...page.list, after: page.next });
    }
    yield { changes, refusals: wholly(refused) };
    lists = next;
  }
}

/** The repositories of which as many lists are refused as there are. */
function wholly(refused: readonly (readonly [number, PermanentFailure])[]): ReadonlyMap<number, PermanentFailure> {
  const counts = new Map<number, number>();
  for (const [id] of refused) counts.set(id, (counts.get(id) ?? 0) + 1);
  return new Map(refused.filter(([id]) => counts.get(id) === subjectKinds.length));
}
