/** Opens the store: PostgreSQL at an address, or else the embedded one. */
import type { Pool, QueryConfig } from 'pg';
import { UserMistake } from '../domain/errors.ts';
import type { Store } from '../usecases/ports.ts';
import { type Address, type Log, openStorePool, queuePools } from './connection.ts';
import type { StoreRole } from './embedded.ts';
import { everywhereIn } from './everywhere.ts';
import { translateFailure, translateFirstFailure } from './failures.ts';
import { examineStore, type StoreHealth } from './health.ts';
import { knownSnapshots } from './known-snapshots.ts';
import { isMigrated, migrate } from './migrate.ts';
import { sessionsIn } from './sessions.ts';
import { tenantIn } from './tenant.ts';
import { touchOptedIn } from './touches.ts';
import { inTransaction } from './transaction.ts';

export type StoreOptions = {
  /** Null for the embedded store. */
  readonly databaseUrl: string | null;
  /** The embedded store's folder; made when it is missing. */
  readonly dataDir: string;
  /** On the embedded store a service must own the folder, while a command may use a running service's. */
  readonly role: StoreRole;
  /** Whether to bring the schema up to date (default); else an outdated one is refused. */
  readonly migrate?: boolean;
  readonly log?: Log;
};

export type OpenStore = Store & {
  readonly address: Address;
  /**
   * A new pool for BullMQ's PostgreSQL backend in the same database, with the schema `bullmq` as its search path; BullMQ's own migrations
   * make that schema. `max` must exceed the number of workers, each of which keeps a connection. Closed with the store.
   */
  queuePool(max: number): Pool;
  /** What an operator can find wrong. Throws TransientFailure when the database does not answer. */
  examine(): Promise<StoreHealth>;
  /** Closes all pools and, when this process serves it, the embedded store. Once closed, closing again does nothing. */
  close(): Promise<void>;
};

function checkedUrl(url: string): string {
  if (URL.canParse(url)) return url;
  throw new UserMistake(
    '`DATABASE_URL` is not an address like `postgresql://user:password@host:5432/database`. Correct it, then start again.',
  );
}

/** Whoever asks whether the service is ready does not wait for long. */
const pingQuery: QueryConfig & { readonly query_timeout: number } = { text: 'select 1', query_timeout: 5_000 };

/** Of an organisation that is gone nobody asks again, so what is known of it has to go by itself. */
const forgetEveryMs = 600_000;

type Source = { readonly address: Address; readonly isOwner: boolean; readonly close: () => Promise<void> };

async function openSource(options: StoreOptions, log: Log): Promise<Source> {
  const { databaseUrl, dataDir, role } = options;
  if (databaseUrl === null) return (await import('./embedded.ts')).openEmbedded({ dataDir, role, log });
  return { address: { kind: 'url', url: checkedUrl(databaseUrl) }, isOwner: false, close: async () => {} };
}

async function prepare(pool: Pool, options: StoreOptions): Promise<void> {
  if (options.migrate ?? true) return migrate(pool);
  if (await isMigrated(pool)) return;
  throw new UserMistake("The database's tables are missing or of an older version. Start the service once, which brings them up to date.");
}

function once(close: () => Promise<void>): () => Promise<void> {
  let closing: Promise<void> | null = null;
  return () => {
    closing ??= close();
    return closing;
  };
}

function assemble(source: Source, pool: Pool, log: Log): OpenStore {
  const known = knownSnapshots();
  const timer = setInterval(known.forgetUnused, forgetEveryMs).unref();
  const opened: Pool[] = [];
  const openQueuePool = queuePools(source.address, log);
  const close = async () => {
    clearInterval(timer);
    await Promise.all([pool, ...opened].map((each) => (each.ended ? null : each.end())));
    await source.close();
  };
  return {
    address: source.address,
    tenant: (installationId, work) =>
      inTransaction(pool, { kind: 'tenant', installationId }, (transaction) => work(tenantIn(transaction, installationId, known))),
    touchOptedIn: (installationId, touches) => touchOptedIn(pool, installationId, touches),
    everywhere: (work) => inTransaction(pool, { kind: 'everywhere' }, (transaction) => work(everywhereIn(transaction))),
    sessions: (work) => inTransaction(pool, { kind: 'sessions' }, (transaction) => work(sessionsIn(transaction))),
    async ping() {
      await pool.query(pingQuery).catch((error: unknown) => Promise.reject(translateFailure(error)));
    },
    examine: () => examineStore(pool).catch((error: unknown) => Promise.reject(translateFailure(error))),
    queuePool(max) {
      const queuePool = openQueuePool(max);
      opened.push(queuePool);
      return queuePool;
    },
    close: once(close),
  };
}

/**
 * Opens the store and brings its schema up to date. Throws UserMistake for wrong settings, missing rights, an unusable folder or a second
 * service on one folder; TransientFailure when the database does not answer.
 */
export async function openStore(options: StoreOptions): Promise<OpenStore> {
  const log = options.log ?? (() => {});
  const source = await openSource(options, log);
  const pool = openStorePool(source.address, log);
  try {
    await prepare(pool, options);
    return assemble(source, pool, log);
  } catch (error) {
    await pool.end();
    await source.close();
    throw source.address.kind === 'url' ? translateFirstFailure(error) : translateFailure(error);
  }
}
