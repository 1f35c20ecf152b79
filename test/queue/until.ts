/** Waiting for a condition, with a deadline. */
import { setTimeout as pause } from 'node:timers/promises';

/** Resolves once `holds` does. Throws when it does not within `deadlineMs` milliseconds, naming what was waited for. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, deadlineMs = 10_000): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Waited ${deadlineMs} ms in vain: ${what}`);
    await pause(5);
  }
}
