/** Retention: what is older than the organisation keeps things goes. */
import { sql } from 'kysely';
import type { Tenant } from '../usecases/ports.ts';
import type { Transaction } from './transaction.ts';

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
    await sql`
      delete from staff_signals.decisions as made
      where made.at < ${at} and not exists (select from staff_signals.evidence as held where held.key = made.key)
    `.execute(transaction);
  };
}
