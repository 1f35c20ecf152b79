/** Issues, pull requests and discussions as GitHub's REST API and webhooks write them. */
import { permissionOn } from '../access.ts';
import { nodeId, shaOf } from '../ids.ts';
import type { AccountState, DiscussionState, IssueState, PullState, RepositoryState, SubjectState, TextState, World } from '../state.ts';
import { repositoryApiUrl, repositoryUrl, subjectUrl } from '../urls.ts';
import { accountJson, appJson, type Json, teamJson } from './account.ts';
import { labelJson, repositoryJson } from './repository.ts';

const prefixes: Readonly<Record<SubjectState['kind'], string>> = { issue: 'I', pull: 'PR', discussion: 'D' };

/** The subject's GraphQL node id. */
export function subjectNodeId(subject: SubjectState): string {
  return nodeId(prefixes[subject.kind], subject.id);
}

/** The author's standing in the repository: OWNER, MEMBER, COLLABORATOR or NONE. */
export function associationOf(world: World, repository: RepositoryState, account: AccountState): string {
  if (repository.owner === account) return 'OWNER';
  if (world.members.has(account)) return 'MEMBER';
  return permissionOn(world, repository, account) === null ? 'NONE' : 'COLLABORATOR';
}

const reactionNames: Readonly<Record<string, string>> = {
  '+1': '+1',
  '-1': '-1',
  laugh: 'laugh',
  hooray: 'hooray',
  confused: 'confused',
  heart: 'heart',
  rocket: 'rocket',
  eyes: 'eyes',
};

/** Reactions, counted. */
export function reactionsJson(text: TextState, url: string): Json {
  const counts = Object.keys(reactionNames).map((name) => [name, text.reactions.filter((reaction) => reaction.content === name).length]);
  return { url: `${url}/reactions`, total_count: text.reactions.length, ...Object.fromEntries(counts) };
}

function conversationPart(world: World, subject: SubjectState): Json {
  const { repository } = subject;
  return {
    id: subject.id,
    node_id: subjectNodeId(subject),
    html_url: subjectUrl(world, subject),
    number: subject.number,
    title: subject.title,
    user: accountJson(world, subject.author),
    labels: subject.labels.map((label) => labelJson(world, repository, label)),
    state: subject.state,
    locked: subject.isLocked,
    comments: subject.comments.length,
    created_at: subject.createdAt,
    updated_at: subject.updatedAt,
    author_association: associationOf(world, repository, subject.author),
    active_lock_reason: null,
    body: subject.body === '' ? null : subject.body,
  };
}

function assigneesPart(world: World, subject: IssueState | PullState): Json {
  const assignees = subject.assignees.map((account) => accountJson(world, account));
  return { assignee: assignees[0] ?? null, assignees, milestone: null, closed_at: subject.closedAt };
}

/** An issue, or a pull request as the issues API shows it. */
export function issueJson(world: World, subject: IssueState | PullState): Json {
  const base = repositoryApiUrl(world, subject.repository);
  const url = `${base}/issues/${subject.number}`;
  const pullUrls = { url: `${base}/pulls/${subject.number}`, html_url: subjectUrl(world, subject) };
  return {
    ...conversationPart(world, subject),
    ...assigneesPart(world, subject),
    url,
    repository_url: base,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    timeline_url: `${url}/timeline`,
    state_reason: subject.stateReason,
    reactions: reactionsJson(subject, url),
    performed_via_github_app: subject.viaApp ? appJson(world) : null,
    ...(subject.kind === 'pull' ? { pull_request: { ...pullUrls, merged_at: subject.mergedAt }, draft: subject.isDraft } : {}),
  };
}

function headPart(world: World, pull: PullState): Json {
  const { repository } = pull;
  const owner = pull.isFork ? pull.author : repository.owner;
  const repo = pull.isFork ? (pull.isForkGone ? null : forkJson(world, pull)) : repositoryJson(world, repository);
  return {
    label: `${owner.login}:${pull.headBranch}`,
    ref: pull.headBranch,
    sha: headSha(pull),
    user: accountJson(world, owner),
    repo,
  };
}

function basePart(world: World, { repository, baseBranch, baseSha }: PullState): Json {
  return {
    label: `${repository.owner.login}:${baseBranch}`,
    ref: baseBranch,
    sha: baseSha,
    user: accountJson(world, repository.owner),
    repo: repositoryJson(world, repository),
  };
}

