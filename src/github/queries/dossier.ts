/** The dossier's queries: subjects of one repository in one request, further pages of what is large, and the texts of documents. */
import type { SubjectKind } from '../../domain/subject.ts';

/** `page`: of lists that hold no lists, which GitHub charges for as one. `inner`: of commits and threads, which it charges for one by one. */
export type PageSizes = { readonly page: number; readonly inner: number };

/** First pages, chosen so that most subjects need no second one, and a pull request costs a third of a point. */
export const firstPages: PageSizes = { page: 50, inner: 10 };
/** For a subject that GitHub finds too heavy. */
export const smallPages: PageSizes = { page: 10, inner: 5 };
/** GitHub's limit on `first`. https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api */
export const fullPage = 100;

const account = `fragment account on Actor {
  __typename login
  ... on User { databaseId }
  ... on Bot { databaseId }
  ... on Mannequin { databaseId }
  ... on Organization { databaseId }
}`;

const repository = 'fragment repository on Repository { databaseId nameWithOwner }';

const comment = `fragment comment on IssueComment {
  id url createdAt body minimizedReason author { ...account }
}`;

const review = `fragment review on PullRequestReview {
  id url submittedAt body state minimizedReason author { ...account } commit { oid }
}`;

const inlineComment = `fragment inlineComment on PullRequestReviewComment {
  id url createdAt body state minimizedReason author { ...account } pullRequestReview { id }
}`;

const thread = `fragment thread on PullRequestReviewThread {
  id path line originalLine isResolved isOutdated resolvedBy { ...account }
  comments(first: 20) { nodes { ...inlineComment } pageInfo { hasNextPage endCursor } }
}`;

const commit = `fragment commit on PullRequestCommit {
  commit { oid message authoredDate committedDate authors(first: 10) { nodes { user { ...account } } } }
}`;

const file = 'fragment file on PullRequestChangedFile { path changeType additions deletions }';

const reply = `fragment reply on DiscussionComment {
  id url createdAt body isAnswer minimizedReason author { ...account }
}`;

const discussionComment = `fragment discussionComment on DiscussionComment {
  ...reply
  replies(first: 30) { nodes { ...reply } pageInfo { hasNextPage endCursor } }
}`;

const crossReference = `fragment crossReference on CrossReferencedEvent {
  createdAt actor { ...account } willCloseTarget
  source {
    __typename
    ... on Issue { number title repository { ...repository } author { ...account } }
    ... on PullRequest { number title merged repository { ...repository } author { ...account } }
  }
}`;

const issueEvents = [
  ['ClosedEvent', 'createdAt actor { ...account }'],
  ['ReopenedEvent', 'createdAt actor { ...account }'],
  ['RenamedTitleEvent', 'createdAt actor { ...account } previousTitle currentTitle'],
  ['LabeledEvent', 'createdAt actor { ...account } label { name }'],
  ['UnlabeledEvent', 'createdAt actor { ...account } label { name }'],
  ['AssignedEvent', 'createdAt actor { ...account } assignee { ... on Actor { ...account } }'],
  ['CrossReferencedEvent', '...crossReference'],
] as const;

const pullEvents = [
  ...issueEvents,
  ['MergedEvent', 'createdAt actor { ...account }'],
  ['HeadRefForcePushedEvent', 'createdAt actor { ...account }'],
  ['ReadyForReviewEvent', 'createdAt actor { ...account }'],
  ['ConvertToDraftEvent', 'createdAt actor { ...account }'],
  [
    'ReviewRequestedEvent',
    'createdAt actor { ...account } requestedReviewer { __typename ... on Actor { ...account } ... on Team { slug } }',
  ],
] as const;

const issueItemTypes =
  '[CLOSED_EVENT, REOPENED_EVENT, RENAMED_TITLE_EVENT, LABELED_EVENT, UNLABELED_EVENT, ASSIGNED_EVENT, CROSS_REFERENCED_EVENT]';
const pullItemTypes = issueItemTypes.replace(
  ']',
  ', MERGED_EVENT, HEAD_REF_FORCE_PUSHED_EVENT, READY_FOR_REVIEW_EVENT, CONVERT_TO_DRAFT_EVENT, REVIEW_REQUESTED_EVENT]',
);

function onEvents(events: readonly (readonly [string, string])[]): string {
  return events.map(([type, fields]) => `  ... on ${type} { ${fields} }`).join('\n');
}

