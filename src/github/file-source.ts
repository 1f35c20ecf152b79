/** Lists the files of a repository that opted in, by their paths alone. */
import type { FileSource } from '../usecases/ports.ts';
import type { GithubClient } from './client.ts';
import { orNull } from './failures.ts';
import { splitFullName } from './repository-name.ts';

/** GitHub's answer for a repository without any commit. */
const emptyRepository = 409;

/**
 * The files of a commit by REST; GitHub cuts the list at 100,000 entries or 7 MB and says so. Throws TransientFailure or PermanentFailure.
 * https://docs.github.com/rest/git/trees#get-a-tree
 */
export function createFileSource(github: Pick<GithubClient, 'installation'>): FileSource {
  return {
    paths: async ({ installationId, repository, sha }) => {
      const { owner, name } = splitFullName(repository.fullName);
      const { git } = github.installation(installationId).rest.rest;
      const request = git.getTree({ owner, repo: name, tree_sha: sha, recursive: 'true' });
      const answer = await orNull(request, [404, emptyRepository, 410]);
      if (answer === null) return { paths: [], isComplete: true };
      const paths = answer.data.tree.flatMap(({ path, type }) => (type === 'blob' ? [path] : []));
      return { paths, isComplete: !answer.data.truncated };
    },
  };
}
