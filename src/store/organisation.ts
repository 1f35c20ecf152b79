/** Snapshots of the organisation, kept as history. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Instant } from '../domain/instant.ts';
import type { Member, OrganisationSnapshot } from '../domain/organisation.ts';
import type { Tenant } from '../usecases/ports.ts';
import { jsonParameter } from './rows.ts';
import type { SnapshotRow } from './schema.ts';
import type { Transaction } from './transaction.ts';

/** JSON with sorted keys and sorted lists: every list in a snapshot is a set, and GitHub promises no order. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).toSorted().join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`);
  return `{${entries.toSorted().join(',')}}`;
}

function digestOf(snapshot: OrganisationSnapshot): string {
  return createHash('sha256')
    .update(canonical({ ...snapshot, takenAt: null }))
    .digest('hex');
}

/** Who could read what is asked of the newest snapshot alone, and is most of a snapshot. Older ones go without. */
async function forgetReaders(transaction: Transaction): Promise<void> {
  const { rows } = await sql<Pick<SnapshotRow, 'taken_at' | 'content'>>`
    select taken_at, content from staff_signals.snapshots order by taken_at desc offset 1 limit 1
  `.execute(transaction);
  const [older] = rows;
  if (older === undefined) return;
  const repositories = older.content.repositories.map((repository) => ({ ...repository, readers: { kind: 'unknown' as const } }));
  await sql`
    update staff_signals.snapshots set content = ${jsonParameter({ ...older.content, repositories })} where taken_at = ${older.taken_at}
  `.execute(transaction);
}

/** Found in the database: the snapshot of a large organisation is not handed over for one member. */
async function newestMember(transaction: Transaction, personId: number): Promise<Member | null> {
  const { rows } = await sql<{ readonly member: Member }>`
    select member from (select content from staff_signals.snapshots order by taken_at desc limit 1) as newest,
      jsonb_array_elements(newest.content -> 'members') as member
    where (member ->> 'id')::bigint = ${personId}
  `.execute(transaction);
  return rows[0]?.member ?? null;
}

/** The newest is what was seen last, also when the clock was ahead before: who may read what is asked of it. */
async function afterTheNewest(transaction: Transaction, takenAt: Instant): Promise<Instant> {
  const { rows } = await sql<{ readonly at: Instant | null }>`
    select max(taken_at) + interval '1 second' as at from staff_signals.snapshots having max(taken_at) > ${takenAt}
  `.execute(transaction);
  return rows[0]?.at ?? takenAt;
}

/** The port's `organisation` within one transaction. */
export function organisationOf(transaction: Transaction, installationId: number): Tenant['organisation'] {
  return {
    async add(seen) {
      const snapshot = { ...seen, takenAt: await afterTheNewest(transaction, seen.takenAt) };
      const digest = digestOf(snapshot);
      await sql`
        with moved as (
          insert into staff_signals.organisations as held (installation_id, snapshot_taken_at) values (${installationId}, ${snapshot.takenAt})
          on conflict (installation_id) do update set snapshot_taken_at = greatest(held.snapshot_taken_at, excluded.snapshot_taken_at)
        ), newest as (
          select digest from staff_signals.snapshots order by taken_at desc limit 1
        )
        insert into staff_signals.snapshots (installation_id, taken_at, digest, content)
        select ${installationId}, ${snapshot.takenAt}::timestamptz, ${digest}, ${jsonParameter(snapshot)}
        where not exists (select from newest where digest = ${digest})
        on conflict (installation_id, taken_at) do update set digest = excluded.digest, content = excluded.content
      `.execute(transaction);
      await forgetReaders(transaction);
    },

    async history(since) {
      const { rows } = await sql<Pick<SnapshotRow, 'content'>>`
        select content from staff_signals.snapshots
        where taken_at >= coalesce((select max(taken_at) from staff_signals.snapshots where taken_at <= ${since}), '-infinity')
        order by taken_at
      `.execute(transaction);
      const [first, ...rest] = rows.map((row) => row.content);
      return first === undefined ? null : [first, ...rest];
    },

    async newest() {
      const row = await transaction.selectFrom('snapshots').select('content').orderBy('taken_at', 'desc').limit(1).executeTakeFirst();
      return row?.content ?? null;
    },

    member: (personId) => newestMember(transaction, personId),

    async lastTakenAt() {
      const row = await transaction.selectFrom('organisations').select('snapshot_taken_at').executeTakeFirst();
      return row?.snapshot_taken_at ?? null;
    },
  };
}
