/** The sandbox's world: everything it knows, as plain records that the perform and rest folders change in place. */
import type { FileChange } from '../domain/dossier.ts';
import type { Instant } from '../domain/instant.ts';
import type { Permission, Visibility } from '../domain/organisation.ts';

/** An account. A bot's login ends in `[bot]`. Records are shared, so a new login shows everywhere. */
export type AccountState = { readonly id: number; login: string; readonly kind: 'User' | 'Bot' | 'Organization'; isDeleted: boolean };

export type EditState = { readonly id: number; readonly editor: AccountState; readonly at: Instant; readonly text: string };

/** A text that someone wrote. `edits` is empty until the first edit, then begins with the original text. */
export type TextState = {
  readonly id: number;
  readonly author: AccountState;
  readonly createdAt: Instant;
  updatedAt: Instant;
  body: string;
  edits: EditState[];
  reactions: { readonly id: number; readonly content: string; readonly by: AccountState }[];
};

/** A comment in a conversation. Replies belong to discussions. */
export type CommentState = TextState & { readonly replyTo: CommentState | null; isAnswer: boolean };

export type InlineCommentState = TextState & { readonly review: ReviewState; readonly thread: ThreadState };

export type ThreadState = {
  readonly id: number;
  readonly path: string;
  readonly line: number;
  readonly comments: InlineCommentState[];
  resolvedBy: AccountState | null;
  isOutdated: boolean;
};

export type ReviewState = TextState & {
  state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED';
  readonly commitSha: string;
};

export type CommitState = {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly authors: readonly AccountState[];
  readonly at: Instant;
  /** Texts of the repository at this commit, by path; only those that the data gives. */
  readonly files: ReadonlyMap<string, string>;
};

export type FileState = { readonly path: string; readonly change: FileChange; readonly additions: number; readonly deletions: number };

export type TeamState = {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly parent: TeamState | null;
  readonly members: Set<AccountState>;
  readonly grants: Map<RepositoryState, Permission>;
};

export type LabelState = { readonly id: number; readonly name: string; readonly color: string; readonly description: string };

type Happened = { readonly id: number; readonly at: Instant; readonly actor: AccountState };

export type TimelineState =
  | (Happened & { readonly kind: 'closed' | 'reopened' | 'merged' | 'ready-for-review' | 'converted-to-draft' | 'locked' | 'unlocked' })
  | (Happened & { readonly kind: 'head-deleted' })
  | (Happened & { readonly kind: 'force-pushed'; readonly before: CommitState; readonly after: CommitState })
  | (Happened & { readonly kind: 'renamed'; readonly from: string; readonly to: string })
  | (Happened & { readonly kind: 'labelled' | 'unlabelled'; readonly label: LabelState })
  | (Happened & { readonly kind: 'assigned' | 'unassigned'; readonly assignee: AccountState })
  | (Happened & { readonly kind: 'review-requested'; readonly reviewer: AccountState | TeamState })
  | (Happened & { readonly kind: 'review-dismissed'; readonly review: ReviewState; readonly message: string })
  | (Happened & { readonly kind: 'cross-referenced'; readonly source: SubjectState; readonly willClose: boolean });

type SubjectBase = TextState & {
  repository: RepositoryState;
  number: number;
  title: string;
  state: 'open' | 'closed';
  closedAt: Instant | null;
  stateReason: 'completed' | 'not_planned' | 'duplicate' | 'reopened' | null;
  isLocked: boolean;
  readonly viaApp: boolean;
  readonly labels: LabelState[];
  readonly assignees: AccountState[];
  readonly comments: CommentState[];
  readonly timeline: TimelineState[];
};

export type IssueState = SubjectBase & { readonly kind: 'issue' };

export type DiscussionState = SubjectBase & { readonly kind: 'discussion'; readonly category: string };