const issueTimeline = `fragment issueTimeline on IssueTimelineItems {
  __typename
${onEvents(issueEvents)}
}`;

const pullTimeline = `fragment pullTimeline on PullRequestTimelineItems {
  __typename
${onEvents(pullEvents)}
}`;

const pull = `fragment pull on PullRequest {
  __typename id number url title body createdAt updatedAt closedAt mergedAt state isDraft
  repository { ...repository }
  author { ...account ... on User { id } } mergedBy { ...account }
  baseRefName baseRefOid headRefName headRefOid additions deletions changedFiles
  labels(first: 50) { nodes { name } }
  assignees(first: 10) { nodes { ...account } }
  closingIssuesReferences(first: 5) { nodes { ...closedIssue } }
  mergeCommit { oid parents(first: 2) { totalCount } authors(first: 10) { nodes { user { ...account } } } }
  comments(first: $page) { nodes { ...comment } pageInfo { hasNextPage endCursor } }
  reviews(first: $page) { nodes { ...review } pageInfo { hasNextPage endCursor } }
  reviewThreads(first: $inner) { nodes { ...thread } pageInfo { hasNextPage endCursor } }
  commits(first: $inner) { nodes { ...commit } pageInfo { hasNextPage endCursor } }
  files(first: $page) { nodes { ...file } pageInfo { hasNextPage endCursor } }
  timelineItems(first: $page, itemTypes: ${pullItemTypes}) { nodes { ...pullTimeline } pageInfo { hasNextPage endCursor } }
}`;

const closedIssue = `fragment closedIssue on Issue {
  number url title body createdAt repository { ...repository } author { ...account } labels(first: 20) { nodes { name } }
}`;

const issue = `fragment issue on Issue {
  __typename id number url title body createdAt updatedAt closedAt issueState: state
  repository { ...repository }
  author { ...account }
  labels(first: 50) { nodes { name } }
  assignees(first: 10) { nodes { ...account } }
  comments(first: $page) { nodes { ...comment } pageInfo { hasNextPage endCursor } }
  timelineItems(first: $page, itemTypes: ${issueItemTypes}) { nodes { ...issueTimeline } pageInfo { hasNextPage endCursor } }
}`;

const discussion = `fragment discussion on Discussion {
  __typename id number url title body createdAt updatedAt closedAt closed
  repository { ...repository }
  author { ...account } category { name }
  labels(first: 50) { nodes { name } }
  discussionComments: comments(first: $page) { nodes { ...discussionComment } pageInfo { hasNextPage endCursor } }
}`;

const fragments = {
  account,
  repository,
  comment,
  review,
  inlineComment,
  thread,
  commit,
  file,
  reply,
  discussionComment,
  crossReference,
  issueTimeline,
  pullTimeline,
  pull,
  closedIssue,
  issue,
  discussion,
} as const;

type FragmentName = keyof typeof fragments;

function isFragmentName(name: string): name is FragmentName {
  return name in fragments;
}

/** The document with every fragment that it spreads, directly or not, once. */
function withFragments(document: string): string {
  const used = new Set<FragmentName>();
  const collect = (text: string): void => {
    for (const [, name = ''] of text.matchAll(/\.\.\.(\w+)/g)) {
      if (!isFragmentName(name) || used.has(name)) continue;
      used.add(name);
      collect(fragments[name]);
    }
  };
  collect(document);
  return [document, ...[...used].map((name) => fragments[name])].join('\n');
}

const fieldFor: Record<SubjectKind, (alias: string, number: number) => string> = {
  pull: (alias, number) => `${alias}: pullRequest(number: ${number}) { ...pull }`,
  issue: (alias, number) => `${alias}: issue(number: ${number}) { ...issue }`,
  discussion: (alias, number) => `${alias}: discussion(number: ${number}) { ...discussion }`,
};

/** The alias of the subject at a position of the batch. */
export function aliasAt(position: number): string {
  return `s${position}`;
}

/** One request for several subjects of a repository, aliased by `aliasAt`. Variables: owner, name, page and inner (1 to 100). */
export function dossierQuery(subjects: readonly { readonly kind: SubjectKind; readonly number: number }[]): string {
  const fields = subjects.map((subject, position) => fieldFor[subject.kind](aliasAt(position), subject.number));
  // GitHub refuses a variable that nothing uses.
  const inner = subjects.some(({ kind }) => kind === 'pull') ? ', $inner: Int!' : '';
  return withFragments(`query Dossiers($owner: String!, $name: String!, $page: Int!${inner}) {
  repository(owner: $owner, name: $name) {
    databaseId
    ${fields.join('\n    ')}
  }
}`);
}

