/** REST: what somebody's own token sees of the App's installations, and the end of such a token. */
import { collaboratorsOf } from '../access.ts';
import { installationJson } from '../shapes/account.ts';
import type { AccountState, World } from '../state.ts';
import { notFound, paged, Refusal, type Route } from './router.ts';

/** Whether somebody may read anything of the organisation's beyond what everybody may. */
function belongsTo(world: World, account: AccountState): boolean {
  if (world.members.has(account)) return true;
  return [...world.repositories.values()].some((repository) =>
    collaboratorsOf(world, repository).some((collaborator) => collaborator.account === account),
  );
}

export const authorizationRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/user/installations',
    as: 'user',
    answer: (request) => {
      const { world, caller } = request;
      const isTheirs = caller.kind === 'user' && world.installation !== null && belongsTo(world, caller.account);
      const installations = isTheirs && world.installation !== null ? [installationJson(world, world.installation)] : [];
      return paged(request, installations, (page) => ({ total_count: installations.length, installations: page }));
    },
  },
  {
    method: 'DELETE',
    path: '/applications/:client_id/token',
    as: 'client',
    answer: ({ authorizations, params, body }) => {
      if (params['client_id'] !== authorizations.client().id) throw notFound();
      if (!authorizations.revokeToken(String(body['access_token']))) throw new Refusal(422, 'Validation Failed');
      return { status: 204 };
    },
  },
];
