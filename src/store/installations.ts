/** Installations, and what each remembers as a whole. */
import { type Insertable, sql } from 'kysely';
import type { Installation, Tenant } from '../usecases/ports.ts';
import { storableText, storableTextOrNull } from './rows.ts';
import type { InstallationRow, OrganisationRow, Tables } from './schema.ts';
import type { Transaction } from './transaction.ts';

/** An installation as the program speaks of it. */
export function toInstallation(row: InstallationRow): Installation {
  return { id: row.installation_id, accountId: row.account_id, login: row.login, isSuspended: row.is_suspended };
}

/** Sets columns of what the installation remembers as a whole. */
export async function remember(
  transaction: Transaction,
  installationId: number,
  columns: Partial<Omit<Insertable<OrganisationRow>, 'installation_id'>>,
): Promise<void> {
  await transaction
    .insertInto('organisations')
    .values({ installation_id: installationId, ...columns })
    .onConflict((conflict) => conflict.column('installation_id').doUpdateSet(columns))
    .execute();
}

/** Every table, children first. Row-level security narrows each DELETE to the installation. */
const erasable: readonly (keyof Tables)[] = [
  'evidence',
  'participations',
  'subjects',
  'touches',
  'duties',
  'histories',
  'repositories',
  'decisions',
  'snapshots',
  'reports',
  'entries',
  'item_notes',
  'commands',
  'paused_people',
  'joined_people',
  'left_people',
  'audit',
  'lingering_issues',
  'packet_openings',
  'packet_shares',
  'packet_draft_versions',
  'packet_drafts',
  'organisations',
  'installations',
];

/** The port's `installation` within one transaction. */
export function installationOf(transaction: Transaction, installationId: number): Tenant['installation'] {
  return {
    async read() {
      const row = await transaction.selectFrom('installations').selectAll().executeTakeFirst();
      return row === undefined ? null : toInstallation(row);
    },

    async save(installation) {
      const row = { account_id: installation.accountId, login: installation.login, is_suspended: installation.isSuspended };
      await transaction
        .insertInto('installations')
        .values({ installation_id: installation.id, ...row })
        .onConflict((conflict) => conflict.column('installation_id').doUpdateSet(row))
        .execute();
    },

    async erase() {
      const deletions = erasable.map((table) => `"${table}_gone" as (delete from staff_signals.${table})`);
      await sql.raw(`with ${deletions.join(', ')} select`).execute(transaction);
    },

    async readSettingsText() {
      const row = await transaction.selectFrom('organisations').select('settings_text').executeTakeFirst();
      return row?.settings_text ?? null;
    },

    saveSettingsText: (text) => remember(transaction, installationId, { settings_text: storableTextOrNull(text) }),

    async readSettingsProblems() {
      const row = await transaction.selectFrom('organisations').select('settings_problems').executeTakeFirst();
      return row?.settings_problems ?? [];
    },

    async lastDailyAt() {
      const row = await transaction.selectFrom('organisations').select('last_daily_at').executeTakeFirst();
      return row?.last_daily_at ?? null;
    },

    saveLastDailyAt: (at) => remember(transaction, installationId, { last_daily_at: at }),

    saveSettingsProblems: (problems) => remember(transaction, installationId, { settings_problems: problems.map(storableText) }),
  };
}
