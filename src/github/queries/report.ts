/** The report tracker's queries: an issue with its edit history and comments, and the App's own issues. */

const more = 'pageInfo { hasNextPage endCursor }';
const account = '__typename login ... on User { databaseId } ... on Bot { databaseId }';
const edits = `nodes { editedAt diff editor { ${account} } } ${more}`;
const comment = `fullDatabaseId body createdAt viewerDidAuthor author { ${account} }`;
const comments = `nodes { ${comment} } ${more}`;
/** GitHub lists edits newest first, so the last one is the text as it was first written. Comments that were never edited have none. */
const spoken = `nodes { ${comment} firstWording: userContentEdits(last: 1) { nodes { diff } } } ${more}`;
const versions = `nodes { ${comment} userContentEdits(first: 100) { nodes { editedAt diff editor { ${account} } } } } ${more}`;

/** Variables: owner, name, number. */
export const reportIssueQuery = `query ReportIssue($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    databaseId
    issue(number: $number) {
      id number body state locked viewerDidAuthor author { ${account} }
      repository { databaseId }
      labels(first: 100) { nodes { name } }
      userContentEdits(first: 100) { ${edits} }
      comments(first: 100) { ${comments} }
    }
  }
}`;

/** Variables: owner, name, number. */
export const reportCommentsQuery = `query ReportComments($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    databaseId
    issue(number: $number) { id comments(first: 100) { ${spoken} } }
  }
}`;

/** Variables: owner, name, number. */
export const commentVersionsQuery = `query CommentVersions($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    databaseId
    issue(number: $number) { id comments(first: 100) { ${versions} } }
  }
}`;

/** Variables: id (an issue), after. */
export const moreEditsQuery = `query MoreEdits($id: ID!, $after: String) {
  node(id: $id) { ... on Issue { page: userContentEdits(first: 100, after: $after) { ${edits} } } }
}`;

/** Variables: id (an issue), after. */
export const moreReportCommentsQuery = `query MoreReportComments($id: ID!, $after: String) {
  node(id: $id) { ... on Issue { page: comments(first: 100, after: $after) { ${comments} } } }
}`;

/** Variables: id (an issue), after. */
export const moreSpokenCommentsQuery = `query MoreSpokenComments($id: ID!, $after: String) {
  node(id: $id) { ... on Issue { page: comments(first: 100, after: $after) { ${spoken} } } }
}`;

/** Variables: id (an issue), after. */
export const moreCommentVersionsQuery = `query MoreCommentVersions($id: ID!, $after: String) {
  node(id: $id) { ... on Issue { page: comments(first: 100, after: $after) { ${versions} } } }
}`;

/** Variables: owner, name, label, after. Newest first. */
export const ownIssuesQuery = `query OwnIssues($owner: String!, $name: String!, $label: String!, $after: String) {
  repository(owner: $owner, name: $name) {
    databaseId
    page: issues(first: 100, after: $after, labels: [$label], states: [OPEN, CLOSED], orderBy: { field: CREATED_AT, direction: DESC }) {
      nodes { number body viewerDidAuthor }
      ${more}
    }
  }
}`;
