/** Acts on the organisation: members, teams, what teams may do, logins. */
import type { ActOf } from '../act.ts';
import { announceOrganisation, announceRepository } from '../announce.ts';
import { ActMistake, findAccount, findRepository, findTeam } from '../find.ts';
import { takeId } from '../ids.ts';
import { accountJson, organisationJson, restPermissions, teamJson } from '../shapes/account.ts';
import type { AccountState, TeamState, World } from '../state.ts';
import type { Performers } from './performers.ts';

function announceMember(world: World, act: ActOf<'add-member' | 'remove-member'>, member: AccountState, role: string): void {
  const action = act.do === 'add-member' ? 'member_added' : 'member_removed';
  announceOrganisation(
    world,
    { event: 'organization', action, sender: findAccount(world, act.by) },
    {
      membership: {
        url: `${world.apiUrl}/orgs/${world.organisation.login}/memberships/${member.login}`,
        state: action === 'member_added' ? 'active' : 'inactive',
        role: role === 'owner' ? 'admin' : 'member',
        organization_url: `${world.apiUrl}/orgs/${world.organisation.login}`,
        user: accountJson(world, member),
      },
    },
  );
}

function announceTeamMember(
  world: World,
  act: { readonly by: string },
  change: { readonly team: TeamState; readonly member: AccountState; readonly action: string },
): void {
  const { team, member, action } = change;
  announceOrganisation(
    world,
    { event: 'membership', action, sender: findAccount(world, act.by) },
    {
      scope: 'team',
      member: accountJson(world, member),
      team: teamJson(world, team),
    },
  );
}

function createTeam(world: World, act: ActOf<'create-team'>): void {
  if (world.teams.has(act.team)) throw new ActMistake(`there is a team "${act.team}" already`);
  const parent = act.parent === undefined ? null : findTeam(world, act.parent);
  const members = act.members.map((login) => findMember(world, login));
  const team: TeamState = {
    id: takeId(world, 'team'),
    slug: act.team,
    name: act.name ?? act.team,
    parent,
    members: new Set(members),
    grants: new Map(),
  };
  world.teams.set(act.team, team);
  announceOrganisation(world, { event: 'team', action: 'created', sender: findAccount(world, act.by) }, { team: teamJson(world, team) });
}

function findMember(world: World, login: string): AccountState {
  const account = findAccount(world, login);
  if (!world.members.has(account)) throw new ActMistake(`${login} is not a member of the organisation`);
  return account;
}

function removeMember(world: World, act: ActOf<'remove-member'>): void {
  const member = findMember(world, act.login);
  const role = world.members.get(member) ?? 'member';
  world.members.delete(member);
  for (const team of world.teams.values()) team.members.delete(member);
  announceMember(world, act, member, role);
}

function renameAccount(world: World, act: ActOf<'rename-account'>): void {
  const account = findAccount(world, act.login);
  if (world.accounts.has(act.to.toLowerCase())) throw new ActMistake(`the login "${act.to}" is taken`);
  const from = account.login;
  world.accounts.delete(from.toLowerCase());
  account.login = act.to;
  world.accounts.set(act.to.toLowerCase(), account);
  if (account !== world.organisation) return;
  const sender = findAccount(world, act.by);
  const changes = { login: { from } };
  announceOrganisation(world, { event: 'organization', action: 'renamed', sender }, { changes });
  announceOrganisation(
    world,
    { event: 'installation_target', action: 'renamed', sender },
    {
      account: { ...organisationJson(world), type: 'Organization' },
      changes,
      target_type: 'Organization',
    },
  );
}

export const organisationPerformers: Performers<
  | 'add-member'
  | 'remove-member'
  | 'create-team'
  | 'delete-team'
  | 'add-to-team'
  | 'remove-from-team'
  | 'grant-team'
  | 'revoke-team'
  | 'rename-account'
  | 'delete-account'
> = {
  'add-member': (world, act) => {
    const account = findAccount(world, act.login);
    if (account.kind !== 'User') throw new ActMistake(`${act.login} is a bot; bots can't be members`);
    world.members.set(account, act.role);
    announceMember(world, act, account, act.role);
  },
  'remove-member': removeMember,
  'create-team': createTeam,
  'delete-team': (world, act) => {
    const team = findTeam(world, act.team);
    world.teams.delete(act.team);
    announceOrganisation(world, { event: 'team', action: 'deleted', sender: findAccount(world, act.by) }, { team: teamJson(world, team) });
  },
  'add-to-team': (world, act) => {
    const team = findTeam(world, act.team);
    const member = findMember(world, act.login);
    team.members.add(member);
    announceTeamMember(world, act, { team, member, action: 'added' });
  },
  'remove-from-team': (world, act) => {
    const team = findTeam(world, act.team);
    const member = findAccount(world, act.login);
    if (!team.members.delete(member)) throw new ActMistake(`${act.login} is not in the team "${act.team}"`);
    announceTeamMember(world, act, { team, member, action: 'removed' });
  },
  'grant-team': (world, act) => {
    const team = findTeam(world, act.team);
    const repository = findRepository(world, act.repository);
    const action = team.grants.has(repository) ? 'edited' : 'added_to_repository';
    team.grants.set(repository, act.permission);
    const part = { team: teamJson(world, team, restPermissions[act.permission]) };
    const changes = action === 'edited' ? { changes: { repository: { permissions: { from: {} } } } } : {};
    announceRepository(world, repository, { event: 'team', action, sender: findAccount(world, act.by) }, { ...part, ...changes });
  },
  'revoke-team': (world, act) => {
    const team = findTeam(world, act.team);
    const repository = findRepository(world, act.repository);
    if (!team.grants.delete(repository)) throw new ActMistake(`the team "${act.team}" has no grant on "${act.repository}"`);
    const headline = { event: 'team', action: 'removed_from_repository', sender: findAccount(world, act.by) };
    announceRepository(world, repository, headline, { team: teamJson(world, team) });
  },
  'rename-account': renameAccount,
  'delete-account': (world, act) => {
    const account = findAccount(world, act.login);
    account.isDeleted = true;
    world.members.delete(account);
    for (const team of world.teams.values()) team.members.delete(account);
  },
};
