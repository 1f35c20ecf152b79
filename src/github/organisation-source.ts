/** The organisation as it is now: members, teams, who can read the repositories, and their CODEOWNERS. */
import { z } from 'zod';
import type { Member, OrganisationRepository, OrganisationSnapshot, Permission, Readers, Team } from '../domain/organisation.ts';
import { PermanentFailure } from '../domain/errors.ts';
import type { InstalledRepository, OrganisationSource } from '../usecases/ports.ts';
import { followPages, readAnswer, readRepository } from './answers.ts';
import type { Connection, GithubClient } from './client.ts';
import { pageInfoShape } from './dossier-shape.ts';
import { orNull } from './failures.ts';
import { codeownersQuery, membersQuery, moreTeamMembersQuery, moreTeamRepositoriesQuery, teamsQuery } from './queries/organisation.ts';
import { splitFullName } from './repository-name.ts';

/** GitHub's ids of what the App may not see are null. */
const idShape = z.object({ databaseId: z.number().nullable() });

const memberEdge = z.object({ role: z.enum(['ADMIN', 'MEMBER']).nullable(), node: idShape.extend({ login: z.string() }).nullable() });
const repositoryEdge = z.object({ permission: z.enum(['ADMIN', 'MAINTAIN', 'READ', 'TRIAGE', 'WRITE']), node: idShape });

function edgesOf<Edge extends z.ZodType>(edge: Edge) {
  return z.object({ edges: z.array(edge.nullable()).nullable(), pageInfo: pageInfoShape });
}

const memberList = z.object({ nodes: z.array(idShape.nullable()).nullable(), pageInfo: pageInfoShape });
const repositoryList = edgesOf(repositoryEdge);

const teamShape = z.object({
  id: z.string(),
  slug: z.string(),
  privacy: z.enum(['SECRET', 'VISIBLE']).optional(),
  members: memberList,
  repositories: repositoryList,
});
const teamList = z.object({ nodes: z.array(teamShape.nullable()).nullable(), pageInfo: pageInfoShape });

const permissions: Record<z.output<typeof repositoryEdge>['permission'], Permission> = {
  ADMIN: 'admin',
  MAINTAIN: 'maintain',
  WRITE: 'write',
  TRIAGE: 'triage',
  READ: 'read',
};

const organisationAnswer = z.object({ organization: z.object({ page: z.unknown() }) });

