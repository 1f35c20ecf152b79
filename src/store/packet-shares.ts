/** Whom engineers let read their packets, and when those did. */
import { sql } from 'kysely';
import type { Instant } from '../domain/instant.ts';
import type { PacketShare } from '../domain/packet-draft.ts';
import type { Tenant } from '../usecases/ports.ts';
import { mayKeepAbout } from './people.ts';
import type { PacketShareRow } from './schema.ts';
import type { Transaction } from './transaction.ts';

/** How often a reader looked is told no further back. */
const shownOpenings = 100;

type ShareWithOpenings = PacketShareRow & { readonly opened_at: readonly Instant[] };

function toShare(row: ShareWithOpenings): PacketShare {
  return {
    id: row.share_id,
    draftId: row.draft_id,
    personId: row.person_id,
    viewerId: row.viewer_id,
    createdAt: row.created_at,
    endsAt: row.ends_at,
    revokedAt: row.revoked_at,
    openedAt: row.opened_at,
  };
}

async function select(
  transaction: Transaction,
  where: { readonly personId?: number; readonly draftId?: string; readonly id?: string },
): Promise<readonly PacketShare[]> {
  const { personId = null, draftId = null, id = null } = where;
  const { rows } = await sql<ShareWithOpenings>`
    select share.*, coalesce((
      select jsonb_agg(to_char(opened.opened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') order by opened.opened_at desc, opened.line desc)
      from (
        select opened_at, line from staff_signals.packet_openings where share_id = share.share_id
        order by opened_at desc, line desc limit ${shownOpenings}
      ) as opened
    ), '[]') as opened_at
    from staff_signals.packet_shares as share
    where (${personId}::bigint is null or share.person_id = ${personId})
      and (${draftId}::text is null or share.draft_id = ${draftId})
      and (${id}::text is null or share.share_id = ${id})
    order by share.created_at desc, share.share_id
  `.execute(transaction);
  return rows.map(toShare);
}

/** The port's `packetShares` within one transaction. */
export function packetSharesOf(transaction: Transaction, installationId: number): Tenant['packetShares'] {
  return {
    ofPerson: (personId) => select(transaction, { personId }),

    ofDraft: (personId, draftId) => select(transaction, { personId, draftId }),

    find: async (id) => (await select(transaction, { id }))[0] ?? null,

    async add({ id, draftId, personId, viewerId, createdAt, endsAt }) {
      if (!(await mayKeepAbout(transaction, installationId, personId))) return;
      await transaction
        .insertInto('packet_shares')
        .values({
          installation_id: installationId,
          share_id: id,
          draft_id: draftId,
          person_id: personId,
          viewer_id: viewerId,
          created_at: createdAt,
          ends_at: endsAt,
          revoked_at: null,
        })
        .execute();
    },

    async revoke({ personId, id, at }) {
      const changed = await transaction
        .updateTable('packet_shares')
        .set({ revoked_at: at })
        .where('person_id', '=', personId)
        .where('share_id', '=', id)
        .where('revoked_at', 'is', null)
        .executeTakeFirst();
      return changed.numUpdatedRows > 0n;
    },

    async opened(id, at) {
      await transaction.insertInto('packet_openings').values({ installation_id: installationId, share_id: id, opened_at: at }).execute();
    },
  };
}
