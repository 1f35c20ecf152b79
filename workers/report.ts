/** The queue `report`: one job for each person's month. */
import type { App } from '../src/app.ts';
import type { Processors } from '../src/queue/run-workers.ts';
import { publishMonth } from '../src/usecases/publish-month.ts';

/** Publishes a person's month; comes again when somebody was editing it. What keeps it from being written is logged for the operator. */
export const reportWorker =
  (app: App): Processors['report'] =>
  async (job) => {
    const published = await publishMonth(app, job);
    if (published.kind === 'trouble') app.log.warn({ ...job, reason: published.reason }, 'A monthly issue could not be written');
    return { again: published.kind === 'later' ? { delayMs: published.delayMs } : null };
  };
