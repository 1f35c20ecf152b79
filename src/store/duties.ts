/** Duties: work that an organisation waits for. */
import { sql } from 'kysely';
import type { Duty, TakenDuty, Tenant } from '../usecases/ports.ts';
import type { DutyRow } from './schema.ts';
import type { Transaction } from './transaction.ts';

function toTaken(row: DutyRow): TakenDuty {
  const duty: Duty = row.kind === 'settings' ? { kind: row.kind, repositoryId: row.repository_id } : { kind: row.kind };
  return { duty, generation: row.generation };
}

/** The organisation's own duty stands for no repository; no repository on GitHub has the id 0. */
function repositoryIdOf(duty: Duty): number {
  return duty.kind === 'settings' ? duty.repositoryId : 0;
}

/** The port's `duties` within one transaction. */
export function dutiesOf(transaction: Transaction, installationId: number): Tenant['duties'] {
  return {
    async add(duty) {
      await sql`
        insert into staff_signals.duties as held (installation_id, kind, repository_id)
        values (${installationId}, ${duty.kind}, ${repositoryIdOf(duty)})
        on conflict (installation_id, kind, repository_id) do update set generation = nextval('staff_signals.generations')
      `.execute(transaction);
    },

    async take() {
      const rows = await transaction.selectFrom('duties').selectAll().orderBy('kind').orderBy('repository_id').execute();
      return rows.map(toTaken);
    },

    async finish(taken) {
      const done = taken.map(({ duty, generation }) => ({ kind: duty.kind, repositoryId: repositoryIdOf(duty), generation }));
      await sql`
        delete from staff_signals.duties as held
        using jsonb_to_recordset(${JSON.stringify(done)}::jsonb) as done (kind text, "repositoryId" bigint, generation bigint)
        where (held.kind, held.repository_id, held.generation) = (done.kind, done."repositoryId", done.generation)
      `.execute(transaction);
    },
  };
}
