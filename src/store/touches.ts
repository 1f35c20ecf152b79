/** Touches: which subjects changed and wait for a refresh. */
import { sql } from 'kysely';
import type { TakenTouch, Tenant } from '../usecases/ports.ts';
import type { TouchRow } from './schema.ts';
import type { Transaction } from './transaction.ts';

function toTaken(row: Pick<TouchRow, 'repository_id' | 'kind' | 'number' | 'generation'>): TakenTouch {
  return { subject: { repositoryId: row.repository_id, kind: row.kind, number: row.number }, generation: row.generation };
}

function byDueTime(one: TouchRow, other: TouchRow): number {
  return one.due_at < other.due_at ? -1 : one.due_at > other.due_at ? 1 : one.number - other.number;
}

/**
 * The port's `touches` within one transaction. Every touch gets a new generation, and a refresh leaves the one that it took. As long as
 * both are equal nothing happened since, and the next touch is the first one after it: it sets a new due time, while later ones keep it.
 * Generations come from one sequence and never return, so that a late finish can't forget a touch that came after an earlier finish.
 */
export function touchesOf(transaction: Transaction, installationId: number): Tenant['touches'] {
  return {
    async add(subject, times) {
      await sql`
        insert into staff_signals.touches as held (installation_id, repository_id, kind, number, touched_at, due_at)
        values (${installationId}, ${subject.repositoryId}, ${subject.kind}, ${subject.number}, ${times.at}, ${times.dueAt})
        on conflict (installation_id, repository_id, kind, number) do update set
          touched_at = greatest(held.touched_at, excluded.touched_at),
          due_at = case when held.taken_generation = held.generation then excluded.due_at else least(held.due_at, excluded.due_at) end,
          generation = nextval('staff_signals.generations')
      `.execute(transaction);
    },

    async take(repositoryId, { now, limit }) {
      const { rows } = await sql<TouchRow>`
        with due as (
          select installation_id, repository_id, kind, number from staff_signals.touches
          where repository_id = ${repositoryId} and due_at <= ${now}
          order by due_at, number limit ${limit} for update skip locked
        )
        update staff_signals.touches as held set taken_generation = held.generation from due
        where (held.installation_id, held.repository_id, held.kind, held.number) = (due.installation_id, due.repository_id, due.kind, due.number)
        returning held.*
      `.execute(transaction);
      return rows.toSorted(byDueTime).map(toTaken);
    },

    async finish(taken) {
      await sql`
        with done as (
          select * from jsonb_to_recordset(${JSON.stringify(taken.map(({ subject, generation }) => ({ ...subject, generation })))}::jsonb)
            as done ("repositoryId" bigint, kind text, number bigint, generation bigint)
        ), forgotten as (
          delete from staff_signals.touches as held using done
          where (held.repository_id, held.kind, held.number, held.generation) = (done."repositoryId", done.kind, done.number, done.generation)
        )
        update staff_signals.touches as held set taken_generation = null from done
        where (held.repository_id, held.kind, held.number, held.taken_generation) = (done."repositoryId", done.kind, done.number, done.generation)
          and held.generation > done.generation
      `.execute(transaction);
    },

    async nextDueAt(repositoryId) {
      const row = await transaction
        .selectFrom('touches')
        .select(({ fn }) => fn.min('due_at').as('due_at'))
        .where('repository_id', '=', repositoryId)
        .executeTakeFirst();
      return row?.due_at ?? null;
    },
  };
}
