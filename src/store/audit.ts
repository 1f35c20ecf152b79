/** The audit: who did what when, by ids alone. */
import { sql } from 'kysely';
import type { AuditLine, Tenant } from '../usecases/ports.ts';
import { jsonParameter } from './rows.ts';
import type { AuditRow } from './schema.ts';
import type { Transaction } from './transaction.ts';

function toLine({ at, act, actor, actor_id, person_id, repository_id }: Omit<AuditRow, 'line'>): AuditLine {
  return { at, act, actor, actorId: actor_id, personId: person_id, repositoryId: repository_id };
}

/** The port's `audit` within one transaction. */
export function auditOf(transaction: Transaction, installationId: number): Tenant['audit'] {
  return {
    async add(lines) {
      if (lines.length === 0) return;
      const rows = lines.map(({ at, act, actor, actorId, personId, repositoryId }) => ({
        at,
        act,
        actor,
        actor_id: actorId,
        person_id: personId,
        repository_id: repositoryId,
      }));
      await sql`
        insert into staff_signals.audit (installation_id, at, act, actor, actor_id, person_id, repository_id)
        select ${installationId}, at, act, actor, actor_id, person_id, repository_id from jsonb_to_recordset(${jsonParameter(rows)})
          as added (at timestamptz, act text, actor text, actor_id bigint, person_id bigint, repository_id bigint)
      `.execute(transaction);
    },

    async newest(limit) {
      const rows = await transaction.selectFrom('audit').selectAll().orderBy('at', 'desc').orderBy('line', 'desc').limit(limit).execute();
      return rows.map(toLine);
    },

    async ofPerson(personId) {
      const mine = transaction
        .selectFrom('audit')
        .selectAll()
        .where((column) => column.or([column('person_id', '=', personId), column('actor_id', '=', personId)]));
      return (await mine.orderBy('at').orderBy('line').execute()).map(toLine);
    },
  };
}
