/** A limit to how long the queue may keep somebody waiting. */
import { TransientFailure, UserMistake } from '../domain/errors.ts';

/**
 * The work's outcome if it comes within `limitMs` milliseconds. Throws TransientFailure, with `complaint` as its message, when it comes
 * later or fails, but a failure in the program's own words as it is; the work itself is not stopped.
 */
export async function within<T>(limitMs: number, complaint: string, work: () => Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new TransientFailure(complaint)), limitMs);
  try {
    return await Promise.race([work(), late]);
  } catch (cause) {
    throw cause instanceof TransientFailure || cause instanceof UserMistake ? cause : new TransientFailure(complaint, { cause });
  } finally {
    clearTimeout(timer);
  }
}

/** Waits for the work to end, well or badly, but no longer than `limitMs` milliseconds. Says whether it ended. Never throws. */
export async function settledWithin(limitMs: number, work: readonly Promise<unknown>[]): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), limitMs);
  const hasEnded = await Promise.race([Promise.allSettled(work).then(() => true), late]);
  clearTimeout(timer);
  return hasEnded;
}
