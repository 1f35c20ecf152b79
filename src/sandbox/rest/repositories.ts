/** REST: repositories, their files, labels, collaborators and teams. */
import { canSee, collaboratorsOf, isAssignable, permissionOn, teamPermission } from '../access.ts';
import { lookUpAccount } from '../find.ts';
import { findRevision } from '../git.ts';
import { shaOf } from '../ids.ts';
import { accountJson, restPermissions, teamJson } from '../shapes/account.ts';
import { labelJson, repositoryJson } from '../shapes/repository.ts';
import type { AccountState, RepositoryState } from '../state.ts';
import { repositoryApiUrl, repositoryUrl } from '../urls.ts';
import { ensureLabel } from '../write.ts';
import { permissionFlags } from './organisation.ts';
import { invalid, notFound, paged, Refusal, type Reply, type Request, type Route, repositoryOf, writableRepositoryOf } from './router.ts';

/** Above this GitHub leaves the content out. https://docs.github.com/en/rest/repos/contents#get-repository-content */
const largestInlineBytes = 1_048_576;

function fileJson(request: Request, repository: RepositoryState, path: string, text: string) {
  const bytes = Buffer.from(text);
  const isInline = bytes.length <= largestInlineBytes;
  const { world } = request;
  return {
    type: 'file',
    name: path.split('/').at(-1) ?? path,
    path,
    sha: shaOf(`blob ${bytes.length}\0${text}`),
    size: bytes.length,
    encoding: isInline ? 'base64' : 'none',
    content: isInline ? (bytes.toString('base64').match(/.{1,60}/g) ?? []).map((line) => `${line}\n`).join('') : '',
    url: `${repositoryApiUrl(world, repository)}/contents/${path}`,
    html_url: `${repositoryUrl(world, repository)}/blob/${request.query.get('ref') ?? repository.defaultBranch}/${path}`,
  };
}

function folderJson(files: ReadonlyMap<string, string>, folder: string): readonly unknown[] | null {
  const prefix = folder === '' ? '' : `${folder}/`;
  const inside = [...files.keys()].filter((path) => path.startsWith(prefix));
  if (inside.length === 0 && folder !== '') return null;
  const names = [...new Set(inside.map((path) => path.slice(prefix.length).split('/')[0] ?? ''))];
  return names.map((name) => ({ type: files.has(`${prefix}${name}`) ? 'file' : 'dir', name, path: `${prefix}${name}` }));
}

function contents(request: Request): Reply {
  const repository = repositoryOf(request);
  const path = (request.params['path'] ?? '').replace(/\/$/, '');
  const commit = findRevision(repository, request.query.get('ref') ?? 'HEAD');
  if (commit === null) throw new Refusal(404, `No commit found for the ref ${request.query.get('ref')}`);
  const text = commit.files.get(path);
  if (text !== undefined) return { status: 200, body: fileJson(request, repository, path, text) };
  const folder = folderJson(commit.files, path);
  if (folder === null) throw notFound();
  return { status: 200, body: folder };
}

/** Every file of a commit; folders are left to those who need them. */
function tree(request: Request): Reply {
  const commit = findRevision(repositoryOf(request), request.params['sha'] ?? '');
  if (commit === null) throw notFound();
  const entries = [...commit.files].map(([path, text]) => ({ path, mode: '100644', type: 'blob', size: Buffer.byteLength(text) }));
  const isDeep = request.query.has('recursive');
  return { status: 200, body: { sha: commit.sha, tree: entries.filter(({ path }) => isDeep || !path.includes('/')), truncated: false } };
}

function collaborators(request: Request): Reply {
  const { world } = request;
  const repository = repositoryOf(request);
  const affiliation = request.query.get('affiliation') ?? 'all';
  const belongs = (account: AccountState): boolean => {
    if (affiliation === 'outside') return !world.members.has(account);
    return affiliation !== 'direct' || repository.collaborators.has(account);
  };
  const list = collaboratorsOf(world, repository).filter(({ account }) => belongs(account));
  return paged(
    request,
    list.map(({ account, permission }) => ({
      ...accountJson(world, account),
      permissions: permissionFlags(restPermissions[permission]),
      role_name: permission,
    })),
  );
}

