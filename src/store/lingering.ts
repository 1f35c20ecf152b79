/** Issues whose earlier versions GitHub still shows, although what stood in them had to go. */
import { sql } from 'kysely';
import type { Tenant } from '../usecases/ports.ts';
import type { Transaction } from './transaction.ts';

/** The port's `lingering` within one transaction. */
export function lingeringOf(transaction: Transaction, installationId: number): Tenant['lingering'] {
  return {
    async add({ repositoryId, number, noticedAt, reason }) {
      await sql`
        insert into staff_signals.lingering_issues (installation_id, repository_id, number, noticed_at, reason)
        values (${installationId}, ${repositoryId}, ${number}, ${noticedAt}, ${reason})
        on conflict (installation_id, repository_id, number) do nothing
      `.execute(transaction);
    },

    async list() {
      const rows = await transaction.selectFrom('lingering_issues').selectAll().orderBy('repository_id').orderBy('number').execute();
      return rows.map((row) => ({ repositoryId: row.repository_id, number: row.number, noticedAt: row.noticed_at, reason: row.reason }));
    },

    async remove({ repositoryId, number }) {
      await transaction.deleteFrom('lingering_issues').where('repository_id', '=', repositoryId).where('number', '=', number).execute();
    },
  };
}
