/** GraphQL: reviews, review threads, inline comments, and the commits of a pull request. */
import { nodeId } from '../ids.ts';
import type { CommitState, InlineCommentState, PullState, ReviewState, ThreadState, World } from '../state.ts';
import { inlineUrl, reviewUrl, subjectUrl } from '../urls.ts';
import { accountView } from './account.ts';
import { commitView } from './commit.ts';
import { connection, type PageArguments } from './connection.ts';
import { subjectReference, type View } from './reference.ts';
import { textPart, unfolded } from './text.ts';

/** An inline comment. */
export function inlineCommentView(world: World, pull: PullState, comment: InlineCommentState): View {
  const { thread, review } = comment;
  const [first] = thread.comments;
  return {
    __typename: 'PullRequestReviewComment',
    id: nodeId('PRRC', comment.id),
    databaseId: comment.id,
    fullDatabaseId: String(comment.id),
    url: inlineUrl(world, pull, comment),
    ...textPart(world, pull.repository, comment),
    ...unfolded,
    state: 'SUBMITTED',
    path: thread.path,
    line: thread.isOutdated ? null : thread.line,
    originalLine: thread.line,
    outdated: thread.isOutdated,
    diffHunk: `@@ -0,0 +1,${thread.line} @@`,
    replyTo: () => (first === undefined || first === comment ? null : inlineCommentView(world, pull, first)),
    pullRequestReview: () => reviewView(world, pull, review),
  };
}

function inlineConnection(world: World, pull: PullState, comments: readonly InlineCommentState[], args: PageArguments): View {
  return connection(
    comments.map((comment) => ({ key: comment.id, node: inlineCommentView(world, pull, comment) })),
    args,
  );
}

/** A submitted review. */
export function reviewView(world: World, pull: PullState, review: ReviewState): View {
  const comments = pull.threads.flatMap((thread) => thread.comments).filter((comment) => comment.review === review);
  const commit = pull.repository.commits.get(review.commitSha);
  return {
    __typename: 'PullRequestReview',
    id: nodeId('PRR', review.id),
    databaseId: review.id,
    fullDatabaseId: String(review.id),
    url: reviewUrl(world, pull, review),
    ...textPart(world, pull.repository, review),
    ...unfolded,
    state: review.state,
    submittedAt: review.createdAt,
    commit: () => (commit === undefined ? null : commitView(world, pull.repository, commit)),
    pullRequest: () => subjectReference(pull),
    comments: (args: PageArguments) => inlineConnection(world, pull, comments, args),
  };
}

/** A review thread. */
export function threadView(world: World, pull: PullState, thread: ThreadState): View {
  return {
    __typename: 'PullRequestReviewThread',
    id: nodeId('PRRT', thread.id),
    path: thread.path,
    line: thread.isOutdated ? null : thread.line,
    originalLine: thread.line,
    startLine: null,
    originalStartLine: null,
    diffSide: 'RIGHT',
    subjectType: 'LINE',
    isResolved: thread.resolvedBy !== null,
    resolvedBy: accountView(world, thread.resolvedBy),
    isOutdated: thread.isOutdated,
    isCollapsed: thread.resolvedBy !== null,
    pullRequest: () => subjectReference(pull),
    comments: (args: PageArguments) => inlineConnection(world, pull, thread.comments, args),
  };
}

/** A commit of a pull request. */
export function pullCommitView(world: World, pull: PullState, commit: CommitState): View {
  return {
    __typename: 'PullRequestCommit',
    id: nodeId('PURC', Number.parseInt(commit.sha.slice(0, 12), 16)),
    commit: commitView(world, pull.repository, commit),
    url: `${subjectUrl(world, pull)}/commits/${commit.sha}`,
  };
}
