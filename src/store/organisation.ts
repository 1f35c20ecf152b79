/** Snapshots of the organisation, kept as history. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Instant } from '../domain/instant.ts';
import type { Member, OrganisationSnapshot } from '../domain/organisation.ts';
import type { Tenant } from '../usecases/ports.ts';
import { keyOf, type KnownOfOne, type KnownSnapshot, sharing, type Stamp } from './known-snapshots.ts';
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

const readAtOnce = 20;

/** What is known of it, unless another has taken its place: then it is read together with its stamp, as its readers are being forgotten. */
async function newestOf(transaction: Transaction, known: KnownOfOne, stamp: Stamp | undefined): Promise<KnownSnapshot | null> {
  if (stamp !== undefined && known.newest?.key === keyOf(stamp)) return known.newest;
  const columns = ['taken_at', 'digest', 'content'] as const;
  const row = await transaction.selectFrom('snapshots').select(columns).orderBy('taken_at', 'desc').limit(1).executeTakeFirst();
  const newest = row === undefined ? null : { key: keyOf(row), at: row.taken_at, snapshot: row.content };
  known.newest = newest;
  return newest;
}

/** Older snapshots in the order of their stamps. Those that are not known yet are read a few at a time. */
async function olderOf(transaction: Transaction, known: KnownOfOne, stamps: readonly Stamp[]): Promise<readonly OrganisationSnapshot[]> {
  const found = new Map(stamps.map((stamp) => [stamp.taken_at, known.older.get(keyOf(stamp))]));
  const missing = stamps.filter((stamp) => found.get(stamp.taken_at) === undefined);
  for (let from = 0; from < missing.length; from += readAtOnce) {
    const wanted = new Map(missing.slice(from, from + readAtOnce).map((stamp) => [stamp.taken_at, keyOf(stamp)]));
    const query = transaction
      .selectFrom('snapshots')
      .select(['taken_at', 'content'])
      .where('taken_at', 'in', [...wanted.keys()])
      .orderBy('taken_at');
    for (const { taken_at: at, content } of await query.execute()) {
      const snapshot = sharing(known, content);
      found.set(at, snapshot);
      known.older.set(wanted.get(at) ?? '', snapshot);
    }
  }
  return [...found.values()].filter((snapshot) => snapshot !== undefined);
}

/** What has no stamp any more is forgotten. */
function keepOnly({ older }: KnownOfOne, stamps: readonly Stamp[]): void {
  const kept = new Set(stamps.map(keyOf));
  for (const key of older.keys()) if (!kept.has(key)) older.delete(key);
}

async function historyOf(transaction: Transaction, known: KnownOfOne, since: Instant): Promise<readonly OrganisationSnapshot[]> {
  const stamps = await transaction.selectFrom('snapshots').select(['taken_at', 'digest']).orderBy('taken_at').execute();
  const newest = await newestOf(transaction, known, stamps.at(-1));
  if (newest === null) return [];
  const older = stamps.filter(({ taken_at: at }) => at < newest.at);
  keepOnly(known, older);
  if (newest.at <= since) return [newest.snapshot];
  const first = Math.max(
    0,
    older.findLastIndex(({ taken_at: at }) => at <= since),
  );
  return [...(await olderOf(transaction, known, older.slice(first))), newest.snapshot];
}

/** The port's `organisation` within one transaction. What `known` tells is asked for only when the transaction sees that it is there. */
export function organisationOf(transaction: Transaction, installationId: number, known: () => KnownOfOne): Tenant['organisation'] {
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
      const [first, ...rest] = await historyOf(transaction, known(), since);
      return first === undefined ? null : [first, ...rest];
    },

    async newest() {
      const stamps = transaction.selectFrom('snapshots').select(['taken_at', 'digest']).orderBy('taken_at', 'desc').limit(1);
      return (await newestOf(transaction, known(), await stamps.executeTakeFirst()))?.snapshot ?? null;
    },

    member: (personId) => newestMember(transaction, personId),

    async lastTakenAt() {
      const row = await transaction.selectFrom('organisations').select('snapshot_taken_at').executeTakeFirst();
      return row?.snapshot_taken_at ?? null;
    },
  };
}
