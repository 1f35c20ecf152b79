/** Turns an archived thread into a dossier, so that archives and live subjects take the same way through the signals. */
import { createHash } from 'node:crypto';
import type {
  Comment,
  Commit,
  Dossier,
  InlineComment,
  Review,
  ReviewState,
  ReviewThread,
  SubjectState,
  TimelineEvent,
} from '../../domain/dossier.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Account } from '../../domain/person.ts';
import type { ArchivedComment, ArchivedEvent, ArchivedItem, ArchivedThread, ArchivedUser } from './archived-thread.ts';
import { itemOf } from './archived-thread.ts';
import { parentsOfOrphans } from './orphan-replies.ts';

const kindOfType: Readonly<Record<string, Account['kind']>> = { Bot: 'bot', Organization: 'organization', Mannequin: 'mannequin' };

/** A stand-in for an id that the archive lacks: 48 bits of the name's digest, negative so that it can't meet a real one. */
function standInId(name: string): number {
  return -Number.parseInt(createHash('sha256').update(name.toLowerCase()).digest('hex').slice(0, 12), 16) - 1;
}

type Book = ReadonlyMap<string, number>;

/** Ids by login, for the events of the same thread that lack them. */
function bookOf(thread: ArchivedThread): Book {
  const users: ArchivedUser[] = [
    itemOf(thread).user,
    ...thread.events.flatMap((event) => [event.actor, event.user]),
    ...thread.comments.map((comment) => comment.user),
  ];
  return new Map(users.flatMap((user) => (user?.id === undefined ? [] : [[user.login.toLowerCase(), user.id] as const])));
}

function accountOf(user: ArchivedUser, book: Book): Account | null {
  if (user === null || user === undefined) return null;
  const id = user.id ?? book.get(user.login.toLowerCase()) ?? standInId(user.login);
  return { id, login: user.login, kind: kindOfType[user.type ?? 'User'] ?? 'user' };
}

type Place = { readonly url: string; readonly book: Book };

const reviewStates: Readonly<Record<string, ReviewState>> = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes-requested',
  COMMENTED: 'commented',
  DISMISSED: 'dismissed',
};

function commentsOf(thread: ArchivedThread, place: Place): readonly Comment[] {
  return thread.events.flatMap((event, index) => {
    if (event.event !== 'commented' || !event.created_at) return [];
    const id = String(event.id ?? `comment-${index}`);
    const author = accountOf(event.user ?? event.actor, place.book);
    return [
      { id, url: `${place.url}#issuecomment-${id}`, at: event.created_at, author, text: event.body, inReplyTo: null, isAnswer: false },
    ];
  });
}

function reviewsOf(thread: ArchivedThread, place: Place): readonly Review[] {
  return thread.events.flatMap((event, index) => {
    const at = event.submitted_at ?? event.created_at;
    const state = reviewStates[(event.state ?? '').toUpperCase()];
    if (event.event !== 'reviewed' || !at || state === undefined) return [];
    const id = String(event.id ?? `review-${index}`);
    const author = accountOf(event.user ?? event.actor, place.book);
    return [{ id, url: `${place.url}#pullrequestreview-${id}`, at, author, text: event.body, state, commitSha: event.commit_id ?? null }];
  });
}

function inlineComment(comment: ArchivedComment, place: Place): InlineComment {
  const id = String(comment.id);
  const reviewId = comment.pull_request_review_id == null ? null : String(comment.pull_request_review_id);
  const author = accountOf(comment.user, place.book);
  return { id, url: `${place.url}#discussion_r${id}`, at: comment.created_at, author, text: comment.body, reviewId };
}

/** REST drops `line` from a comment whose lines changed since; a comment without a commit was archived without that knowledge. */
function isOutdated(comment: ArchivedComment): boolean {
  return comment.commit_id != null && comment.line == null && comment.original_line != null;
}

function threadsOf(thread: ArchivedThread, place: Place): readonly ReviewThread[] {
  const rootOf = new Map<string, string>();
  const byRoot = new Map<string, ArchivedComment[]>();
  const comments = thread.comments.toSorted((a, b) => a.created_at.localeCompare(b.created_at));
  const guessedParents = parentsOfOrphans(comments, itemOf(thread).user?.login ?? '');
  for (const comment of comments) {
    const told = comment.in_reply_to_id == null ? null : String(comment.in_reply_to_id);
    const parent = told ?? guessedParents.get(String(comment.id)) ?? null;
    const root = parent === null ? String(comment.id) : (rootOf.get(parent) ?? parent);
    rootOf.set(String(comment.id), root);
    const siblings = byRoot.get(root);
    if (siblings === undefined) byRoot.set(root, [comment]);
    else siblings.push(comment);
  }
  return [...byRoot].map(([root, comments]) => {
    const first = comments[0] as ArchivedComment;
    const line = first.line ?? first.original_line ?? null;
    const resolution = { isResolved: false, resolvedBy: null, isOutdated: isOutdated(first) };
    return { id: root, path: first.path, line, ...resolution, comments: comments.map((comment) => inlineComment(comment, place)) };
  });
}

/** Archives name committers by their git names, which are no accounts: `authors` is empty. */
function commitsOf(thread: ArchivedThread): readonly Commit[] {
  return thread.events.flatMap((event) => {
    const committedAt = event.committer?.date ?? event.author?.date;
    if (event.event !== 'committed' || !event.sha || !committedAt) return [];
    return [{ sha: event.sha, message: event.message, authoredAt: event.author?.date ?? committedAt, committedAt, authors: [] }];
  });
}

type Moment = { readonly at: Instant; readonly actor: Account | null };
type EventMapper = (moment: Moment, event: ArchivedEvent, book: Book) => TimelineEvent | null;

