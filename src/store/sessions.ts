/** Sessions of people who signed in: across installations, and apart from all that is held about work. */
import { sql } from 'kysely';
import type { Sessions, StoredSession } from '../usecases/signing-in/ports.ts';
import type { SessionRow } from './schema.ts';
import type { Transaction } from './transaction.ts';

function toSession(row: Omit<SessionRow, 'state_hash' | 'refresh_claimed_at'>): StoredSession {
  return {
    idHash: row.id_hash,
    personId: row.person_id,
    login: row.login,
    begunAt: row.begun_at,
    usedAt: row.used_at,
    installationIds: row.installation_ids,
    sealedTokens: row.sealed_tokens,
  };
}

const columns = ['id_hash', 'person_id', 'login', 'begun_at', 'used_at', 'installation_ids', 'sealed_tokens'] as const;

function changesOf(
  transaction: Transaction,
): Pick<Sessions, 'markUsed' | 'saveInstallations' | 'claimRefresh' | 'saveTokens' | 'releaseRefresh'> {
  const change = (idHash: string) => transaction.updateTable('sessions').where('id_hash', '=', idHash);
  return {
    async markUsed(idHash, at) {
      await change(idHash).set({ used_at: at }).execute();
    },

    async saveInstallations(idHash, installationIds) {
      await change(idHash).set({ installation_ids: installationIds }).execute();
    },

    async claimRefresh(idHash, { at, staleBefore }) {
      const isFree = change(idHash).where((column) =>
        column.or([column('refresh_claimed_at', 'is', null), column('refresh_claimed_at', '<', staleBefore)]),
      );
      return (await isFree.set({ refresh_claimed_at: at }).executeTakeFirst()).numUpdatedRows === 1n;
    },

    async saveTokens(idHash, sealedTokens) {
      await change(idHash).set({ sealed_tokens: sealedTokens, refresh_claimed_at: null }).execute();
    },

    async releaseRefresh(idHash) {
      await change(idHash).set({ refresh_claimed_at: null }).execute();
    },
  };
}

/** The port's `Sessions` within one transaction of their own role. */
export function sessionsIn(transaction: Transaction): Sessions {
  const rows = transaction.selectFrom('sessions');
  return {
    async add(session, stateHash) {
      const { numInsertedOrUpdatedRows } = await transaction
        .insertInto('sessions')
        .values({
          id_hash: session.idHash,
          state_hash: stateHash,
          person_id: session.personId,
          login: session.login,
          begun_at: session.begunAt,
          used_at: session.usedAt,
          installation_ids: session.installationIds,
          sealed_tokens: session.sealedTokens,
          refresh_claimed_at: null,
        })
        .onConflict((conflict) => conflict.column('state_hash').doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },

    async find(idHash) {
      const row = await rows.select(columns).where('id_hash', '=', idHash).executeTakeFirst();
      return row === undefined ? null : toSession(row);
    },

    ...changesOf(transaction),

    async end(idHash) {
      await transaction.deleteFrom('sessions').where('id_hash', '=', idHash).execute();
    },

    async endAllOf(personId) {
      return (await transaction.deleteFrom('sessions').where('person_id', '=', personId).returning(columns).execute()).map(toSession);
    },

    async ofPerson(personId) {
      return rows.select(['begun_at as begunAt', 'used_at as usedAt']).where('person_id', '=', personId).orderBy('begun_at').execute();
    },

    async eraseEnded({ begunBefore, usedBefore }) {
      await sql`delete from staff_signals.sessions where begun_at <= ${begunBefore} or used_at <= ${usedBefore}`.execute(transaction);
    },
  };
}
