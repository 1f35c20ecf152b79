/** Subjects: replacing all that is held about them in one go. */
import { sql } from 'kysely';
import type { Participation } from '../domain/participation.ts';
import type { PersonRef } from '../domain/person.ts';
import { subjectLabel, type SubjectPlace, type SubjectRef } from '../domain/subject.ts';
import type { Replacement, SubjectSummary, Tenant } from '../usecases/ports.ts';
import { replaceEvidence, retractEvidence } from './evidence.ts';
import { compareParticipations, exchangeParticipations, type ParticipationChange, participationsIn } from './participations.ts';
import { forbidLeaving, leftAmong } from './people.ts';
import { jsonParameter } from './rows.ts';
import type { SubjectRow } from './schema.ts';
import type { Transaction } from './transaction.ts';

type SubjectKey = Pick<SubjectRow, 'repository_id' | 'kind' | 'number'>;

function toSubject(row: SubjectKey): SubjectRef {
  return { repositoryId: row.repository_id, kind: row.kind, number: row.number };
}

/**
 * Writes the summaries and holds their rows until the transaction ends. Returns the labels of those written: not where a newer fetch is stored,
 * or the repository is gone or not opted in. Holding the repositories' rows makes an opting-out wait for us, and us for it.
 */
async function saveSummaries(
  transaction: Transaction,
  installationId: number,
  summaries: readonly SubjectSummary[],
): Promise<ReadonlySet<string>> {
  const asked = summaries.map(({ subject, refersTo = [], ...rest }) => ({ ...subject, ...rest, refersTo: refersTo.map(placeText) }));
  const { rows } = await sql<SubjectKey>`
    with asked as (
      select * from jsonb_to_recordset(${jsonParameter(asked)}) as asked (
        "repositoryId" bigint, kind text, number bigint, url text, title text, "updatedAt" timestamptz, "fetchedAt" timestamptz, "refersTo" text[]
      )
    ), sources as (
      select repository_id from staff_signals.repositories
      where repository_id in (select "repositoryId" from asked) and opt_in in ('in', 'broken') order by repository_id for share
    )
    insert into staff_signals.subjects as held
      (installation_id, repository_id, kind, number, url, title, updated_at, fetched_at, refers_to)
    select ${installationId}::bigint, "repositoryId", kind, number, url, title, "updatedAt", "fetchedAt", "refersTo"
    from asked join sources on sources.repository_id = asked."repositoryId"
    order by "repositoryId", kind, number
    on conflict (installation_id, repository_id, kind, number) do update set
      url = excluded.url, title = excluded.title, updated_at = excluded.updated_at, fetched_at = excluded.fetched_at,
      refers_to = excluded.refers_to
      where held.fetched_at <= excluded.fetched_at
    returning held.repository_id, held.kind, held.number
  `.execute(transaction);
  return new Set(rows.map((row) => subjectLabel(toSubject(row))));
}

/** What is to be held, without people who left. */
async function withoutThoseWhoLeft(transaction: Transaction, replacements: readonly Replacement[]): Promise<readonly Replacement[]> {
  const people = replacements.flatMap(({ participations, evidence }) => [...participations, ...evidence].map(({ person }) => person.id));
  const left = await leftAmong(transaction, people);
  const stayed = ({ person }: { readonly person: PersonRef }): boolean => !left.has(person.id);
  return replacements.map(({ summary, participations, evidence }) => ({
    summary,
    participations: participations.filter(stayed),
    evidence: evidence.filter(stayed),
  }));
}

/** What is to be changed in the participations of each subject, by its label. */
async function changesOf(
  transaction: Transaction,
  replacements: readonly Replacement[],
): Promise<ReadonlyMap<string, ParticipationChange>> {
  const subjects = replacements.map(({ summary }) => summary.subject);
  const held = Map.groupBy(await participationsIn(transaction, subjects), ({ subject }) => subjectLabel(subject));
  const changeOf = ({ summary, participations }: Replacement) => {
    const label = subjectLabel(summary.subject);
    return [label, compareParticipations(held.get(label) ?? [], participations)] as const;
  };
  return new Map(replacements.map(changeOf));
}

async function replaceAll(
  transaction: Transaction,
  installationId: number,
  asked: readonly Replacement[],
): Promise<readonly (readonly Participation[])[]> {
  if (asked.length === 0) return [];
  await forbidLeaving(transaction, installationId);
  const summaries = asked.map(({ summary }) => summary);
  const saved = await saveSummaries(transaction, installationId, summaries);
  const current = asked.filter(({ summary }) => saved.has(subjectLabel(summary.subject)));
  if (current.length === 0) return asked.map(() => []);
  const replacements = await withoutThoseWhoLeft(transaction, current);
  const changes = await changesOf(transaction, replacements);
  await exchangeParticipations(transaction, installationId, {
    stale: [...changes.values()].flatMap(({ stale }) => stale),
    fresh: [...changes.values()].flatMap(({ fresh }) => fresh),
  });
  const subjects = replacements.map(({ summary }) => summary.subject);
  const evidence = replacements.flatMap((replacement) => replacement.evidence);
  await replaceEvidence(transaction, installationId, { kind: 'subject', subjects }, evidence);
  return summaries.map(({ subject }) => {
    const { stale = [], fresh = [] } = changes.get(subjectLabel(subject)) ?? {};
    return [...stale, ...fresh];
  });
}

async function erase(transaction: Transaction, subject: SubjectRef): Promise<readonly Participation[]> {
  const participations = await participationsIn(transaction, [subject]);
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
    async replace(summary, contents) {
      const [changed = []] = await replaceAll(transaction, installationId, [{ summary, ...contents }]);
      return changed;
    },

    replaceAll: (replacements) => replaceAll(transaction, installationId, replacements),

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
