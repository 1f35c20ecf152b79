/** Who may do what: permissions of people on repositories, and what the installation can see. */
import type { Permission } from '../domain/organisation.ts';
import type { AccountState, RepositoryState, TeamState, World } from './state.ts';

const ranks: Readonly<Record<Permission, number>> = { read: 1, triage: 2, write: 3, maintain: 4, admin: 5 };

/** Whether one permission includes the other. */
export function includes(have: Permission | null, need: Permission): boolean {
  return have !== null && ranks[have] >= ranks[need];
}

function highest(permissions: readonly Permission[]): Permission | null {
  return permissions.reduce<Permission | null>((best, next) => (includes(best, next) ? best : next), null);
}

function isTeamOrChild(team: TeamState, ancestor: TeamState): boolean {
  return team === ancestor || (team.parent !== null && isTeamOrChild(team.parent, ancestor));
}

/** The members of a team and of the teams below it, as GitHub counts them. */
export function membersOf(world: World, team: TeamState): readonly AccountState[] {
  const teams = [...world.teams.values()].filter((candidate) => isTeamOrChild(candidate, team));
  return [...new Set(teams.flatMap((candidate) => [...candidate.members]))];
}

/** What a team may do on a repository: its own grant, or what it inherits from its parents; null when nothing. */
export function teamPermission(team: TeamState, repository: RepositoryState): Permission | null {
  const own = team.grants.get(repository);
  const inherited = team.parent === null ? null : teamPermission(team.parent, repository);
  return highest([own, inherited].filter((permission) => permission !== undefined && permission !== null));
}

/** What the account was given on the repository, by role, team, invitation or the base permission. Public reading is left aside. */
export function permissionOn(world: World, repository: RepositoryState, account: AccountState): Permission | null {
  if (repository.owner === account || world.members.get(account) === 'owner') return 'admin';
  const direct = repository.collaborators.get(account);
  const teams = [...world.teams.values()].filter((team) => team.members.has(account)).map((team) => teamPermission(team, repository));
  const base = world.members.has(account) && world.basePermission !== 'none' ? world.basePermission : null;
  const internal = world.members.has(account) && repository.visibility === 'internal' ? ('read' as const) : null;
  return highest([direct, base, internal, ...teams].filter((permission) => permission !== undefined && permission !== null));
}

/** Everyone whom GitHub's collaborators list names: who holds a permission beyond public reading. Bots are no collaborators. */
export function collaboratorsOf(
  world: World,
  repository: RepositoryState,
): readonly { readonly account: AccountState; readonly permission: Permission }[] {
  return [...world.accounts.values()]
    .filter((account) => account.kind === 'User' && !account.isDeleted)
    .map((account) => ({ account, permission: permissionOn(world, repository, account) }))
    .filter((entry): entry is { account: AccountState; permission: Permission } => entry.permission !== null);
}

/** Whether an issue can be assigned to the account: people with any permission given. */
export function isAssignable(world: World, repository: RepositoryState, account: AccountState): boolean {
  return account.kind === 'User' && !account.isDeleted && permissionOn(world, repository, account) !== null;
}

/** Whether the repository still belongs to the organisation. */
export function isOurs(world: World, repository: RepositoryState): boolean {
  return !repository.isDeleted && repository.owner === world.organisation;
}

/** Whether the repository belongs to the installation, which must not be suspended. */
export function isInstalledOn(world: World, repository: RepositoryState): boolean {
  const { installation } = world;
  if (installation === null || installation.isSuspended || !isOurs(world, repository)) return false;
  return installation.repositories === null || installation.repositories.has(repository);
}

/** Whether whoever asks may read the repository: the App an installed one, people what they were let into, and everybody a public one. */
export function canSee(world: World, repository: RepositoryState): boolean {
  if (repository.isDeleted) return false;
  if (repository.visibility === 'public') return true;
  if (world.viewer === undefined) return isInstalledOn(world, repository);
  if (world.isThroughApp === true && !isInstalledOn(world, repository)) return false;
  return permissionOn(world, repository, world.viewer) !== null;
}

/** The world as somebody sees it by their own token; by one that they gave the App, only where the App is installed. */
export function seenBy(world: World, viewer: AccountState, isThroughApp: boolean): World {
  return { ...world, viewer, isThroughApp };
}