/** The pages of a list that hangs on the organisation, in order. */
async function organisationPages<Page extends { readonly pageInfo: z.output<typeof pageInfoShape> }>(
  connection: Connection,
  list: { readonly query: string; readonly login: string; readonly page: z.ZodType<Page> },
): Promise<readonly Page[]> {
  const pages: Page[] = [];
  let after: string | null = null;
  do {
    const { data } = await connection.query(list.query, { login: list.login, after });
    const page: Page = readAnswer(list.page, readAnswer(organisationAnswer, data).organization.page);
    pages.push(page);
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return pages;
}

async function readMembers(connection: Connection, login: string): Promise<readonly Member[]> {
  const pages = await organisationPages(connection, { query: membersQuery, login, page: edgesOf(memberEdge) });
  return pages.flatMap((page) =>
    (page.edges ?? []).flatMap((edge) => {
      if (!edge?.node?.databaseId) return [];
      return [{ id: edge.node.databaseId, login: edge.node.login, role: edge.role === 'ADMIN' ? ('owner' as const) : ('member' as const) }];
    }),
  );
}

/** Further pages of a team's repositories come as edges. */
async function teamRepositories(
  connection: Connection,
  team: z.output<typeof teamShape>,
): Promise<readonly z.output<typeof repositoryEdge>[]> {
  const answer = z.object({ node: z.object({ page: repositoryList }) });
  const edges = [...(team.repositories.edges ?? [])];
  let { pageInfo } = team.repositories;
  while (pageInfo.hasNextPage && pageInfo.endCursor !== null) {
    const { data } = await connection.query(moreTeamRepositoriesQuery, { id: team.id, after: pageInfo.endCursor });
    const { page } = readAnswer(answer, data).node;
    edges.push(...(page.edges ?? []));
    pageInfo = page.pageInfo;
  }
  return edges.filter((edge) => edge !== null);
}

async function wholeTeam(connection: Connection, team: z.output<typeof teamShape>): Promise<Team> {
  const members = await followPages(connection, { query: moreTeamMembersQuery, id: team.id, node: idShape, first: team.members });
  const repositories = await teamRepositories(connection, team);
  return {
    slug: team.slug,
    ...(team.privacy === 'SECRET' ? { isSecret: true } : {}),
    memberIds: members.flatMap(({ databaseId }) => databaseId ?? []),
    repositories: repositories.flatMap(({ permission, node }) =>
      node.databaseId === null ? [] : [{ repositoryId: node.databaseId, permission: permissions[permission] }],
    ),
  };
}

async function readTeams(connection: Connection, login: string): Promise<readonly Team[]> {
  const pages = await organisationPages(connection, { query: teamsQuery, login, page: teamList });
  const teams: Team[] = [];
  for (const page of pages) {
    for (const team of page.nodes ?? []) if (team !== null) teams.push(await wholeTeam(connection, team));
  }
  return teams;
}

async function collaboratorIds(
  connection: Connection,
  repository: InstalledRepository,
  affiliation: 'all' | 'outside',
): Promise<readonly number[]> {
  const { rest } = connection;
  const { owner, name } = splitFullName(repository.fullName);
  const all = await rest.paginate(rest.rest.repos.listCollaborators, { owner, repo: name, affiliation, per_page: 100 });
  return all.filter(({ permissions: can }) => can?.pull !== false).map(({ id }) => id);
}

/**
 * Who can read a repository. `all` names everyone with access: direct, by team, by the organisation's base permission, and its
 * owners. What GitHub refuses to tell is `unknown`, which counts as restricted.
 * https://docs.github.com/rest/collaborators/collaborators#list-repository-collaborators
 */
async function readReaders(connection: Connection, repository: InstalledRepository): Promise<Readers> {
  if (repository.visibility === 'public') return { kind: 'everyone' };
  try {
    return repository.visibility === 'internal'
      ? { kind: 'enterprise', outsiderIds: await collaboratorIds(connection, repository, 'outside') }
      : { kind: 'people', ids: await collaboratorIds(connection, repository, 'all') };
  } catch (error) {
    if (error instanceof PermanentFailure) return { kind: 'unknown' };
    throw error;
  }
}

const codeownersShape = z.object({ text: z.string().nullish() }).nullable();
const codeownersAnswer = z.object({ github: codeownersShape, root: codeownersShape, docs: codeownersShape });

/** The file that GitHub goes by: the first of three places. Null when there is none, or the repository is out of reach. */
async function readCodeowners(connection: Connection, repository: InstalledRepository): Promise<string | null> {
  try {
    const { data } = await connection.query(codeownersQuery, splitFullName(repository.fullName));
    const { github, root, docs } = readAnswer(codeownersAnswer, readRepository(data, repository));
    return github?.text ?? root?.text ?? docs?.text ?? null;
  } catch (error) {
    if (error instanceof PermanentFailure) return null;
    throw error;
  }
}

async function lookAt(connection: Connection, repository: InstalledRepository): Promise<OrganisationRepository> {
  return { ...repository, readers: await readReaders(connection, repository), codeowners: await readCodeowners(connection, repository) };
}

const visibilities = z.enum(['public', 'private', 'internal']);

/**
 * The organisation by GraphQL, readers by REST (GraphQL tells an App nothing of collaborators without Administration).
 * Throws TransientFailure, and PermanentFailure when GitHub refuses members or teams.
 */
export function createOrganisationSource(github: Pick<GithubClient, 'installation'>): OrganisationSource {
  return {
    fetch: async ({ installationId, login, repositories, sourceIds, now }): Promise<OrganisationSnapshot> => {
      const connection = github.installation(installationId);
      const members = await readMembers(connection, login);
      const teams = await readTeams(connection, login);
      const looked: OrganisationRepository[] = [];
      for (const repository of repositories) {
        looked.push(
          sourceIds.has(repository.id)
            ? await lookAt(connection, repository)
            : { ...repository, readers: { kind: 'unknown' }, codeowners: null },
        );
      }
      return { takenAt: now, login, members, teams, repositories: looked };
    },
    readers: async ({ installationId, repository }) => {
      const connection = github.installation(installationId);
      const { owner, name } = splitFullName(repository.fullName);
      const now = await orNull(connection.rest.rest.repos.get({ owner, repo: name }), [403, 404, 410, 451]);
      const visibility = visibilities.safeParse(now?.data.visibility);
      if (now?.data.id !== repository.id || !visibility.success) return { kind: 'unknown' };
      return readReaders(connection, { ...repository, visibility: visibility.data });
    },
  };
}
