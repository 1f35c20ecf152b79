/** The queue on PostgreSQL, a real one or the embedded one. */
import { createPostgresBackend, type PgPool, runMigrations } from 'bullmq';
import pg from 'pg';
import type { Backend } from './backend.ts';
import type { QueueLog } from './log.ts';
import { createWriteLogTable, postgresWriteLog } from './postgres-write-log.ts';

const schema = 'bullmq';

/** Each of the four workers keeps one connection for wake-ups; the others serve queries. */
const defaultConnections = 10;

/** A real server wakes workers by itself; looking once a minute is for the case that it could not. */
const idleSeconds = 60;

/** The embedded database wakes only workers of the process that asks; commands of other processes are found by looking. */
const sharedIdleSeconds = 5;

/**
 * Opens a pool of its own and brings BullMQ's tables up to date. `config` says where; its `max` is raised to what workers need.
 * Rejects when the database does not answer.
 */
export async function openPostgres(options: { readonly config: pg.PoolConfig; readonly log: QueueLog }): Promise<Backend> {
  const pool = new pg.Pool({
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    ...options.config,
    max: Math.max(options.config.max ?? 0, defaultConnections),
    // A start-up option would do for a real server; the embedded one ignores those.
    onConnect: async (client) => {
      await client.query(`SET search_path TO ${schema}`);
    },
  });
  pool.setMaxListeners(0);
  pool.on('error', (err) => options.log.warn({ err }, 'A connection of the queue to PostgreSQL broke'));
  const clients = trackClients(pool);
  try {
    await migrate(pool);
    const isShared = await sharesSession(pool);
    if (isShared) clients.relayNotifications();
    return makeBackend(pool, isShared ? sharedIdleSeconds : idleSeconds);
  } catch (error) {
    await pool.end();
    throw error;
  }
}

function makeBackend(pool: pg.Pool, lookEverySeconds: number): Backend {
  return {
    name: 'postgres',
    prefix: schema,
    idleSeconds: lookEverySeconds,
    factory: (name, queueOptions, role) => {
      const backend = createPostgresBackend(name, { ...queueOptions, connection: pool as pg.Pool & PgPool }, role);
      // BullMQ would sleep up to an hour when a job is due in an hour, trusting in the wake-up.
      Object.defineProperty(backend, 'maximumBlockTimeout', { value: lookEverySeconds });
      return backend;
    },
    writeLog: postgresWriteLog(pool),
    ping: async () => {
      await pool.query('SELECT 1');
    },
    close: () => pool.end(),
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

/**
 * In one shared session a notification comes back on the connection that caused it, not on the one that listens: measured with PGlite 0.5,
 * where a worker would otherwise wake only by its own looking. So each connection of the pool passes on what it hears.
 */
function trackClients(pool: pg.Pool): { readonly relayNotifications: () => void } {
  const clients = new Set<pg.PoolClient>();
  const relayed = new WeakSet<pg.Notification>();
  let isRelaying = false;
  const relay = (from: pg.PoolClient, message: pg.Notification): void => {
    if (!isRelaying || relayed.has(message)) return;
    relayed.add(message);
    for (const client of clients) {
      if (client !== from) client.emit('notification', message);
    }
  };
  pool.on('connect', (client) => {
    clients.add(client);
    client.on('notification', (message) => relay(client, message));
  });
  pool.on('remove', (client) => clients.delete(client));
  return {
    relayNotifications: () => {
      isRelaying = true;
    },
  };
}
