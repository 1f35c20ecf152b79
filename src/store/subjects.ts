/** Subjects: replacing all that is held about one in one go. */
import { sql } from 'kysely';
import type { Participation } from '../domain/participation.ts';
import { subjectLabel, type SubjectPlace, type SubjectRef } from '../domain/subject.ts';
import type { NewEvidence, SubjectSummary, Tenant } from '../usecases/ports.ts';
import { replaceEvidence, retractEvidence } from './evidence.ts';
import { compareParticipations, exchangeParticipations, participationsIn } from './participations.ts';
import { forbidLeaving, leftAmong } from './people.ts';
import { storableText } from './rows.ts';
import type { SubjectRow } from './schema.ts';
import type { Transaction } from './transaction.ts';

function toSubject(row: Pick<SubjectRow, 'repository_id' | 'kind' | 'number'>): SubjectRef {
  return { repositoryId: row.repository_id, kind: row.kind, number: row.number };
}

/**
 * Writes the summary and holds its row until the transaction ends. False when a newer fetch is stored, or the repository is gone or not opted
 * in: holding the repository's row makes an opting-out wait for us, and us for it.
 */
async function saveSummary(transaction: Transaction, installationId: number, summary: SubjectSummary): Promise<boolean> {
  const { repositoryId, kind, number } = summary.subject;
  const { rows } = await sql`
    with source as (
      select installation_id from staff_signals.repositories
      where repository_id = ${repositoryId} and opt_in in ('in', 'broken') for share
    )
    insert into staff_signals.subjects as held
      (installation_id, repository_id, kind, number, url, title, updated_at, fetched_at, refers_to)
    select ${installationId}, ${repositoryId}, ${kind}, ${number}, ${storableText(summary.url)}, ${storableText(summary.title)},
      ${summary.updatedAt}::timestamptz, ${summary.fetchedAt}::timestamptz, ${(summary.refersTo ?? []).map(placeText)}::text[]
    from source
    on conflict (installation_id, repository_id, kind, number) do update set
      url = excluded.url, title = excluded.title, updated_at = excluded.updated_at, fetched_at = excluded.fetched_at,
      refers_to = excluded.refers_to
      where held.fetched_at <= excluded.fetched_at
    returning true
  `.execute(transaction);
  return rows.length > 0;
}

async function replace(
  transaction: Transaction,
  installationId: number,
  summary: SubjectSummary,
  contents: { readonly participations: readonly Participation[]; readonly evidence: readonly NewEvidence[] },
): Promise<readonly Participation[]> {
  await forbidLeaving(transaction, installationId);
  if (!(await saveSummary(transaction, installationId, summary))) return [];
  const left = await leftAmong(
    transaction,
    [...contents.participations, ...contents.evidence].map(({ person }) => person.id),
  );
  const now = contents.participations.filter(({ person }) => !left.has(person.id));
  const change = compareParticipations(await participationsIn(transaction, summary.subject), now);
  await exchangeParticipations(transaction, installationId, change);
  const evidence = contents.evidence.filter(({ person }) => !left.has(person.id));
  await replaceEvidence(transaction, installationId, { kind: 'subject', subject: summary.subject }, evidence);
  return [...change.stale, ...change.fresh];
}

async function erase(transaction: Transaction, subject: SubjectRef): Promise<readonly Participation[]> {
  const participations = await participationsIn(transaction, subject);
  await retractEvidence(transaction, subject);
  await sql`
    delete from staff_signals.subjects
    where (repository_id, kind, number) = (${subject.repositoryId}, ${subject.kind}, ${subject.number})
  `.execute(transaction);
  return participations;
}

async function heldAmong(transaction: Transaction, subjects: readonly SubjectRef[]): Promise<readonly SubjectRow[]> {
  if (subjects.length === 0) return [];
  const { rows } = await sql<SubjectRow>`
    select distinct held.* from staff_signals.subjects as held
    join jsonb_to_recordset(${JSON.stringify(subjects)}::jsonb) as asked ("repositoryId" bigint, kind text, number bigint)
      on (held.repository_id, held.kind, held.number) = (asked."repositoryId", asked.kind, asked.number)
  `.execute(transaction);
  return rows;
}

/** A referenced subject as it is stored: `REPOSITORY_ID#NUMBER`. */
function placeText({ repositoryId, number }: SubjectPlace): string {
  return `${repositoryId}#${number}`;
}

function toPlace(text: string): SubjectPlace {
  const [repositoryId, number] = text.split('#').map(Number);
  return { repositoryId: repositoryId ?? 0, number: number ?? 0 };
}

/** The port's `subjects` within one transaction. */
export function subjectsOf(transaction: Transaction, installationId: number): Tenant['subjects'] {
  return {
    replace: (summary, contents) => replace(transaction, installationId, summary, contents),

    erase: (subject) => erase(transaction, subject),

    async activeSince(repositoryId, since) {
      const rows = await transaction
        .selectFrom('subjects')
        .select(['repository_id', 'kind', 'number'])
        .where('repository_id', '=', repositoryId)
        .where('updated_at', '>=', since)
        .orderBy('updated_at', 'desc')
        .orderBy('kind')
        .orderBy('number')
        .execute();
      return rows.map(toSubject);
    },

    async titles(subjects) {
      const rows = await heldAmong(transaction, subjects);
      return new Map(rows.map((row) => [subjectLabel(toSubject(row)), row.title]));
    },

    async references(subjects) {
      const rows = await heldAmong(transaction, subjects);
      const referring = rows.filter((row) => row.refers_to.length > 0);
      return new Map(referring.map((row) => [subjectLabel(toSubject(row)), row.refers_to.map(toPlace)]));
    },
  };
}
