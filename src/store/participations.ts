/** Participations: rows, reading, and replacing those of subjects. */
import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import type { Participation } from '../domain/participation.ts';
import type { SubjectRef } from '../domain/subject.ts';
import type { Span, Tenant } from '../usecases/ports.ts';
import { jsonParameter } from './rows.ts';
import type { ParticipationRow } from './schema.ts';
import type { Transaction } from './transaction.ts';

/** A row as the program speaks of it. */
export function toParticipation(row: ParticipationRow): Participation {
  return {
    subject: { repositoryId: row.repository_id, kind: row.kind, number: row.number },
    person: { id: row.person_id, login: row.login },
    role: row.role,
    at: row.at,
    mergedAt: row.merged_at,
    substance: row.substance,
    inlineComments: row.inline_comments,
    hasRequestedChanges: row.has_requested_changes,
    explains: row.explains,
    isEnglish: row.is_english,
    changedLines: row.changed_lines,
    authorIds: row.author_ids,
    reviewerIds: row.reviewer_ids,
    requesterId: row.requester_id,
    directions: row.directions,
    ...(row.closes_issues_of === null ? {} : { closesIssuesOf: row.closes_issues_of }),
    owners: row.owners,
    links: row.links,
  };
}

function toRow(installationId: number, participation: Participation): ParticipationRow {
  return {
    installation_id: installationId,
    repository_id: participation.subject.repositoryId,
    kind: participation.subject.kind,
    number: participation.subject.number,
    person_id: participation.person.id,
    login: participation.person.login,
    role: participation.role,
    at: participation.at,
    merged_at: participation.mergedAt,
    substance: participation.substance,
    inline_comments: participation.inlineComments,
    has_requested_changes: participation.hasRequestedChanges,
    explains: participation.explains,
    is_english: participation.isEnglish,
    changed_lines: participation.changedLines,
    author_ids: participation.authorIds,
    reviewer_ids: participation.reviewerIds,
    requester_id: participation.requesterId,
    directions: participation.directions,
    closes_issues_of: participation.closesIssuesOf ?? null,
    owners: participation.owners,
    links: participation.links,
  };
}

/** The participations of these subjects, by person and role. */
export async function participationsIn(transaction: Transaction, subjects: readonly SubjectRef[]): Promise<readonly Participation[]> {
  const { rows } = await sql<ParticipationRow>`
    select held.* from staff_signals.participations as held
    join jsonb_to_recordset(${JSON.stringify(subjects)}::jsonb) as asked ("repositoryId" bigint, kind text, number bigint)
      on (held.repository_id, held.kind, held.number) = (asked."repositoryId", asked.kind, asked.number)
    order by held.person_id, held.role
  `.execute(transaction);
  return rows.map(toParticipation);
}

async function ofPeople(
  transaction: Transaction,
  claims: readonly { readonly personId: number; readonly span: Span }[],
): Promise<ReadonlyMap<number, readonly Participation[]>> {
  if (claims.length === 0) return new Map();
  const asked = claims.map(({ personId, span: { from, to } }) => ({ personId, from, to }));
  const { rows } = await sql<ParticipationRow>`
    select held.* from staff_signals.participations as held
    join jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as asked ("personId" bigint, "from" timestamptz, "to" timestamptz)
      on held.person_id = asked."personId" and held.at >= asked."from" and held.at < asked."to"
    order by held.at, held.repository_id, held.kind, held.number, held.role
  `.execute(transaction);
  return Map.groupBy(rows.map(toParticipation), ({ person }) => person.id);
}

function partLabel(participation: Participation): string {
  return `${participation.role} ${participation.person.id}`;
}

/** Those of `from` that have no equal in `other`. */
function without(from: readonly Participation[], other: readonly Participation[]): readonly Participation[] {
  const known = new Map(other.map((participation) => [partLabel(participation), participation]));
  return from.filter((participation) => !isDeepStrictEqual(participation, known.get(partLabel(participation))));
}

export type ParticipationChange = { readonly stale: readonly Participation[]; readonly fresh: readonly Participation[] };

/** What an old list holds and the new one doesn't, and the other way round: the old version of a changed participation, and the new one. */
export function compareParticipations(old: readonly Participation[], now: readonly Participation[]): ParticipationChange {
  return { stale: without(old, now), fresh: without(now, old) };
}

/** Deletes the stale ones and inserts the fresh ones. */
export async function exchangeParticipations(
  transaction: Transaction,
  installationId: number,
  { stale, fresh }: ParticipationChange,
): Promise<void> {
  if (stale.length > 0) {
    await sql`
      delete from staff_signals.participations as held
      using jsonb_populate_recordset(null::staff_signals.participations, ${jsonParameter(stale.map((each) => toRow(installationId, each)))}) as stale
      where (held.repository_id, held.kind, held.number, held.person_id, held.role)
        = (stale.repository_id, stale.kind, stale.number, stale.person_id, stale.role)
    `.execute(transaction);
  }
  if (fresh.length > 0) {
    await sql`
      insert into staff_signals.participations
      select * from jsonb_populate_recordset(null::staff_signals.participations, ${jsonParameter(fresh.map((each) => toRow(installationId, each)))})
    `.execute(transaction);
  }
}

/** The port's `participations` within one transaction. */
export function participationsOf(transaction: Transaction): Tenant['participations'] {
  return {
    async people() {
      const rows = await transaction.selectFrom('participations').select('person_id').distinct().orderBy('person_id').execute();
      return rows.map((row) => row.person_id);
    },
    async ofPerson(personId, span) {
      const rows = await transaction
        .selectFrom('participations')
        .selectAll()
        .where('person_id', '=', personId)
        .where('at', '>=', span.from)
        .where('at', '<', span.to)
        .orderBy('at')
        .orderBy('repository_id')
        .orderBy('kind')
        .orderBy('number')
        .orderBy('role')
        .execute();
      return rows.map(toParticipation);
    },
    ofPeople: (claims) => ofPeople(transaction, claims),
  };
}
