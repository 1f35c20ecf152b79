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

/** A real server wakes workers by itself; looking once a minute is for the case that it could not. */
const idleSeconds = 60;

/** The embedded database wakes only workers of the process that asks; what commands of other processes ask is found by looking. */
const sharedIdleSeconds = 5;

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
    return makeBackend(pool, (await sharesSession(pool)) ? sharedIdleSeconds : idleSeconds);
  } catch (error) {
    await settledWithin(closeMs, [pool.end()]);
    throw error;
  }
}

function makeBackend(pool: pg.Pool, lookEverySeconds: number): Backend {
  const backends: PostgresQueueBackend[] = [];
  return {
    name: 'postgres',
    prefix: schema,
    idleSeconds: lookEverySeconds,
    factory: (name, queueOptions, role) => {
      const backend = createPostgresBackend(name, { ...queueOptions, connection: pool as pg.Pool & PgPool }, role);
      // BullMQ would sleep up to an hour when a job is due in an hour, trusting in the wake-up.
      Object.defineProperty(backend, 'maximumBlockTimeout', { value: lookEverySeconds });
      backends.push(backend);
      return backend;
    },
    writeLog: postgresWriteLog(pool),
    ping: async () => {
      await pool.query('SELECT 1');
    },
    examine: async () => ({ kind: 'postgres' }),
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

/** Whether all connections are one session, as with PGlite behind its socket: then they have the same process id. */
async function sharesSession(pool: pg.Pool): Promise<boolean> {
  const clients = await Promise.all([pool.connect(), pool.connect()]);
  try {
    const pids = await Promise.all(clients.map((client) => client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')));
    return pids[0]?.rows[0]?.pid === pids[1]?.rows[0]?.pid;
  } finally {
    for (const client of clients) client.release();
  }
}
