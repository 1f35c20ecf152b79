/** The shapes of the dossier queries' answers: only what the mapping reads; parts that GitHub withholds are null. */
import { z } from 'zod';

export const pageInfoShape = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });

/** One page of a list. GitHub may answer null for single entries that the App may not see. */
export function pageOf<Node extends z.ZodType>(node: Node) {
  return z.object({ nodes: z.array(node.nullable()).nullable(), pageInfo: pageInfoShape });
}

/** A union of account types answers `{}` for a type that we don't ask about. */
export const accountShape = z
  .object({ __typename: z.string().optional(), login: z.string().optional(), databaseId: z.number().nullish() })
  .nullable();
export type AccountShape = z.output<typeof accountShape>;

const repositoryShape = z.object({ databaseId: z.number().nullable(), nameWithOwner: z.string() });

const remark = { id: z.string(), url: z.string(), body: z.string(), minimizedReason: z.string().nullish(), author: accountShape };

export const commentShape = z.object({ ...remark, createdAt: z.string() });

export const reviewShape = z.object({
  ...remark,
  submittedAt: z.string().nullable(),
  state: z.string(),
  commit: z.object({ oid: z.string() }).nullable(),
});

export const inlineCommentShape = z.object({
  ...remark,
  createdAt: z.string(),
  state: z.string(),
  pullRequestReview: z.object({ id: z.string() }).nullable(),
});

export const threadShape = z.object({
  id: z.string(),
  path: z.string(),
  line: z.number().nullable(),
  originalLine: z.number().nullable(),
  isResolved: z.boolean(),
  isOutdated: z.boolean(),
  resolvedBy: accountShape,
  comments: pageOf(inlineCommentShape),
});

const gitActors = z.object({ nodes: z.array(z.object({ user: accountShape }).nullable()).nullable() });

export const commitShape = z.object({
  commit: z.object({
    oid: z.string(),
    message: z.string(),
    authoredDate: z.string(),
    committedDate: z.string(),
    authors: gitActors,
  }),
});

export const fileShape = z.object({ path: z.string(), changeType: z.string(), additions: z.number(), deletions: z.number() });

export const replyShape = z.object({ ...remark, createdAt: z.string(), isAnswer: z.boolean() });
export const discussionCommentShape = replyShape.extend({ replies: pageOf(replyShape) });

const event = { createdAt: z.string(), actor: accountShape };
const label = z.object({ name: z.string() });

const sourceShape = z.object({
  __typename: z.enum(['Issue', 'PullRequest']),
  number: z.number(),
  title: z.string(),
  merged: z.boolean().optional(),
  repository: repositoryShape,
  author: accountShape,
});

export const timelineShape = z.discriminatedUnion('__typename', [
  z.object({ __typename: z.literal('ClosedEvent'), ...event }),
  z.object({ __typename: z.literal('ReopenedEvent'), ...event }),
  z.object({ __typename: z.literal('MergedEvent'), ...event }),
  z.object({ __typename: z.literal('HeadRefForcePushedEvent'), ...event }),
  z.object({ __typename: z.literal('ReadyForReviewEvent'), ...event }),
  z.object({ __typename: z.literal('ConvertToDraftEvent'), ...event }),
  z.object({ __typename: z.literal('RenamedTitleEvent'), ...event, previousTitle: z.string(), currentTitle: z.string() }),
  z.object({ __typename: z.literal('LabeledEvent'), ...event, label }),
  z.object({ __typename: z.literal('UnlabeledEvent'), ...event, label }),
  z.object({ __typename: z.literal('AssignedEvent'), ...event, assignee: accountShape }),
  z.object({
    __typename: z.literal('ReviewRequestedEvent'),
    ...event,
    requestedReviewer: z
      .object({ __typename: z.string(), login: z.string().optional(), databaseId: z.number().nullish(), slug: z.string().optional() })
      .nullable(),
  }),
  z.object({ __typename: z.literal('CrossReferencedEvent'), ...event, willCloseTarget: z.boolean(), source: sourceShape }),
]);
export type TimelineShape = z.output<typeof timelineShape>;

/** An event that GitHub withholds in part is left out, not a reason to lose the subject. */
const timelinePage = pageOf(timelineShape.nullable().catch(null));
export const timelineNodeShape = timelineShape.nullable().catch(null);

const subject = {
  id: z.string(),
  number: z.number(),
  url: z.string(),
  title: z.string(),
  body: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  closedAt: z.string().nullable(),
  repository: repositoryShape,
  author: accountShape,
  labels: z.object({ nodes: z.array(label.nullable()).nullable() }).nullable(),
};

