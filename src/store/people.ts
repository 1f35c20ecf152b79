/** People who asked to join and people who left. */
import { type RawBuilder, sql } from 'kysely';
import type { Instant } from '../domain/instant.ts';
import type { PersonRecords, Tenant } from '../usecases/ports.ts';
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
      drafts_gone as (delete from staff_signals.packet_drafts where person_id = ${personId}),
      shares_gone as (delete from staff_signals.packet_shares where viewer_id = ${personId}),
      commands_gone as (delete from staff_signals.commands where person_id = ${personId}),
      lines_unnamed as (
        update staff_signals.audit
        set actor_id = nullif(actor_id, ${personId}), person_id = nullif(person_id, ${personId})
        where ${personId} in (actor_id, person_id)
      ),
      pausing_gone as (delete from staff_signals.paused_people where person_id = ${personId}),
      joining_gone as (delete from staff_signals.joined_people where person_id = ${personId})
    insert into staff_signals.left_people (installation_id, person_id, left_at) values (${installationId}, ${personId}, ${at})
    on conflict (installation_id, person_id) do update set left_at = excluded.left_at
  `.execute(transaction);
}

type RecordRow = {
  readonly enrolment: PersonRecords['enrolment'];
  readonly decisions: PersonRecords['decisions'];
  readonly commands: PersonRecords['commands'];
  readonly speaks_in: number;
};

async function heldAbout(transaction: Transaction, personId: number): Promise<PersonRecords> {
  const { rows } = await sql<RecordRow>`
    select
      jsonb_build_object(
        'joinedAt', (select ${utcText('joined_at')} from staff_signals.joined_people where person_id = ${personId}),
        'leftAt', (select ${utcText('left_at')} from staff_signals.left_people where person_id = ${personId}),
        'pausedAt', (select ${utcText('paused_at')} from staff_signals.paused_people where person_id = ${personId})
      ) as enrolment,
      coalesce((
        select jsonb_agg(jsonb_build_object('key', key, 'decision', decision, 'at', ${utcText('at')}) order by at, key)
        from staff_signals.decisions where person_id = ${personId}
      ), '[]') as decisions,
      coalesce((
        select jsonb_agg(jsonb_build_object('verb', verb, 'at', ${utcText('given_at')}, 'state', state, 'key', item_key) order by given_at, comment_id, ordinal)
        from staff_signals.commands where person_id = ${personId}
      ), '[]') as commands,
      (select count(*) from staff_signals.evidence where speaker_ids @> array[${personId}]::bigint[]) as speaks_in
  `.execute(transaction);
  const [row] = rows;
  if (row === undefined) throw new Error('a query without a table gives one row');
  return { enrolment: row.enrolment, decisions: row.decisions, commands: row.commands, speaksIn: Number(row.speaks_in) };
}

/** An instant within JSON, which PostgreSQL would else write in the session's timezone. */
function utcText(column: string): RawBuilder<unknown> {
  return sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
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

function heldBy(transaction: Transaction): Pick<Tenant['people'], 'withWork' | 'held'> {
  return {
    async withWork() {
      const evidence = transaction.selectFrom('evidence').select('person_id');
      const rows = await evidence.union(transaction.selectFrom('participations').select('person_id')).execute();
      return new Set(rows.map((row) => row.person_id));
    },

    held: (personId) => heldAbout(transaction, personId),
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

    ...heldBy(transaction),

    leave: (personId, at) => leave(transaction, installationId, { personId, at }),
  };
}
