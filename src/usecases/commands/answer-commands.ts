/** Answers commands that were done: a reaction for each that worked, and at most one comment for all that there is to say. */
import { PermanentFailure } from '../../domain/errors.ts';
import { answeredThrough, answersComment } from '../../reports/answers.ts';
import type { ReportDestination, ReportIssue, ReportTracker, Store, StoredCommand } from '../ports.ts';

/** Beyond this a comment with counts stands for the reactions, which would use up the write budget of everybody's reports. */
const mostReactions = 25;

type Ports = { readonly store: Store; readonly tracker: ReportTracker };

/**
 * Answers what was not answered yet in an issue. `issue` is as it was read before: an answer in it was given by a run that was cut off
 * before it could note so. Where GitHub lets nobody write, nothing can be said, and nothing is tried again. Throws TransientFailure.
 */
export async function answerCommands(
  ports: Ports,
  of: { readonly destination: ReportDestination; readonly issue: Pick<ReportIssue, 'number' | 'comments'> },
): Promise<void> {
  const { destination, issue } = of;
  const { installationId, repository } = destination;
  const waiting = await ports.store.tenant(installationId, (tenant) =>
    tenant.commands.unanswered({ repositoryId: repository.id, number: issue.number }),
  );
  if (waiting.length === 0) return;
  const through = Math.max(0, ...issue.comments.map((comment) => answeredThrough(comment.body) ?? 0));
  const open = waiting.filter((command) => Number(command.commentId) > through);
  try {
    await answer(ports.tracker, { destination, number: issue.number, commands: open });
  } catch (error) {
    if (!(error instanceof PermanentFailure)) throw error;
  }
  await ports.store.tenant(installationId, (tenant) => tenant.commands.markAnswered(waiting));
}

async function answer(
  tracker: ReportTracker,
  of: { readonly destination: ReportDestination; readonly number: number; readonly commands: readonly StoredCommand[] },
): Promise<void> {
  const { destination, number, commands } = of;
  const last = commands.at(-1);
  if (last === undefined) return;
  const worked = commands.filter(({ state }) => state !== 'refused');
  const isCrowd = commands.length > mostReactions;
  const reactTo = isCrowd ? new Set<string>() : new Set(worked.map(({ commentId }) => commentId));
  for (const commentId of reactTo) await tracker.acknowledge(destination, commentId);
  const answers = commands.flatMap((command) => command.answer ?? []);
  if (answers.length === 0 && !isCrowd) return;
  const counts = isCrowd ? { done: worked.length, refused: commands.length - worked.length } : null;
  await tracker.comment(destination, number, answersComment({ answers, counts, through: last.commentId }));
}
