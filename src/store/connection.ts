/** Pools of connections to PostgreSQL, and how their values become ours. */
import { type Notification, Pool, type PoolClient, type PoolConfig, types } from 'pg';
import { toInstant } from '../domain/instant.ts';

/** How to reach the database: a URL, or the embedded store's socket. */
export type Address =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'socket'; readonly directory: string; readonly port: number };

/** A static message with fields; the fields hold no text of anyone. */
export type Log = (message: string, fields: Readonly<Record<string, unknown>>) => void;

const readBigint = (text: string): number => Number(text);

/** `2026-10-01 09:30:00+00` where the server's timezone is UTC. Reading people's years of participations took a third of its time for dates. */
const utcText = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?\+00$/;

function readInstant(text: string): string {
  if (utcText.test(text)) return `${text.slice(0, 10)}T${text.slice(11, 19)}Z`;
  return toInstant(types.getTypeParser(types.builtins.TIMESTAMPTZ)(text) as Date);
}

/** `{1,2}`; our arrays of ids hold no nulls. */
const readBigintArray = (text: string): readonly number[] => (text === '{}' ? [] : text.slice(1, -1).split(',').map(readBigint));

/** The driver reads every array letter by letter, which only quoted texts need. */
function readTextArray(text: string): readonly string[] {
  if (text === '{}') return [];
  if (!plainTexts.test(text)) return types.getTypeParser(textArray, 'text')(text) as string[];
  return text.slice(1, -1).split(',');
}

/** No quotation marks, no braces within, and no NULL. */
const plainTexts = /^\{(?!.*\bNULL\b)[^"\\{}]*\}$/i;

const bigintArray = 1016;
const textArray: number = 1009;

/** Ids of GitHub stay far below 2^53, so they are read as numbers. On our pools alone: the queue's connections keep the driver's types. */
function typeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (oid === types.builtins.INT8) return readBigint;
  if (oid === types.builtins.TIMESTAMPTZ) return readInstant;
  if (oid === bigintArray) return readBigintArray;
  if (oid === textArray) return readTextArray;
  return types.getTypeParser(oid, format === 'binary' ? 'binary' : 'text') as (value: string) => unknown;
}

function addressConfig(address: Address): PoolConfig {
  if (address.kind === 'url') return { connectionString: address.url };
  return { host: address.directory, port: address.port, user: 'postgres', database: 'postgres' };
}

const connectTimeoutMs = 10_000;
/** No query of ours takes long; without a limit, a server that vanished without a word would keep a job for ever. */
const queryTimeoutMs = 60_000;
const storeConnections = 8;

function watch(pool: Pool, log: Log): Pool {
  // Without listeners a lost connection would end the process: the pool's hears of idle ones, the client's of those that are lent out and
  // have no query under way. Whoever has borrowed such a one meets the failure at the next query.
  pool.on('connect', (client) => void client.on('error', () => {}));
  pool.on('error', (error) => log('an idle connection to the database was lost', { reason: error.message }));
  return pool;
}

/** The store's own pool: ids as numbers, instants as ISO text. */
export function openStorePool(address: Address, log: Log): Pool {
  const pool = new Pool({
    ...addressConfig(address),
    max: storeConnections,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: queryTimeoutMs,
    types: { getTypeParser: typeParser as typeof types.getTypeParser },
  });
  return watch(pool, log);
}

/**
 * The embedded store is one session for all connections, so it tells of a NOTIFY whoever sent it, and not who asked by LISTEN.
 * Passing each notification on to the others wakes those who wait in this process, whichever of its pools they wait in.
 */
function passNotificationsOn(): (pool: Pool) => void {
  const clients = new Set<PoolClient>();
  const seen = new WeakSet<Notification>();
  const passOn = (client: PoolClient, notification: Notification): void => {
    if (seen.has(notification)) return;
    seen.add(notification);
    for (const other of clients) if (other !== client) other.emit('notification', notification);
  };
  return (pool) => {
    pool.on('connect', (client) => {
      clients.add(client);
      client.on('notification', (notification) => passOn(client, notification));
    });
    pool.on('remove', (client) => clients.delete(client));
  };
}

/**
 * Makes pools for BullMQ's PostgreSQL backend: unqualified names are those of the schema `bullmq`. Each worker keeps one connection for
 * itself, so `max` must exceed their number. On the embedded store the search path was set when it was opened.
 */
export function queuePools(address: Address, log: Log): (max: number) => Pool {
  const options = address.kind === 'url' ? { options: '-c search_path=bullmq' } : {};
  const join = address.kind === 'socket' ? passNotificationsOn() : () => {};
  return (max) => {
    const pool = new Pool({
      ...addressConfig(address),
      max,
      connectionTimeoutMillis: connectTimeoutMs,
      query_timeout: queryTimeoutMs,
      keepAlive: true,
      ...options,
    });
    join(pool);
    return watch(pool, log);
  };
}
