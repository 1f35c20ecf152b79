/** A process that begins a job and never ends it; to be killed. The argument is the connection, as JSON. */
import { openQueue, type QueueConnection } from '../../src/queue/open-queue.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const connection: QueueConnection = JSON.parse(process.argv[2] ?? '');
const queue = await openQueue({ connection, log: quiet });
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
    tick: () => never,
  },
  { lockMs: 500 },
);
process.send?.('ready');
