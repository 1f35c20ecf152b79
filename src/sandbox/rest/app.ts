/** REST: the App, its installation, its deliveries. */
import { isInstalledOn } from '../access.ts';
import { accountJson, appJson, installationJson } from '../shapes/account.ts';
import { repositoryJson } from '../shapes/repository.ts';
import type { InstallationState, World } from '../state.ts';
import { notFound, paged, Refusal, type Request, type Route } from './router.ts';

function installationOf({ world, params }: Request): InstallationState {
  const { installation } = world;
  if (installation === null || String(installation.id) !== params['id']) throw notFound();
  return installation;
}

function installations(world: World): readonly unknown[] {
  return world.installation === null ? [] : [installationJson(world, world.installation)];
}

export const appRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/user',
    as: 'user',
    answer: ({ world, caller }) => {
      if (caller.kind !== 'user') throw new Refusal(403, 'Resource not accessible by integration');
      return { status: 200, body: accountJson(world, caller.account) };
    },
  },
  {
    method: 'GET',
    path: '/app',
    as: 'app',
    answer: ({ world }) => ({ status: 200, body: { ...appJson(world), installations_count: installations(world).length } }),
  },
  { method: 'GET', path: '/app/installations', as: 'app', answer: (request) => paged(request, installations(request.world)) },
  {
    method: 'GET',
    path: '/app/installations/:id',
    as: 'app',
    answer: (request) => ({ status: 200, body: installationJson(request.world, installationOf(request)) }),
  },
  {
    method: 'GET',
    path: '/orgs/:org/installation',
    as: 'app',
    answer: ({ world, params }) => {
      const isOurs = params['org']?.toLowerCase() === world.organisation.login.toLowerCase();
      if (world.installation === null || !isOurs) throw notFound();
      return { status: 200, body: installationJson(world, world.installation) };
    },
  },
  {
    method: 'POST',
    path: '/app/installations/:id/access_tokens',
    as: 'app',
    answer: (request) => {
      const installation = installationOf(request);
      if (installation.isSuspended) throw new Refusal(403, 'This installation has been suspended');
      const selection = installation.repositories === null ? 'all' : 'selected';
      const token = request.authority.issueToken(installation.id);
      return { status: 201, body: { ...token, permissions: request.world.app.permissions, repository_selection: selection } };
    },
  },
  {
    method: 'GET',
    path: '/app/hook/config',
    as: 'app',
    answer: ({ deliveries }) => {
      const target = deliveries.target();
      const secret = target === null || target.secret === '' ? {} : { secret: '********' };
      return { status: 200, body: { content_type: 'json', insecure_ssl: '0', url: target?.url ?? '', ...secret } };
    },
  },
  {
    method: 'GET',
    path: '/app/hook/deliveries',
    as: 'app',
    answer: (request) => {
      const sent = request.deliveries.list().flatMap((delivery) =>
        delivery.answers.map((answer) => ({
          id: delivery.id,
          guid: delivery.guid,
          delivered_at: delivery.at,
          redelivery: answer.isRedelivery,
          duration: 0.01,
          status: answer.error ?? (answer.status !== null && answer.status < 300 ? 'OK' : 'Invalid HTTP Response'),
          status_code: answer.status ?? 0,
          event: delivery.event,
          action: delivery.action,
          installation_id: request.world.installation?.id ?? null,
          repository_id: null,
        })),
      );
      return paged(request, sent.reverse());
    },
  },
  {
    method: 'POST',
    path: '/app/hook/deliveries/:id/attempts',
    as: 'app',
    answer: ({ deliveries, params }) => {
      const delivery = deliveries.list().find(({ id }) => String(id) === params['id']);
      if (delivery === undefined) throw notFound();
      deliveries.redeliver(delivery.id);
      return { status: 202, body: {} };
    },
  },
  {
    method: 'GET',
    path: '/installation/repositories',
    as: 'installation',
    answer: (request) => {
      const { world } = request;
      const list = [...world.repositories.values()].filter((repository) => isInstalledOn(world, repository));
      const json = list.map((repository) => repositoryJson(world, repository));
      const selection = world.installation?.repositories === null ? 'all' : 'selected';
      return paged(request, json, (page) => ({ total_count: json.length, repository_selection: selection, repositories: page }));
    },
  },
  {
    method: 'GET',
    path: '/users/:login',
    as: 'installation',
    answer: ({ world, params }) => {
      const account = world.accounts.get((params['login'] ?? '').toLowerCase());
      if (account === undefined || account.isDeleted) throw notFound();
      return { status: 200, body: accountJson(world, account) };
    },
  },
  {
    method: 'GET',
    path: '/user/:id',
    as: 'installation',
    answer: ({ world, params }) => {
      const account = [...world.accounts.values()].find(({ id, isDeleted }) => String(id) === params['id'] && !isDeleted);
      if (account === undefined) throw notFound();
      return { status: 200, body: accountJson(world, account) };
    },
  },
];
