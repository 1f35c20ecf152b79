/** Repositories of an installation, and erasing what came from them. */
import { sql } from 'kysely';
import type { StoredRepository, Tenant } from '../usecases/ports.ts';
import { storableText, storableTextOrNull } from './rows.ts';
import type { RepositoryRow } from './schema.ts';
import type { Transaction } from './transaction.ts';

function toRepository(row: RepositoryRow): StoredRepository {
  return {
    id: row.repository_id,
    fullName: row.full_name,
    visibility: row.visibility,
    isArchived: row.is_archived,
    optIn: row.opt_in,
    settingsText: row.settings_text,
    problems: row.problems,
    sweptUntil: row.swept_until,
  };
}

function toColumns(repository: StoredRepository) {
  return {
    full_name: repository.fullName,
    visibility: repository.visibility,
    is_archived: repository.isArchived,
    opt_in: repository.optIn,
    settings_text: storableTextOrNull(repository.settingsText),
    problems: repository.problems.map(storableText),
    swept_until: repository.sweptUntil,
  };
}

/** Waits for refreshes that hold the repository's row, so that what they write is erased too. */
async function holdRow(transaction: Transaction, repositoryId: number): Promise<void> {
  await transaction.selectFrom('repositories').select('repository_id').where('repository_id', '=', repositoryId).forUpdate().execute();
}

async function eraseContents(transaction: Transaction, repositoryId: number): Promise<void> {
  await holdRow(transaction, repositoryId);
  // Participations go with their subjects. Decisions stay: they name no repository, and a dismissed item never returns.
  const ofRepository = `${repositoryId}#%`;
  await sql`
    with touches_gone as (delete from staff_signals.touches where repository_id = ${repositoryId}),
      history_gone as (delete from staff_signals.histories where repository_id = ${repositoryId}),
      evidence_gone as (delete from staff_signals.evidence where repository_id = ${repositoryId}),
      references_gone as (
        update staff_signals.subjects
        set refers_to = array(select place from unnest(refers_to) as place where place not like ${ofRepository})
        where repository_id <> ${repositoryId} and exists (select from unnest(refers_to) as place where place like ${ofRepository})
      )
    delete from staff_signals.subjects where repository_id = ${repositoryId}
  `.execute(transaction);
}

/** The port's `repositories` within one transaction. */
export function repositoriesOf(transaction: Transaction, installationId: number): Tenant['repositories'] {
  return {
    async list() {
      const rows = await transaction.selectFrom('repositories').selectAll().orderBy('full_name').orderBy('repository_id').execute();
      return rows.map(toRepository);
    },

    async find(repositoryId) {
      const row = await transaction.selectFrom('repositories').selectAll().where('repository_id', '=', repositoryId).executeTakeFirst();
      return row === undefined ? null : toRepository(row);
    },

    async save(repository) {
      const columns = toColumns(repository);
      await transaction
        .insertInto('repositories')
        .values({ installation_id: installationId, repository_id: repository.id, ...columns })
        .onConflict((conflict) => conflict.columns(['installation_id', 'repository_id']).doUpdateSet(columns))
        .execute();
    },

    async setSweptUntil(repositoryId, until) {
      await transaction.updateTable('repositories').set({ swept_until: until }).where('repository_id', '=', repositoryId).execute();
    },

    eraseContents: (repositoryId) => eraseContents(transaction, repositoryId),

    async erase(repositoryId) {
      await eraseContents(transaction, repositoryId);
      await sql`
        with duties_gone as (delete from staff_signals.duties where kind in ('settings', 'check') and repository_id = ${repositoryId})
        delete from staff_signals.repositories where repository_id = ${repositoryId}
      `.execute(transaction);
    },
  };
}
