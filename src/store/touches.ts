/** Touches: which subjects changed and wait for a refresh. */
import { sql } from 'kysely';
import { escapeLiteral, type Pool } from 'pg';
import type { Instant } from '../domain/instant.ts';
import type { SubjectRef } from '../domain/subject.ts';
import type { Consents, NewTouch, TakenTouch, Tenant } from '../usecases/ports.ts';
import type { RepositoryRow, TouchRow } from './schema.ts';
import { inOneTrip, type Transaction } from './transaction.ts';

/** Of more deliveries than this to one subject the newest are remembered. */
const mostDeliveries = 10;

function toTaken(row: TouchRow): TakenTouch {
  return {
    subject: { repositoryId: row.repository_id, kind: row.kind, number: row.number },
    generation: row.generation,
    dueAt: row.history_at === null ? row.due_at : null,
    deliveries: row.deliveries,
  };
}

function byDueTime(one: TouchRow, other: TouchRow): number {
  return one.due_at < other.due_at ? -1 : one.due_at > other.due_at ? 1 : one.number - other.number;
}

/**
 * In the order of the key, so that transactions that touch the same subjects wait for each other rather than for ever. `onlyOf` names a query
 * of the repositories whose touches count; all of them unless told. Plain SQL without parameters, which can go along with others.
 */
function insertion(installationId: number, touches: readonly NewTouch[], onlyOf?: string): string {
  const rows = escapeLiteral(JSON.stringify(touches.map(({ subject, ...rest }) => ({ ...subject, ...rest }))));
  return `
    insert into staff_signals.touches as held (installation_id, repository_id, kind, number, touched_at, due_at, deliveries)
    select ${installationId}::bigint, touch."repositoryId", touch.kind, touch.number, max(touch.at), min(touch."dueAt"),
      (coalesce(array_agg(touch.delivery order by touch.at desc) filter (where touch.delivery is not null), '{}'))[1:${mostDeliveries}]
    from jsonb_to_recordset(${rows}::jsonb)
      as touch ("repositoryId" bigint, kind text, number bigint, at timestamptz, "dueAt" timestamptz, delivery text)
    ${onlyOf === undefined ? '' : `where touch."repositoryId" in (${onlyOf})`}
    group by touch."repositoryId", touch.kind, touch.number
    order by touch."repositoryId", touch.kind, touch.number
    on conflict (installation_id, repository_id, kind, number) do update set
      touched_at = greatest(held.touched_at, excluded.touched_at),
      due_at = case when held.taken_generation = held.generation or held.history_at is not null then excluded.due_at
        else least(held.due_at, excluded.due_at) end,
      history_at = null,
      deliveries = (excluded.deliveries || held.deliveries)[1:${mostDeliveries}],
      generation = nextval('staff_signals.generations')
  `;
}

async function addAll(transaction: Transaction, installationId: number, touches: readonly NewTouch[]): Promise<void> {
  if (touches.length > 0) await sql.raw(insertion(installationId, touches)).execute(transaction);
}

/** The port's `touchOptedIn`: one statement, so that a group of deliveries costs one round trip. */
export async function touchOptedIn(pool: Pool, installationId: number, touches: readonly NewTouch[]): Promise<Consents> {
  const ids = [...new Set(touches.map(({ subject }) => subject.repositoryId))];
  const rows = await inOneTrip<Pick<RepositoryRow, 'repository_id' | 'full_name' | 'opt_in'>>(
    pool,
    { kind: 'tenant', installationId },
    `with consent as materialized (
      select repository_id, full_name, opt_in from staff_signals.repositories where repository_id in (${ids.map(Number).join(', ')})
    ), touched as (${insertion(installationId, touches, "select repository_id from consent where opt_in = 'in'")})
    select repository_id, full_name, opt_in from consent`,
  );
  return new Map(rows.map((row) => [row.repository_id, { fullName: row.full_name, optIn: row.opt_in }]));
}

/** What waits already is looked up anyway. */
async function addPast(
  transaction: Transaction,
  installationId: number,
  changes: readonly { readonly subject: SubjectRef; readonly updatedAt: Instant }[],
  at: Instant,
): Promise<void> {
  const rows = JSON.stringify(changes.map(({ subject, updatedAt }) => ({ ...subject, updatedAt })));
  await sql`
    insert into staff_signals.touches (installation_id, repository_id, kind, number, touched_at, due_at, history_at)
    select ${installationId}, change."repositoryId", change.kind, change.number, ${at}::timestamptz, ${at}::timestamptz, change."updatedAt"
    from jsonb_to_recordset(${rows}::jsonb) as change ("repositoryId" bigint, kind text, number bigint, "updatedAt" timestamptz)
    on conflict (installation_id, repository_id, kind, number) do nothing
  `.execute(transaction);
}

