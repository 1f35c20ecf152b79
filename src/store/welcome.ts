/** Where the welcome issue is, and who is writing it. */
import { sql } from 'kysely';
import type { Tenant } from '../usecases/ports.ts';
import { remember } from './installations.ts';
import type { Transaction } from './transaction.ts';

/** The port's `welcome` within one transaction. */
export function welcomeOf(transaction: Transaction, installationId: number): Tenant['welcome'] {
  return {
    async read() {
      const row = await transaction
        .selectFrom('organisations')
        .select(['welcome_repository_id', 'welcome_number', 'welcome_written_at', 'welcome_is_due'])
        .executeTakeFirst();
      if (row === undefined || row.welcome_repository_id === null || row.welcome_number === null || row.welcome_written_at === null)
        return null;
      const { welcome_repository_id: repositoryId, welcome_number: number, welcome_written_at: writtenAt, welcome_is_due: isDue } = row;
      return { repositoryId, number, writtenAt, isDue };
    },

    save: ({ repositoryId, number, writtenAt, isDue }) =>
      remember(transaction, installationId, {
        welcome_repository_id: repositoryId,
        welcome_number: number,
        welcome_written_at: writtenAt,
        welcome_is_due: isDue,
      }),

    async claim({ at, staleBefore }) {
      const { rows } = await sql`
        insert into staff_signals.organisations as held (installation_id, welcome_claimed_at) values (${installationId}, ${at})
        on conflict (installation_id) do update set welcome_claimed_at = excluded.welcome_claimed_at
        where held.welcome_claimed_at is null or held.welcome_claimed_at < ${staleBefore}
        returning installation_id
      `.execute(transaction);
      return rows.length > 0;
    },

    release: () => remember(transaction, installationId, { welcome_claimed_at: null }),
  };
}
