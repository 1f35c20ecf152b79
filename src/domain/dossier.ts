/** The dossier: everything that signals may look at about one subject, as plain data, in GitHub's order of time. */
import type { Instant } from './instant.ts';
import type { Account } from './person.ts';
import type { RepositoryRef, SubjectKind } from './subject.ts';

/** A text that somebody wrote. `author` is null when the account is gone. `url` is its permalink. */
export type Remark = {
  readonly id: string;
  readonly url: string;
  readonly at: Instant;
  readonly author: Account | null;
  readonly text: string;
};

export type ReviewState = 'approved' | 'changes-requested' | 'commented' | 'dismissed';

/** A submitted review. Its inline comments stand in `threads` and carry its id. */
export type Review = Remark & { readonly state: ReviewState; readonly commitSha: string | null };

/** An inline comment. `reviewId` is null when the review is unknown. */
export type InlineComment = Remark & { readonly reviewId: string | null };

/** A review thread: inline comments on one place, oldest first. GitHub does not say when it was resolved. */
export type ReviewThread = {
  readonly id: string;
  readonly path: string;
  readonly line: number | null;
  readonly isResolved: boolean;
  readonly resolvedBy: Account | null;
  readonly isOutdated: boolean;
  readonly comments: readonly InlineComment[];
};

/** A comment in the conversation. Replies (discussions only) name the comment they answer. */
export type Comment = Remark & { readonly inReplyTo: string | null; readonly isAnswer: boolean };

/** A commit of a pull request. `authors` are the accounts that GitHub recognised: author first, then co-authors. */
export type Commit = {
  readonly sha: string;
  readonly message: string;
  readonly authoredAt: Instant;
  readonly committedAt: Instant;
  readonly authors: readonly Account[];
};

export type FileChange = 'added' | 'modified' | 'removed' | 'renamed' | 'copied' | 'changed';

/** A changed file of a pull request. */
export type ChangedFile = {
  readonly path: string;
  readonly change: FileChange;
  readonly additions: number;
  readonly deletions: number;
};

/** The text of a document at the pull request's head (RFC files only). */
export type DocumentText = { readonly path: string; readonly text: string };

type Happening = { readonly at: Instant; readonly actor: Account | null };

/** What happened to the subject, oldest first. */
export type TimelineEvent =
  | (Happening & { readonly kind: 'closed' | 'reopened' | 'merged' | 'force-pushed' | 'ready-for-review' | 'converted-to-draft' })
  | (Happening & { readonly kind: 'renamed'; readonly from: string; readonly to: string })
  | (Happening & { readonly kind: 'labelled' | 'unlabelled'; readonly label: string })
  | (Happening & { readonly kind: 'review-requested'; readonly reviewer: Account | null; readonly team: string | null })
  | (Happening & { readonly kind: 'assigned'; readonly assignee: Account | null })
  | (Happening & {
      readonly kind: 'cross-referenced';
      readonly source: {
        readonly repository: RepositoryRef;
        readonly kind: SubjectKind;
        readonly number: number;
        readonly title: string;
        readonly author: Account | null;
        readonly isMerged: boolean;
        readonly willClose: boolean;
      };
    });

/** An issue that a pull request closes by its merge. `words`: how many its description has. */
export type ClosedIssue = {
  readonly number: number;
  readonly url: string;
  readonly title: string;
  readonly author: Account | null;
  readonly createdAt: Instant;
  readonly labels: readonly string[];
  readonly words: number;
};

/** An issue or discussion that a merged document refers to. `remarks` are the comments' times and authors, without their words. */
export type OpenQuestion = {
  readonly repository: RepositoryRef;
  readonly url: string;
  readonly author: Account | null;
  readonly createdAt: Instant;
  readonly closedAt: Instant | null;
  readonly remarks: readonly { readonly at: Instant; readonly author: Account | null }[];
};

export type SubjectState = 'open' | 'closed' | 'merged';

/** One subject, whole. Lists that GitHub has no notion of for this kind are empty. */
export type Dossier = {
  readonly repository: RepositoryRef;
  readonly kind: SubjectKind;
  readonly number: number;
  readonly url: string;
  readonly title: string;
  readonly body: string;
  readonly author: Account | null;
  readonly state: SubjectState;
  readonly isDraft: boolean;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly closedAt: Instant | null;
  readonly mergedAt: Instant | null;
  readonly mergedBy: Account | null;
  readonly labels: readonly string[];
  /** Discussions: the category's name. */
  readonly category: string | null;
  readonly assignees: readonly Account[];
  readonly baseRef: string | null;
  readonly headRef: string | null;
  readonly additions: number;
  readonly deletions: number;
  readonly changedFileCount: number;
  /** Null when the files were not looked up (an archive without them). */
  readonly files: readonly ChangedFile[] | null;
  readonly documents: readonly DocumentText[];
  readonly commits: readonly Commit[];
  readonly comments: readonly Comment[];
  readonly reviews: readonly Review[];
  readonly threads: readonly ReviewThread[];
  readonly timeline: readonly TimelineEvent[];
  /** Pull requests: issues of the same repository that the merge closes; absent when the source does not tell. */
  readonly closes?: readonly ClosedIssue[];
  /** Merged pull requests with documents: what their description refers to; absent when the source does not tell. */
  readonly questions?: readonly OpenQuestion[];
  /** Merged pull requests: commits on the base branch before the merge, all and the author's; absent when the source does not tell. */
  readonly before?: { readonly commits: number; readonly byAuthor: number };
  /** People whom texts mention with `@`, where the source knows them; absent when it does not tell. */
  readonly mentioned?: readonly Account[];
};
