/** From GitHub's answer to the dossier: pure renaming, and leaving out what is hidden, pending or gone. */
import type {
  ClosedIssue,
  Comment,
  Commit,
  Dossier,
  FileChange,
  InlineComment,
  OpenQuestion,
  Review,
  ReviewState,
  ReviewThread,
  TimelineEvent,
} from '../domain/dossier.ts';
import { type Instant, toInstant } from '../domain/instant.ts';
import type { Account } from '../domain/person.ts';
import type { RepositoryRef } from '../domain/subject.ts';
import { readText, wordCount } from '../signals/quotation.ts';
import type { AccountShape, FoundQuestion, TimelineShape, WholeReply, WholeSubject, WholeThread } from './dossier-shape.ts';

type Whole<Type extends WholeSubject['__typename']> = Extract<WholeSubject, { readonly __typename: Type }>;
type WholePull = Whole<'PullRequest'>;

const accountKinds: Readonly<Record<string, Account['kind']>> = {
  User: 'user',
  Bot: 'bot',
  Mannequin: 'mannequin',
  Organization: 'organization',
};

/**
 * An account as we name it. Null when it is gone (GitHub's `ghost` stands for it) or has no number. Bots get the `[bot]`
 * that REST writes and GraphQL leaves out, so that one login means one account everywhere.
 */
export function toAccount(shape: AccountShape | undefined): Account | null {
  const kind = accountKinds[shape?.__typename ?? ''];
  if (!shape?.login || !shape.databaseId || kind === undefined || shape.login === 'ghost') return null;
  const login = kind === 'bot' && !shape.login.endsWith('[bot]') ? `${shape.login}[bot]` : shape.login;
  return { id: shape.databaseId, login, kind };
}

function toAccounts(shapes: readonly (AccountShape | undefined)[]): readonly Account[] {
  return shapes.map(toAccount).filter((account) => account !== null);
}

function toInstantOrNull(date: string | null): Instant | null {
  return date === null ? null : toInstant(date);
}

/** Hidden for what they are. Hidden as outdated, resolved or duplicate still belongs to the story. */
const hiddenReasons = new Set(['spam', 'abuse', 'off-topic', 'low-quality']);

function isHidden(remark: { readonly minimizedReason?: string | null | undefined }): boolean {
  return hiddenReasons.has((remark.minimizedReason ?? '').toLowerCase().replace('_', '-'));
}

type RemarkShape = { readonly id: string; readonly url: string; readonly body: string; readonly author: AccountShape };

function toRemark(shape: RemarkShape, at: string) {
  return { id: shape.id, url: shape.url, at: toInstant(at), author: toAccount(shape.author), text: shape.body };
}

function byTime(one: { readonly at: Instant }, other: { readonly at: Instant }): number {
  return one.at < other.at ? -1 : one.at > other.at ? 1 : 0;
}

function toComments(shapes: WholePull['comments']): readonly Comment[] {
  return shapes
    .filter((shape) => !isHidden(shape))
    .map((shape) => ({ ...toRemark(shape, shape.createdAt), inReplyTo: null, isAnswer: false }))
    .toSorted(byTime);
}

const reviewStates: Readonly<Record<string, ReviewState>> = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes-requested',
  COMMENTED: 'commented',
  DISMISSED: 'dismissed',
};

/** A pending review is nobody's business yet. */
function toReviews(shapes: WholePull['reviews']): readonly Review[] {
  return shapes
    .flatMap((shape) => {
      const state = reviewStates[shape.state];
      if (shape.submittedAt === null || state === undefined || isHidden(shape)) return [];
      return [{ ...toRemark(shape, shape.submittedAt), state, commitSha: shape.commit?.oid ?? null }];
    })
    .toSorted(byTime);
}

function toInlineComments(shapes: WholeThread['comments']): readonly InlineComment[] {
  return shapes
    .filter((shape) => shape.state !== 'PENDING' && !isHidden(shape))
    .map((shape) => ({ ...toRemark(shape, shape.createdAt), reviewId: shape.pullRequestReview?.id ?? null }))
    .toSorted(byTime);
}

function toThreads(shapes: WholePull['threads']): readonly ReviewThread[] {
  return shapes
    .map((shape) => ({
      id: shape.id,
      path: shape.path,
      line: shape.line ?? shape.originalLine,
      isResolved: shape.isResolved,
      resolvedBy: toAccount(shape.resolvedBy),
      isOutdated: shape.isOutdated,
      comments: toInlineComments(shape.comments),
    }))
    .filter((thread) => thread.comments.length > 0);
}

/** Co-authors whom only the squashed commit names; GitHub writes them there when it merges. Its first author is the merge's own. */
function squashCoAuthors(pull: WholePull): readonly Account[] {
  if (pull.mergeCommit === null || pull.mergeCommit.parents.totalCount > 1) return [];
  return toAccounts((pull.mergeCommit.authors.nodes ?? []).slice(1).map((actor) => actor?.user));
}