const mapperFor: Readonly<Record<string, EventMapper>> = {
  closed: (moment) => ({ ...moment, kind: 'closed' }),
  reopened: (moment) => ({ ...moment, kind: 'reopened' }),
  merged: (moment) => ({ ...moment, kind: 'merged' }),
  head_ref_force_pushed: (moment) => ({ ...moment, kind: 'force-pushed' }),
  ready_for_review: (moment) => ({ ...moment, kind: 'ready-for-review' }),
  convert_to_draft: (moment) => ({ ...moment, kind: 'converted-to-draft' }),
  renamed: (moment, event) => (event.rename ? { ...moment, kind: 'renamed', ...event.rename } : null),
  labeled: (moment, event) => (event.label ? { ...moment, kind: 'labelled', label: event.label } : null),
  unlabeled: (moment, event) => (event.label ? { ...moment, kind: 'unlabelled', label: event.label } : null),
  assigned: (moment, event, book) => ({ ...moment, kind: 'assigned', assignee: accountOf(event.assignee, book) }),
  review_requested: (moment, event, book) => ({
    ...moment,
    kind: 'review-requested',
    reviewer: accountOf(event.requested_reviewer, book),
    team: event.requested_team?.slug ?? null,
  }),
  'cross-referenced': (moment, event, book) => crossReference(moment, event, book),
};

function crossReference(moment: Moment, event: ArchivedEvent, book: Book): TimelineEvent | null {
  const { source } = event;
  if (!source?.repo || source.number === undefined) return null;
  const repository = { id: standInId(source.repo), fullName: source.repo };
  const kind = source.type === 'issue' ? 'issue' : 'pull';
  const author = accountOf(source.user, book);
  const told = {
    repository,
    kind,
    number: source.number,
    title: source.title,
    author,
    isMerged: source.merged ?? false,
    willClose: false,
  } as const;
  return { ...moment, kind: 'cross-referenced', source: told };
}

function timelineOf(thread: ArchivedThread, book: Book): readonly TimelineEvent[] {
  const events = thread.events.flatMap((event) => {
    const mapper = Object.hasOwn(mapperFor, event.event) ? mapperFor[event.event] : undefined;
    if (mapper === undefined || !event.created_at) return [];
    return mapper({ at: event.created_at, actor: accountOf(event.actor ?? event.user, book) }, event, book) ?? [];
  });
  return events.toSorted((a, b) => a.at.localeCompare(b.at));
}

const mentionPattern = /(?<![\w/`@.])@([a-zA-Z0-9](?:[a-zA-Z0-9-]{0,38}))(?![\w/])/g;

/** Everybody whom a text mentions: an archive does not tell which logins exist. */
function mentionedIn(thread: ArchivedThread, book: Book): readonly Account[] {
  const texts = [
    itemOf(thread).body,
    ...thread.events.flatMap((event) => [event.body, event.message]),
    ...thread.comments.map((one) => one.body),
  ];
  const logins = new Set(texts.flatMap((text) => [...text.matchAll(mentionPattern)].map((match) => match[1] ?? '')));
  return [...logins].flatMap((login) => accountOf({ login }, book) ?? []);
}

type Ending = Pick<Dossier, 'state' | 'closedAt' | 'mergedAt' | 'mergedBy'>;

/** Some archived items lack the fields that tell how they ended; the timeline tells it too. */
function endingOf(item: ArchivedItem, timeline: readonly TimelineEvent[], book: Book): Ending {
  const merge = timeline.findLast((event) => event.kind === 'merged');
  const close = timeline.findLast((event) => event.kind === 'closed');
  const isMerged = item.merged ?? (item.merged_at != null || merge !== undefined);
  const mergedAt = isMerged ? (item.merged_at ?? merge?.at ?? item.closed_at ?? null) : null;
  const isClosed = isMerged || (item.state ?? (close === undefined ? 'open' : 'closed')) === 'closed';
  const state: SubjectState = isMerged ? 'merged' : isClosed ? 'closed' : 'open';
  const closedAt = isClosed ? (item.closed_at ?? close?.at ?? mergedAt) : null;
  return { state, closedAt, mergedAt, mergedBy: accountOf(item.merged_by, book) ?? merge?.actor ?? null };
}

/**
 * The dossier of an archived thread. Archives hold no changed files (`files` is null), no documents, no resolution of review
 * threads and no accounts of committers. An id that is missing is taken from the login or the repository's name: negative and stable.
 */
export function threadToDossier(thread: ArchivedThread): Dossier {
  const item = itemOf(thread);
  const book = bookOf(thread);
  const url = `https://github.com/${thread.repository}/${thread.type === 'pull' ? 'pull' : 'issues'}/${item.number}`;
  const place: Place = { url, book };
  const timeline = timelineOf(thread, book);
  return {
    repository: { id: standInId(thread.repository), fullName: thread.repository },
    kind: thread.type,
    number: item.number,
    url,
    title: item.title,
    body: item.body,
    author: accountOf(item.user, book),
    ...endingOf(item, timeline, book),
    isDraft: item.draft ?? false,
    createdAt: item.created_at,
    updatedAt: item.updated_at ?? item.closed_at ?? item.created_at,
    labels: item.labels,
    category: null,
    assignees: item.assignees.map((login) => ({ id: book.get(login.toLowerCase()) ?? standInId(login), login, kind: 'user' as const })),
    baseRef: item.base?.ref ?? null,
    headRef: item.head?.ref ?? null,
    additions: item.additions,
    deletions: item.deletions,
    changedFileCount: item.changed_files,
    files: null,
    documents: [],
    commits: commitsOf(thread),
    comments: commentsOf(thread, place),
    reviews: reviewsOf(thread, place),
    threads: threadsOf(thread, place),
    timeline,
    mentioned: mentionedIn(thread, book),
  };
}
