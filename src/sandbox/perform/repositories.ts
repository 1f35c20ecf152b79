/** Acts on repositories: making, renaming, archiving, giving away, files on branches, collaborators. */
import { isInstalledOn, isOurs } from '../access.ts';
import type { ActOf } from '../act.ts';
import { announceOrganisation, announceRepository } from '../announce.ts';
import { ActMistake, findAccount, findRepository } from '../find.ts';
import { defaultHead, makeCommit, pushCommits, withFiles } from '../git.ts';
import { takeId } from '../ids.ts';
import { accountJson, installationJson } from '../shapes/account.ts';
import { shortRepositoryJson } from '../shapes/repository.ts';
import type { AccountState, RepositoryState, World } from '../state.ts';
import type { Performers } from './performers.ts';

const defaultLabels = [
  ['bug', "Something isn't working"],
  ['documentation', 'Improvements or additions to documentation'],
  ['enhancement', 'New feature or request'],
] as const;

function newRepository(world: World, act: ActOf<'create-repository'>): RepositoryState {
  const labels = defaultLabels.map(
    ([name, description]) => [name, { id: takeId(world, 'label'), name, color: 'ededed', description }] as const,
  );
  return {
    id: takeId(world, 'repository'),
    name: act.repository,
    owner: world.organisation,
    formerNames: new Set(),
    visibility: act.visibility,
    isArchived: false,
    isDeleted: false,
    hasIssues: true,
    description: act.description,
    defaultBranch: act.defaultBranch,
    createdAt: world.now,
    updatedAt: world.now,
    pushedAt: world.now,
    branches: new Map(),
    commits: new Map(),
    collaborators: new Map(),
    subjects: new Map(),
    formerNumbers: new Set(),
    checkRuns: [],
    labels: new Map(labels),
  };
}

/** Tells the App that repositories came to its installation or left it. */
export function announceInstalled(
  world: World,
  sender: AccountState,
  { added = [], removed = [] }: { readonly added?: readonly RepositoryState[]; readonly removed?: readonly RepositoryState[] },
): void {
  const { installation } = world;
  if (installation === null || added.length + removed.length === 0) return;
  announceOrganisation(
    world,
    { event: 'installation_repositories', action: added.length > 0 ? 'added' : 'removed', sender },
    {
      repository_selection: installation.repositories === null ? 'all' : 'selected',
      repositories_added: added.map(shortRepositoryJson),
      repositories_removed: removed.map(shortRepositoryJson),
      requester: null,
      installation: installationJson(world, installation),
    },
  );
}

function createRepository(world: World, act: ActOf<'create-repository'>): void {
  const isTaken = [...world.repositories.values()].some(
    (other) => isOurs(world, other) && other.name.toLowerCase() === act.repository.toLowerCase(),
  );
  if (isTaken) throw new ActMistake(`there is a repository "${act.repository}" already`);
  const sender = findAccount(world, act.by);
  const repository = newRepository(world, act);
  world.repositories.set(repository.id, repository);
  const first = makeCommit(repository, { parent: null, message: 'Initial commit', authors: [sender], at: world.now, files: new Map() });
  repository.branches.set(repository.defaultBranch, first);
  announceRepository(world, repository, { event: 'repository', action: 'created', sender }, {});
  if (isInstalledOn(world, repository)) announceInstalled(world, sender, { added: [repository] });
}

function renameRepository(world: World, act: ActOf<'rename-repository'>): void {
  const repository = findRepository(world, act.repository);
  const from = repository.name;
  repository.formerNames.add(`${repository.owner.login}/${from}`.toLowerCase());
  repository.name = act.name;
  const headline = { event: 'repository', action: 'renamed', sender: findAccount(world, act.by) };
  announceRepository(world, repository, headline, { changes: { repository: { name: { from } } } });
}

function transferRepository(world: World, act: ActOf<'transfer-repository'>): void {
  const repository = findRepository(world, act.repository);
  const owner = findAccount(world, act.to);
  const sender = findAccount(world, act.by);
  const isForApp = isInstalledOn(world, repository);
  if (isForApp) announceInstalled(world, sender, { removed: [repository] });
  repository.formerNames.add(`${repository.owner.login}/${repository.name}`.toLowerCase());
  repository.owner = owner;
  world.installation?.repositories?.delete(repository);
  const changes = { owner: { from: { organization: accountJson(world, world.organisation) } } };
  announceRepository(world, repository, { event: 'repository', action: 'transferred', sender, isForApp }, { changes });
}

