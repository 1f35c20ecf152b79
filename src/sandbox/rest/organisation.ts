/** REST: the organisation, its members, teams and repositories. */
import { canSee, isOurs, membersOf, teamPermission } from '../access.ts';
import { accountJson, organisationJson, restPermissions, teamJson } from '../shapes/account.ts';
import { repositoryJson } from '../shapes/repository.ts';
import type { RepositoryState, TeamState, World } from '../state.ts';
import { notFound, paged, type Request, type Route } from './router.ts';

function refuseOthers({ world, params }: Request): void {
  if (params['org']?.toLowerCase() !== world.organisation.login.toLowerCase()) throw notFound();
}

function teamOf(request: Request): TeamState {
  refuseOthers(request);
  const team = request.world.teams.get(request.params['team'] ?? '');
  if (team === undefined) throw notFound();
  return team;
}

function visibleRepositories(world: World): readonly RepositoryState[] {
  return [...world.repositories.values()].filter((repository) => isOurs(world, repository) && canSee(world, repository));
}

function members(request: Request): readonly unknown[] {
  const { world, query } = request;
  const role = query.get('role') ?? 'all';
  const wanted = role === 'admin' ? ['owner'] : role === 'member' ? ['member'] : ['owner', 'member'];
  return [...world.members].filter(([, held]) => wanted.includes(held)).map(([account]) => accountJson(world, account));
}

function teamRepositories(world: World, team: TeamState): readonly unknown[] {
  return visibleRepositories(world).flatMap((repository) => {
    const permission = teamPermission(team, repository);
    return permission === null
      ? []
      : [{ ...repositoryJson(world, repository), role_name: permission, permissions: permissionFlags(restPermissions[permission]) }];
  });
}

const ladder = ['pull', 'triage', 'push', 'maintain', 'admin'];

/** A permission as REST's five flags; `permission` is REST's name. */
export function permissionFlags(permission: string): Readonly<Record<string, boolean>> {
  return Object.fromEntries(ladder.map((step, index) => [step, index <= ladder.indexOf(permission)]));
}

export const organisationRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/orgs/:org',
    as: 'installation',
    answer: (request) => {
      refuseOthers(request);
      const { world } = request;
      const body = { ...organisationJson(world), type: 'Organization', html_url: `${world.webUrl}/${world.organisation.login}` };
      return { status: 200, body: { ...body, default_repository_permission: world.basePermission } };
    },
  },
  {
    method: 'GET',
    path: '/orgs/:org/members',
    as: 'installation',
    needs: 'members:read',
    answer: (request) => {
      refuseOthers(request);
      return paged(request, members(request));
    },
  },
  {
    method: 'GET',
    path: '/orgs/:org/repos',
    as: 'installation',
    answer: (request) => {
      refuseOthers(request);
      return paged(
        request,
        visibleRepositories(request.world).map((repository) => repositoryJson(request.world, repository)),
      );
    },
  },
  {
    method: 'GET',
    path: '/orgs/:org/teams',
    as: 'installation',
    needs: 'members:read',
    answer: (request) => {
      refuseOthers(request);
      return paged(
        request,
        [...request.world.teams.values()].map((team) => teamJson(request.world, team)),
      );
    },
  },
  {
    method: 'GET',
    path: '/orgs/:org/teams/:team/members',
    as: 'installation',
    needs: 'members:read',
    answer: (request) =>
      paged(
        request,
        membersOf(request.world, teamOf(request)).map((account) => accountJson(request.world, account)),
      ),
  },
  {
    method: 'GET',
    path: '/orgs/:org/teams/:team/repos',
    as: 'installation',
    needs: 'members:read',
    answer: (request) => paged(request, teamRepositories(request.world, teamOf(request))),
  },
];
