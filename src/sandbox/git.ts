/** Just enough git: commits with the texts that the data gives, branches, and what GitHub shows for an expression. */
import type { Instant } from '../domain/instant.ts';
import { announceRepository } from './announce.ts';
import { shaOf } from './ids.ts';
import { gitPerson, pushedCommitJson } from './shapes/repository.ts';
import type { AccountState, CommitState, RepositoryState, World } from './state.ts';
import { repositoryUrl } from './urls.ts';

export const noSha = '0'.repeat(40);

type NewCommit = {
  readonly parent: CommitState | null;
  /** What was merged: the commit's second parent. */
  readonly merged?: CommitState | undefined;
  readonly message: string;
  readonly authors: readonly AccountState[];
  readonly at: Instant;
  readonly files: ReadonlyMap<string, string>;
};

/** Makes a commit. Its sha depends on its contents and its parent, and on how many commits the repository has. */
export function makeCommit(repository: RepositoryState, { parent, merged, message, authors, at, files }: NewCommit): CommitState {
  const sha = shaOf([repository.id, parent?.sha ?? '', message, at, repository.commits.size].join('\n'));
  const parents = [parent, merged].flatMap((commit) => (commit ? [commit.sha] : []));
  const commit = { sha, parents, message, authors, at, files };
  repository.commits.set(sha, commit);
  return commit;
}

/** The texts after changes; null deletes. */
export function withFiles(
  files: ReadonlyMap<string, string>,
  changes: readonly { readonly path: string; readonly text: string | null }[],
): ReadonlyMap<string, string> {
  const next = new Map(files);
  for (const { path, text } of changes) {
    if (text === null) next.delete(path);
    else next.set(path, text);
  }
  return next;
}

/** The head of the default branch. */
export function defaultHead(repository: RepositoryState): CommitState {
  const head = repository.branches.get(repository.defaultBranch);
  if (head === undefined) throw new Error(`The repository ${repository.name} has no default branch.`);
  return head;
}

function changedPaths(before: CommitState | null, after: CommitState) {
  const old = before?.files ?? new Map<string, string>();
  return {
    added: [...after.files.keys()].filter((path) => !old.has(path)),
    removed: [...old.keys()].filter((path) => !after.files.has(path)),
    modified: [...after.files.keys()].filter((path) => old.has(path) && old.get(path) !== after.files.get(path)),
  };
}

export type Push = {
  readonly branch: string;
  readonly commits: readonly CommitState[];
  readonly pusher: AccountState;
  readonly isForced?: boolean;
};

/** Moves a branch to the last of the commits and announces the push. */
export function pushCommits(world: World, repository: RepositoryState, { branch, commits, pusher, isForced = false }: Push): void {
  const before = repository.branches.get(branch) ?? null;
  const after = commits.at(-1);
  if (after === undefined) return;
  repository.branches.set(branch, after);
  repository.pushedAt = world.now;
  const list = commits.map((commit) => {
    const parent = repository.commits.get(commit.parents[0] ?? '') ?? null;
    return pushedCommitJson(world, repository, commit, changedPaths(parent, commit));
  });
  const { name, email } = gitPerson(pusher);
  announceRepository(
    world,
    repository,
    { event: 'push', action: null, sender: pusher },
    {
      ref: `refs/heads/${branch}`,
      before: before?.sha ?? noSha,
      after: after.sha,
      created: before === null,
      deleted: false,
      forced: isForced,
      base_ref: null,
      compare: `${repositoryUrl(world, repository)}/compare/${before?.sha ?? noSha}...${after.sha}`,
      commits: list,
      head_commit: list.at(-1) ?? null,
      pusher: { name, email },
    },
  );
}

/** Deletes a branch and announces it. */
export function deleteBranch(world: World, repository: RepositoryState, branch: string, actor: AccountState): void {
  const head = repository.branches.get(branch);
  if (head === undefined) return;
  repository.branches.delete(branch);
  const { name, email } = gitPerson(actor);
  announceRepository(
    world,
    repository,
    { event: 'push', action: null, sender: actor },
    {
      ref: `refs/heads/${branch}`,
      before: head.sha,
      after: noSha,
      created: false,
      deleted: true,
      forced: false,
      base_ref: null,
      compare: `${repositoryUrl(world, repository)}/compare/${head.sha}...${noSha}`,
      commits: [],
      head_commit: null,
      pusher: { name, email },
    },
  );
}

/** The commit of a revision: `HEAD`, a branch, `refs/heads/...`, or a sha of seven digits or more; null when there is none. */
export function findRevision(repository: RepositoryState, revision: string): CommitState | null {
  const branch = revision === 'HEAD' ? repository.defaultBranch : revision.replace(/^refs\/heads\//, '');
  const head = repository.branches.get(branch);
  if (head !== undefined) return head;
  if (!/^[\da-f]{7,40}$/.test(revision)) return null;
  return [...repository.commits.values()].find((commit) => commit.sha.startsWith(revision)) ?? null;
}