/**
 * The commits, oldest first. The squashed commit itself is left out, since it is no new work; people whom only it names as
 * co-authors are added to the last commit.
 */
function toCommits(pull: WholePull): readonly Commit[] {
  const commits = pull.commits.map(({ commit }) => ({
    sha: commit.oid,
    message: commit.message,
    authoredAt: toInstant(commit.authoredDate),
    committedAt: toInstant(commit.committedDate),
    authors: toAccounts((commit.authors.nodes ?? []).map((actor) => actor?.user)),
  }));
  const known = new Set(commits.flatMap((commit) => commit.authors.map((author) => author.id)));
  const missing = squashCoAuthors(pull).filter((author) => !known.has(author.id));
  return commits.map((commit, index) => (index === commits.length - 1 ? { ...commit, authors: [...commit.authors, ...missing] } : commit));
}

const fileChanges: Readonly<Record<string, FileChange>> = {
  ADDED: 'added',
  MODIFIED: 'modified',
  DELETED: 'removed',
  RENAMED: 'renamed',
  COPIED: 'copied',
  CHANGED: 'changed',
};

type EventOf<Type extends TimelineShape['__typename']> = Extract<TimelineShape, { readonly __typename: Type }>;
type Occasion = Pick<TimelineEvent, 'at' | 'actor'>;

function plain(kind: 'closed' | 'reopened' | 'merged' | 'force-pushed' | 'ready-for-review' | 'converted-to-draft') {
  return (_shape: TimelineShape, occasion: Occasion): TimelineEvent | null => ({ ...occasion, kind });
}

function toCrossReference(shape: EventOf<'CrossReferencedEvent'>, occasion: Occasion): TimelineEvent | null {
  const { source } = shape;
  if (source.repository.databaseId === null) return null;
  return {
    ...occasion,
    kind: 'cross-referenced',
    source: {
      repository: { id: source.repository.databaseId, fullName: source.repository.nameWithOwner },
      kind: source.__typename === 'PullRequest' ? 'pull' : 'issue',
      number: source.number,
      title: source.title,
      author: toAccount(source.author),
      isMerged: source.merged ?? false,
      willClose: shape.willCloseTarget,
    },
  };
}

const eventMappers: { readonly [Type in TimelineShape['__typename']]: (shape: EventOf<Type>, occasion: Occasion) => TimelineEvent | null } =
  {
    ClosedEvent: plain('closed'),
    ReopenedEvent: plain('reopened'),
    MergedEvent: plain('merged'),
    HeadRefForcePushedEvent: plain('force-pushed'),
    ReadyForReviewEvent: plain('ready-for-review'),
    ConvertToDraftEvent: plain('converted-to-draft'),
    RenamedTitleEvent: (shape, occasion) => ({ ...occasion, kind: 'renamed', from: shape.previousTitle, to: shape.currentTitle }),
    LabeledEvent: (shape, occasion) => ({ ...occasion, kind: 'labelled', label: shape.label.name }),
    UnlabeledEvent: (shape, occasion) => ({ ...occasion, kind: 'unlabelled', label: shape.label.name }),
    AssignedEvent: (shape, occasion) => ({ ...occasion, kind: 'assigned', assignee: toAccount(shape.assignee) }),
    ReviewRequestedEvent: (shape, occasion) => ({
      ...occasion,
      kind: 'review-requested',
      reviewer: toAccount(shape.requestedReviewer),
      team: shape.requestedReviewer?.slug ?? null,
    }),
    CrossReferencedEvent: toCrossReference,
  };

function toTimelineEvent<Type extends TimelineShape['__typename']>(
  shape: EventOf<Type> & { readonly __typename: Type },
): TimelineEvent | null {
  return eventMappers[shape.__typename](shape, { at: toInstant(shape.createdAt), actor: toAccount(shape.actor) });
}

function toTimeline(shapes: readonly TimelineShape[]): readonly TimelineEvent[] {
  return shapes
    .map((shape) => toTimelineEvent(shape))
    .filter((event) => event !== null)
    .toSorted(byTime);
}

function toDiscussionComment(shape: WholeReply, inReplyTo: string | null): Comment {
  return { ...toRemark(shape, shape.createdAt), inReplyTo, isAnswer: shape.isAnswer };
}

/** Comments and replies in one list by time; a reply outlives a hidden comment that it answers. */
function toDiscussionComments(shapes: Whole<'Discussion'>['comments']): readonly Comment[] {
  return shapes
    .flatMap((shape) => [
      ...(isHidden(shape) ? [] : [toDiscussionComment(shape, null)]),
      ...shape.replies.filter((reply) => !isHidden(reply)).map((reply) => toDiscussionComment(reply, shape.id)),
    ])
    .toSorted(byTime);
}

