/** GraphQL: discussions and their comments. */
import { nodeId } from '../ids.ts';
import { categoryJson } from '../shapes/subject.ts';
import type { CommentState, DiscussionState, World } from '../state.ts';
import { commentUrl } from '../urls.ts';
import { subjectReference, type View } from './reference.ts';
import { connection, type PageArguments } from './connection.ts';
import { subjectPart } from './issue.ts';
import { textPart, unfolded } from './text.ts';

/** A comment on a discussion, or an answer to one. */
export function discussionCommentView(world: World, discussion: DiscussionState, comment: CommentState): View {
  const { replyTo } = comment;
  return {
    __typename: 'DiscussionComment',
    id: nodeId('DC', comment.id),
    databaseId: comment.id,
    url: commentUrl(world, discussion, comment),
    ...textPart(world, discussion.repository, comment),
    ...unfolded,
    isAnswer: comment.isAnswer,
    deletedAt: null,
    discussion: () => subjectReference(discussion),
    replyTo: () => (replyTo === null ? null : discussionCommentView(world, discussion, replyTo)),
    replies: (args: PageArguments) =>
      commentConnection(
        world,
        discussion,
        discussion.comments.filter((other) => other.replyTo === comment),
        args,
      ),
  };
}

function commentConnection(world: World, discussion: DiscussionState, comments: readonly CommentState[], args: PageArguments): View {
  return connection(
    comments.map((comment) => ({ key: comment.id, node: discussionCommentView(world, discussion, comment) })),
    args,
  );
}

/** A discussion. */
export function discussionView(world: World, discussion: DiscussionState): View {
  const category = categoryJson(discussion.repository, discussion.category);
  const answer = discussion.comments.find((comment) => comment.isAnswer) ?? null;
  return {
    __typename: 'Discussion',
    ...subjectPart(world, discussion),
    stateReason: discussion.state === 'closed' ? 'RESOLVED' : null,
    category: {
      __typename: 'DiscussionCategory',
      id: category['node_id'],
      name: category['name'],
      slug: category['slug'],
      emoji: category['emoji'],
      isAnswerable: category['is_answerable'],
    },
    isAnswered: answer !== null,
    answer: answer === null ? null : discussionCommentView(world, discussion, answer),
    comments: (args: PageArguments) =>
      commentConnection(
        world,
        discussion,
        discussion.comments.filter((comment) => comment.replyTo === null),
        args,
      ),
  };
}
