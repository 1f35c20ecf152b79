/** GraphQL: the timeline of issues and pull requests. */
import { canSee } from '../access.ts';
import { nodeId } from '../ids.ts';
import type { IssueState, PullState, TimelineState, World } from '../state.ts';
import { accountView, teamView } from './account.ts';
import { subjectReference, type View } from './reference.ts';
import { connection, type PageArguments } from './connection.ts';
import { pullCommitView, reviewView } from './review.ts';
import { commitView } from './commit.ts';
import { labelView } from './label.ts';
import { issueCommentView } from './text.ts';

export type TimelineArguments = PageArguments & { readonly itemTypes?: readonly string[] | null; readonly since?: string | null };

type Item = { readonly at: string; readonly key: string; readonly node: View };

const typeNames: Readonly<Record<TimelineState['kind'], string>> = {
  closed: 'ClosedEvent',
  reopened: 'ReopenedEvent',
  merged: 'MergedEvent',
  'ready-for-review': 'ReadyForReviewEvent',
  'converted-to-draft': 'ConvertToDraftEvent',
  locked: 'LockedEvent',
  unlocked: 'UnlockedEvent',
  'head-deleted': 'HeadRefDeletedEvent',
  'force-pushed': 'HeadRefForcePushedEvent',
  renamed: 'RenamedTitleEvent',
  labelled: 'LabeledEvent',
  unlabelled: 'UnlabeledEvent',
  assigned: 'AssignedEvent',
  unassigned: 'UnassignedEvent',
  'review-requested': 'ReviewRequestedEvent',
  'review-dismissed': 'ReviewDismissedEvent',
  'cross-referenced': 'CrossReferencedEvent',
};

function detailsOf(world: World, subject: IssueState | PullState, event: TimelineState): View {
  const { repository } = subject;
  if (event.kind === 'renamed') return { previousTitle: event.from, currentTitle: event.to };
  if (event.kind === 'labelled' || event.kind === 'unlabelled') return { label: labelView(repository, event.label) };
  if (event.kind === 'assigned' || event.kind === 'unassigned') return { assignee: accountView(world, event.assignee) };
  if (event.kind === 'force-pushed') {
    return { beforeCommit: commitView(world, repository, event.before), afterCommit: commitView(world, repository, event.after) };
  }
  if (event.kind === 'review-requested') {
    return { requestedReviewer: 'slug' in event.reviewer ? teamView(world, event.reviewer) : accountView(world, event.reviewer) };
  }
  if (event.kind === 'review-dismissed' && subject.kind === 'pull') {
    return { dismissalMessage: event.message, review: reviewView(world, subject, event.review) };
  }
  if (event.kind !== 'cross-referenced') return { stateReason: null };
  return {
    source: () => subjectReference(event.source),
    willCloseTarget: event.willClose,
    isCrossRepository: event.source.repository !== repository,
    referencedAt: event.at,
  };
}

function eventItem(world: World, subject: IssueState | PullState, event: TimelineState): Item {
  const stamp = {
    __typename: typeNames[event.kind],
    id: nodeId('EV', event.id),
    createdAt: event.at,
    actor: accountView(world, event.actor),
  };
  return { at: event.at, key: `event-${event.id}`, node: { ...stamp, ...detailsOf(world, subject, event) } };
}

/** What the token may see: references from hidden repositories are left out. */
function visibleEvents(world: World, subject: IssueState | PullState): readonly TimelineState[] {
  return subject.timeline.filter((event) => event.kind !== 'cross-referenced' || canSee(world, event.source.repository));
}

function pullItems(world: World, pull: PullState): readonly Item[] {
  return [
    ...pull.commits.map((commit) => ({ at: commit.at, key: `commit-${commit.sha}`, node: pullCommitView(world, pull, commit) })),
    ...pull.reviews.map((review) => ({ at: review.createdAt, key: `review-${review.id}`, node: reviewView(world, pull, review) })),
  ];
}

/** `ClosedEvent` as the enum writes it: `CLOSED_EVENT`. */
function enumName(typeName: unknown): string {
  return String(typeName)
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_')
    .toUpperCase();
}

/** The timeline in order of time, with comments, reviews and commits in their places, narrowed by `itemTypes` and `since`. */
export function timelineConnection(world: World, subject: IssueState | PullState, args: TimelineArguments): View {
  const comments = subject.comments.map((comment) => ({
    at: comment.createdAt,
    key: `comment-${comment.id}`,
    node: issueCommentView(world, subject, comment),
  }));
  const all = [
    ...(subject.kind === 'pull' ? pullItems(world, subject) : []),
    ...comments,
    ...visibleEvents(world, subject).map((event) => eventItem(world, subject, event)),
  ];
  const { itemTypes, since } = args;
  const chosen = all.filter(
    ({ node, at }) => (!itemTypes || itemTypes.includes(enumName(node['__typename']))) && (!since || Date.parse(at) >= Date.parse(since)),
  );
  chosen.sort((a, b) => a.at.localeCompare(b.at));
  return connection(chosen, args);
}
