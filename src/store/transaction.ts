/** One short transaction on one connection, under a role that row-level security binds. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { Kysely, PostgresDialect } from 'kysely';
import type { Pool, PoolClient, QueryResult, QueryResultRow } from 'pg';
import { translateFailure } from './failures.ts';
import { everywhereRole, sessionsRole, tenantRole } from './roles.ts';
import { schemaName, type Tables } from './schema.ts';

/** The tables, within one transaction. */
export type Transaction = Kysely<Tables>;

/** Under whose eyes a transaction runs. */
export type Scope =
  | { readonly kind: 'tenant'; readonly installationId: number }
  | { readonly kind: 'everywhere' }
  | { readonly kind: 'sessions' };

/** Set while a transaction's work runs; what the work leaves behind (a timer) may begin a new one once it has ended. */
const running = new AsyncLocalStorage<{ hasEnded: boolean }>();

/** One round trip. `SET LOCAL` alone, since connections to the embedded store share one session. */
function beginning(scope: Scope): string {
  if (scope.kind === 'everywhere') return `begin read only; set local role ${everywhereRole}`;
  if (scope.kind === 'sessions') return `begin; set local role ${sessionsRole}`;
  if (!Number.isSafeInteger(scope.installationId))
    throw new RangeError(`an installation id must be a whole number, not ${scope.installationId}`);
  return `begin; set local role ${tenantRole}; set local staff_signals.installation_id = '${scope.installationId}'`;
}

/** Kysely on a connection that is already taken: it borrows the connection for each query and never closes it. */
function kyselyOn(client: PoolClient): Transaction {
  const borrowed = { query: client.query.bind(client), release: () => {} };
  const dialect = new PostgresDialect({ pool: { connect: async () => borrowed as unknown as PoolClient, end: async () => {} } });
  return new Kysely<Tables>({ dialect }).withSchema(schemaName);
}

async function commit(client: PoolClient): Promise<void> {
  checkCommitted(await client.query('commit'));
}

/** PostgreSQL answers COMMIT of a failed transaction with ROLLBACK and no error: work that swallowed a query's error would be lost in silence. */
function checkCommitted(answer: QueryResult | undefined): void {
  if (answer?.command !== 'COMMIT') throw new Error('the transaction had failed and was rolled back');
}

/** What is done on a connection that is taken for it alone. */
type Attempt<T> = (client: PoolClient) => Promise<T>;

function working<T>(scope: Scope, work: (transaction: Transaction) => Promise<T>): Attempt<T> {
  return async (client) => {
    await client.query(beginning(scope));
    const result = await work(kyselyOn(client));
    await commit(client);
    return result;
  };
}

/** PostgreSQL takes what one message holds in turn, and leaves out what follows a failure, the commit too. */
function sentWhole<Row extends QueryResultRow>(scope: Scope, statement: string): Attempt<readonly Row[]> {
  return async (client) => {
    const answers = (await client.query(`${beginning(scope)}; ${statement}; commit`)) as unknown as readonly QueryResult<Row>[];
    const [rows, committed] = answers.slice(-2);
    checkCommitted(committed);
    return rows?.rows ?? [];
  };
}

/** The driver has no code for it. */
function isUnanswered(error: unknown): error is Error {
  return error instanceof Error && error.message === 'Query read timeout';
}

/** A connection that can't even roll back is of no more use. */
async function rollBack(client: PoolClient): Promise<void> {
  await client.query('rollback').then(
    () => client.release(),
    (unusable: Error) => client.release(unusable),
  );
}

async function run<T>(pool: Pool, attempt: Attempt<T>): Promise<T> {
  const client = await pool.connect();
  try {
    const result = await attempt(client);
    client.release();
    return result;
  } catch (error) {
    // Closing one that does not answer rolls back, unless it has its commit already; asking it would only take as long again.
    if (isUnanswered(error)) client.release(error);
    else await rollBack(client);
    throw error;
  }
}

/**
 * What PostgreSQL answers to one of several transactions that stood in each other's way; it is meant to be begun anew.
 * Source: https://www.postgresql.org/docs/current/mvcc-serialization-failure-handling.html
 */
const collisions = new Set(['40001', '40P01']);
const mostAttempts = 5;

function hasCollided(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && collisions.has(error.code);
}

async function runUntilAlone<T>(pool: Pool, attempt: Attempt<T>): Promise<T> {
  for (let count = 1; ; count += 1) {
    try {
      return await run(pool, attempt);
    } catch (error) {
      if (count === mostAttempts || !hasCollided(error)) throw error;
    }
  }
}

async function runMarked<T>(pool: Pool, attempt: Attempt<T>): Promise<T> {
  if (running.getStore()?.hasEnded === false) throw new Error('a transaction was begun inside another one; use the tenant at hand');
  const mark = { hasEnded: false };
  try {
    return await running.run(mark, () => runUntilAlone(pool, attempt));
  } catch (error) {
    throw translateFailure(error);
  } finally {
    mark.hasEnded = true;
  }
}

/**
 * Runs `work` in one transaction: commits when it resolves, rolls back when it rejects. After a deadlock with another transaction `work`
 * runs again, so it must leave nothing behind but rows. Transactions do not nest: the inner one would wait for the outer one for ever on
 * the embedded store, so it throws. Database failures that may pass are thrown as TransientFailure.
 */
export function inTransaction<T>(pool: Pool, scope: Scope, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  return runMarked(pool, working(scope, work));
}

/**
 * The same for a single statement, which goes to the database and back together with its beginning and its commit: once instead of four
 * times. Returns its rows. It takes no parameters, so whoever writes it escapes what it holds.
 */
export function inOneTrip<Row extends QueryResultRow>(pool: Pool, scope: Scope, statement: string): Promise<readonly Row[]> {
  return runMarked(pool, sentWhole<Row>(scope, statement));
}
