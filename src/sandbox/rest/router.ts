/** Routes of the REST API: matching, access, pages and refusals. */
import { includes, isInstalledOn, canSee } from '../access.ts';
import type { Authority, Caller } from '../auth.ts';
import type { Authorizations } from '../oauth.ts';
import { lookUpRepository } from '../find.ts';
import type { RepositoryState, World } from '../state.ts';
import { fullName } from '../urls.ts';
import type { Deliveries } from '../webhooks.ts';

export type Reply = { readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> };

export type Request = {
  readonly world: World;
  readonly authority: Authority;
  readonly authorizations: Authorizations;
  readonly deliveries: Deliveries;
  readonly caller: Caller;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The path as asked for, below the API's address. */
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
};

/** `needs`: the App's permission, as `issues:write`. A `:name*` takes the rest of the path. */
export type Route = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly as: Exclude<Caller['kind'], 'nobody'> | 'anyone';
  readonly needs?: string;
  readonly answer: (request: Request) => Reply;
};

/** An answer other than success, in GitHub's words. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    more: { readonly details?: Readonly<Record<string, unknown>>; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.status = status;
    this.details = more.details ?? {};
    this.headers = more.headers ?? {};
  }
}

/** GitHub's answer for what is missing or may not be seen. */
export function notFound(): Refusal {
  return new Refusal(404, 'Not Found');
}

/** GitHub's answer for a field that can't be. */
export function invalid(resource: string, field: string, message?: string): Refusal {
  const error = message === undefined ? { resource, field, code: 'invalid' } : { resource, field, code: 'custom', message };
  return new Refusal(422, 'Validation Failed', { details: { errors: [error] } });
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The parameters of a path that matches the pattern, else null. */
export function matchPath(pattern: string, path: string): Readonly<Record<string, string>> | null {
  const wanted = pattern.split('/');
  const given = path.split('/');
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const segment = given[index];
    if (segment === undefined) return null;
    if (part.startsWith(':') && part.endsWith('*')) {
      params[part.slice(1, -1)] = given.slice(index).map(decode).join('/');
      return params;
    }
    if (part.startsWith(':')) params[part.slice(1)] = decode(segment);
    else if (part !== segment) return null;
  }
  return wanted.length === given.length ? params : null;
}

/** The repository `:owner/:repo` that the token may see. Refuses with 404, and for a former name redirects as GitHub does. */
export function repositoryOf({ world, params, path }: Request): RepositoryState {
  const asked = `${params['owner']}/${params['repo']}`;
  const repository = lookUpRepository(world, asked);
  if (repository === null || !canSee(world, repository)) throw notFound();
  if (fullName(repository).toLowerCase() === asked.toLowerCase()) return repository;
  const location = path.replace(/^\/repos\/[^/]+\/[^/?]+/, `${world.apiUrl}/repositories/${repository.id}`);
  throw new Refusal(301, 'Moved Permanently', { details: { url: location }, headers: { location } });
}

/** The repository, for writing: it must be installed and not archived. Refuses with 403 otherwise. */
export function writableRepositoryOf(request: Request): RepositoryState {
  const repository = repositoryOf(request);
  if (!isInstalledOn(request.world, repository)) throw new Refusal(403, 'Resource not accessible by integration');
  if (repository.isArchived) throw new Refusal(403, 'Repository was archived so is read-only.');
  return repository;
}

const largestPage = 100;

/** One page of a list, with the Link header that leads to the others. */
export function paged(request: Request, items: readonly unknown[], wrap: (page: readonly unknown[]) => unknown = (page) => page): Reply {
  const perPage = Math.min(largestPage, Math.max(1, Number(request.query.get('per_page') ?? 30) || 30));
  const page = Math.max(1, Number(request.query.get('page') ?? 1) || 1);
  const last = Math.max(1, Math.ceil(items.length / perPage));
  const link = (number: number, rel: string): string => {
    const query = new URLSearchParams(request.query);
    query.set('page', String(number));
    return `<${request.world.apiUrl}${request.path}?${query.toString()}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [link(page - 1, 'prev'), link(1, 'first')] : []),
    ...(page < last ? [link(page + 1, 'next'), link(last, 'last')] : []),
  ];
  const body = wrap(items.slice((page - 1) * perPage, page * perPage));
  return { status: 200, body, ...(links.length === 0 ? {} : { headers: { link: links.join(', ') } }) };
}

function refuseCaller(route: Route, { world, caller }: Request): void {
  if (route.as === 'anyone') return;
  if (caller.kind === 'nobody') throw new Refusal(401, caller.why);
  if (caller.kind === 'user') {
    if (route.as === 'app') throw new Refusal(401, 'A JSON web token could not be decoded');
    if (route.as === 'client') throw new Refusal(404, 'Not Found');
    if (route.method !== 'GET') throw new Refusal(403, 'Resource not accessible by personal access token');
    return;
  }
  if (route.as === 'client' && caller.kind !== 'client') throw new Refusal(404, 'Not Found');
  if (caller.kind === 'client' && route.as !== 'client') throw new Refusal(401, 'Bad credentials');
  if (route.as === 'user') throw new Refusal(403, 'Resource not accessible by integration');
  if (route.as === 'app' && caller.kind !== 'app') throw new Refusal(401, 'A JSON web token could not be decoded');
  if (route.as === 'installation' && caller.kind !== 'installation') throw new Refusal(403, 'Resource not accessible by integration');
  if (route.as === 'installation' && world.installation?.isSuspended) throw new Refusal(403, 'This installation has been suspended');
  const [permission = '', level = 'read'] = (route.needs ?? '').split(':');
  const granted = world.app.permissions[permission];
  const isGranted = granted !== undefined && includes(granted === 'write' ? 'write' : 'read', level === 'write' ? 'write' : 'read');
  if (permission !== '' && !isGranted) throw new Refusal(403, 'Resource not accessible by integration');
}

/** The answer of a route, refusals included. */
export function answerRoute(route: Route, request: Request): Reply {
  try {
    refuseCaller(route, request);
    return route.answer(request);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const documentation = 'https://docs.github.com/rest';
    return {
      status: error.status,
      body: { message: error.message, ...error.details, documentation_url: documentation, status: String(error.status) },
      headers: error.headers,
    };
  }
}
