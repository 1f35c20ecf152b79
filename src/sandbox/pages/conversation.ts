/** The page of a subject: its body, conversation, reviews and events in order of time. */
import type {
  CommentState,
  DiscussionState,
  PullState,
  ReviewState,
  SubjectState,
  TextState,
  ThreadState,
  TimelineState,
  World,
} from '../state.ts';
import { dateOf, labelTags, nameOf, page, stateOf } from './frame.ts';
import { type Html, html } from '../../reports/html.ts';
import { renderMarkdown } from './markdown.ts';

type Item = { readonly at: string; readonly html: Html };

function heading(text: TextState, did: string): Html {
  const edited =
    text.edits.length > 0 ? html`<span class="tag">edited by ${nameOf(text.edits.at(-1)?.editor ?? text.author)}</span>` : null;
  return html`<header><b>${nameOf(text.author)}</b> ${did} on ${dateOf(text.createdAt)} <span class="right">${edited}</span></header>`;
}

function card(
  world: World,
  text: TextState,
  { id, did, extra = null, kind = '' }: { readonly id: string; readonly did: string; readonly extra?: Html | null; readonly kind?: string },
): Html {
  const body = text.body === '' ? null : html`<div class="markdown">${renderMarkdown(world, text.body)}</div>`;
  return html`<article id="${id}" class="${kind}">${heading(text, did)}${body}${extra}</article>`;
}

function commentItem(world: World, subject: SubjectState, comment: CommentState): Item {
  const id = `${subject.kind === 'discussion' ? 'discussioncomment' : 'issuecomment'}-${comment.id}`;
  const did = comment.isAnswer ? 'answered' : comment.replyTo === null ? 'commented' : 'replied';
  return { at: comment.createdAt, html: card(world, comment, { id, did, kind: comment.replyTo === null ? '' : 'reply' }) };
}

function threadHtml(world: World, thread: ThreadState): Html {
  const state = [thread.resolvedBy === null ? '' : 'resolved', thread.isOutdated ? 'outdated' : '']
    .filter((word) => word !== '')
    .join(', ');
  const comments = thread.comments.map((comment) => {
    const who = html`<p class="quiet"><b>${nameOf(comment.author)}</b> on ${dateOf(comment.createdAt)}</p>`;
    return html`<div id="discussion_r${comment.id}">${who}<div class="markdown">${renderMarkdown(world, comment.body)}</div></div>`;
  });
  const place = html`<span class="place">${thread.path}:${thread.line}</span>`;
  return html`<div class="thread">${place} <span class="tag">${state === '' ? 'open' : state}</span>${comments}</div>`;
}

const verdicts: Readonly<Record<ReviewState['state'], string>> = {
  APPROVED: 'approved these changes',
  CHANGES_REQUESTED: 'requested changes',
  COMMENTED: 'reviewed',
  DISMISSED: 'reviewed (dismissed)',
};

/** A review with the threads it began. An answer in a thread is shown there, not as a review of its own. */
function reviewItems(world: World, pull: PullState): readonly Item[] {
  return pull.reviews.flatMap((review) => {
    const threads = pull.threads.filter((thread) => thread.comments[0]?.review === review);
    if (review.body === '' && threads.length === 0 && review.state === 'COMMENTED') return [];
    const extra = html`${threads.map((thread) => threadHtml(world, thread))}`;
    return [
      { at: review.createdAt, html: card(world, review, { id: `pullrequestreview-${review.id}`, did: verdicts[review.state], extra }) },
    ];
  });
}

function eventWords(event: TimelineState): string | null {
  if (event.kind === 'labelled') return `added the label ${event.label.name}`;
  if (event.kind === 'unlabelled') return `removed the label ${event.label.name}`;
  if (event.kind === 'renamed') return `changed the title from “${event.from}”`;
  if (event.kind === 'assigned') return `assigned ${nameOf(event.assignee)}`;
  if (event.kind === 'unassigned') return `unassigned ${nameOf(event.assignee)}`;
  if (event.kind === 'review-requested')
    return `asked ${'slug' in event.reviewer ? event.reviewer.slug : nameOf(event.reviewer)} for a review`;
  if (event.kind === 'cross-referenced') return `mentioned this in ${event.source.repository.name}#${event.source.number}`;
  if (event.kind === 'force-pushed') return 'force-pushed the branch';
  if (event.kind === 'ready-for-review') return 'marked this as ready for review';
  if (event.kind === 'converted-to-draft') return 'made this a draft';
  if (event.kind === 'review-dismissed') return 'dismissed a review';
  return event.kind === 'head-deleted' ? 'deleted the branch' : `${event.kind} this`;
}

function eventItem(event: TimelineState): Item {
  return { at: event.at, html: html`<p class="event"><b>${nameOf(event.actor)}</b> ${eventWords(event)} on ${dateOf(event.at)}</p>` };
}

function discussionItems(world: World, discussion: DiscussionState): readonly Item[] {
  const first = discussion.comments.filter((comment) => comment.replyTo === null);
  return first.flatMap((comment) => {
    const replies = discussion.comments.filter((reply) => reply.replyTo === comment);
    // Replies stay under what they answer.
    return [comment, ...replies].map((text) => ({ ...commentItem(world, discussion, text), at: comment.createdAt }));
  });
}

function itemsOf(world: World, subject: SubjectState): readonly Item[] {
  if (subject.kind === 'discussion') return discussionItems(world, subject);
  const reviews = subject.kind === 'pull' ? reviewItems(world, subject) : [];
  const comments = subject.comments.map((comment) => commentItem(world, subject, comment));
  // Merging closes too; one line says it.
  const events = subject.timeline.filter((event) => event.kind !== 'closed' || stateOf(subject) !== 'merged');
  return [...comments, ...reviews, ...events.map(eventItem)].sort((a, b) => a.at.localeCompare(b.at));
}

function pullAside(pull: PullState): Html {
  const files = pull.files.map((file) => html`<div>${file.path} <span class="quiet">+${file.additions} −${file.deletions}</span></div>`);
  return html`<section><h3>Files</h3>${files.length === 0 ? html`<span class="quiet">None given</span>` : files}</section>`;
}

function aside(subject: SubjectState): Html {
  const people = subject.assignees.map((account) => html`<div>${nameOf(account)}</div>`);
  const none = html`<span class="quiet">None yet</span>`;
  return html`<aside>
    <section><h3>Assignees</h3>${people.length === 0 ? none : people}</section>
    <section><h3>Labels</h3>${subject.labels.length === 0 ? none : labelTags(subject.labels)}</section>
    ${subject.kind === 'pull' ? pullAside(subject) : null}
  </aside>`;
}

/** An issue, a pull request or a discussion as a whole page. */
export function subjectPage(world: World, subject: SubjectState): string {
  const { repository } = subject;
  const state = stateOf(subject);
  const home = `${repository.owner.login}/${repository.name}`;
  const content = html`<p class="quiet"><a href="/${home}/issues">${home}</a></p>
  <h1>${subject.title} <span class="number">#${subject.number}</span></h1>
  <div class="meta"><span class="state ${state} ${subject.kind}">${state}</span>
    <b>${nameOf(subject.author)}</b> opened this on ${dateOf(subject.createdAt)}
    ${subject.isLocked ? html`<span class="tag">locked</span>` : null}</div>
  <div class="columns"><div>
    ${card(world, subject, { id: 'body', did: subject.kind === 'discussion' ? 'started this' : 'wrote' })}
    ${itemsOf(world, subject).map((item) => item.html)}
  </div>${aside(subject)}</div>`;
  return page(world, `${subject.title} · ${repository.name}#${subject.number}`, content);
}
