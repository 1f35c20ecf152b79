/** Moves everything that the embedded store holds into an empty PostgreSQL database. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Pool, PoolClient } from 'pg';
import { PermanentFailure, UserMistake } from '../domain/errors.ts';
import { openStorePool } from './connection.ts';
import { translateFailure } from './failures.ts';
import { takeFolderLock } from './folder-lock.ts';
import { type OpenStore, openStore } from './open.ts';
import { schemaName } from './schema.ts';

export type MovedTable = { readonly table: string; readonly rows: number };

type Move = {
  readonly dataDir: string;
  readonly databaseUrl: string;
  /** Hears of every table once its rows are copied. */
  readonly onTable: (moved: MovedTable) => void;
};

/**
 * Copies all rows of all tables, and where the sequences stand, in one transaction of the database: all of it, or nothing. At the end
 * counts and contents are compared. Nothing is deleted from `dataDir`. Jobs stay behind: what waits is in the tables, and the first tick
 * asks for it again. Throws UserMistake when there is no embedded store, when a process uses it, when the database holds something or its
 * user may not do this; PermanentFailure when the copies differ; TransientFailure when the database does not answer.
 */
export async function moveEmbeddedStore({ dataDir, databaseUrl, onTable }: Move): Promise<readonly MovedTable[]> {
  ensureStopped(resolve(dataDir));
  const source = await openStore({ databaseUrl: null, dataDir, role: 'service' });
  try {
    const target = await openStore({ databaseUrl, dataDir, role: 'command' });
    try {
      return await betweenStores(source, target, onTable);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

function ensureStopped(folder: string): void {
  if (!existsSync(join(folder, 'postgres'))) {
    throw new UserMistake(`There is no embedded store in \`${folder}\`. Set \`DATA_DIR\` to the folder that the service kept it in.`);
  }
  const lock = takeFolderLock(folder);
  if (lock === null) throw new UserMistake(`A process uses the store in \`${folder}\`. Stop the service, then move.`);
  lock.release();
}

async function betweenStores(source: OpenStore, target: OpenStore, onTable: Move['onTable']): Promise<readonly MovedTable[]> {
  const pools = [openStorePool(source.address, () => {}), openStorePool(target.address, () => {})] as const;
  try {
    const [from, to] = [await connectTo(pools[0]), await connectTo(pools[1])] as const;
    try {
      return await inOneTransaction(from, to, onTable);
    } catch (error) {
      throw explain(error);
    } finally {
      from.release(true);
      to.release(true);
    }
  } finally {
    await Promise.all(pools.map((pool) => pool.end()));
  }
}

async function connectTo(pool: Pool): Promise<PoolClient> {
  return pool.connect().catch((error: unknown) => Promise.reject(translateFailure(error)));
}

const insufficientPrivilege = '42501';

function explain(error: unknown): unknown {
  if (error instanceof Error && 'code' in error && error.code === insufficientPrivilege) {
    return new UserMistake('The user of `DATABASE_URL` does not own the tables there. Move with the user that the service will have.', {
      cause: error,
    });
  }
  return translateFailure(error);
}

/** Contents are compared as text, so both sides have to write times alike; no statement of a large table is cut short. */
const begin = "begin isolation level repeatable read; set local timezone = 'UTC'; set local statement_timeout = 0";

async function inOneTransaction(from: PoolClient, to: PoolClient, onTable: Move['onTable']): Promise<readonly MovedTable[]> {
  await from.query(begin);
  await to.query(begin);
  const tables = await tablesOf(from);
  await setForced(to, tables, false);
  await ensureEmpty(to, tables);
  const moved: MovedTable[] = [];
  for (const table of tables) {
    const rows = await copyTable(from, to, table);
    onTable({ table, rows });
    moved.push({ table, rows });
  }
  for (const table of tables) await ensureEqual(from, to, table);
  await copySequences(from, to);
  await setForced(to, tables, true);
  await to.query('commit');
  await from.query('rollback');
  return moved;
}

/** Every table but the migrations' own, those that others refer to before them. */
async function tablesOf(client: PoolClient): Promise<readonly string[]> {
  const { rows } = await client.query<{ readonly name: string; readonly needs: readonly string[] }>(`
    select c.relname as name, array(
      select r.relname::text from pg_constraint k join pg_class r on r.oid = k.confrelid
      where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid
    ) as needs
    from pg_class c where c.relnamespace = '${schemaName}'::regnamespace and c.relkind = 'r'
      and c.relname not in ('migrations', 'migration_lock') order by c.relname`);
  const ordered = new Set<string>();
  while (ordered.size < rows.length) {
    const ready = rows.filter(({ name, needs }) => !ordered.has(name) && needs.every((need) => ordered.has(need)));
    if (ready.length === 0) throw new PermanentFailure('Tables refer to each other in a circle');
    for (const { name } of ready) ordered.add(name);
  }
  return [...ordered];
}

/** Row-level security binds an owner who is no superuser, too, unless it is told not to; only within this transaction it is. */
async function setForced(client: PoolClient, tables: readonly string[], isForced: boolean): Promise<void> {
  for (const table of tables) await client.query(`alter table ${schemaName}.${table} ${isForced ? '' : 'no '}force row level security`);
}

async function ensureEmpty(client: PoolClient, tables: readonly string[]): Promise<void> {
  for (const table of tables) {
    const { rows } = await client.query<{ readonly some: boolean }>(`select exists (select from ${schemaName}.${table}) as some`);
    if (rows[0]?.some === true)
      throw new UserMistake(`The database of \`DATABASE_URL\` is in use: its table ${table} holds rows. Move into a new, empty database.`);
  }
}

/** As much as is held in memory of a table at once, as the source keeps it; texts grow by a few times on their way. */
const pieceBytes = 2_000_000;
const mostRows = 1_000;

async function rowsPerPiece(client: PoolClient, table: string): Promise<number> {
  const { rows } = await client.query<{ readonly each: number }>(
    `select pg_total_relation_size('${schemaName}.${table}')::float8 / greatest(1, count(*)) as each from ${schemaName}.${table}`,
  );
  return Math.max(1, Math.min(mostRows, Math.floor(pieceBytes / Math.max(1, rows[0]?.each ?? 1))));
}

/** Rows go as JSON, which PostgreSQL writes and reads by itself: no driver changes a number or a time on the way. */
async function copyTable(from: PoolClient, to: PoolClient, table: string): Promise<number> {
  const name = `${schemaName}.${table}`;
  const count = await rowsPerPiece(from, table);
  await from.query(`declare piece cursor for select to_jsonb(kept)::text as json from ${name} as kept`);
  let copied = 0;
  for (;;) {
    const { rows } = await from.query<{ readonly json: string }>(`fetch ${count} from piece`);
    if (rows.length === 0) break;
    const json = `[${rows.map((row) => row.json).join(',')}]`;
    await to.query(`insert into ${name} select * from jsonb_populate_recordset(null::${name}, $1::jsonb)`, [json]);
    copied += rows.length;
  }
  await from.query('close piece');
  return copied;
}

/** The count, and the sum of a digest of each row, in whatever order they are kept. */
function digestOf(table: string): string {
  return `select count(*)::text as count, coalesce(sum(('x' || substr(md5(to_jsonb(kept)::text), 1, 15))::bit(60)::bigint), 0)::text as digest
    from ${schemaName}.${table} as kept`;
}

async function ensureEqual(from: PoolClient, to: PoolClient, table: string): Promise<void> {
  const [one, other] = await Promise.all([from.query(digestOf(table)), to.query(digestOf(table))]);
  if (JSON.stringify(one.rows) === JSON.stringify(other.rows)) return;
  throw new PermanentFailure(`The copy of the table ${table} differs from what it was made of; nothing was moved`);
}

async function copySequences(from: PoolClient, to: PoolClient): Promise<void> {
  const { rows } = await from.query<{ readonly name: string }>(
    `select c.oid::regclass::text as name from pg_class c where c.relnamespace = '${schemaName}'::regnamespace and c.relkind = 'S'`,
  );
  for (const { name } of rows) {
    const stand = await from.query<{ readonly last: string; readonly called: boolean }>(
      `select last_value::text as last, is_called as called from ${name}`,
    );
    await to.query('select setval($1::regclass, $2::bigint, $3::boolean)', [name, stand.rows[0]?.last, stand.rows[0]?.called]);
  }
}
