/** Moves the queue's clock on: jobs that pause after a failure run at once, as if their time had come. */
import { Queue } from 'bullmq';
import type { App } from '../../src/app.ts';
import { queueNames } from '../../src/queue/jobs.ts';
import { openPostgres } from '../../src/queue/postgres-backend.ts';
import { tickName } from '../../src/queue/ticks.ts';

const quiet = { info: () => {}, warn: () => {}, error: () => {}, debug: () => {} };

export type Hurry = {
  /** Has every job that pauses run now, but for the tick. Returns how many paused. */
  readonly all: () => Promise<number>;
  readonly stop: () => Promise<void>;
};

/** For a story whose queue is on PostgreSQL or embedded. Hears each time when jobs have paused. Stop it before the story. */
export async function hurryOn({ store }: Pick<App, 'store'>, onPause: () => void): Promise<Hurry> {
  const backend = await openPostgres({ openPool: (max) => store.queuePool(Math.min(max, 2)), log: quiet });
  const queues = queueNames.map((name) => new Queue(name, { connection: backend.name, prefix: backend.prefix }, backend.factory));
  return {
    all: async () => {
      let count = 0;
      for (const queue of queues) {
        for (const job of await queue.getDelayed(0, 100)) {
          if (job.name === tickName) continue;
          // It may have begun to run, or have been asked for anew, since it was listed.
          await job.promote().then(
            () => (count += 1),
            () => undefined,
          );
        }
      }
      if (count > 0) onPause();
      return count;
    },
    stop: async () => {
      await Promise.all(queues.map((queue) => queue.close()));
      await backend.close();
    },
  };
}
