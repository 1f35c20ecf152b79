/** The queue `report`: one job for each person's month. */
import type { App } from '../src/app.ts';
import type { Processors } from '../src/queue/run-workers.ts';
import { type MonthJob, publishMonth } from '../src/usecases/publish-month.ts';

/**
 * Publishes a person's month; comes again when somebody was editing it, or when a new report has to wait for its turn to be written. What
 * keeps it from being written is logged for the operator.
 */
export const reportWorker =
  (app: App): Processors['report'] =>
  async (job) => {
    const turnMs = await turnOf(app, job);
    if (turnMs > 0) return { again: { delayMs: turnMs } };
    const published = await publishMonth(app, job);
    const { installationId, personId, month, deliveries = [] } = job;
    app.tell({ kind: 'published', installationId, personId, month, deliveries, outcome: published.kind });
    if (published.kind === 'trouble') app.log.warn({ ...job, reason: published.reason }, 'A monthly issue could not be written');
    return { again: published.kind === 'later' ? { delayMs: published.delayMs } : null };
  };

/** Thousands of new reports trickle out within the write budget; somebody waits for a change of one that exists. */
async function turnOf({ store, queue }: App, { installationId, personId, month }: MonthJob): Promise<number> {
  const stored = await store.tenant(installationId, (tenant) => tenant.reports.find(personId, month));
  return stored === null ? queue.reportTurnMs(installationId) : 0;
}
