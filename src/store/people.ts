/** People who asked to join and people who left. */
import { sql } from 'kysely';
import type { Instant } from '../domain/instant.ts';
import type { Tenant } from '../usecases/ports.ts';
import type { Transaction } from './transaction.ts';

/** Any number that no other lock of this database uses: `people` in ASCII, its first four letters. */
const peopleLock = 0x70656f70;

/** An advisory lock is asked for by two integers; an installation's id is larger than one may be, so two may rarely share a lock. */
function lockNumber(installationId: number): number {
  return installationId % 2 ** 31;
}

/**
 * Holds off anyone's leaving until the transaction ends, so that a refresh under way can't write about someone whose data was just erased.
 * A statement of its own: what comes after it sees whoever left before.
 */
export async function forbidLeaving(transaction: Transaction, installationId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${peopleLock}::int, ${lockNumber(installationId)}::int)`.execute(transaction);
}

async function awaitWriters(transaction: Transaction, installationId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(${peopleLock}::int, ${lockNumber(installationId)}::int)`.execute(transaction);
}

/** Those of the people who left. */
export async function leftAmong(transaction: Transaction, personIds: readonly number[]): Promise<ReadonlySet<number>> {
  if (personIds.length === 0) return new Set();
  const rows = await transaction
    .selectFrom('left_people')
    .select('person_id')
    .where('person_id', 'in', [...new Set(personIds)])
    .execute();
  return new Set(rows.map((row) => row.person_id));
}

/** Whether something may be written about a person: they did not leave, and can't until the transaction ends. */
export async function mayKeepAbout(transaction: Transaction, installationId: number, personId: number): Promise<boolean> {
  await forbidLeaving(transaction, installationId);
  return (await leftAmong(transaction, [personId])).size === 0;
}

async function leave(
  transaction: Transaction,
  installationId: number,
  { personId, at }: { readonly personId: number; readonly at: Instant },
): Promise<void> {
  await awaitWriters(transaction, installationId);
  await sql`
    with evidence_gone as (delete from staff_signals.evidence where person_id = ${personId}),
      participations_gone as (delete from staff_signals.participations where person_id = ${personId}),
      decisions_gone as (delete from staff_signals.decisions where person_id = ${personId}),
      reports_gone as (delete from staff_signals.reports where person_id = ${personId}),
      entries_gone as (delete from staff_signals.entries where person_id = ${personId}),
      notes_gone as (delete from staff_signals.item_notes where person_id = ${personId}),
      commands_gone as (delete from staff_signals.commands where person_id = ${personId}),
      pausing_gone as (delete from staff_signals.paused_people where person_id = ${personId}),
      joining_gone as (delete from staff_signals.joined_people where person_id = ${personId})
    insert into staff_signals.left_people (installation_id, person_id, left_at) values (${installationId}, ${personId}, ${at})
    on conflict (installation_id, person_id) do update set left_at = excluded.left_at
  `.execute(transaction);
}

function pausingOf(transaction: Transaction, installationId: number): Pick<Tenant['people'], 'paused' | 'pause' | 'resume'> {
  return {
    async paused() {
      const rows = await transaction.selectFrom('paused_people').select('person_id').execute();
      return new Set(rows.map((row) => row.person_id));
    },

    async pause(personId, at) {
      if (!(await mayKeepAbout(transaction, installationId, personId))) return;
      await transaction
        .insertInto('paused_people')
        .values({ installation_id: installationId, person_id: personId, paused_at: at })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    async resume(personId) {
      await transaction.deleteFrom('paused_people').where('person_id', '=', personId).execute();
    },
  };
}

/** The port's `people` within one transaction. */
export function peopleOf(transaction: Transaction, installationId: number): Tenant['people'] {
  return {
    async left() {
      const rows = await transaction.selectFrom('left_people').select('person_id').execute();
      return new Set(rows.map((row) => row.person_id));
    },

    async joined() {
      const rows = await transaction.selectFrom('joined_people').select('person_id').execute();
      return new Set(rows.map((row) => row.person_id));
    },

    async changedAt(personId) {
      const { rows } = await sql<{ readonly at: Instant | null }>`
        select max(at) as at from (
          select joined_at as at from staff_signals.joined_people where person_id = ${personId}
          union all select left_at from staff_signals.left_people where person_id = ${personId}
        ) as changes
      `.execute(transaction);
      return rows[0]?.at ?? null;
    },

    async join(personId, at) {
      await sql`
        with tombstone as (delete from staff_signals.left_people where person_id = ${personId})
        insert into staff_signals.joined_people (installation_id, person_id, joined_at) values (${installationId}, ${personId}, ${at})
        on conflict (installation_id, person_id) do update set joined_at = excluded.joined_at
      `.execute(transaction);
    },

    ...pausingOf(transaction, installationId),

    async eraseWork(personId) {
      await sql`
        with evidence_gone as (delete from staff_signals.evidence where person_id = ${personId})
        delete from staff_signals.participations where person_id = ${personId}
      `.execute(transaction);
    },

    leave: (personId, at) => leave(transaction, installationId, { personId, at }),
  };
}
