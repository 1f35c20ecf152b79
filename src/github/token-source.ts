/** What somebody's own token tells: whose it is, who others are, and which repositories it reads. */
import type { Visibility } from '../domain/organisation.ts';
import type { PersonRef } from '../domain/person.ts';
import type { TokenSource } from '../usecases/ports.ts';
import type { Connection } from './client.ts';
import { orNull } from './failures.ts';
import { splitFullName } from './repository-name.ts';

const visibilities: Readonly<Record<string, Visibility>> = { public: 'public', private: 'private', internal: 'internal' };

/** By REST. Throws TransientFailure when GitHub is not there. https://docs.github.com/rest/users/users#get-the-authenticated-user */
export function createTokenSource({ rest }: Pick<Connection, 'rest'>): TokenSource {
  const refOf = (answer: { readonly data: PersonRef } | null): PersonRef | null =>
    answer === null ? null : { id: answer.data.id, login: answer.data.login };
  return {
    owner: async () => refOf(await orNull(rest.rest.users.getAuthenticated(), [401, 403])),
    person: async (login) => refOf(await orNull(rest.rest.users.getByUsername({ username: login }), [403, 404])),
    repository: async (fullName) => {
      const { owner, name } = splitFullName(fullName);
      const answer = await orNull(rest.rest.repos.get({ owner, repo: name }), [301, 403, 404, 410, 451]);
      if (answer === null) return null;
      const { id, full_name, visibility, archived } = answer.data;
      return {
        id,
        fullName: full_name,
        visibility: visibilities[visibility ?? ''] ?? (answer.data.private ? 'private' : 'public'),
        isArchived: archived,
      };
    },
  };
}
