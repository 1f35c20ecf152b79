/** Web addresses of the sandbox's things, as GitHub forms them. */
import type { CommentState, InlineCommentState, RepositoryState, ReviewState, SubjectState, World } from './state.ts';

/** `owner/name`. */
export function fullName(repository: RepositoryState): string {
  return `${repository.owner.login}/${repository.name}`;
}

/** The repository's page. */
export function repositoryUrl(world: World, repository: RepositoryState): string {
  return `${world.webUrl}/${fullName(repository)}`;
}

const segments: Readonly<Record<SubjectState['kind'], string>> = { issue: 'issues', pull: 'pull', discussion: 'discussions' };

/** The subject's page. */
export function subjectUrl(world: World, subject: SubjectState): string {
  return `${repositoryUrl(world, subject.repository)}/${segments[subject.kind]}/${subject.number}`;
}

/** The comment's permalink. */
export function commentUrl(world: World, subject: SubjectState, comment: CommentState): string {
  return `${subjectUrl(world, subject)}#${subject.kind === 'discussion' ? 'discussioncomment' : 'issuecomment'}-${comment.id}`;
}

/** The review's permalink. */
export function reviewUrl(world: World, subject: SubjectState, review: ReviewState): string {
  return `${subjectUrl(world, subject)}#pullrequestreview-${review.id}`;
}

/** The inline comment's permalink. */
export function inlineUrl(world: World, subject: SubjectState, comment: InlineCommentState): string {
  return `${subjectUrl(world, subject)}#discussion_r${comment.id}`;
}

/** The API's address of a repository. */
export function repositoryApiUrl(world: World, repository: RepositoryState): string {
  return `${world.apiUrl}/repos/${fullName(repository)}`;
}