function moreQuery(type: string, selection: string): string {
  return withFragments(`query More($id: ID!, $after: String) {
  node(id: $id) { ... on ${type} { ${selection} } }
}`);
}

const more = 'pageInfo { hasNextPage endCursor }';

/** Further pages of one list. Variables: id (the node that has the list), after (a cursor). The list answers as `page`. */
export const moreQueries = {
  pullComments: moreQuery('PullRequest', `page: comments(first: 100, after: $after) { nodes { ...comment } ${more} }`),
  reviews: moreQuery('PullRequest', `page: reviews(first: 100, after: $after) { nodes { ...review } ${more} }`),
  reviewThreads: moreQuery('PullRequest', `page: reviewThreads(first: 40, after: $after) { nodes { ...thread } ${more} }`),
  commits: moreQuery('PullRequest', `page: commits(first: 50, after: $after) { nodes { ...commit } ${more} }`),
  files: moreQuery('PullRequest', `page: files(first: 100, after: $after) { nodes { ...file } ${more} }`),
  pullTimeline: moreQuery(
    'PullRequest',
    `page: timelineItems(first: 100, after: $after, itemTypes: ${pullItemTypes}) { nodes { ...pullTimeline } ${more} }`,
  ),
  issueComments: moreQuery('Issue', `page: comments(first: 100, after: $after) { nodes { ...comment } ${more} }`),
  issueTimeline: moreQuery(
    'Issue',
    `page: timelineItems(first: 100, after: $after, itemTypes: ${issueItemTypes}) { nodes { ...issueTimeline } ${more} }`,
  ),
  discussionComments: moreQuery('Discussion', `page: comments(first: 50, after: $after) { nodes { ...discussionComment } ${more} }`),
  inlineComments: moreQuery('PullRequestReviewThread', `page: comments(first: 100, after: $after) { nodes { ...inlineComment } ${more} }`),
  replies: moreQuery('DiscussionComment', `page: replies(first: 100, after: $after) { nodes { ...reply } ${more} }`),
} as const;

/** Texts of files. Variables: owner, name, and `e0`, `e1`... with `<commit>:<path>` each; the answers are aliased `d0`, `d1`... */
export function documentsQuery(count: number): string {
  const positions = Array.from({ length: count }, (_, position) => position);
  const variables = positions.map((position) => `$e${position}: String!`).join(', ');
  const fields = positions.map(
    (position) => `d${position}: object(expression: $e${position}) { ... on Blob { text isTruncated isBinary byteSize } }`,
  );
  return `query Documents($owner: String!, $name: String!, ${variables}) {
  repository(owner: $owner, name: $name) {
    ${fields.join('\n    ')}
  }
}`;
}

/**
 * Who spoke under issues or discussions, by number: the first hundred comments. Variables: `o0`, `n0`, `i0` (owner, name, number), and so on;
 * the answers are aliased `q0`, `q1`...
 */
export function questionsQuery(count: number): string {
  const positions = Array.from({ length: count }, (_, position) => position);
  const variables = positions.map((position) => `$o${position}: String!, $n${position}: String!, $i${position}: Int!`).join(', ');
  const said = 'createdAt author { ...account }';
  const head = `url createdAt closedAt author { ...account }`;
  const fields = positions.map(
    (position) => `q${position}: repository(owner: $o${position}, name: $n${position}) {
    ...repository
    issue(number: $i${position}) { ${head} comments(first: 100) { nodes { ${said} } } }
    discussion(number: $i${position}) { ${head} comments(first: 50) { nodes { ${said} replies(first: 10) { nodes { ${said} } } } } }
  }`,
  );
  return withFragments(`query Questions(${variables}) {
  ${fields.join('\n  ')}
}`);
}

/** How many commits a branch had at a commit, all and an author's. Variables: owner, name, base (the commit), author (node id). */
export const historyQuery = `query History($owner: String!, $name: String!, $base: String!, $author: ID!) {
  repository(owner: $owner, name: $name) {
    object(expression: $base) {
      ... on Commit { all: history { totalCount } own: history(author: { id: $author }) { totalCount } }
    }
  }
}`;
