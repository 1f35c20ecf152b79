/** GraphQL: accounts, the organisation and its teams. */
import { canSee, isOurs, membersOf, teamPermission } from '../access.ts';
import { nodeId } from '../ids.ts';
import { accountNodeId } from '../shapes/account.ts';
import type { AccountState, RepositoryState, TeamState, World } from '../state.ts';
import { connection, type PageArguments } from './connection.ts';
import { repositoryReference, type View } from './reference.ts';

/** An account as an actor; null when it is gone. A bot's login has no `[bot]` here. */
export function accountView(world: World, account: AccountState | null): View | null {
  if (account === null || account.isDeleted) return null;
  if (account === world.organisation) return organisationView(world);
  const login = account.login.replace('[bot]', '');
  return {
    __typename: account.kind,
    id: accountNodeId(account),
    databaseId: account.id,
    login,
    name: null,
    url: `${world.webUrl}/${account.kind === 'Bot' ? `apps/${login}` : login}`,
    resourcePath: `/${login}`,
    avatarUrl: `https://avatars.githubusercontent.com/u/${account.id}?v=4`,
  };
}

/** Accounts as a connection. */
export function accountConnection(world: World, accounts: readonly AccountState[], args: PageArguments): View {
  const present = accounts.filter((account) => !account.isDeleted);
  return connection(
    present.map((account) => ({ key: account.id, node: accountView(world, account) })),
    args,
  );
}

function visibleRepositories(world: World): readonly RepositoryState[] {
  return [...world.repositories.values()].filter((repository) => isOurs(world, repository) && canSee(world, repository));
}

type TeamMembersArguments = PageArguments & { readonly membership?: 'ALL' | 'IMMEDIATE' | 'CHILD_TEAM' };

function teamMembers(world: World, team: TeamState, args: TeamMembersArguments): View {
  const membership = args.membership ?? 'ALL';
  const all = membersOf(world, team);
  const chosen = membership === 'ALL' ? all : all.filter((account) => team.members.has(account) === (membership === 'IMMEDIATE'));
  return connection(
    chosen.map((account) => ({ key: account.id, node: accountView(world, account), edge: { role: 'MEMBER' } })),
    args,
  );
}

function teamRepositories(world: World, team: TeamState, args: PageArguments): View {
  const entries = visibleRepositories(world).flatMap((repository) => {
    const permission = teamPermission(team, repository);
    if (permission === null) return [];
    return [{ key: repository.id, node: repositoryReference(repository), edge: { permission: permission.toUpperCase() } }];
  });
  return connection(entries, args);
}

/** A team. */
export function teamView(world: World, team: TeamState): View {
  return {
    __typename: 'Team',
    id: nodeId('T', team.id),
    databaseId: team.id,
    slug: team.slug,
    name: team.name,
    combinedSlug: `${world.organisation.login}/${team.slug}`,
    url: `${world.webUrl}/orgs/${world.organisation.login}/teams/${team.slug}`,
    description: null,
    privacy: 'VISIBLE',
    parentTeam: () => (team.parent === null ? null : teamView(world, team.parent)),
    childTeams: (args: PageArguments) =>
      teamConnection(
        world,
        [...world.teams.values()].filter((other) => other.parent === team),
        args,
      ),
    members: (args: TeamMembersArguments) => teamMembers(world, team, args),
    repositories: (args: PageArguments) => teamRepositories(world, team, args),
  };
}

function teamConnection(world: World, teams: readonly TeamState[], args: PageArguments): View {
  return connection(
    teams.map((team) => ({ key: team.id, node: teamView(world, team) })),
    args,
  );
}

/** The organisation. */
export function organisationView(world: World): View {
  const { organisation } = world;
  return {
    __typename: 'Organization',
    id: accountNodeId(organisation),
    databaseId: organisation.id,
    login: organisation.login,
    name: organisation.login,
    url: `${world.webUrl}/${organisation.login}`,
    resourcePath: `/${organisation.login}`,
    avatarUrl: `https://avatars.githubusercontent.com/u/${organisation.id}?v=4`,
    membersWithRole: (args: PageArguments) => {
      const entries = [...world.members].map(([account, role]) => ({
        key: account.id,
        node: accountView(world, account),
        edge: { role: role === 'owner' ? 'ADMIN' : 'MEMBER', hasTwoFactorEnabled: null },
      }));
      return connection(entries, args);
    },
    teams: (args: PageArguments) => teamConnection(world, [...world.teams.values()], args),
    team: ({ slug }: { readonly slug: string }) => {
      const team = world.teams.get(slug);
      return team === undefined ? null : teamView(world, team);
    },
    repositories: (args: PageArguments) =>
      connection(
        visibleRepositories(world).map((repository) => ({ key: repository.id, node: repositoryReference(repository) })),
        args,
      ),
  };
}