function collaboratorPermission(request: Request): Reply {
  const { world, params } = request;
  const repository = repositoryOf(request);
  const account = lookUpAccount(world, params['login'] ?? '');
  if (account === null) throw notFound();
  const given = permissionOn(world, repository, account) ?? (repository.visibility === 'public' ? 'read' : null);
  const old = given === null ? 'none' : given === 'triage' ? 'read' : given === 'maintain' ? 'write' : given;
  return { status: 200, body: { permission: old, role_name: given ?? 'none', user: accountJson(world, account) } };
}

function createLabel(request: Request): Reply {
  const repository = writableRepositoryOf(request);
  const { name, color = 'ededed', description = '' } = request.body;
  if (typeof name !== 'string' || name === '') throw invalid('Label', 'name');
  if (typeof color !== 'string' || !/^[\da-f]{6}$/i.test(color)) throw invalid('Label', 'color');
  if (repository.labels.has(name.toLowerCase())) {
    throw new Refusal(422, 'Validation Failed', { details: { errors: [{ resource: 'Label', code: 'already_exists', field: 'name' }] } });
  }
  const label = ensureLabel(request.world, repository, name, { color, description: String(description) });
  return { status: 201, body: labelJson(request.world, repository, label) };
}

export const repositoryRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/repos/:owner/:repo',
    as: 'installation',
    answer: (request) => ({ status: 200, body: repositoryJson(request.world, repositoryOf(request)) }),
  },
  { method: 'GET', path: '/repos/:owner/:repo/contents', as: 'installation', needs: 'contents:read', answer: contents },
  { method: 'GET', path: '/repos/:owner/:repo/contents/:path*', as: 'installation', needs: 'contents:read', answer: contents },
  { method: 'GET', path: '/repos/:owner/:repo/git/trees/:sha', as: 'installation', needs: 'contents:read', answer: tree },
  { method: 'GET', path: '/repos/:owner/:repo/collaborators', as: 'installation', answer: collaborators },
  { method: 'GET', path: '/repos/:owner/:repo/collaborators/:login/permission', as: 'installation', answer: collaboratorPermission },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/assignees/:login',
    as: 'installation',
    answer: (request) => {
      const account = lookUpAccount(request.world, request.params['login'] ?? '');
      if (account === null || !isAssignable(request.world, repositoryOf(request), account)) throw notFound();
      return { status: 204 };
    },
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/teams',
    as: 'installation',
    answer: (request) => {
      const repository = repositoryOf(request);
      const teams = [...request.world.teams.values()].flatMap((team) => {
        const permission = teamPermission(team, repository);
        return permission === null ? [] : [teamJson(request.world, team, restPermissions[permission])];
      });
      return paged(request, teams);
    },
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/labels/:label',
    as: 'installation',
    answer: (request) => {
      const repository = repositoryOf(request);
      const label = repository.labels.get((request.params['label'] ?? '').toLowerCase());
      if (label === undefined) throw notFound();
      return { status: 200, body: labelJson(request.world, repository, label) };
    },
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/labels',
    as: 'installation',
    answer: (request) => {
      const repository = repositoryOf(request);
      return paged(
        request,
        [...repository.labels.values()].map((label) => labelJson(request.world, repository, label)),
      );
    },
  },
  { method: 'POST', path: '/repos/:owner/:repo/labels', as: 'installation', needs: 'issues:write', answer: createLabel },
];

/** The path with `/repositories/ID` replaced by `/repos/owner/name`; null when the token can't see that repository. */
export function pathById(request: Pick<Request, 'world' | 'path'>): string | null {
  const match = /^\/repositories\/(\d+)(\/.*)?$/.exec(request.path);
  if (match === null) return request.path;
  const repository = request.world.repositories.get(Number(match[1]));
  if (repository === undefined || !canSee(request.world, repository)) return null;
  return `/repos/${repository.owner.login}/${repository.name}${match[2] ?? ''}`;
}
