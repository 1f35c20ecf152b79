/** How far the past of each repository has been read. */
import { sql } from 'kysely';
import type { Instant } from '../domain/instant.ts';
import type { History, Tenant, WaitingPast } from '../usecases/ports.ts';
import type { HistoryRow, TouchRow } from './schema.ts';
import type { Transaction } from './transaction.ts';

function toHistory(row: HistoryRow): History {
  return {
    repositoryId: row.repository_id,
    since: row.since,
    startedAt: row.started_at,
    lists: row.lists,
    listedCount: row.listed,
    finishedAt: row.finished_at,
  };
}

function toColumns({ since, startedAt, lists, listedCount, finishedAt }: History) {
  return { since, started_at: startedAt, lists: JSON.stringify(lists), listed: listedCount, finished_at: finishedAt };
}

async function waitingPast(transaction: Transaction): Promise<readonly WaitingPast[]> {
  const { rows } = await sql<Pick<TouchRow, 'repository_id'> & { readonly count: number; readonly newest_at: Instant }>`
    select repository_id, count(*) as count, max(history_at) as newest_at from staff_signals.touches
    where history_at is not null group by repository_id order by newest_at desc, repository_id
  `.execute(transaction);
  return rows.map((row) => ({ repositoryId: row.repository_id, count: row.count, newestAt: row.newest_at }));
}

/** The port's `histories` within one transaction. */
export function historiesOf(transaction: Transaction, installationId: number): Tenant['histories'] {
  return {
    async list() {
      const rows = await transaction.selectFrom('histories').selectAll().orderBy('repository_id').execute();
      return rows.map(toHistory);
    },

    async begin(history) {
      const columns = toColumns(history);
      await transaction
        .insertInto('histories')
        .values({ installation_id: installationId, repository_id: history.repositoryId, ...columns })
        .onConflict((conflict) => conflict.columns(['installation_id', 'repository_id']).doUpdateSet(columns))
        .execute();
    },

    async advance(history) {
      await transaction
        .updateTable('histories')
        .set(toColumns(history))
        .where('repository_id', '=', history.repositoryId)
        .where('started_at', '=', history.startedAt)
        .execute();
    },

    waiting: () => waitingPast(transaction),
  };
}
