/** GraphQL: commits. */
import { nodeId } from '../ids.ts';
import { gitPerson } from '../shapes/repository.ts';
import { commitUrl } from '../shapes/subject.ts';
import type { CommitState, RepositoryState, World } from '../state.ts';
import { accountView } from './account.ts';
import { connection, type PageArguments } from './connection.ts';
import type { View } from './reference.ts';

/** A commit. */
export function commitView(world: World, repository: RepositoryState, commit: CommitState): View {
  const actors = commit.authors.map((account) => {
    const { name, email } = gitPerson(account);
    return { __typename: 'GitActor', name, email, date: commit.at, user: account.kind === 'User' ? accountView(world, account) : null };
  });
  return {
    __typename: 'Commit',
    id: nodeId('C', Number.parseInt(commit.sha.slice(0, 12), 16)),
    oid: commit.sha,
    abbreviatedOid: commit.sha.slice(0, 7),
    message: commit.message,
    messageHeadline: commit.message.split('\n')[0] ?? '',
    authoredDate: commit.at,
    committedDate: commit.at,
    url: commitUrl(world, repository, commit.sha),
    author: actors[0] ?? null,
    committer: actors[0] ?? null,
    authors: (args: PageArguments) =>
      connection(
        actors.map((node, key) => ({ key, node })),
        args,
      ),
    history: ({ author }: { readonly author?: { readonly id?: string | null } | null }) => ({
      totalCount: ancestorsOf(repository, commit).filter((one) => isBy(one, author?.id ?? null)).length,
    }),
    parents: (args: PageArguments) => {
      const parents = commit.parents.flatMap((sha) => repository.commits.get(sha) ?? []);
      return connection(
        parents.map((parent) => ({ key: parent.sha, node: commitView(world, repository, parent) })),
        args,
      );
    },
  };
}

/** The commit and all before it, each once. */
function ancestorsOf(repository: RepositoryState, commit: CommitState): readonly CommitState[] {
  const found = new Map([[commit.sha, commit]]);
  for (const one of found.values()) {
    for (const sha of one.parents) {
      const parent = repository.commits.get(sha);
      if (parent !== undefined) found.set(sha, parent);
    }
  }
  return [...found.values()];
}

function isBy(commit: CommitState, authorId: string | null): boolean {
  return authorId === null || commit.authors.some((account) => nodeId('U', account.id) === authorId);
}