function deleteRepository(world: World, act: ActOf<'delete-repository'>): void {
  const repository = findRepository(world, act.repository);
  const sender = findAccount(world, act.by);
  const isForApp = isInstalledOn(world, repository);
  if (isForApp) announceInstalled(world, sender, { removed: [repository] });
  repository.isDeleted = true;
  world.installation?.repositories?.delete(repository);
  for (const team of world.teams.values()) team.grants.delete(repository);
  announceRepository(world, repository, { event: 'repository', action: 'deleted', sender, isForApp }, {});
}

function setArchived(world: World, act: ActOf<'archive-repository' | 'unarchive-repository'>): void {
  const repository = findRepository(world, act.repository);
  repository.isArchived = act.do === 'archive-repository';
  const action = repository.isArchived ? 'archived' : 'unarchived';
  announceRepository(world, repository, { event: 'repository', action, sender: findAccount(world, act.by) }, {});
}

function setVisibility(world: World, act: ActOf<'set-visibility'>): void {
  const repository = findRepository(world, act.repository);
  if (repository.visibility === act.visibility) throw new ActMistake(`"${act.repository}" is ${act.visibility} already`);
  repository.visibility = act.visibility;
  const action = act.visibility === 'public' ? 'publicized' : 'privatized';
  announceRepository(world, repository, { event: 'repository', action, sender: findAccount(world, act.by) }, {});
}

function commitFile(world: World, act: ActOf<'commit-file'>): void {
  const repository = findRepository(world, act.repository);
  if (repository.isArchived) throw new ActMistake(`the repository "${act.repository}" is archived`);
  const branch = act.branch ?? repository.defaultBranch;
  const parent = repository.branches.get(branch) ?? defaultHead(repository);
  const pusher = findAccount(world, act.by);
  if (act.text === null && !parent.files.has(act.path)) throw new ActMistake(`"${act.repository}" has no file ${act.path} to delete`);
  const message = act.message ?? `${act.text === null ? 'Delete' : parent.files.has(act.path) ? 'Update' : 'Add'} ${act.path}`;
  const files = withFiles(parent.files, [{ path: act.path, text: act.text }]);
  const commit = makeCommit(repository, { parent, message, authors: [pusher], at: act.at, files });
  pushCommits(world, repository, { branch, commits: [commit], pusher });
}

export const repositoryPerformers: Performers<
  | 'commit-file'
  | 'create-repository'
  | 'rename-repository'
  | 'archive-repository'
  | 'unarchive-repository'
  | 'transfer-repository'
  | 'delete-repository'
  | 'set-visibility'
  | 'disable-issues'
  | 'enable-issues'
  | 'add-collaborator'
  | 'remove-collaborator'
> = {
  'commit-file': commitFile,
  'create-repository': createRepository,
  'rename-repository': renameRepository,
  'archive-repository': setArchived,
  'unarchive-repository': setArchived,
  'transfer-repository': transferRepository,
  'delete-repository': deleteRepository,
  'set-visibility': setVisibility,
  'disable-issues': (world, act) => {
    findRepository(world, act.repository).hasIssues = false;
  },
  'enable-issues': (world, act) => {
    findRepository(world, act.repository).hasIssues = true;
  },
  'add-collaborator': (world, act) => {
    const repository = findRepository(world, act.repository);
    const member = findAccount(world, act.login);
    const action = repository.collaborators.has(member) ? 'edited' : 'added';
    repository.collaborators.set(member, act.permission);
    const changes = { changes: { permission: { to: act.permission } } };
    announceRepository(
      world,
      repository,
      { event: 'member', action, sender: findAccount(world, act.by) },
      { member: accountJson(world, member), ...changes },
    );
  },
  'remove-collaborator': (world, act) => {
    const repository = findRepository(world, act.repository);
    const member = findAccount(world, act.login);
    if (!repository.collaborators.delete(member)) throw new ActMistake(`${act.login} is no collaborator of "${act.repository}"`);
    announceRepository(
      world,
      repository,
      { event: 'member', action: 'removed', sender: findAccount(world, act.by) },
      { member: accountJson(world, member) },
    );
  },
};
