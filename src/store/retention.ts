/** Retention: what is older than the organisation keeps things goes. */
import { type RawBuilder, sql } from 'kysely';
import type { Tenant } from '../usecases/ports.ts';
import type { Transaction } from './transaction.ts';

/** Whether what bears an item's key speaks of nothing that is held. */
function isOrphan(table: string): RawBuilder<unknown> {
  const key = sql.ref(`${table}.key`);
  return sql`not exists (select from staff_signals.evidence as held where held.key = ${key})
    and not exists (select from staff_signals.entries as added where added.key = ${key})`;
}

/** The port's `eraseBefore` within one transaction. Subjects that nothing points to any more go with their evidence. */
export function retentionOf(transaction: Transaction): Tenant['eraseBefore'] {
  return async ({ at, month }) => {
    await sql`delete from staff_signals.evidence where at < ${at}`.execute(transaction);
    await sql`delete from staff_signals.participations where at < ${at}`.execute(transaction);
    await sql`delete from staff_signals.subjects where updated_at < ${at}`.execute(transaction);
    await sql`delete from staff_signals.reports where month < ${month}`.execute(transaction);
    await sql`
      delete from staff_signals.snapshots
      where taken_at < (select max(taken_at) from staff_signals.snapshots where taken_at <= ${at})
    `.execute(transaction);
    await sql`delete from staff_signals.entries where month < ${month}`.execute(transaction);
    await sql`delete from staff_signals.audit where at < ${at}`.execute(transaction);
    await sql`delete from staff_signals.lingering_issues where noticed_at < ${at}`.execute(transaction);
    await sql`delete from staff_signals.packet_drafts where saved_at < ${at}`.execute(transaction);
    await sql`delete from staff_signals.packet_draft_versions as held using staff_signals.packet_drafts as draft
      where held.draft_id = draft.draft_id and held.version <> draft.version and held.saved_at < ${at}`.execute(transaction);
    await sql`delete from staff_signals.packet_shares where least(ends_at, revoked_at) < ${at}`.execute(transaction);
    await sql`delete from staff_signals.packet_openings where opened_at < ${at}`.execute(transaction);
    await sql`delete from staff_signals.commands where given_at < ${at}`.execute(transaction);
    await sql`delete from staff_signals.item_notes as written where written_at < ${at} and ${isOrphan('written')}`.execute(transaction);
    await sql`delete from staff_signals.decisions as made where made.at < ${at} and ${isOrphan('made')}`.execute(transaction);
  };
}
