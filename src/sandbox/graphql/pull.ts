/** GraphQL: pull requests. */
import { canSee } from '../access.ts';
import { closedBy } from '../calls.ts';
import { headSha } from '../shapes/subject.ts';
import type { FileState, PullState, World } from '../state.ts';
import { accountView, teamView } from './account.ts';
import { connection, type PageArguments } from './connection.ts';
import { conversationPart } from './issue.ts';
import { commitView } from './commit.ts';
import { repositoryReference, subjectReference, type View } from './reference.ts';
import { pullCommitView, reviewView, threadView } from './review.ts';

const changeTypes: Readonly<Record<FileState['change'], string>> = {
  added: 'ADDED',
  modified: 'MODIFIED',
  removed: 'DELETED',
  renamed: 'RENAMED',
  copied: 'COPIED',
  changed: 'CHANGED',
};

function fileView(file: FileState): View {
  const { path, additions, deletions } = file;
  return {
    __typename: 'PullRequestChangedFile',
    path,
    additions,
    deletions,
    changeType: changeTypes[file.change],
    viewerViewedState: 'UNVIEWED',
  };
}

function reviewRequests(world: World, pull: PullState, args: PageArguments): View {
  const entries = pull.requested.map((reviewer) => {
    const requestedReviewer = 'slug' in reviewer ? teamView(world, reviewer) : accountView(world, reviewer);
    return { key: reviewer.id, node: { __typename: 'ReviewRequest', asCodeOwner: false, requestedReviewer } };
  });
  return connection(entries, args);
}

function listsPart(world: World, pull: PullState): View {
  return {
    commits: (args: PageArguments) =>
      connection(
        pull.commits.map((commit) => ({ key: commit.sha, node: pullCommitView(world, pull, commit) })),
        args,
      ),
    files: (args: PageArguments) =>
      connection(
        pull.files.map((file) => ({ key: file.path, node: fileView(file) })),
        args,
      ),
    reviews: (args: PageArguments) =>
      connection(
        pull.reviews.map((review) => ({ key: review.id, node: reviewView(world, pull, review) })),
        args,
      ),
    reviewThreads: (args: PageArguments) =>
      connection(
        pull.threads.map((thread) => ({ key: thread.id, node: threadView(world, pull, thread) })),
        args,
      ),
    reviewRequests: (args: PageArguments) => reviewRequests(world, pull, args),
    closingIssuesReferences: (args: PageArguments) => {
      const issues = closedBy(world, pull).filter((issue) => canSee(world, issue.repository));
      return connection(
        issues.map((issue) => ({ key: issue.id, node: subjectReference(issue) })),
        args,
      );
    },
  };
}

/** A pull request. */
export function pullView(world: World, pull: PullState): View {
  const { repository } = pull;
  const total = (count: (file: FileState) => number) => pull.files.reduce((sum, file) => sum + count(file), 0);
  const mergeCommit = repository.commits.get(pull.mergeSha ?? '');
  return {
    __typename: 'PullRequest',
    ...conversationPart(world, pull),
    ...listsPart(world, pull),
    state: pull.mergedAt === null ? pull.state.toUpperCase() : 'MERGED',
    isDraft: pull.isDraft,
    merged: pull.mergedAt !== null,
    mergedAt: pull.mergedAt,
    mergedBy: accountView(world, pull.mergedBy),
    mergeCommit: () => (mergeCommit === undefined ? null : commitView(world, repository, mergeCommit)),
    baseRefName: pull.baseBranch,
    baseRefOid: pull.baseSha,
    headRefName: pull.headBranch,
    headRefOid: headSha(pull),
    headRef: () => (pull.isHeadGone ? null : { __typename: 'Ref', name: pull.headBranch, prefix: 'refs/heads/' }),
    headRepository: () => (pull.isForkGone ? null : repositoryReference(repository)),
    isCrossRepository: pull.isFork,
    additions: total((file) => file.additions),
    deletions: total((file) => file.deletions),
    changedFiles: pull.files.length,
  };
}
