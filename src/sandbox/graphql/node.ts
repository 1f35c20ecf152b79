/** GraphQL: finding a thing by its node id. */
import { canSee } from '../access.ts';
import { nodeId } from '../ids.ts';
import { accountNodeId } from '../shapes/account.ts';
import { subjectNodeId } from '../shapes/subject.ts';
import type { SubjectState, World } from '../state.ts';
import { accountView, teamView } from './account.ts';
import { type Reference, repositoryReference, subjectReference, type View } from './reference.ts';
import { typedError } from './connection.ts';
import { discussionCommentView } from './discussion.ts';
import { inlineCommentView, reviewView, threadView } from './review.ts';
import { issueCommentView } from './text.ts';

type Candidate = { readonly id: string; readonly view: () => View | Reference | null };

function commentCandidates(world: World, subject: SubjectState): readonly Candidate[] {
  return subject.comments.map((comment) => {
    if (subject.kind === 'discussion') return { id: nodeId('DC', comment.id), view: () => discussionCommentView(world, subject, comment) };
    return { id: nodeId('IC', comment.id), view: () => issueCommentView(world, subject, comment) };
  });
}

function reviewCandidates(world: World, pull: SubjectState): readonly Candidate[] {
  if (pull.kind !== 'pull') return [];
  return [
    ...pull.reviews.map((review) => ({ id: nodeId('PRR', review.id), view: () => reviewView(world, pull, review) })),
    ...pull.threads.map((thread) => ({ id: nodeId('PRRT', thread.id), view: () => threadView(world, pull, thread) })),
    ...pull.threads
      .flatMap((thread) => thread.comments)
      .map((comment) => ({ id: nodeId('PRRC', comment.id), view: () => inlineCommentView(world, pull, comment) })),
  ];
}

function* candidates(world: World): Generator<Candidate> {
  for (const account of world.accounts.values()) yield { id: accountNodeId(account), view: () => accountView(world, account) };
  for (const team of world.teams.values()) yield { id: nodeId('T', team.id), view: () => teamView(world, team) };
  for (const repository of world.repositories.values()) {
    if (!canSee(world, repository)) continue;
    yield { id: nodeId('R', repository.id), view: () => repositoryReference(repository) };
    for (const subject of repository.subjects.values()) {
      yield { id: subjectNodeId(subject), view: () => subjectReference(subject) };
      yield* commentCandidates(world, subject);
      yield* reviewCandidates(world, subject);
    }
  }
}

/** The thing of a node id. Throws GitHub's NOT_FOUND when there is none that the token may see. */
export function nodeView(world: World, id: string): View | Reference | null {
  for (const candidate of candidates(world)) if (candidate.id === id) return candidate.view();
  throw typedError('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`);
}
