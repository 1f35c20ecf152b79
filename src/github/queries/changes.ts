/** The query for what was updated last, newest first: a page each of several repositories' lists. */
import type { SubjectKind } from '../../domain/subject.ts';

/** Lists in one request: less than a point, and far from the ten seconds that GitHub gives a query. */
export const listsPerQuery = 30;

const fieldFor: Record<SubjectKind, string> = { pull: 'pullRequests', issue: 'issues', discussion: 'discussions' };

/** The alias of the list at a position. */
export function listAliasAt(position: number): string {
  return `l${position}`;
}

/**
 * Each list stands under a repository of its own, so that GitHub's refusal of one (discussions without their permission) leaves the others
 * alone. Variables, by position: `owner0`, `name0`, `after0` and so on. The pages answer as `l0.page`.
 */
export function changesQuery(kinds: readonly SubjectKind[]): string {
  const variables = kinds.map((_, position) => `$owner${position}: String!, $name${position}: String!, $after${position}: String`);
  const lists = kinds.map(
    (kind, position) => `${listAliasAt(position)}: repository(owner: $owner${position}, name: $name${position}) {
    databaseId
    page: ${fieldFor[kind]}(first: 100, after: $after${position}, orderBy: { field: UPDATED_AT, direction: DESC }) {
      nodes { number updatedAt } pageInfo { hasNextPage endCursor }
    }
  }`,
  );
  return `query Changes(${variables.join(', ')}) {\n  ${lists.join('\n  ')}\n}`;
}