function common(whole: WholeSubject, repository: RepositoryRef) {
  return {
    repository,
    number: whole.number,
    url: whole.url,
    title: whole.title,
    body: whole.body,
    author: toAccount(whole.author),
    createdAt: toInstant(whole.createdAt),
    updatedAt: toInstant(whole.updatedAt),
    closedAt: toInstantOrNull(whole.closedAt),
    labels: (whole.labels?.nodes ?? []).flatMap((label) => (label === null ? [] : [label.name])),
  };
}

/** What issues and discussions have no notion of. */
const noPull = {
  isDraft: false,
  mergedAt: null,
  mergedBy: null,
  baseRef: null,
  headRef: null,
  additions: 0,
  deletions: 0,
  changedFileCount: 0,
  files: [],
  documents: [],
  commits: [],
  reviews: [],
  threads: [],
} as const;

/** Longer descriptions say no more by their length. */
const describedCharacters = 20_000;

/** Issues elsewhere are left out: their repository may not have opted in. */
function toClosedIssues(whole: WholePull, repository: RepositoryRef): readonly ClosedIssue[] {
  return (whole.closingIssuesReferences?.nodes ?? []).flatMap((issue) => {
    if (issue === null || issue.repository.databaseId !== repository.id) return [];
    const { number, url, title, body, createdAt } = issue;
    const labels = (issue.labels?.nodes ?? []).flatMap((label) => (label === null ? [] : [label.name]));
    return [
      {
        number,
        url,
        title,
        author: toAccount(issue.author),
        createdAt: toInstant(createdAt),
        labels,
        words: wordCount(readText(body.slice(0, describedCharacters)).prose),
      },
    ];
  });
}

/** A reply counts like a comment: only who spoke, and when, is kept. */
function toQuestion({ repository, question }: FoundQuestion): readonly OpenQuestion[] {
  if (repository.databaseId === null) return [];
  const said = (question.comments.nodes ?? []).flatMap((node) => (node === null ? [] : [node, ...(node.replies?.nodes ?? [])]));
  return [
    {
      repository: { id: repository.databaseId, fullName: repository.nameWithOwner },
      url: question.url,
      author: toAccount(question.author),
      createdAt: toInstant(question.createdAt),
      closedAt: toInstantOrNull(question.closedAt),
      remarks: said.flatMap((one) => (one === null ? [] : [{ at: toInstant(one.createdAt), author: toAccount(one.author) }])),
    },
  ];
}

const pullStates = { OPEN: 'open', CLOSED: 'closed', MERGED: 'merged' } as const;

function pullDossier(whole: WholePull, repository: RepositoryRef): Dossier {
  return {
    ...common(whole, repository),
    kind: 'pull',
    state: pullStates[whole.state],
    isDraft: whole.isDraft,
    mergedAt: toInstantOrNull(whole.mergedAt),
    mergedBy: toAccount(whole.mergedBy),
    category: null,
    assignees: toAccounts(whole.assignees?.nodes ?? []),
    baseRef: whole.baseRefName,
    headRef: whole.headRefName,
    additions: whole.additions,
    deletions: whole.deletions,
    changedFileCount: whole.changedFiles,
    files:
      whole.files?.map((file) => ({
        path: file.path,
        change: fileChanges[file.changeType] ?? 'changed',
        additions: file.additions,
        deletions: file.deletions,
      })) ?? null,
    documents: whole.documents,
    commits: toCommits(whole),
    comments: toComments(whole.comments),
    reviews: toReviews(whole.reviews),
    threads: toThreads(whole.threads),
    timeline: toTimeline(whole.timeline),
    closes: toClosedIssues(whole, repository),
    questions: whole.questions.flatMap(toQuestion),
    ...(whole.history === null ? {} : { before: whole.history }),
  };
}

function issueDossier(whole: Whole<'Issue'>, repository: RepositoryRef): Dossier {
  return {
    ...common(whole, repository),
    ...noPull,
    kind: 'issue',
    state: whole.issueState === 'OPEN' ? 'open' : 'closed',
    category: null,
    assignees: toAccounts(whole.assignees?.nodes ?? []),
    comments: toComments(whole.comments),
    timeline: toTimeline(whole.timeline),
  };
}

function discussionDossier(whole: Whole<'Discussion'>, repository: RepositoryRef): Dossier {
  return {
    ...common(whole, repository),
    ...noPull,
    kind: 'discussion',
    state: whole.closed ? 'closed' : 'open',
    category: whole.category?.name ?? null,
    assignees: [],
    comments: toDiscussionComments(whole.comments),
    timeline: [],
  };
}

/** The dossier of a subject that was looked up whole. Pure. */
export function toDossier(whole: WholeSubject, repository: RepositoryRef): Dossier {
  if (whole.__typename === 'PullRequest') return pullDossier(whole, repository);
  if (whole.__typename === 'Issue') return issueDossier(whole, repository);
  return discussionDossier(whole, repository);
}
