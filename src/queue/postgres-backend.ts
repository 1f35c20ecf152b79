/** The queue on PostgreSQL, a real one or the embedded one. */
import { createPostgresBackend, type PgPool, type PostgresQueueBackend, runMigrations } from 'bullmq';
import type pg from 'pg';
import type { Backend } from './backend.ts';
import { settledWithin } from './deadline.ts';
import { type QueueLog, sparing } from './log.ts';
import { createWriteLogTable, postgresWriteLog } from './postgres-write-log.ts';

const schema = 'bullmq';

/** Each of the five workers keeps one connection for wake-ups; the others serve queries. */
const connections = 11;

/**
 * A worker is woken by a notification. It looks by itself where none came: on the embedded database when another process asked, since that
 * wakes only those of the process that asks; on a server when its connection was cut and the question whether a job waits met another cut
 * one, which BullMQ takes for a no. Three small queries for each of the five workers.
 */
const idleSeconds = 5;

const closeMs = 2_000;

/**
 * Brings BullMQ's tables up to date over a pool of its own, whose connections have `bullmq` as their search path and, where they share
 * one session, pass notifications on to each other. Rejects, with the pool ended, when the database does not answer.
 */
export async function openPostgres(options: { readonly openPool: (max: number) => pg.Pool; readonly log: QueueLog }): Promise<Backend> {
  const pool = options.openPool(connections);
  pool.setMaxListeners(0);
  pool.on(
    'error',
    sparing((err) => options.log.warn({ err }, 'A connection of the queue to PostgreSQL broke')),
  );
  try {
    await migrate(pool);
    return makeBackend(pool);
  } catch (error) {
    await settledWithin(closeMs, [pool.end()]);
    throw error;
  }
}

function makeBackend(pool: pg.Pool): Backend {
  const backends: PostgresQueueBackend[] = [];
  return {
    name: 'postgres',
    prefix: schema,
    idleSeconds,
    factory: (name, queueOptions, role) => {
      const backend = createPostgresBackend(name, { ...queueOptions, connection: pool as pg.Pool & PgPool }, role);
      // BullMQ would sleep up to an hour when a job is due in an hour, trusting in the wake-up.
      Object.defineProperty(backend, 'maximumBlockTimeout', { value: idleSeconds });
      backends.push(backend);
      return backend;
    },
    writeLog: postgresWriteLog(pool),
    ping: async () => {
      await pool.query('SELECT 1');
    },
    keeper: async () => ({ kind: 'postgres' }),
    close: async () => {
      await settledWithin(
        closeMs,
        backends.map((backend) => backend.disconnect()),
      );
      await settledWithin(closeMs, [pool.end()]);
    },
  };
}

async function migrate(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await runMigrations(client, schema);
    await createWriteLogTable(client);
  } finally {
    client.release();
  }
}
