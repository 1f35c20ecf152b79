/** The queue `refresh`: one job for each repository with touched subjects. */
import type { Processors } from '../src/queue/run-workers.ts';
import { type RefreshPorts, refreshSubjects } from '../src/usecases/refresh-subjects.ts';

/** Refreshes a repository's due subjects; comes again while some wait. */
export const refreshWorker =
  (ports: RefreshPorts): Processors['refresh'] =>
  async (job) => ({ again: await refreshSubjects(ports, job) });
