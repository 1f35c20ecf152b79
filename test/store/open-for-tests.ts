/** A store of its own for each test file: embedded in a new folder, or a new database when the tests run on a real PostgreSQL. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, type Pool } from 'pg';
import { openStorePool } from '../../src/store/connection.ts';
import { type OpenStore, openStore } from '../../src/store/open.ts';
import { layEmbeddedStore } from '../embedded-template.ts';
import { serviceDatabaseUrl } from '../services.ts';

export type TestStore = {
  readonly store: OpenStore;
  /** For what the port does not offer: SQL as the database's own user. */
  readonly pool: Pool;
  readonly close: () => Promise<void>;
};

async function onServer<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Creates an empty database; `drop` takes it away again, open connections or not. */
export async function newDatabase(url: string): Promise<{ readonly url: string; readonly drop: () => Promise<void> }> {
  const name = `staff_signals_test_${randomBytes(6).toString('hex')}`;
  await onServer(url, (client) => client.query(`create database ${name}`));
  const address = new URL(url);
  address.pathname = `/${name}`;
  const drop = async () => {
    await onServer(url, (client) => client.query(`drop database ${name} with (force)`));
  };
  return { url: address.href, drop };
}

/** Creates an empty folder; `remove` takes it away again. */
export async function newFolder(): Promise<{ readonly path: string; readonly remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'staff-signals-test-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

async function place(): Promise<{ readonly databaseUrl: string | null; readonly dataDir: string; readonly remove: () => Promise<void> }> {
  const server = serviceDatabaseUrl();
  if (server !== null) {
    const database = await newDatabase(server);
    return { databaseUrl: database.url, dataDir: '', remove: database.drop };
  }
  const folder = await newFolder();
  await layEmbeddedStore(folder.path);
  return { databaseUrl: null, dataDir: folder.path, remove: folder.remove };
}

/** Opens an empty store. */
export async function openTestStore(): Promise<TestStore> {
  const { databaseUrl, dataDir, remove } = await place();
  const store = await openStore({ databaseUrl, dataDir, role: 'service' });
  const pool = openStorePool(store.address, () => {});
  const close = async () => {
    await pool.end();
    await store.close();
    await remove();
  };
  return { store, pool, close };
}
