/** Subjects: what changes on GitHub and is looked up whole. */

export type SubjectKind = 'pull' | 'issue' | 'discussion';

/** A subject within an installation. Repository ids and numbers are GitHub's. */
export type SubjectRef = { readonly repositoryId: number; readonly kind: SubjectKind; readonly number: number };

/** A subject of any kind: GitHub numbers pull requests, issues and discussions of a repository in one row. */
export type SubjectPlace = Pick<SubjectRef, 'repositoryId' | 'number'>;

/** A repository named: the id decides, `fullName` (`owner/name`) is what it was when last seen. */
export type RepositoryRef = { readonly id: number; readonly fullName: string };

/** A subject as text, for maps and logs: `pull 12 of 3456`. */
export function subjectLabel(subject: SubjectRef): string {
  return `${subject.kind} ${subject.number} of ${subject.repositoryId}`;
}
