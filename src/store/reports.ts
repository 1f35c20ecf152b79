/** Published monthly issues, as last written. */
import { sql } from 'kysely';
import type { Month } from '../domain/month.ts';
import type { Readers } from '../domain/organisation.ts';
import type { ReportPlace, StoredReport, Tenant } from '../usecases/ports.ts';
import { remember } from './installations.ts';
import { mayKeepAbout } from './people.ts';
import { jsonParameter, storableText, storableTextOrNull } from './rows.ts';
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
    comments: row.comments,
    writtenAt: row.written_at,
    trouble: row.trouble,
    readers: row.readers,
  };
}

type PlaceRow = Pick<ReportRow, 'person_id' | 'month' | 'repository_id' | 'number' | 'readers'>;

function toPlace({ person_id, month, repository_id, number, readers }: PlaceRow): ReportPlace {
  return { personId: person_id, month, repositoryId: repository_id, number, readers };
}

function toColumns(report: StoredReport) {
  return {
    repository_id: report.repositoryId,
    number: report.number,
    body: storableText(report.body),
    comment_ids: report.commentIds,
    comments: report.comments.map(storableText),
    written_at: report.writtenAt,
    trouble: storableTextOrNull(report.trouble),
    readers: report.readers === null ? null : sql<Readers>`${jsonParameter(report.readers)}`,
  };
}

async function among(
  transaction: Transaction,
  { personIds, months }: { readonly personIds: readonly number[]; readonly months: readonly Month[] },
): Promise<readonly Pick<StoredReport, 'personId' | 'month'>[]> {
  const { rows } = await sql<Pick<ReportRow, 'person_id' | 'month'>>`
    select person_id, month from staff_signals.reports
    where person_id = any (${personIds}::bigint[]) and month = any (${months}::text[])
    order by month desc, person_id
  `.execute(transaction);
  return rows.map((row) => ({ personId: row.person_id, month: row.month }));
}

function placesOf(transaction: Transaction): Pick<Tenant['reports'], 'among' | 'showing' | 'inRepository' | 'repositoryIds'> {
  return {
    among: (asked) => among(transaction, asked),

    async showing(sourceId) {
      const { rows } = await sql<PlaceRow>`
        select person_id, month, repository_id, number, readers from staff_signals.reports as report
        where exists (
          select from staff_signals.evidence as held
          where held.repository_id = ${sourceId} and held.person_id = report.person_id
            and (strpos(report.body, 'e:' || held.key) > 0 or cardinality(report.comment_ids) > 0)
        )
        order by report.person_id, report.month
      `.execute(transaction);
      return rows.map(toPlace);
    },

    async inRepository(repositoryId) {
      const columns = ['person_id', 'month', 'repository_id', 'number', 'readers'] as const;
      const rows = await transaction.selectFrom('reports').select(columns).where('repository_id', '=', repositoryId).execute();
      return rows.map(toPlace);
    },

    async repositoryIds() {
      const rows = await transaction.selectFrom('reports').select('repository_id').distinct().orderBy('repository_id').execute();
      return rows.map((row) => row.repository_id);
    },
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

    ...placesOf(transaction),

    async publishedThrough() {
      const row = await transaction.selectFrom('organisations').select('published_through').executeTakeFirst();
      return row?.published_through ?? null;
    },

    setPublishedThrough: (month) => remember(transaction, installationId, { published_through: month }),
  };
}
