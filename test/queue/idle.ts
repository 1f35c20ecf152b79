/** Processors that do nothing, for tests to put their own in the place of some. */
import type { Outcome, Processors } from '../../src/queue/run-workers.ts';

/** The end of a job that need not come again. */
export const done: Outcome = { again: null };

export const idle: Processors = {
  refresh: async () => done,
  organisation: async () => done,
  report: async () => done,
  sweep: async () => done,
  history: async () => done,
  tick: async () => undefined,
};
