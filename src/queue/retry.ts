/** When a failed job is tried again. */
import { PermanentFailure, TransientFailure, UserMistake } from '../domain/errors.ts';

export type RetryPolicy = {
  /** How often a job is tried in all. */
  readonly attempts: number;
  /** The first pause; each next one is twice as long. */
  readonly baseMs: number;
  readonly longestMs: number;
};

/** Eight attempts within about 20 minutes. What still fails then is found again by the hourly sweep. */
export const defaultRetryPolicy: RetryPolicy = { attempts: 8, baseMs: 10_000, longestMs: 900_000 };

/** Whether trying again may help: not after PermanentFailure and UserMistake, but after everything else. */
export function mayPass(error: unknown): boolean {
  return !(error instanceof PermanentFailure || error instanceof UserMistake);
}

/**
 * The pause after the failed attempt number `attempt` (from 1), in milliseconds: doubling, of which a random half is left out, so that
 * jobs that failed together do not come back together; never shorter than the failure asks for. `random` is in [0, 1).
 */
export function pauseAfter(failure: { readonly attempt: number; readonly error: unknown }, policy: RetryPolicy, random: number): number {
  const fullMs = Math.min(policy.longestMs, policy.baseMs * 2 ** (failure.attempt - 1));
  const askedMs = failure.error instanceof TransientFailure ? (failure.error.retryAfterMs ?? 0) : 0;
  return Math.max(askedMs, Math.ceil(fullMs * (1 - random / 2)));
}

/** The pause that a failure asked for, in milliseconds, and up to a tenth more, so that all who were told the same do not come at once. */
export function pauseAsked(retryAfterMs: number, random: number): number {
  return Math.ceil(retryAfterMs * (1 + random / 10));
}
