/** Answers commands that were done: a reaction for each that worked, and at most one comment for all that there is to say. */
import { PermanentFailure } from '../../domain/errors.ts';
import { answeredThrough, answerPages, answersComment, morePacketsAnswer, samePacketAnswer } from '../../reports/answers.ts';
import type { ReportDestination, ReportIssue, ReportTracker, Store, StoredCommand } from '../ports.ts';

/** Beyond this a comment with counts stands for the reactions, which would use up the write budget of everybody's reports. */
const mostReactions = 25;

/** Each is several comments long. */
const mostPackets = 3;

/** An issue as it was read before. */
type Answered = Pick<ReportIssue, 'number' | 'comments'>;

type Ports = { readonly store: Store; readonly tracker: ReportTracker };

/**
 * Answers what was not answered yet in an issue. `issue` is as it was read before: an answer in it was given by a run that was cut off
 * before it could note so. Where GitHub lets nobody write, nothing can be said, and nothing is tried again. Throws TransientFailure.
 */
export async function answerCommands(
  ports: Ports,
  of: { readonly destination: ReportDestination; readonly issue: Answered },
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
    await answer(ports.tracker, { destination, issue, commands: open });
  } catch (error) {
    if (!(error instanceof PermanentFailure)) throw error;
  }
  await ports.store.tenant(installationId, (tenant) => tenant.commands.markAnswered(waiting));
}

async function answer(
  tracker: ReportTracker,
  of: { readonly destination: ReportDestination; readonly issue: Answered; readonly commands: readonly StoredCommand[] },
): Promise<void> {
  const { destination, commands } = of;
  const { number } = of.issue;
  const last = commands.at(-1);
  if (last === undefined) return;
  const worked = commands.filter(({ state }) => state !== 'refused');
  const isCrowd = commands.length > mostReactions;
  const reactTo = isCrowd ? new Set<string>() : new Set(worked.map(({ commentId }) => commentId));
  for (const commentId of reactTo) await tracker.acknowledge(destination, commentId);
  const given = commands.flatMap((command) =>
    command.answer === null ? [] : [{ answer: command.answer, pages: answerPages(command.answer) }],
  );
  const spoken = given.flatMap(({ answer: words, pages }) => (pages === null ? [words] : []));
  const packets = given.flatMap(({ pages }) => (pages === null ? [] : [pages]));
  const answers = [...spoken, ...(await givePackets(tracker, { destination, issue: of.issue, packets }))];
  if (answers.length === 0 && !isCrowd) return;
  const counts = isCrowd ? { done: worked.length, refused: commands.length - worked.length } : null;
  await tracker.comment(destination, number, answersComment({ answers, counts, through: last.commentId }));
}

/**
 * Writes packets as comments, page by page, and leaves out pages that stand in the issue: after a cut-off run it goes on where that one
 * stopped. Returns what is still to be said.
 */
async function givePackets(
  tracker: ReportTracker,
  of: { readonly destination: ReportDestination; readonly issue: Answered; readonly packets: readonly (readonly string[])[] },
): Promise<readonly string[]> {
  const { destination, issue, packets } = of;
  const standing = new Set(issue.comments.map(({ body }) => comparable(body)));
  const said: string[] = packets.length > mostPackets ? [morePacketsAnswer(packets.length - mostPackets)] : [];
  for (const pages of packets.slice(0, mostPackets)) {
    const missing = pages.filter((page) => !standing.has(comparable(page)));
    for (const page of missing) await tracker.comment(destination, issue.number, page);
    if (missing.length === 0) said.push(samePacketAnswer);
  }
  return said;
}

/** GitHub may give line ends and white space at the end back in another form. */
function comparable(text: string): string {
  return text.replaceAll('\r\n', '\n').trimEnd();
}
