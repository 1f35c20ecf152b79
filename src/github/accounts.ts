/** People on GitHub by login and by id, in the organisation or not. */
import type { Accounts } from '../usecases/log/packet-shares.ts';
import { z } from 'zod';
import { readAnswer } from './answers.ts';
import type { GithubClient } from './client.ts';
import { orNull } from './failures.ts';

const accountShape = z.object({ id: z.number(), login: z.string(), type: z.string() });

/**
 * By REST, as the installation. Organisations and bots are nobody who could read. Throws TransientFailure when GitHub is not there.
 * https://docs.github.com/rest/users/users#get-a-user-using-their-id
 */
export function createAccounts(github: GithubClient): Accounts {
  const find = async (installationId: number, path: string) => {
    const { rest } = github.installation(installationId);
    const answer: { readonly data: unknown } | null = await orNull(rest.request(`GET ${path}`), [404]);
    const account = answer === null ? null : readAnswer(accountShape, answer.data);
    return account?.type === 'User' ? { id: account.id, login: account.login } : null;
  };
  return {
    byLogin: (installationId, login) => find(installationId, `/users/${encodeURIComponent(login)}`),
    byId: (installationId, id) => find(installationId, `/user/${id}`),
  };
}
