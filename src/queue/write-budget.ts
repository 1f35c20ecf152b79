/** The write budget: no more writes to GitHub than an installation may make, counted over all processes. Nobody waits for it in a job. */
import { TransientFailure } from '../domain/errors.ts';
import type { WriteBudget } from '../usecases/ports.ts';
import { within } from './deadline.ts';

/** At most `count` writes in any `windowMs` milliseconds. */
export type WriteLimit = { readonly count: number; readonly windowMs: number };

/**
 * GitHub's secondary limits on requests that create content.
 * Source: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
 */
export const githubWriteLimits: readonly WriteLimit[] = [
  { count: 80, windowMs: 60_000 },
  { count: 500, windowMs: 3_600_000 },
];

/** New reports, for which nobody waits, leave a quarter to answers, checks and rewritten reports. */
const unhurriedShare = 0.75;

/** A new report is an issue and its assignment; many have an overflow comment or an edit soon after. */
export const writesPerReport = 3;

/**
 * The times of an installation's last writes, in the database. A library of fixed windows was no choice: 80 writes at the end of one and 80
 * at the start of the next are 160 in one minute.
 */
export type WriteLog = {
  /** How many milliseconds each limit keeps the next write waiting, 0 or less for none. When none does and `isTaking`, the write counts as made, in the same atomic step. */
  look(installationId: number, limits: readonly WriteLimit[], options: { readonly isTaking: boolean }): Promise<readonly number[]>;
};

const away = 'The write budget did not answer';

/** Without limits nothing is refused and nothing is written down. A refusal is a TransientFailure that says when to come again. */
export function makeWriteBudget(options: {
  readonly log: WriteLog;
  readonly limits: readonly WriteLimit[];
  readonly replyTimeoutMs: number;
}): WriteBudget {
  const { log, limits, replyTimeoutMs } = options;
  return {
    spend: async (installationId) => {
      if (limits.length === 0) return;
      const waits = await within(replyTimeoutMs, away, () => log.look(installationId, limits, { isTaking: true }));
      const retryAfterMs = Math.max(...waits);
      if (retryAfterMs <= 0) return;
      throw new TransientFailure('The installation has made as many writes as GitHub likes; the rest waits for its turn', { retryAfterMs });
    },
  };
}

/** The limits that new reports keep to. */
function unhurried(limits: readonly WriteLimit[]): readonly WriteLimit[] {
  return limits.map(({ count, windowMs }) => ({ count: Math.max(1, Math.floor(count * unhurriedShare)), windowMs }));
}

/**
 * In how many milliseconds a new report may begin; 0: now. Those that wait are spread over the time that all of them need, so that they do
 * not come back at once to find the budget spent by the first. `random` is in [0, 1).
 */
export async function reportTurnMs(of: {
  readonly log: WriteLog;
  readonly limits: readonly WriteLimit[];
  readonly installationId: number;
  readonly countWaiting: () => Promise<number>;
  readonly random: () => number;
}): Promise<number> {
  const limits = unhurried(of.limits);
  if (limits.length === 0) return 0;
  const waits = await of.log.look(of.installationId, limits, { isTaking: false });
  if (Math.max(...waits) <= 0) return 0;
  const writes = (await of.countWaiting()) * writesPerReport * of.random();
  return Math.max(...limits.map(({ count, windowMs }, index) => turnWithin(waits[index] ?? 0, (writes * windowMs) / count)));
}

function turnWithin(waitMs: number, spreadMs: number): number {
  return waitMs <= 0 ? 0 : waitMs + spreadMs;
}

/** How long so many new reports of one installation take to write, in milliseconds, by GitHub's limits. */
export function timeForReportsMs(reports: number): number {
  return Math.max(...unhurried(githubWriteLimits).map(({ count, windowMs }) => Math.floor((reports * writesPerReport) / count) * windowMs));
}