const closedIssueShape = z.object({
  number: z.number(),
  url: z.string(),
  title: z.string(),
  body: z.string(),
  createdAt: z.string(),
  repository: repositoryShape,
  author: accountShape,
  labels: z.object({ nodes: z.array(label.nullable()).nullable() }).nullable(),
});

const assignees = z.object({ nodes: z.array(accountShape).nullable() }).nullable();

export const pullShape = z.object({
  __typename: z.literal('PullRequest'),
  ...subject,
  author: accountShape.unwrap().extend({ id: z.string().optional() }).nullable(),
  assignees,
  mergedAt: z.string().nullable(),
  mergedBy: accountShape,
  state: z.enum(['OPEN', 'CLOSED', 'MERGED']),
  isDraft: z.boolean(),
  baseRefName: z.string(),
  baseRefOid: z.string(),
  closingIssuesReferences: z.object({ nodes: z.array(closedIssueShape.nullable()).nullable() }).nullable(),
  headRefName: z.string(),
  headRefOid: z.string(),
  additions: z.number(),
  deletions: z.number(),
  changedFiles: z.number(),
  mergeCommit: z.object({ oid: z.string(), parents: z.object({ totalCount: z.number() }), authors: gitActors }).nullable(),
  comments: pageOf(commentShape),
  reviews: pageOf(reviewShape).nullable(),
  reviewThreads: pageOf(threadShape),
  commits: pageOf(commitShape),
  files: pageOf(fileShape).nullable(),
  timelineItems: timelinePage,
});

export const issueShape = z.object({
  __typename: z.literal('Issue'),
  ...subject,
  assignees,
  issueState: z.enum(['OPEN', 'CLOSED']),
  comments: pageOf(commentShape),
  timelineItems: timelinePage,
});

export const discussionShape = z.object({
  __typename: z.literal('Discussion'),
  ...subject,
  closed: z.boolean(),
  category: z.object({ name: z.string() }).nullable(),
  discussionComments: pageOf(discussionCommentShape),
});

export const subjectShape = z.discriminatedUnion('__typename', [pullShape, issueShape, discussionShape]);
export type SubjectShape = z.output<typeof subjectShape>;

const count = z.object({ totalCount: z.number() });
export const historyShape = z.object({ repository: z.object({ object: z.object({ all: count, own: count }).nullable() }).nullable() });

const said = z.object({ createdAt: z.string(), author: accountShape });

/** An issue or a discussion that a document refers to; null for a number that is neither. */
export const questionShape = z
  .object({
    url: z.string(),
    createdAt: z.string(),
    closedAt: z.string().nullable(),
    author: accountShape,
    comments: z.object({
      nodes: z.array(said.extend({ replies: z.object({ nodes: z.array(said.nullable()).nullable() }).optional() }).nullable()).nullable(),
    }),
  })
  .nullish();

/** Where the question lies, as it is named by who refers to it, and what GitHub answered. */
export type FoundQuestion = {
  readonly repository: z.output<typeof repositoryShape>;
  readonly question: NonNullable<z.output<typeof questionShape>>;
};

export const questionsShape = z.record(z.string(), repositoryShape.extend({ issue: questionShape, discussion: questionShape }).nullable());

export const documentShape = z.object({ text: z.string().nullish(), isBinary: z.boolean().nullish() }).nullable();

type WholePull = Omit<z.output<typeof pullShape>, 'comments' | 'reviews' | 'reviewThreads' | 'commits' | 'files' | 'timelineItems'> & {
  readonly comments: readonly z.output<typeof commentShape>[];
  readonly reviews: readonly z.output<typeof reviewShape>[];
  readonly threads: readonly WholeThread[];
  readonly commits: readonly z.output<typeof commitShape>[];
  readonly files: readonly z.output<typeof fileShape>[] | null;
  readonly timeline: readonly TimelineShape[];
  readonly documents: readonly { readonly path: string; readonly text: string }[];
  readonly questions: readonly FoundQuestion[];
  /** Commits on the base before a merge; null when it was not asked for. */
  readonly history: { readonly commits: number; readonly byAuthor: number } | null;
};

export type WholeThread = Omit<z.output<typeof threadShape>, 'comments'> & {
  readonly comments: readonly z.output<typeof inlineCommentShape>[];
};

type WholeIssue = Omit<z.output<typeof issueShape>, 'comments' | 'timelineItems'> & {
  readonly comments: readonly z.output<typeof commentShape>[];
  readonly timeline: readonly TimelineShape[];
};

export type WholeReply = z.output<typeof replyShape>;

type WholeDiscussion = Omit<z.output<typeof discussionShape>, 'discussionComments'> & {
  readonly comments: readonly (WholeReply & { readonly replies: readonly WholeReply[] })[];
};

/** A subject with all its pages. */
export type WholeSubject = WholePull | WholeIssue | WholeDiscussion;
