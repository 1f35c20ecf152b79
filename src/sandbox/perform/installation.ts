/** Acts on the App's installation. */
import { isOurs } from '../access.ts';
import { announceOrganisation } from '../announce.ts';
import { ActMistake, findAccount, findRepository } from '../find.ts';
import { takeId } from '../ids.ts';
import { installationJson } from '../shapes/account.ts';
import { shortRepositoryJson } from '../shapes/repository.ts';
import type { InstallationState, RepositoryState, World } from '../state.ts';
import type { Performers } from './performers.ts';
import { announceInstalled } from './repositories.ts';

function findInstallation(world: World): InstallationState {
  if (world.installation === null) throw new ActMistake('the App is not installed');
  return world.installation;
}

/** The repositories of the installation, suspended or not. */
export function installedRepositories(world: World): readonly RepositoryState[] {
  const { installation } = world;
  if (installation === null) return [];
  const ours = [...world.repositories.values()].filter((repository) => isOurs(world, repository));
  return ours.filter((repository) => installation.repositories === null || installation.repositories.has(repository));
}

function announceInstallation(world: World, action: string, by: string): void {
  const payload = {
    installation: installationJson(world, findInstallation(world)),
    repositories: installedRepositories(world).map(shortRepositoryJson),
    requester: null,
  };
  announceOrganisation(world, { event: 'installation', action, sender: findAccount(world, by), isForApp: true }, payload);
}

function findSelected(world: World): Set<RepositoryState> {
  const { repositories } = findInstallation(world);
  if (repositories === null) throw new ActMistake('the App is installed on all repositories; there is no selection to change');
  return repositories;
}

function setSuspended(world: World, by: string, isSuspended: boolean): void {
  const installation = findInstallation(world);
  if (installation.isSuspended === isSuspended) throw new ActMistake(`the installation is ${isSuspended ? '' : 'not '}suspended already`);
  installation.isSuspended = isSuspended;
  announceInstallation(world, isSuspended ? 'suspend' : 'unsuspend', by);
}

export const installationPerformers: Performers<
  'install' | 'uninstall' | 'suspend' | 'unsuspend' | 'add-to-installation' | 'remove-from-installation'
> = {
  install: (world, act) => {
    if (world.installation !== null) throw new ActMistake('the App is installed already');
    const repositories = act.repositories === 'all' ? null : new Set(act.repositories.map((name) => findRepository(world, name)));
    world.installation = { id: takeId(world, 'installation'), createdAt: world.now, repositories, isSuspended: false };
    announceInstallation(world, 'created', act.by);
  },
  uninstall: (world, act) => {
    announceInstallation(world, 'deleted', act.by);
    world.installation = null;
  },
  suspend: (world, act) => setSuspended(world, act.by, true),
  unsuspend: (world, act) => setSuspended(world, act.by, false),
  'add-to-installation': (world, act) => {
    const selected = findSelected(world);
    const added = act.repositories.map((name) => findRepository(world, name)).filter((repository) => !selected.has(repository));
    for (const repository of added) selected.add(repository);
    announceInstalled(world, findAccount(world, act.by), { added });
  },
  'remove-from-installation': (world, act) => {
    const selected = findSelected(world);
    const removed = act.repositories.map((name) => findRepository(world, name)).filter((repository) => selected.has(repository));
    for (const repository of removed) selected.delete(repository);
    announceInstalled(world, findAccount(world, act.by), { removed });
  },
};
