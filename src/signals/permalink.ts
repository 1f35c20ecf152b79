/** Permalinks of what a dossier names without its address. */
import type { Dossier } from '../domain/dossier.ts';
import type { RepositoryRef } from '../domain/subject.ts';

/** A pull request of any repository on the same GitHub. */
export function pullUrl(
  { url, repository: own }: Pick<Dossier, 'url' | 'repository'>,
  { repository, number }: { readonly repository: RepositoryRef; readonly number: number },
): string {
  const end = url.indexOf(`/${own.fullName}/`);
  const web = end === -1 ? new URL(url).origin : url.slice(0, end);
  return `${web}/${repository.fullName}/pull/${number}`;
}

/** A file at the last commit known of a pull request; null when no commit is known. */
export function fileUrl({ url, commits }: Pick<Dossier, 'url' | 'commits'>, path: string): string | null {
  const sha = commits.at(-1)?.sha;
  if (sha === undefined) return null;
  return `${url.replace(/\/pull\/\d+$/, '')}/blob/${sha}/${path.split('/').map(encodeURIComponent).join('/')}`;
}
