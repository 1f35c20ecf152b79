/** GraphQL: references from one view to another, made into views only when a query goes there. */
import type { RepositoryState, SubjectState } from '../state.ts';

/** What stands for a GitHub type: fields by name; a function is called with the field's arguments. */
export type View = Readonly<Record<string, unknown>>;

/** A repository or a subject that a view points to. Views would go round in circles if each made the next. */
export type Reference =
  | { readonly refersTo: 'repository'; readonly repository: RepositoryState }
  | { readonly refersTo: 'subject'; readonly subject: SubjectState };

/** Points to a repository. */
export function repositoryReference(repository: RepositoryState): Reference {
  return { refersTo: 'repository', repository };
}

/** Points to an issue, a pull request or a discussion. */
export function subjectReference(subject: SubjectState): Reference {
  return { refersTo: 'subject', subject };
}

/** Whether a value is a reference. */
export function isReference(value: unknown): value is Reference {
  return typeof value === 'object' && value !== null && 'refersTo' in value;
}
