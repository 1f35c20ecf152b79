/** The sweep's queries: what was updated last, newest first. Variables: owner, name, after. */
import type { SubjectKind } from '../../domain/subject.ts';

const page = 'nodes { number updatedAt } pageInfo { hasNextPage endCursor }';

export const changesQueries: Record<SubjectKind, string> = {
  pull: `query ChangedPulls($owner: String!, $name: String!, $after: String) {
  repository(owner: $owner, name: $name) {
    databaseId
    page: pullRequests(first: 100, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) { ${page} }
  }
}`,
  issue: `query ChangedIssues($owner: String!, $name: String!, $after: String) {
  repository(owner: $owner, name: $name) {
    databaseId
    page: issues(first: 100, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) { ${page} }
  }
}`,
  discussion: `query ChangedDiscussions($owner: String!, $name: String!, $after: String) {
  repository(owner: $owner, name: $name) {
    databaseId
    page: discussions(first: 100, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) { ${page} }
  }
}`,
};
