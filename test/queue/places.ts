/** The databases on which the queue's tests run: the embedded one, or a real PostgreSQL and Redis where their addresses are given. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { QueueConnection } from '../../src/queue/open-queue.ts';
import { type Address, queuePools } from '../../src/store/connection.ts';
import { openEmbedded } from '../../src/store/embedded.ts';
import { layEmbeddedStore } from '../embedded-template.ts';
import { serviceDatabaseUrl, serviceRedisUrl } from '../services.ts';
import { openGate } from './gate.ts';

/** Where a queue is, as plain data for other processes. */
export type Target = { readonly kind: 'redis'; readonly url: string } | { readonly kind: 'postgres'; readonly address: Address };

/** An empty database that only one test file knows. The target leads through `gate`, which can cut connections. */
export type Place = {
  readonly target: Target;
  readonly gate: Awaited<ReturnType<typeof openGate>>;
  /** Empties the queues. */
  reset(): Promise<void>;
  close(): Promise<void>;
};

export type PlaceKind = { readonly name: string; open(): Promise<Place> };

const nothing = (): undefined => undefined;
export const quiet = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** The connection as the program makes it. */
export function connectionTo(target: Target): QueueConnection {
  if (target.kind === 'redis') return target;
  return { kind: 'postgres', openPool: queuePools(target.address, nothing) };
}

/** The embedded database, or the services where there are any. */
export function placeKinds(): readonly PlaceKind[] {
  const databaseUrl = serviceDatabaseUrl();
  const redisUrl = serviceRedisUrl();
  if (databaseUrl === null && redisUrl === null) return [{ name: 'embedded PostgreSQL', open: openEmbeddedPlace }];
  return [
    ...(databaseUrl === null ? [] : [{ name: 'PostgreSQL', open: () => openPostgresPlace(databaseUrl) }]),
    ...(redisUrl === null ? [] : [{ name: 'Redis', open: () => openRedisPlace(redisUrl) }]),
  ];
}

async function openEmbeddedPlace(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'queue-'));
  await layEmbeddedStore(join(folder, 'data'));
  const store = await openEmbedded({ dataDir: join(folder, 'data'), role: 'service', log: nothing });
  if (store.address.kind !== 'socket') throw new Error('The embedded store is reached by a socket');
  const socketName = `.s.PGSQL.${store.address.port}`;
  const gate = await openGate({ path: join(store.address.directory, socketName) }, join(folder, socketName));
  const direct = { host: store.address.directory, port: store.address.port, user: 'postgres', database: 'postgres' };
  return {
    target: { kind: 'postgres', address: { ...store.address, directory: folder } },
    gate,
    reset: () => runAt(direct, emptyAll),
    close: async () => {
      await gate.close();
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function openPostgresPlace(url: string): Promise<Place> {
  const name = `queue_${randomUUID().replaceAll('-', '')}`;
  await runAt({ connectionString: url }, `CREATE DATABASE ${name}`);
  const there = new URL(url);
  there.pathname = `/${name}`;
  const gate = await openGate({ host: there.hostname, port: Number(there.port || 5432) });
  const gated = new URL(there);
  gated.host = `127.0.0.1:${gate.port}`;
  return {
    target: { kind: 'postgres', address: { kind: 'url', url: gated.href } },
    gate,
    reset: () => runAt({ connectionString: there.href }, emptyAll),
    close: async () => {
      await gate.close();
      await runAt({ connectionString: url }, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function openRedisPlace(url: string): Promise<Place> {
  const there = new URL(url);
  const gate = await openGate({ host: there.hostname, port: Number(there.port || 6379) });
  const gated = new URL(url);
  gated.host = `127.0.0.1:${gate.port}`;
  const redis = new Redis(url);
  const reset = async (): Promise<void> => {
    await redis.flushdb();
  };
  await reset();
  return {
    target: { kind: 'redis', url: gated.href },
    gate,
    reset,
    close: async () => {
      await reset();
      redis.disconnect();
      await gate.close();
    },
  };
}

const emptyAll = `
  DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'bullmq' AND tablename <> 'migration' LOOP
      EXECUTE format('TRUNCATE bullmq.%I CASCADE', name);
    END LOOP;
  END $$`;

async function runAt(config: pg.ClientConfig, statement: string): Promise<void> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
