/** Where the App is installed, and on which repositories. */
import type { Visibility } from '../domain/organisation.ts';
import type { Installation, InstallationSource, ListedRepository } from '../usecases/ports.ts';
import type { GithubClient } from './client.ts';
import { orNull } from './failures.ts';

type InstallationShape = {
  readonly id: number;
  readonly account: { readonly id: number; readonly login?: string; readonly slug?: string } | null;
  readonly suspended_at?: string | null;
};

function toInstallation({ id, account, suspended_at }: InstallationShape): Installation | null {
  const login = account?.login ?? account?.slug;
  if (account === null || login === undefined) return null;
  return { id, accountId: account.id, login, isSuspended: typeof suspended_at === 'string' };
}

type RepositoryShape = {
  readonly id: number;
  readonly full_name: string;
  readonly visibility?: string | undefined;
  readonly private: boolean;
  readonly archived: boolean;
  readonly default_branch?: string;
};

const visibilities: Readonly<Record<string, Visibility>> = { public: 'public', private: 'private', internal: 'internal' };

function toRepository(shape: RepositoryShape): ListedRepository {
  const visibility = visibilities[shape.visibility ?? ''] ?? (shape.private ? 'private' : 'public');
  return { id: shape.id, fullName: shape.full_name, visibility, isArchived: shape.archived, defaultBranch: shape.default_branch ?? 'main' };
}

/**
 * Installations and their repositories by REST. An installation whose account is gone counts as none.
 * Throws TransientFailure or PermanentFailure.
 * https://docs.github.com/rest/apps/apps#list-installations-for-the-authenticated-app
 */
export function createInstallationSource(github: Pick<GithubClient, 'app' | 'installation'>): InstallationSource {
  const app = github.app.rest;
  return {
    installations: async () => {
      const all = await app.paginate(app.rest.apps.listInstallations, { per_page: 100 });
      return all.map(toInstallation).filter((installation) => installation !== null);
    },
    installation: async (installationId) => {
      const answer = await orNull(app.rest.apps.getInstallation({ installation_id: installationId }));
      return answer && toInstallation(answer.data);
    },
    repositories: async (installationId) => {
      const { rest } = github.installation(installationId);
      const all = await rest.paginate(rest.rest.apps.listReposAccessibleToInstallation, { per_page: 100 });
      return all.map(toRepository);
    },
  };
}
