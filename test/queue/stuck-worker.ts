/** A process that asks for a job, begins it and never ends it; to be killed. The argument is where the queue is, as JSON. */
import { openQueue } from '../../src/queue/open-queue.ts';
import { connectionTo, quiet } from './places.ts';

const queue = await openQueue({ connection: connectionTo(JSON.parse(process.argv[2] ?? '')), log: quiet });
const never = new Promise<never>(() => undefined);
await queue.startWorkers(
  {
    refresh: () => {
      process.send?.('begun');
      return never;
    },
    organisation: () => never,
    report: () => never,
    sweep: () => never,
    history: () => never,
    tick: () => never,
  },
  { lockMs: 500 },
);
await queue.queues.refresh({ installationId: 1, repositoryId: 10 });
