/** GraphQL: repositories, their lists of subjects, files and commits. */
import { collaboratorsOf } from '../access.ts';
import { lookUpAccount } from '../find.ts';
import { findRevision } from '../git.ts';
import { nodeId, shaOf } from '../ids.ts';
import type { RepositoryState, SubjectState, World } from '../state.ts';
import { fullName, repositoryUrl } from '../urls.ts';
import { accountView } from './account.ts';
import { connection, type PageArguments, typedError } from './connection.ts';
import { commitView } from './commit.ts';
import { labelView } from './label.ts';
import { type Reference, subjectReference, type View } from './reference.ts';

/** GitHub cuts a blob's text there. */
const longestBlobText = 512_000;

function blobView(text: string): View {
  const bytes = Buffer.byteLength(text);
  const oid = shaOf(`blob ${bytes}\0${text}`);
  const isTruncated = bytes > longestBlobText;
  return {
    __typename: 'Blob',
    id: nodeId('B', Number.parseInt(oid.slice(0, 12), 16)),
    oid,
    text: text.includes('\0') ? null : text.slice(0, longestBlobText),
    byteSize: bytes,
    isBinary: text.includes('\0'),
    isTruncated,
  };
}

function treeView(files: ReadonlyMap<string, string>, folder: string): View | null {
  const prefix = folder === '' ? '' : `${folder}/`;
  const inside = [...files.keys()].filter((path) => path.startsWith(prefix));
  if (inside.length === 0) return null;
  const names = [...new Set(inside.map((path) => path.slice(prefix.length).split('/')[0] ?? ''))];
  const entries = names.map((name) => ({
    __typename: 'TreeEntry',
    name,
    path: `${prefix}${name}`,
    type: files.has(`${prefix}${name}`) ? 'blob' : 'tree',
  }));
  return { __typename: 'Tree', id: nodeId('TR', files.size), oid: shaOf(`tree ${folder} ${inside.join(' ')}`), entries };
}

/** What `object(expression:)` finds: a commit, or after a colon a file or folder; null when there is none. */
function objectView(world: World, repository: RepositoryState, expression: string): View | null {
  const colon = expression.indexOf(':');
  const commit = findRevision(repository, colon < 0 ? expression : expression.slice(0, colon));
  if (commit === null) return null;
  if (colon < 0) return commitView(world, repository, commit);
  const path = expression.slice(colon + 1).replace(/\/$/, '');
  const text = commit.files.get(path);
  return text === undefined ? treeView(commit.files, path) : blobView(text);
}

const kindNames: Readonly<Record<SubjectState['kind'], string>> = { issue: 'an Issue', pull: 'a PullRequest', discussion: 'a Discussion' };

function findByNumber(repository: RepositoryState, kind: SubjectState['kind'], number: number): Reference {
  const subject = repository.subjects.get(number);
  if (subject?.kind !== kind) throw typedError('NOT_FOUND', `Could not resolve to ${kindNames[kind]} with the number of ${number}.`);
  return subjectReference(subject);
}

type ListArguments = PageArguments & {
  readonly orderBy?: { readonly field: string; readonly direction: 'ASC' | 'DESC' } | null;
  readonly states?: readonly string[] | null;
  readonly labels?: readonly string[] | null;
  readonly filterBy?: {
    readonly since?: string | null;
    readonly labels?: readonly string[] | null;
    readonly states?: readonly string[] | null;
    readonly createdBy?: string | null;
    readonly assignee?: string | null;
  } | null;
};

function stateName(subject: SubjectState): string {
  return subject.kind === 'pull' && subject.mergedAt !== null ? 'MERGED' : subject.state.toUpperCase();
}

function isWanted(world: World, subject: SubjectState, { states, labels, filterBy }: ListArguments): boolean {
  const wantedStates = filterBy?.states ?? states;
  const wantedLabels = (filterBy?.labels ?? labels)?.map((name) => name.toLowerCase());
  const names = subject.labels.map((label) => label.name.toLowerCase());
  // The schema's default for discussions is an empty list: all of them.
  if (wantedStates && wantedStates.length > 0 && !wantedStates.includes(stateName(subject))) return false;
  // Several labels: any of them, as the `labels` argument works.
  if (wantedLabels && !wantedLabels.some((name) => names.includes(name))) return false;
  if (filterBy?.since && Date.parse(subject.updatedAt) < Date.parse(filterBy.since)) return false;
  if (filterBy?.createdBy && lookUpAccount(world, filterBy.createdBy) !== subject.author) return false;
  return !filterBy?.assignee || subject.assignees.some((account) => account.login === filterBy.assignee);
}

