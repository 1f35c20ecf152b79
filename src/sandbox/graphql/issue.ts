/** GraphQL: issues, and what pull requests share with them. */
import { subjectNodeId } from '../shapes/subject.ts';
import type { IssueState, PullState, SubjectState, World } from '../state.ts';
import { subjectUrl } from '../urls.ts';
import { accountConnection } from './account.ts';
import { connection, type PageArguments } from './connection.ts';
import { labelView } from './label.ts';
import { repositoryReference, type View } from './reference.ts';
import { issueCommentView, textPart } from './text.ts';
import { type TimelineArguments, timelineConnection } from './timeline.ts';

/** The fields that every kind of subject has. */
export function subjectPart(world: World, subject: SubjectState): View {
  const { repository } = subject;
  return {
    id: subjectNodeId(subject),
    databaseId: subject.id,
    fullDatabaseId: String(subject.id),
    number: subject.number,
    title: subject.title,
    url: subjectUrl(world, subject),
    closed: subject.state === 'closed',
    closedAt: subject.closedAt,
    locked: subject.isLocked,
    activeLockReason: null,
    repository: () => repositoryReference(repository),
    labels: (args: PageArguments) =>
      connection(
        subject.labels.map((label) => ({ key: label.id, node: labelView(repository, label) })),
        args,
      ),
    ...textPart(world, repository, subject),
    // A discussion's or issue's `updatedAt` tells of its conversation, not of its body alone.
    updatedAt: subject.updatedAt,
  };
}

/** The fields that issues and pull requests share. */
export function conversationPart(world: World, subject: IssueState | PullState): View {
  return {
    ...subjectPart(world, subject),
    assignees: (args: PageArguments) => accountConnection(world, subject.assignees, args),
    comments: (args: PageArguments) =>
      connection(
        subject.comments.map((comment) => ({ key: comment.id, node: issueCommentView(world, subject, comment) })),
        args,
      ),
    timelineItems: (args: TimelineArguments) => timelineConnection(world, subject, args),
  };
}

/** An issue. */
export function issueView(world: World, issue: IssueState): View {
  return {
    __typename: 'Issue',
    ...conversationPart(world, issue),
    state: issue.state.toUpperCase(),
    stateReason: issue.stateReason?.toUpperCase() ?? null,
  };
}