async function takePast(transaction: Transaction, repositoryId: number, limit: number): Promise<readonly TakenTouch[]> {
  const { rows } = await sql<TouchRow>`
    with newest as (
      select installation_id, repository_id, kind, number from staff_signals.touches
      where repository_id = ${repositoryId} and history_at is not null
      order by history_at desc, kind, number desc limit ${limit} for update skip locked
    )
    update staff_signals.touches as held set taken_generation = held.generation from newest
    where (held.installation_id, held.repository_id, held.kind, held.number)
      = (newest.installation_id, newest.repository_id, newest.kind, newest.number)
    returning held.*
  `.execute(transaction);
  return rows.toSorted(byLastUpdate).map(toTaken);
}

function byLastUpdate(one: TouchRow, other: TouchRow): number {
  const [left, right] = [one.history_at ?? '', other.history_at ?? ''];
  return left > right ? -1 : left < right ? 1 : other.number - one.number;
}

/** A touch from so far ahead was made while the clock was wrong: it waits no longer. */
const wrongAfter = '1 hour';

async function take(transaction: Transaction, repositoryId: number, now: Instant, limit: number): Promise<readonly TakenTouch[]> {
  const { rows } = await sql<TouchRow>`
    with due as (
      select installation_id, repository_id, kind, number from staff_signals.touches
      where repository_id = ${repositoryId} and history_at is null
        and (due_at <= ${now} or touched_at > ${now}::timestamptz + ${wrongAfter}::interval)
      order by due_at, number limit ${limit} for update skip locked
    )
    update staff_signals.touches as held set taken_generation = held.generation from due
    where (held.installation_id, held.repository_id, held.kind, held.number) = (due.installation_id, due.repository_id, due.kind, due.number)
    returning held.*
  `.execute(transaction);
  return rows.toSorted(byDueTime).map(toTaken);
}

async function finish(transaction: Transaction, taken: readonly TakenTouch[]): Promise<void> {
  const done = JSON.stringify(taken.map(({ subject, generation }) => ({ ...subject, generation })));
  await sql`
    with done as (
      select * from jsonb_to_recordset(${done}::jsonb) as done ("repositoryId" bigint, kind text, number bigint, generation bigint)
    ), forgotten as (
      delete from staff_signals.touches as held using done
      where (held.repository_id, held.kind, held.number, held.generation) = (done."repositoryId", done.kind, done.number, done.generation)
    )
    update staff_signals.touches as held set taken_generation = null from done
    where (held.repository_id, held.kind, held.number, held.taken_generation) = (done."repositoryId", done.kind, done.number, done.generation)
      and held.generation > done.generation
  `.execute(transaction);
}

async function nextDueAt(transaction: Transaction, repositoryId: number): Promise<Instant | null> {
  const row = await transaction
    .selectFrom('touches')
    .select(({ fn }) => fn.min('due_at').as('due_at'))
    .where('repository_id', '=', repositoryId)
    .where('history_at', 'is', null)
    .executeTakeFirst();
  return row?.due_at ?? null;
}

/**
 * The port's `touches` within one transaction. Every touch gets a new generation, and a refresh leaves the one that it took. As long as
 * both are equal nothing happened since, and the next touch is the first one after it: it sets a new due time, while later ones keep it.
 * Generations come from one sequence and never return, so that a late finish can't forget a touch that came after an earlier finish.
 */
export function touchesOf(transaction: Transaction, installationId: number): Tenant['touches'] {
  return {
    add: (subject, touch) => addAll(transaction, installationId, [{ subject, ...touch }]),
    addAll: (touches) => addAll(transaction, installationId, touches),
    addPast: (changes, { at }) => addPast(transaction, installationId, changes, at),
    takePast: (repositoryId, { limit }) => takePast(transaction, repositoryId, limit),
    take: (repositoryId, { now, limit }) => take(transaction, repositoryId, now, limit),
    finish: (taken) => finish(transaction, taken),
    nextDueAt: (repositoryId) => nextDueAt(transaction, repositoryId),
  };
}