function forkJson(world: World, pull: PullState): Json {
  const { repository } = pull;
  const name = `${pull.author.login}/${repository.name}`;
  const id = Number.parseInt(shaOf(name).slice(0, 7), 16);
  return {
    ...repositoryJson(world, repository),
    id,
    node_id: nodeId('R', id),
    full_name: name,
    owner: accountJson(world, pull.author),
    fork: true,
  };
}

/** The sha of the pull request's last commit. */
export function headSha(pull: PullState): string {
  return pull.commits.at(-1)?.sha ?? pull.baseSha;
}

function isTeam(reviewer: PullState['requested'][number]): reviewer is Exclude<PullState['requested'][number], AccountState> {
  return 'slug' in reviewer;
}

/** A pull request, whole. */
export function pullJson(world: World, pull: PullState): Json {
  const { repository } = pull;
  const url = `${repositoryApiUrl(world, repository)}/pulls/${pull.number}`;
  const total = (count: (file: PullState['files'][number]) => number) => pull.files.reduce((sum, file) => sum + count(file), 0);
  return {
    ...conversationPart(world, pull),
    ...assigneesPart(world, pull),
    url,
    diff_url: `${subjectUrl(world, pull)}.diff`,
    patch_url: `${subjectUrl(world, pull)}.patch`,
    issue_url: `${repositoryApiUrl(world, repository)}/issues/${pull.number}`,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    merged_at: pull.mergedAt,
    merge_commit_sha: pull.mergeSha,
    requested_reviewers: pull.requested
      .filter((reviewer) => !isTeam(reviewer))
      .map((account) => accountJson(world, account as AccountState)),
    requested_teams: pull.requested.filter(isTeam).map((team) => teamJson(world, team)),
    head: headPart(world, pull),
    base: basePart(world, pull),
    _links: { self: { href: url }, html: { href: subjectUrl(world, pull) } },
    auto_merge: null,
    draft: pull.isDraft,
    merged: pull.mergedAt !== null,
    mergeable: null,
    rebaseable: null,
    mergeable_state: 'unknown',
    merged_by: pull.mergedBy === null ? null : accountJson(world, pull.mergedBy),
    review_comments: pull.threads.reduce((sum, thread) => sum + thread.comments.length, 0),
    maintainer_can_modify: pull.isFork,
    commits: pull.commits.length,
    additions: total((file) => file.additions),
    deletions: total((file) => file.deletions),
    changed_files: pull.files.length,
  };
}

/** A category of discussions; its id follows from its name. */
export function categoryJson(repository: RepositoryState, name: string): Json {
  const id = Number.parseInt(shaOf(`${repository.id} ${name}`).slice(0, 7), 16);
  return {
    id,
    node_id: nodeId('DIC', id),
    repository_id: repository.id,
    emoji: ':speech_balloon:',
    name,
    description: '',
    created_at: repository.createdAt,
    updated_at: repository.createdAt,
    slug: name.toLowerCase().replaceAll(/[^a-z\d]+/g, '-'),
    is_answerable: name === 'Q&A',
  };
}

/** A discussion. */
export function discussionJson(world: World, discussion: DiscussionState): Json {
  const answer = discussion.comments.find((comment) => comment.isAnswer);
  return {
    ...conversationPart(world, discussion),
    repository_url: repositoryApiUrl(world, discussion.repository),
    category: categoryJson(discussion.repository, discussion.category),
    answer_html_url: answer === undefined ? null : `${subjectUrl(world, discussion)}#discussioncomment-${answer.id}`,
    answer_chosen_at: answer?.updatedAt ?? null,
    answer_chosen_by: answer === undefined ? null : accountJson(world, discussion.author),
    state_reason: discussion.stateReason,
    reactions: reactionsJson(discussion, `${repositoryApiUrl(world, discussion.repository)}/discussions/${discussion.number}`),
    timeline_url: `${repositoryApiUrl(world, discussion.repository)}/discussions/${discussion.number}/timeline`,
  };
}

/** The page of a commit. */
export function commitUrl(world: World, repository: RepositoryState, sha: string): string {
  return `${repositoryUrl(world, repository)}/commit/${sha}`;
}
