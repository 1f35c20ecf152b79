/** Waiting for GitHub's limits within a command: there is no queue that would bring the work back. */
import { setTimeout as pause } from 'node:timers/promises';
import { TransientFailure } from '../domain/errors.ts';

/**
 * The work's outcome; when it is told to come again later, it is done again then, from its start. `onWait` hears for how many milliseconds.
 * Throws all other failures.
 */
export async function patiently<T>(work: () => Promise<T>, onWait: (waitMs: number) => void): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof TransientFailure) || error.retryAfterMs === null) throw error;
      onWait(error.retryAfterMs);
      await pause(error.retryAfterMs);
    }
  }
}

/** What to tell whoever looks on. */
export function waitingFor(waitMs: number): string {
  return `GitHub's limits let this go on in ${Math.ceil(waitMs / 1000)} s`;
}
