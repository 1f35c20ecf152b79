/** The write budget's log in PostgreSQL: one row for each installation, in a schema of its own. */
import type pg from 'pg';
import { z } from 'zod';
import type { WriteLog } from './write-budget.ts';

/** Creates the table if need be. Several processes may do so at once: the advisory lock (any fixed number) lets them in one by one. */
export async function createWriteLogTable(client: pg.ClientBase): Promise<void> {
  await client.query(`
    BEGIN;
    SELECT pg_advisory_xact_lock(7177345201);
    CREATE SCHEMA IF NOT EXISTS write_budget;
    CREATE TABLE IF NOT EXISTS write_budget.log (
      installation_id bigint PRIMARY KEY,
      -- Milliseconds since 1970, oldest first.
      writes bigint[] NOT NULL
    );
    COMMIT;
  `);
}

/** $1 installation, $2 counts and $3 windows of the limits, $4 entries to keep, $5 whether to take. The row's lock makes it one step after the other. */
const lookStatement = `
  WITH held AS (
    SELECT writes FROM write_budget.log WHERE installation_id = $1 FOR UPDATE
  ), waits AS (
    SELECT rule.place, coalesce(
      held.writes[cardinality(held.writes) + 1 - rule.count] + rule.window_ms - floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint, 0
    ) AS wait_ms
    FROM held, unnest($2::int[], $3::bigint[]) WITH ORDINALITY AS rule (count, window_ms, place)
  ), taken AS (
    UPDATE write_budget.log SET
      writes = (writes || floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint)[greatest(1, cardinality(writes) + 2 - $4::int):]
    WHERE installation_id = $1 AND $5::boolean AND (SELECT max(wait_ms) FROM waits) <= 0
  )
  SELECT wait_ms::float8 AS wait_ms FROM waits ORDER BY place
`;

const addRowStatement = `INSERT INTO write_budget.log (installation_id, writes) VALUES ($1, '{}') ON CONFLICT DO NOTHING`;

const answerSchema = z.array(z.object({ wait_ms: z.number() }));

/** The log over a pool on which `createWriteLogTable` has run. */
export function postgresWriteLog(pool: pg.Pool): WriteLog {
  return {
    look: async (installationId, limits, { isTaking }) => {
      const counts = limits.map((limit) => limit.count);
      const windows = limits.map((limit) => limit.windowMs);
      await pool.query(addRowStatement, [installationId]);
      const { rows } = await pool.query(lookStatement, [installationId, counts, windows, Math.max(...counts), isTaking]);
      return answerSchema.parse(rows).map((row) => row.wait_ms);
    },
  };
}
