/** Acts in conversations: comments, answers, edits and deletions. */
import type { ActOf } from '../act.ts';
import { announceRepository, subjectPart } from '../announce.ts';
import { readCalls } from '../calls.ts';
import { ActMistake, findAccount, findNamed, findSubject } from '../find.ts';
import { discussionCommentJson, inlineJson, reviewJson } from '../shapes/conversation.ts';
import type { CommentState, InlineCommentState, Named, PullState, ReviewState, World } from '../state.ts';
import { inlineUrl, reviewUrl } from '../urls.ts';
import { addComment, deleteComment, editComment, editText, moveUpdated } from '../write.ts';
import type { Performers } from './performers.ts';

/** Gives a handle its meaning. Throws ActMistake when the handle is taken. */
export function nameIt(world: World, handle: string | undefined, named: Named): void {
  if (handle === undefined) return;
  if (world.named.has(handle)) throw new ActMistake(`the handle "${handle}" is taken`);
  world.named.set(handle, named);
}

function findAnswered(world: World, act: ActOf<'comment'>): CommentState | null {
  if (act.replyTo === undefined) return null;
  const named = findNamed(world, act.replyTo);
  if (named.kind !== 'comment' || named.subject.kind !== 'discussion')
    throw new ActMistake(`"${act.replyTo}" is not a comment on a discussion`);
  if (named.subject !== findSubject(world, act.subject)) throw new ActMistake(`"${act.replyTo}" belongs to another discussion`);
  return named.comment.replyTo ?? named.comment;
}

function editInline(world: World, pull: PullState, comment: InlineCommentState, act: ActOf<'edit-comment'>): void {
  const editor = findAccount(world, act.by);
  const before = comment.body;
  if (!editText(world, comment, editor, act.text)) return;
  readCalls(world, { subject: pull, by: editor, url: inlineUrl(world, pull, comment), text: act.text, before });
  const headline = { event: 'pull_request_review_comment', action: 'edited', sender: editor };
  const { pull_request } = subjectPart(world, pull);
  announceRepository(world, pull.repository, headline, {
    comment: inlineJson(world, pull, comment),
    pull_request,
    changes: { body: { from: before } },
  });
}

function editReview(world: World, pull: PullState, review: ReviewState, act: ActOf<'edit-comment'>): void {
  const editor = findAccount(world, act.by);
  const before = review.body;
  if (!editText(world, review, editor, act.text)) return;
  readCalls(world, { subject: pull, by: editor, url: reviewUrl(world, pull, review), text: act.text, before });
  const { pull_request } = subjectPart(world, pull);
  const payload = { review: reviewJson(world, pull, review), pull_request, changes: { body: { from: before } } };
  announceRepository(world, pull.repository, { event: 'pull_request_review', action: 'edited', sender: editor }, payload);
}

function deleteInline(world: World, pull: PullState, comment: InlineCommentState, act: ActOf<'delete-comment'>): void {
  const { comments } = comment.thread;
  comments.splice(comments.indexOf(comment), 1);
  if (comments.length === 0) pull.threads.splice(pull.threads.indexOf(comment.thread), 1);
  const headline = { event: 'pull_request_review_comment', action: 'deleted', sender: findAccount(world, act.by) };
  announceRepository(world, pull.repository, headline, {
    comment: inlineJson(world, pull, comment),
    pull_request: subjectPart(world, pull)['pull_request'],
  });
}

export const conversationPerformers: Performers<'comment' | 'edit-comment' | 'delete-comment' | 'mark-answer'> = {
  comment: (world, act) => {
    const subject = findSubject(world, act.subject);
    const comment = addComment(world, subject, findAccount(world, act.by), { text: act.text, replyTo: findAnswered(world, act) });
    nameIt(world, act.as, { kind: 'comment', subject, comment });
  },
  'edit-comment': (world, act) => {
    const named = findNamed(world, act.handle);
    if (named.kind === 'inline') return editInline(world, named.subject, named.comment, act);
    if (named.kind === 'review') return editReview(world, named.subject, named.comment, act);
    editComment(world, named.subject, named.comment, findAccount(world, act.by), act.text);
  },
  'delete-comment': (world, act) => {
    const named = findNamed(world, act.handle);
    if (named.kind === 'review') throw new ActMistake("a submitted review can't be deleted; edit its text");
    if (named.kind === 'inline') return deleteInline(world, named.subject, named.comment, act);
    deleteComment(world, named.subject, named.comment, findAccount(world, act.by));
  },
  'mark-answer': (world, act) => {
    const named = findNamed(world, act.handle);
    if (named.kind !== 'comment' || named.subject.kind !== 'discussion')
      throw new ActMistake(`"${act.handle}" is not a comment on a discussion`);
    for (const comment of named.subject.comments) comment.isAnswer = comment === named.comment;
    moveUpdated(world, named.subject);
    const headline = { event: 'discussion', action: 'answered', sender: findAccount(world, act.by) };
    const answer = discussionCommentJson(world, named.subject, named.comment);
    announceRepository(world, named.subject.repository, headline, { ...subjectPart(world, named.subject), answer });
  },
};
