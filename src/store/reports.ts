/** Published monthly issues, as last written. */
import type { StoredReport, Tenant } from '../usecases/ports.ts';
import { remember } from './installations.ts';
import { mayKeepAbout } from './people.ts';
import { storableText, storableTextOrNull } from './rows.ts';
import type { ReportRow } from './schema.ts';
import type { Transaction } from './transaction.ts';

function toReport(row: ReportRow): StoredReport {
  return {
    personId: row.person_id,
    month: row.month,
    repositoryId: row.repository_id,
    number: row.number,
    body: row.body,
    commentIds: row.comment_ids,
    writtenAt: row.written_at,
    trouble: row.trouble,
  };
}

function toColumns(report: StoredReport) {
  return {
    repository_id: report.repositoryId,
    number: report.number,
    body: storableText(report.body),
    comment_ids: report.commentIds,
    written_at: report.writtenAt,
    trouble: storableTextOrNull(report.trouble),
  };
}

/** The port's `reports` within one transaction. */
export function reportsOf(transaction: Transaction, installationId: number): Tenant['reports'] {
  const inOrder = () => transaction.selectFrom('reports').selectAll().orderBy('month').orderBy('person_id');
  return {
    async find(personId, month) {
      const row = await inOrder().where('person_id', '=', personId).where('month', '=', month).executeTakeFirst();
      return row === undefined ? null : toReport(row);
    },

    async ofPerson(personId) {
      return (await inOrder().where('person_id', '=', personId).execute()).map(toReport);
    },

    async at({ repositoryId, number }) {
      const row = await inOrder().where('repository_id', '=', repositoryId).where('number', '=', number).executeTakeFirst();
      return row === undefined ? null : toReport(row);
    },

    async save(report) {
      if (!(await mayKeepAbout(transaction, installationId, report.personId))) return;
      const columns = toColumns(report);
      await transaction
        .insertInto('reports')
        .values({ installation_id: installationId, person_id: report.personId, month: report.month, ...columns })
        .onConflict((conflict) => conflict.columns(['installation_id', 'person_id', 'month']).doUpdateSet(columns))
        .execute();
    },

    async listMonth(month) {
      return (await inOrder().where('month', '=', month).execute()).map(toReport);
    },

    async withTrouble() {
      return (await inOrder().where('trouble', 'is not', null).execute()).map(toReport);
    },

    async publishedThrough() {
      const row = await transaction.selectFrom('organisations').select('published_through').executeTakeFirst();
      return row?.published_through ?? null;
    },

    setPublishedThrough: (month) => remember(transaction, installationId, { published_through: month }),
  };
}
