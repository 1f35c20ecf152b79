/** What the queue needs of the database under it. */
import type { BackendFactory, IQueueBackend, Job, JobProgress, Queue, Worker } from 'bullmq';
import type { WriteLog } from './write-budget.ts';

/** BullMQ's connection option. The factory brings the connection itself, so the option only names it. */
type ConnectionName = 'redis' | 'postgres';

/** What keeps the jobs, as far as an operator can set it wrongly. `maxBytes` is null without a limit. */
export type Keeper =
  | { readonly kind: 'postgres' }
  | {
      readonly kind: 'redis';
      readonly version: string;
      readonly evictionPolicy: string;
      readonly isAppendOnly: boolean;
      readonly usedBytes: number;
      readonly maxBytes: number | null;
    };

export type Backend = {
  readonly name: ConnectionName;
  readonly factory: BackendFactory<IQueueBackend, ConnectionName>;
  /** Redis: what every key begins with. */
  readonly prefix: string;
  /** How long an idle worker waits for a wake-up before it looks by itself. */
  readonly idleSeconds: number;
  readonly writeLog: WriteLog;
  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
  keeper(): Promise<Keeper>;
  /** Closes all connections, also those that BullMQ left open. Never throws. */
  close(): Promise<void>;
};

export type AnyJob = Job<unknown, unknown>;
export type AnyQueue = Queue<unknown, unknown, string, unknown, unknown, string, IQueueBackend, ConnectionName>;
export type AnyWorker = Worker<unknown, unknown, string, IQueueBackend, JobProgress, ConnectionName>;
