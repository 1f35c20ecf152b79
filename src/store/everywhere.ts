/** What schedules read across installations. */
import { sql } from 'kysely';
import type { Everywhere } from '../usecases/ports.ts';
import { toInstallation } from './installations.ts';
import type { TouchRow } from './schema.ts';
import type { Transaction } from './transaction.ts';

/** The port's `Everywhere` within one transaction. */
export function everywhereIn(transaction: Transaction): Everywhere {
  return {
    async installations() {
      const rows = await transaction
        .selectFrom('installations')
        .select(['installation_id', 'account_id', 'login', 'is_suspended'])
        .orderBy('installation_id')
        .execute();
      return rows.map(toInstallation);
    },

    async waitingRepositories() {
      const { rows } = await sql<Pick<TouchRow, 'installation_id' | 'repository_id' | 'due_at'>>`
        select installation_id, repository_id, min(due_at) as due_at from staff_signals.touches
        where history_at is null group by installation_id, repository_id order by due_at, installation_id, repository_id
      `.execute(transaction);
      return rows.map((row) => ({ installationId: row.installation_id, repositoryId: row.repository_id, dueAt: row.due_at }));
    },

    async waitingHistories() {
      const rows = await transaction
        .selectFrom('histories')
        .select('installation_id')
        .distinct()
        .where('finished_at', 'is', null)
        .orderBy('installation_id')
        .execute();
      return rows.map((row) => row.installation_id);
    },

    async waitingOrganisations() {
      const rows = await transaction.selectFrom('duties').select('installation_id').distinct().orderBy('installation_id').execute();
      return rows.map((row) => row.installation_id);
    },
  };
}
