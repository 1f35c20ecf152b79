/** The write budget: no more writes to GitHub than an installation may make, counted over all processes. */
import { setTimeout as pause } from 'node:timers/promises';
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

/**
 * The times of an installation's last writes, in the database. A write takes the first moment that all limits allow after those
 * before it, now or in the future, in one atomic step: nobody asks twice, and who came first writes first.
 * A library of fixed windows was no choice: 80 writes at the end of one and 80 at the start of the next are 160 in one minute.
 */
export type WriteLog = {
  /** Takes the next moment; returns how many milliseconds it is away. */
  reserve(installationId: number, limits: readonly WriteLimit[]): Promise<number>;
};

/** Whoever waits when `signal` aborts is refused with TransientFailure. Without limits nothing waits and nothing is written down. */
export function makeWriteBudget(options: {
  readonly log: WriteLog;
  readonly limits: readonly WriteLimit[];
  readonly replyTimeoutMs: number;
  readonly signal: AbortSignal;
}): WriteBudget {
  const { log, limits, replyTimeoutMs, signal } = options;
  return {
    spend: async (installationId) => {
      if (limits.length === 0) return;
      const waitMs = await within(replyTimeoutMs, 'The write budget did not answer', () => log.reserve(installationId, limits));
      if (waitMs <= 0) return;
      await pause(waitMs, undefined, { signal }).catch((cause: unknown) => {
        throw new TransientFailure('The service stopped while a write waited for its turn', { cause });
      });
    },
  };
}
