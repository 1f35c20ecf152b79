/** Comments, reviews and review threads as GitHub's REST API and webhooks write them. */
import { nodeId, takeId } from '../ids.ts';
import type {
  CommentState,
  DiscussionState,
  InlineCommentState,
  PullState,
  ReviewState,
  SubjectState,
  ThreadState,
  World,
} from '../state.ts';
import { commentUrl, inlineUrl, repositoryApiUrl, reviewUrl, subjectUrl } from '../urls.ts';
import { accountJson, appJson, type Json } from './account.ts';
import { associationOf, headSha, reactionsJson } from './subject.ts';

/** A comment on an issue or a pull request. */
export function commentJson(world: World, subject: SubjectState, comment: CommentState): Json {
  const base = repositoryApiUrl(world, subject.repository);
  const url = `${base}/issues/comments/${comment.id}`;
  return {
    url,
    html_url: commentUrl(world, subject, comment),
    issue_url: `${base}/issues/${subject.number}`,
    id: comment.id,
    node_id: nodeId('IC', comment.id),
    user: accountJson(world, comment.author),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: associationOf(world, subject.repository, comment.author),
    body: comment.body,
    reactions: reactionsJson(comment, url),
    performed_via_github_app: comment.author === world.app.bot ? appJson(world) : null,
  };
}

/** A comment on a discussion. */
export function discussionCommentJson(world: World, discussion: DiscussionState, comment: CommentState): Json {
  return {
    id: comment.id,
    node_id: nodeId('DC', comment.id),
    html_url: commentUrl(world, discussion, comment),
    parent_id: comment.replyTo?.id ?? null,
    child_comment_count: discussion.comments.filter((other) => other.replyTo === comment).length,
    repository_url: repositoryApiUrl(world, discussion.repository).replace(`${world.apiUrl}/repos/`, ''),
    discussion_id: discussion.id,
    author_association: associationOf(world, discussion.repository, comment.author),
    user: accountJson(world, comment.author),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    body: comment.body,
    reactions: reactionsJson(comment, `${repositoryApiUrl(world, discussion.repository)}/discussions/comments/${comment.id}`),
  };
}

/** A submitted review. Its state is in lower case, as webhooks write it. */
export function reviewJson(world: World, pull: PullState, review: ReviewState): Json {
  const pullUrl = `${repositoryApiUrl(world, pull.repository)}/pulls/${pull.number}`;
  return {
    id: review.id,
    node_id: nodeId('PRR', review.id),
    user: accountJson(world, review.author),
    body: review.body === '' ? null : review.body,
    commit_id: review.commitSha,
    submitted_at: review.createdAt,
    state: review.state.toLowerCase(),
    html_url: reviewUrl(world, pull, review),
    pull_request_url: pullUrl,
    author_association: associationOf(world, pull.repository, review.author),
    _links: { html: { href: reviewUrl(world, pull, review) }, pull_request: { href: pullUrl } },
  };
}

/** An inline comment. */
export function inlineJson(world: World, pull: PullState, comment: InlineCommentState): Json {
  const base = repositoryApiUrl(world, pull.repository);
  const url = `${base}/pulls/comments/${comment.id}`;
  const [first] = comment.thread.comments;
  return {
    url,
    pull_request_review_id: comment.review.id,
    id: comment.id,
    node_id: nodeId('PRRC', comment.id),
    diff_hunk: `@@ -0,0 +1,${comment.thread.line} @@`,
    path: comment.thread.path,
    position: comment.thread.isOutdated ? null : comment.thread.line,
    original_position: comment.thread.line,
    commit_id: headSha(pull),
    original_commit_id: comment.review.commitSha,
    user: accountJson(world, comment.author),
    body: comment.body,
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    html_url: inlineUrl(world, pull, comment),
    pull_request_url: `${base}/pulls/${pull.number}`,
    author_association: associationOf(world, pull.repository, comment.author),
    _links: { self: { href: url }, html: { href: inlineUrl(world, pull, comment) }, pull_request: { href: subjectUrl(world, pull) } },
    ...(first === undefined || first === comment ? {} : { in_reply_to_id: first.id }),
    line: comment.thread.isOutdated ? null : comment.thread.line,
    original_line: comment.thread.line,
    start_line: null,
    original_start_line: null,
    side: 'RIGHT',
    start_side: null,
    reactions: reactionsJson(comment, url),
  };
}

/** A review thread. */
export function threadJson(world: World, pull: PullState, thread: ThreadState): Json {
  return { node_id: nodeId('PRRT', thread.id), comments: thread.comments.map((comment) => inlineJson(world, pull, comment)) };
}

/** A new reaction's id. */
export function takeReactionId(world: World): number {
  return takeId(world, 'reaction', true);
}
