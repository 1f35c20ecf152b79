/** Lets one connection's batch of protocol messages reach PGlite whole. */
import type { PGlite } from '@electric-sql/pglite';

/** Sync and Query end a batch: PostgreSQL answers them with ReadyForQuery. */
const ending = new Set([...'SQ'].map((letter) => letter.charCodeAt(0)));
/** Parse, Bind, Describe, Execute, Close and Flush belong to a batch that a Sync will end. */
const inside = new Set([...'PBDECH'].map((letter) => letter.charCodeAt(0)));
const sync = Uint8Array.from([...'S\0\0\0\u0004'].map((letter) => letter.charCodeAt(0)));

/**
 * Makes a PGlite say that it is in a transaction while a batch is under way, and tells when it breaks down. The socket server passes single messages of all connections
 * to one session, and stays with a connection only within transactions; when a large batch arrives in pieces, another connection's
 * statement would take the place of the one just parsed (https://github.com/electric-sql/pglite/issues/1046).
 * After a breakdown the socket server lets every connection wait for ever, so `onBreakdown` has to stop it.
 * Message types: https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
export function keepBatchesWhole(db: PGlite, onBreakdown: (error: unknown) => void): void {
  let isInBatch = false;
  const { execProtocolRawStream, isInTransaction, exec } = db;
  db.execProtocolRawStream = async (message, options) => {
    const type = message[0] ?? 0;
    if (inside.has(type)) isInBatch = true;
    if (ending.has(type)) isInBatch = false;
    try {
      await execProtocolRawStream.call(db, message, options);
    } catch (error) {
      onBreakdown(error);
      throw error;
    }
  };
  db.isInTransaction = () => isInBatch || isInTransaction.call(db);
  // The server rolls back for a connection that went away. After an error PostgreSQL skips all until the batch ends, a rollback too.
  db.exec = async (query, options) => {
    try {
      if (isInBatch) await db.execProtocolRaw(sync);
      isInBatch = false;
      return await exec.call(db, query, options);
    } catch (error) {
      // Nobody waits for it there, so that a session that can't even roll back, as after a full disk, would end the process.
      onBreakdown(error);
      return [];
    }
  };
}
