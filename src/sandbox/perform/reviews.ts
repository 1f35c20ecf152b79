/** Acts of review: reviews, inline comments, threads. */
import type { ActOf } from '../act.ts';
import { announceRepository, subjectPart } from '../announce.ts';
import { readCalls } from '../calls.ts';
import { ActMistake, findAccount, findNamed, findPull } from '../find.ts';
import { takeId } from '../ids.ts';
import { inlineJson, reviewJson, threadJson } from '../shapes/conversation.ts';
import { headSha } from '../shapes/subject.ts';
import type { AccountState, InlineCommentState, PullState, ReviewState, ThreadState, World } from '../state.ts';
import { inlineUrl, reviewUrl } from '../urls.ts';
import { addEvent, moveUpdated, newText } from '../write.ts';
import { nameIt } from './conversation.ts';
import type { Performers } from './performers.ts';

const reviewStates = { approve: 'APPROVED', 'request-changes': 'CHANGES_REQUESTED', comment: 'COMMENTED' } as const;

function newReview(
  world: World,
  pull: PullState,
  author: AccountState,
  { state, text }: { readonly state: ReviewState['state']; readonly text: string },
): ReviewState {
  const review: ReviewState = { ...newText(world, 'review', author, text), state, commitSha: headSha(pull) };
  pull.reviews.push(review);
  moveUpdated(world, pull);
  readCalls(world, { subject: pull, by: author, url: reviewUrl(world, pull, review), text, before: '' });
  return review;
}

function announceReview(world: World, pull: PullState, review: ReviewState, action: string, actor: AccountState): void {
  const { pull_request } = subjectPart(world, pull);
  announceRepository(
    world,
    pull.repository,
    { event: 'pull_request_review', action, sender: actor },
    { review: reviewJson(world, pull, review), pull_request },
  );
}

type NewInline = { readonly review: ReviewState; readonly thread: ThreadState; readonly text: string; readonly as: string | undefined };

function addInline(world: World, pull: PullState, { review, thread, text, as }: NewInline): InlineCommentState {
  const comment: InlineCommentState = { ...newText(world, 'inline-comment', review.author, text), review, thread };
  thread.comments.push(comment);
  nameIt(world, as, { kind: 'inline', subject: pull, comment });
  readCalls(world, { subject: pull, by: review.author, url: inlineUrl(world, pull, comment), text, before: '' });
  return comment;
}

function announceInline(world: World, pull: PullState, comment: InlineCommentState): void {
  const headline = { event: 'pull_request_review_comment', action: 'created', sender: comment.author };
  const { pull_request } = subjectPart(world, pull);
  announceRepository(world, pull.repository, headline, { comment: inlineJson(world, pull, comment), pull_request });
}

function review(world: World, act: ActOf<'review'>): void {
  const pull = findPull(world, act.subject);
  const author = findAccount(world, act.by);
  if (pull.author === author && act.state !== 'comment') throw new ActMistake(`${act.by} can't ${act.state} their own pull request`);
  const made = newReview(world, pull, author, { state: reviewStates[act.state], text: act.text });
  nameIt(world, act.as, { kind: 'review', subject: pull, comment: made });
  const position = pull.requested.indexOf(author);
  if (position >= 0) pull.requested.splice(position, 1);
  const comments = act.inline.map(({ path, line, text, as }) => {
    const thread: ThreadState = { id: takeId(world, 'thread'), path, line, comments: [], resolvedBy: null, isOutdated: false };
    pull.threads.push(thread);
    return addInline(world, pull, { review: made, thread, text, as });
  });
  announceReview(world, pull, made, 'submitted', author);
  for (const comment of comments) announceInline(world, pull, comment);
}

function findThread(world: World, subject: string, handle: string): { readonly pull: PullState; readonly thread: ThreadState } {
  const pull = findPull(world, subject);
  const named = findNamed(world, handle);
  if (named.kind !== 'inline' || named.subject !== pull) throw new ActMistake(`"${handle}" is not an inline comment on ${subject}`);
  return { pull, thread: named.comment.thread };
}

function reply(world: World, act: ActOf<'reply'>): void {
  const { pull, thread } = findThread(world, act.subject, act.to);
  // GitHub wraps a single answer in a review of its own.
  const made = newReview(world, pull, findAccount(world, act.by), { state: 'COMMENTED', text: '' });
  const comment = addInline(world, pull, { review: made, thread, text: act.text, as: act.as });
  announceReview(world, pull, made, 'submitted', made.author);
  announceInline(world, pull, comment);
}

function setResolved(world: World, act: ActOf<'resolve' | 'unresolve'>): void {
  const { pull, thread } = findThread(world, act.subject, act.thread);
  const isResolved = act.do === 'resolve';
  if ((thread.resolvedBy !== null) === isResolved)
    throw new ActMistake(`the thread "${act.thread}" is ${isResolved ? 'resolved' : 'unresolved'} already`);
  const actor = findAccount(world, act.by);
  thread.resolvedBy = isResolved ? actor : null;
  const headline = { event: 'pull_request_review_thread', action: isResolved ? 'resolved' : 'unresolved', sender: actor };
  const { pull_request } = subjectPart(world, pull);
  announceRepository(world, pull.repository, headline, { thread: threadJson(world, pull, thread), pull_request });
}

export const reviewPerformers: Performers<'review' | 'dismiss-review' | 'reply' | 'resolve' | 'unresolve'> = {
  review,
  reply,
  resolve: setResolved,
  unresolve: setResolved,
  'dismiss-review': (world, act) => {
    const named = findNamed(world, act.handle);
    if (named.kind !== 'review') throw new ActMistake(`"${act.handle}" is not a review`);
    const actor = findAccount(world, act.by);
    named.comment.state = 'DISMISSED';
    addEvent(world, named.subject, actor, { kind: 'review-dismissed', review: named.comment, message: act.message });
    moveUpdated(world, named.subject);
    announceReview(world, named.subject, named.comment, 'dismissed', actor);
  },
};
