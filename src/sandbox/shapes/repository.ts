/** Repositories, labels, commits and check runs as GitHub's REST API and webhooks write them. */
import { isOurs } from '../access.ts';
import { nodeId, shaOf } from '../ids.ts';
import type { AccountState, CheckRunState, CommitState, LabelState, RepositoryState, World } from '../state.ts';
import { fullName, repositoryApiUrl, repositoryUrl } from '../urls.ts';
import { accountJson, appJson, type Json } from './account.ts';

/** The five fields that installation events carry. */
export function shortRepositoryJson(repository: RepositoryState): Json {
  return {
    id: repository.id,
    node_id: nodeId('R', repository.id),
    name: repository.name,
    full_name: fullName(repository),
    private: repository.visibility !== 'public',
  };
}

/** The fields that never vary in the sandbox. */
const fixed: Json = {
  fork: false,
  homepage: null,
  size: 1,
  stargazers_count: 0,
  watchers_count: 0,
  language: null,
  has_projects: true,
  has_downloads: true,
  has_wiki: false,
  has_pages: false,
  forks_count: 0,
  mirror_url: null,
  disabled: false,
  license: null,
  allow_forking: true,
  is_template: false,
  web_commit_signoff_required: false,
  topics: [],
  forks: 0,
  watchers: 0,
};

/** A repository, whole. */
export function repositoryJson(world: World, repository: RepositoryState): Json {
  const url = repositoryApiUrl(world, repository);
  const openIssues = [...repository.subjects.values()].filter(
    (subject) => subject.kind !== 'discussion' && subject.state === 'open',
  ).length;
  return {
    ...shortRepositoryJson(repository),
    owner: accountJson(world, repository.owner),
    html_url: repositoryUrl(world, repository),
    description: repository.description === '' ? null : repository.description,
    ...fixed,
    url,
    collaborators_url: `${url}/collaborators{/collaborator}`,
    teams_url: `${url}/teams`,
    assignees_url: `${url}/assignees{/user}`,
    branches_url: `${url}/branches{/branch}`,
    commits_url: `${url}/commits{/sha}`,
    comments_url: `${url}/comments{/number}`,
    issue_comment_url: `${url}/issues/comments{/number}`,
    contents_url: `${url}/contents/{+path}`,
    compare_url: `${url}/compare/{base}...{head}`,
    issues_url: `${url}/issues{/number}`,
    pulls_url: `${url}/pulls{/number}`,
    labels_url: `${url}/labels{/name}`,
    clone_url: `${repositoryUrl(world, repository)}.git`,
    created_at: repository.createdAt,
    updated_at: repository.updatedAt,
    pushed_at: repository.pushedAt,
    has_issues: repository.hasIssues,
    has_discussions: true,
    archived: repository.isArchived,
    visibility: repository.visibility,
    open_issues_count: openIssues,
    open_issues: openIssues,
    default_branch: repository.defaultBranch,
    ...(isOurs(world, repository) ? { custom_properties: {} } : {}),
  };
}

/** A label of a repository. */
export function labelJson(world: World, repository: RepositoryState, label: LabelState): Json {
  return {
    id: label.id,
    node_id: nodeId('LA', label.id),
    url: `${repositoryApiUrl(world, repository)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: false,
    description: label.description,
  };
}

/** A commit's author as git knows it. */
export function gitPerson(account: AccountState): { readonly name: string; readonly email: string; readonly username: string } {
  return { name: account.login, email: `${account.id}+${account.login}@users.noreply.github.com`, username: account.login };
}

/** A commit as a push lists it, with the paths it touched. */
export function pushedCommitJson(
  world: World,
  repository: RepositoryState,
  commit: CommitState,
  paths: { readonly added: readonly string[]; readonly removed: readonly string[]; readonly modified: readonly string[] },
): Json {
  const [author] = commit.authors;
  const person = author === undefined ? { name: 'unknown', email: 'unknown' } : gitPerson(author);
  return {
    id: commit.sha,
    tree_id: shaOf(`tree ${commit.sha}`),
    distinct: true,
    message: commit.message,
    timestamp: commit.at,
    url: `${repositoryUrl(world, repository)}/commit/${commit.sha}`,
    author: person,
    committer: person,
    ...paths,
  };
}

/** A check run. */
export function checkRunJson(world: World, repository: RepositoryState, run: CheckRunState): Json {
  return {
    id: run.id,
    node_id: nodeId('CR', run.id),
    head_sha: run.headSha,
    external_id: run.externalId,
    url: `${repositoryApiUrl(world, repository)}/check-runs/${run.id}`,
    html_url: `${repositoryUrl(world, repository)}/runs/${run.id}`,
    details_url: `${repositoryUrl(world, repository)}/runs/${run.id}`,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: {
      title: run.output['title'] ?? null,
      summary: run.output['summary'] ?? null,
      text: run.output['text'] ?? null,
      annotations_count: Array.isArray(run.output['annotations']) ? run.output['annotations'].length : 0,
      annotations_url: `${repositoryApiUrl(world, repository)}/check-runs/${run.id}/annotations`,
    },
    name: run.name,
    check_suite: { id: 8_000_000 + run.id },
    app: appJson(world),
    pull_requests: [],
  };
}
