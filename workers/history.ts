/** The queue `history`: one job for each installation whose repositories' past is being read. */
import type { Processors } from '../src/queue/run-workers.ts';
import { type HistoryPorts, readHistory } from '../src/usecases/read-history.ts';

/** Reads on by one step, then goes to the end of the line, so that installations take turns. */
export const historyWorker =
  (ports: HistoryPorts): Processors['history'] =>
  async (job) => ({ again: await readHistory(ports, job) });