export type PullState = SubjectBase & {
  readonly kind: 'pull';
  readonly baseBranch: string;
  readonly baseSha: string;
  readonly headBranch: string;
  readonly isFork: boolean;
  isHeadGone: boolean;
  isForkGone: boolean;
  isDraft: boolean;
  mergedAt: Instant | null;
  mergedBy: AccountState | null;
  mergeSha: string | null;
  files: FileState[];
  commits: CommitState[];
  readonly reviews: ReviewState[];
  readonly threads: ThreadState[];
  readonly requested: (AccountState | TeamState)[];
};

export type SubjectState = IssueState | PullState | DiscussionState;

export type CheckRunState = {
  readonly id: number;
  readonly name: string;
  readonly headSha: string;
  status: string;
  conclusion: string | null;
  output: Readonly<Record<string, unknown>>;
  readonly externalId: string;
  readonly startedAt: Instant;
  completedAt: Instant | null;
};

export type RepositoryState = {
  readonly id: number;
  name: string;
  /** The organisation, or, after a transfer, someone else. */
  owner: AccountState;
  /** Former names that redirect here. */
  readonly formerNames: Set<string>;
  visibility: Visibility;
  isArchived: boolean;
  isDeleted: boolean;
  hasIssues: boolean;
  readonly description: string;
  readonly defaultBranch: string;
  readonly createdAt: Instant;
  updatedAt: Instant;
  pushedAt: Instant;
  readonly branches: Map<string, CommitState>;
  readonly commits: Map<string, CommitState>;
  readonly collaborators: Map<AccountState, Permission>;
  readonly labels: Map<string, LabelState>;
  readonly subjects: Map<number, SubjectState>;
  /** Numbers of subjects that were deleted or moved away; GitHub gives none of them again. */
  readonly formerNumbers: Set<number>;
  readonly checkRuns: CheckRunState[];
};

/** The App's one installation. `repositories` is null when it has all of them. */
export type InstallationState = {
  readonly id: number;
  readonly createdAt: Instant;
  repositories: Set<RepositoryState> | null;
  isSuspended: boolean;
};

/** Someone or something that a text called to, as GitHub would have notified or linked. */
export type Notification = {
  readonly kind: 'mention' | 'team-mention' | 'backlink' | 'closing-reference' | 'commit-reference';
  readonly at: Instant;
  readonly by: string;
  /** A login, `organisation/team`, `repository#12` or a commit's sha. */
  readonly target: string;
  /** The page that holds the text. */
  readonly url: string;
};

/** A webhook event, as announced. `isForApp`: the App is installed where it happened. */
export type Announcement = {
  readonly event: string;
  readonly action: string | null;
  readonly isForApp: boolean;
  readonly payload: Readonly<Record<string, unknown>>;
};

export type Named =
  | { readonly kind: 'comment'; readonly subject: SubjectState; readonly comment: CommentState }
  | { readonly kind: 'inline'; readonly subject: PullState; readonly comment: InlineCommentState }
  | { readonly kind: 'review'; readonly subject: PullState; readonly comment: ReviewState };

export type AppState = {
  readonly id: number;
  readonly slug: string;
  readonly bot: AccountState;
  readonly permissions: Readonly<Record<string, string>>;
  readonly events: readonly string[];
};

export type World = {
  now: Instant;
  readonly webUrl: string;
  apiUrl: string;
  readonly organisation: AccountState;
  readonly basePermission: 'none' | 'read' | 'write';
  readonly app: AppState;
  installation: InstallationState | null;
  /** Who looks, in what is answered to somebody's own token; absent for the App. */
  readonly viewer?: AccountState;
  /** Whether they look by a token that they gave the App. */
  readonly isThroughApp?: boolean;
  /** By lower-case login. */
  readonly accounts: Map<string, AccountState>;
  readonly members: Map<AccountState, 'owner' | 'member'>;
  readonly teams: Map<string, TeamState>;
  /** By id, deleted and transferred ones included. */
  readonly repositories: Map<number, RepositoryState>;
  readonly named: Map<string, Named>;
  readonly notifications: Notification[];
  /** Webhook addresses of Apps that were registered and not taken yet, by code. */
  readonly registrations: Map<string, string>;
  readonly lastIds: Map<string, number>;
  readonly announce: (announcement: Announcement) => void;
};
