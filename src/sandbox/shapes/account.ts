/** Accounts, teams, the organisation, the App and its installation as GitHub's REST API and webhooks write them. */
import type { Permission } from '../../domain/organisation.ts';
import { nodeId } from '../ids.ts';
import type { AccountState, InstallationState, TeamState, World } from '../state.ts';

export type Json = Readonly<Record<string, unknown>>;

const prefixes: Readonly<Record<AccountState['kind'], string>> = { User: 'U', Bot: 'BOT', Organization: 'O' };

/** REST's old names of the permissions. */
export const restPermissions: Readonly<Record<Permission, string>> = {
  read: 'pull',
  triage: 'triage',
  write: 'push',
  maintain: 'maintain',
  admin: 'admin',
};

/** The account's GraphQL node id. */
export function accountNodeId(account: AccountState): string {
  return nodeId(prefixes[account.kind], account.id);
}

/** A simple user. A deleted account is GitHub's `ghost`. */
export function accountJson(world: World, account: AccountState): Json {
  const login = account.isDeleted ? 'ghost' : account.login;
  const id = account.isDeleted ? 10137 : account.id;
  const page = account.kind === 'Bot' ? `apps/${login.replace('[bot]', '')}` : login;
  const url = `${world.apiUrl}/users/${encodeURIComponent(login)}`;
  return {
    login,
    id,
    node_id: account.isDeleted ? nodeId('U', id) : accountNodeId(account),
    avatar_url: `https://avatars.githubusercontent.com/u/${id}?v=4`,
    gravatar_id: '',
    url,
    html_url: `${world.webUrl}/${page}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.isDeleted ? 'User' : account.kind,
    site_admin: false,
  };
}

/** The organisation, short, as webhooks carry it. */
export function organisationJson(world: World): Json {
  const { login, id } = world.organisation;
  const url = `${world.apiUrl}/orgs/${login}`;
  return {
    login,
    id,
    node_id: accountNodeId(world.organisation),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `https://avatars.githubusercontent.com/u/${id}?v=4`,
    description: '',
  };
}

/** A team. `permission` is the old default that GitHub still writes, or, in a repository's list, the team's permission there. */
export function teamJson(world: World, team: TeamState, permission = 'pull'): Json {
  const url = `${world.apiUrl}/organizations/${world.organisation.id}/team/${team.id}`;
  return {
    name: team.name,
    id: team.id,
    node_id: nodeId('T', team.id),
    slug: team.slug,
    description: null,
    privacy: 'closed',
    url,
    html_url: `${world.webUrl}/orgs/${world.organisation.login}/teams/${team.slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    permission,
    parent: team.parent === null ? null : teamJson(world, team.parent),
  };
}

/** The App. */
export function appJson(world: World): Json {
  return {
    id: world.app.id,
    slug: world.app.slug,
    node_id: nodeId('A', world.app.id),
    owner: accountJson(world, world.organisation),
    name: world.app.slug,
    description: null,
    external_url: `${world.webUrl}/apps/${world.app.slug}`,
    html_url: `${world.webUrl}/apps/${world.app.slug}`,
    permissions: world.app.permissions,
    events: world.app.events,
    created_at: '2024-01-01T00:00:00Z',
    updated_at: '2024-01-01T00:00:00Z',
  };
}

/** The installation. */
export function installationJson(world: World, installation: InstallationState): Json {
  const url = `${world.apiUrl}/app/installations/${installation.id}`;
  return {
    id: installation.id,
    account: accountJson(world, world.organisation),
    repository_selection: installation.repositories === null ? 'all' : 'selected',
    access_tokens_url: `${url}/access_tokens`,
    repositories_url: `${world.apiUrl}/installation/repositories`,
    html_url: `${world.webUrl}/organizations/${world.organisation.login}/settings/installations/${installation.id}`,
    app_id: world.app.id,
    app_slug: world.app.slug,
    target_id: world.organisation.id,
    target_type: 'Organization',
    permissions: world.app.permissions,
    events: world.app.events,
    created_at: installation.createdAt,
    updated_at: installation.createdAt,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_at: installation.isSuspended ? world.now : null,
    suspended_by: installation.isSuspended ? accountJson(world, world.organisation) : null,
  };
}