function listView(world: World, repository: RepositoryState, kind: SubjectState['kind'], args: ListArguments): View {
  const { field = 'CREATED_AT', direction = 'ASC' } = args.orderBy ?? {};
  const by = field === 'UPDATED_AT' ? ('updatedAt' as const) : ('createdAt' as const);
  const sign = direction === 'DESC' ? -1 : 1;
  const subjects = [...repository.subjects.values()].filter((subject) => subject.kind === kind && isWanted(world, subject, args));
  subjects.sort((a, b) => sign * (a[by].localeCompare(b[by]) || a.number - b.number));
  return connection(
    subjects.map((subject) => ({ key: subject.number, node: subjectReference(subject) })),
    args,
  );
}

function collaboratorConnection(
  world: World,
  repository: RepositoryState,
  args: PageArguments & { readonly affiliation?: string | null },
): View {
  const { affiliation } = args;
  const chosen = collaboratorsOf(world, repository).filter(({ account }) => {
    if (affiliation === 'OUTSIDE') return !world.members.has(account);
    return affiliation !== 'DIRECT' || repository.collaborators.has(account);
  });
  const entries = chosen.map(({ account, permission }) => ({
    key: account.id,
    node: accountView(world, account),
    edge: { permission: permission.toUpperCase() },
  }));
  return connection(entries, args);
}

function refView(world: World, repository: RepositoryState, branch: string): View | null {
  const head = repository.branches.get(branch);
  if (head === undefined) return null;
  const id = nodeId('REF', Number.parseInt(shaOf(`${repository.id} ${branch}`).slice(0, 12), 16));
  return { __typename: 'Ref', id, name: branch, prefix: 'refs/heads/', target: () => commitView(world, repository, head) };
}

function identityPart(world: World, repository: RepositoryState): View {
  return {
    __typename: 'Repository',
    id: nodeId('R', repository.id),
    databaseId: repository.id,
    name: repository.name,
    nameWithOwner: fullName(repository),
    url: repositoryUrl(world, repository),
    owner: () => accountView(world, repository.owner),
    description: repository.description === '' ? null : repository.description,
    visibility: repository.visibility.toUpperCase(),
    isPrivate: repository.visibility !== 'public',
    isArchived: repository.isArchived,
    isDisabled: false,
    isFork: false,
    hasIssuesEnabled: repository.hasIssues,
    hasDiscussionsEnabled: true,
    createdAt: repository.createdAt,
    updatedAt: repository.updatedAt,
    pushedAt: repository.pushedAt,
  };
}

/** A repository. */
export function repositoryView(world: World, repository: RepositoryState): View {
  const byNumber = (kind: SubjectState['kind']) => (args: { readonly number: number }) => findByNumber(repository, kind, args.number);
  const list = (kind: SubjectState['kind']) => (args: ListArguments) => listView(world, repository, kind, args);
  return {
    ...identityPart(world, repository),
    defaultBranchRef: () => refView(world, repository, repository.defaultBranch),
    ref: ({ qualifiedName }: { readonly qualifiedName: string }) => refView(world, repository, qualifiedName.replace(/^refs\/heads\//, '')),
    pullRequest: byNumber('pull'),
    issue: byNumber('issue'),
    discussion: byNumber('discussion'),
    issueOrPullRequest: ({ number }: { readonly number: number }) => {
      const kind = repository.subjects.get(number)?.kind === 'pull' ? 'pull' : 'issue';
      return findByNumber(repository, kind, number);
    },
    pullRequests: list('pull'),
    issues: list('issue'),
    discussions: list('discussion'),
    object: ({ expression, oid }: { readonly expression?: string | null; readonly oid?: string | null }) =>
      objectView(world, repository, expression ?? oid ?? 'HEAD'),
    collaborators: (args: PageArguments & { readonly affiliation?: string | null }) => collaboratorConnection(world, repository, args),
    label: ({ name }: { readonly name: string }) => {
      const label = repository.labels.get(name.toLowerCase());
      return label === undefined ? null : labelView(repository, label);
    },
    labels: (args: PageArguments) =>
      connection(
        [...repository.labels.values()].map((label) => ({ key: label.id, node: labelView(repository, label) })),
        args,
      ),
  };
}
