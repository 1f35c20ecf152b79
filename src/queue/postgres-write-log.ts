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
      -- Milliseconds since 1970, oldest first; the last ones may lie in the future.
      writes bigint[] NOT NULL
    );
    COMMIT;
  `);
}

/** $1 installation, $2 counts and $3 windows of the limits, $4 entries to keep. The row's lock makes it one step after the other. */
const reserveStatement = `
  INSERT INTO write_budget.log AS log (installation_id, writes)
  VALUES ($1, ARRAY[floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint])
  ON CONFLICT (installation_id) DO UPDATE SET writes = (
    SELECT (log.writes || next.at)[greatest(1, cardinality(log.writes) + 2 - $4::int):]
    FROM (
      SELECT greatest(
        floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint,
        max(log.writes[cardinality(log.writes) + 1 - rule.count] + rule.window_ms)
      ) AS at
      FROM unnest($2::int[], $3::bigint[]) AS rule (count, window_ms)
    ) AS next
  )
  RETURNING greatest(0, writes[cardinality(writes)] - floor(extract(epoch FROM clock_timestamp()) * 1000))::float8 AS wait_ms
`;

/** The log over a pool on which `createWriteLogTable` has run. */
export function postgresWriteLog(pool: pg.Pool): WriteLog {
  return {
    reserve: async (installationId, limits) => {
      const counts = limits.map((limit) => limit.count);
      const windows = limits.map((limit) => limit.windowMs);
      const { rows } = await pool.query(reserveStatement, [installationId, counts, windows, Math.max(...counts)]);
      return z.tuple([z.object({ wait_ms: z.number() })]).parse(rows)[0].wait_ms;
    },
  };
}
