/** Starts one worker for each queue. */
import type { App } from '../src/app.ts';
import type { Processors, WorkObserver, Workers } from '../src/queue/run-workers.ts';
import { askForForgotten } from '../src/usecases/ask-for-waiting.ts';
import { historyWorker } from './history.ts';
import { organisationWorker } from './organisation.ts';
import { refreshWorker } from './refresh.ts';
import { reportWorker } from './report.ts';
import { sweepWorker, tickWorker } from './sweep.ts';

/** What is done for each queue's jobs. */
export function processorsOf(app: App): Processors {
  return {
    refresh: refreshWorker(app),
    organisation: organisationWorker(app),
    report: reportWorker(app),
    sweep: sweepWorker(app),
    history: historyWorker(app),
    tick: tickWorker(app),
  };
}

/** Starts the workers and the hourly tick; every minute work that has no job gets one. */
export async function startWorkers(app: App, observer: WorkObserver): Promise<Workers> {
  const workers = await app.queue.startWorkers(processorsOf(app), { observer, concurrency: { history: 2 } });
  await app.queue.scheduleTicks({ onLook: () => askForForgotten(app) });
  return workers;
}
