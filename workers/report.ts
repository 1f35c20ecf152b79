/** The queue `report`: one job for each person's month. */
import type { Processors } from '../src/queue/run-workers.ts';
import { type PublishPorts, publishMonth } from '../src/usecases/publish-month.ts';

/** Publishes a person's month; comes again when somebody was editing it. */
export const reportWorker =
  (ports: PublishPorts): Processors['report'] =>
  async (job) => {
    const published = await publishMonth(ports, job);
    return { again: published.kind === 'later' ? { delayMs: published.delayMs } : null };
  };
