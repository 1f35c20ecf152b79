/** The databases on which the queue's tests run: the embedded one always, a real PostgreSQL and Redis where their addresses are given. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { QueueConnection } from '../../src/queue/open-queue.ts';
import { serviceDatabaseUrl, serviceRedisUrl } from '../services.ts';
import { type Address, openGate } from './gate.ts';

/** An empty database that only one test file knows. `gate` can cut its connections. */
export type Place = {
  readonly connection: QueueConnection;
  readonly gate: Awaited<ReturnType<typeof openGate>>;
  /** Empties the queues. */
  reset(): Promise<void>;
  close(): Promise<void>;
};

export type PlaceKind = { readonly name: string; open(): Promise<Place> };

export const embedded: PlaceKind = { name: 'embedded PostgreSQL', open: openEmbedded };

/** Every place there is to test on. */
export function placeKinds(): readonly PlaceKind[] {
  const databaseUrl = serviceDatabaseUrl();
  const redisUrl = serviceRedisUrl();
  return [
    embedded,
    ...(databaseUrl === null ? [] : [{ name: 'PostgreSQL', open: () => openPostgresPlace(databaseUrl) }]),
    ...(redisUrl === null ? [] : [{ name: 'Redis', open: () => openRedisPlace(redisUrl) }]),
  ];
}

async function openEmbedded(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'queue-'));
  const path = join(folder, '.s.PGSQL.5432');
  const db = await PGlite.create();
  const server = new PGLiteSocketServer({ db, path, maxConnections: 100 });
  await server.start();
  const gate = await openGate({ path });
  const config = { host: '127.0.0.1', port: gate.port, user: 'postgres', database: 'postgres', ssl: false };
  return {
    ...postgresPlace(config, { host: folder, port: 5432, user: 'postgres', database: 'postgres' }, gate),
    close: async () => {
      await gate.close();
      await server.stop();
      await db.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function openPostgresPlace(url: string): Promise<Place> {
  const name = `queue_${randomUUID().replaceAll('-', '')}`;
  await runAt({ connectionString: url }, `CREATE DATABASE ${name}`);
  const there = new URL(url);
  there.pathname = `/${name}`;
  const gate = await openGate(addressOf(there, 5432));
  const gated = new URL(there);
  gated.host = `127.0.0.1:${gate.port}`;
  return {
    ...postgresPlace({ connectionString: gated.href }, { connectionString: there.href }, gate),
    close: async () => {
      await gate.close();
      await runAt({ connectionString: url }, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

function postgresPlace(config: pg.PoolConfig, direct: pg.ClientConfig, gate: Place['gate']): Omit<Place, 'close'> {
  const emptyAll = `
    DO $$ DECLARE name text; BEGIN
      FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'bullmq' AND tablename <> 'migration' LOOP
        EXECUTE format('TRUNCATE bullmq.%I CASCADE', name);
      END LOOP;
    END $$`;
  return { connection: { kind: 'postgres', pool: config }, gate, reset: () => runAt(direct, emptyAll) };
}

async function openRedisPlace(url: string): Promise<Place> {
  const gate = await openGate(addressOf(new URL(url), 6379));
  const gated = new URL(url);
  gated.host = `127.0.0.1:${gate.port}`;
  const redis = new Redis(url);
  const reset = async (): Promise<void> => {
    await redis.flushdb();
  };
  await reset();
  return {
    connection: { kind: 'redis', url: gated.href },
    gate,
    reset,
    close: async () => {
      await reset();
      redis.disconnect();
      await gate.close();
    },
  };
}

function addressOf(url: URL, defaultPort: number): Address {
  return { host: url.hostname, port: Number(url.port || defaultPort) };
}

async function runAt(config: pg.ClientConfig, statement: string): Promise<void> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
