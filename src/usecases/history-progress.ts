/** How far the past has been read, in numbers and in words. */
import type { Instant } from '../domain/instant.ts';
import { subjectKinds } from './list-changes.ts';
import type { History, Tenant, WaitingPast } from './ports.ts';

export type HistoryProgress = {
  readonly repositoryCount: number;
  readonly finishedCount: number;
  /** Subjects that were looked up. */
  readonly readCount: number;
  /** Everything later has been read. */
  readonly reachedAt: Instant;
  /** How far back it will be read. */
  readonly since: Instant;
  /** From 0 to 1: the part of the time that has been read. */
  readonly share: number;
};

/** Everything later than this has been read of a repository's past. */
export function reachedIn(history: History, waiting: WaitingPast | undefined): Instant {
  const open = subjectKinds.flatMap((kind) => history.lists[kind]?.reachedAt ?? []);
  return [...open, ...(waiting === undefined ? [] : [waiting.newestAt])].reduce((latest, at) => (at > latest ? at : latest), history.since);
}

function shareOf(history: History, reachedAt: Instant): number {
  const wholeMs = Date.parse(history.startedAt) - Date.parse(history.since);
  if (history.finishedAt !== null || wholeMs <= 0) return 1;
  return Math.min(1, Math.max(0, (Date.parse(history.startedAt) - Date.parse(reachedAt)) / wholeMs));
}

/** Of these repositories, or of all; null when the past of none was ever asked for. */
export async function historyProgress(tenant: Tenant, repositoryIds: ReadonlySet<number> | null = null): Promise<HistoryProgress | null> {
  const waiting = new Map((await tenant.histories.waiting()).map((past) => [past.repositoryId, past]));
  const histories = (await tenant.histories.list()).filter(({ repositoryId }) => repositoryIds?.has(repositoryId) ?? true);
  if (histories.length === 0) return null;
  const reached = histories.map((history) => reachedIn(history, waiting.get(history.repositoryId)));
  return {
    repositoryCount: histories.length,
    finishedCount: histories.filter(({ finishedAt }) => finishedAt !== null).length,
    readCount: histories.reduce((sum, { repositoryId, listedCount }) => sum + listedCount - (waiting.get(repositoryId)?.count ?? 0), 0),
    reachedAt: reached.toSorted().at(-1) ?? '',
    since: histories.map(({ since }) => since).toSorted()[0] ?? '',
    share: histories.reduce((sum, history, index) => sum + shareOf(history, reached[index] ?? ''), 0) / histories.length,
  };
}

/** One line: `2 of 3 repositories read; 1240 pull requests, issues and discussions, back to 2025-11-03 (of 2025-05-20)`. */
export function progressInWords({ repositoryCount, finishedCount, readCount, reachedAt, since }: HistoryProgress): string {
  const subjects = `${readCount} ${readCount === 1 ? 'pull request, issue or discussion' : 'pull requests, issues and discussions'}`;
  if (finishedCount === repositoryCount) return `read to its end: ${subjects}, back to ${since.slice(0, 10)}`;
  return `${finishedCount} of ${repositoryCount} repositories read; ${subjects}, back to ${reachedAt.slice(0, 10)} (of ${since.slice(0, 10)})`;
}
