/** Brings a database up to the present schema: roles first (they belong to the whole cluster), then the migrations one by one. */
import { Kysely, Migrator, PostgresDialect, sql } from 'kysely';
import type { Pool } from 'pg';
import { UserMistake } from '../domain/errors.ts';
import { foundation } from './migrations/0001-foundation.ts';
import { speaking } from './migrations/0002-speaking.ts';
import { languages } from './migrations/0003-participations.ts';
import { decidedVersions } from './migrations/0004-decided-versions.ts';
import { speakers } from './migrations/0005-speakers.ts';
import { welcome } from './migrations/0006-welcome.ts';
import { history } from './migrations/0007-history.ts';
import { references } from './migrations/0008-references.ts';
import { audit } from './migrations/0009-audit.ts';
import { overflow } from './migrations/0010-overflow.ts';
import { sessions } from './migrations/0011-sessions.ts';
import { log } from './migrations/0012-log.ts';
import { packetDrafts } from './migrations/0013-packet-drafts.ts';
import { deliveries } from './migrations/0014-deliveries.ts';
import { ensureRoles } from './roles.ts';
import { schemaName } from './schema.ts';

/** By name, which is also their order. A migration that was released never changes. */
const migrations = {
  '0001-foundation': foundation,
  '0002-speaking': speaking,
  '0003-participations': languages,
  '0004-decided-versions': decidedVersions,
  '0005-speakers': speakers,
  '0006-welcome': welcome,
  '0007-history': history,
  '0008-references': references,
  '0009-audit': audit,
  '0010-overflow': overflow,
  '0011-sessions': sessions,
  '0012-log': log,
  '0013-packet-drafts': packetDrafts,
  '0014-deliveries': deliveries,
} as const;

const insufficientPrivilege = '42501';
/** Kysely's words for a migration that has run and is not among ours. */
const unknownMigration = /previously executed migration .+ is missing/;

function explain(error: unknown): never {
  if (error instanceof Error && unknownMigration.test(error.message)) {
    throw new UserMistake(
      "The database's tables are of a newer version of staff-signals than this one. Start that version, or put back the backup from before it.",
      { cause: error },
    );
  }
  if (error instanceof Error && 'code' in error && error.code === insufficientPrivilege) {
    throw new UserMistake(
      'The user of `DATABASE_URL` may not create schemas in its database. Let an administrator run `GRANT CREATE ON DATABASE <database> TO <user>;`, then start again.',
      { cause: error },
    );
  }
  throw error;
}

/**
 * Creates roles, schema and tables, or brings them up to date. Safe to run by several processes at once: kysely's migrator takes an
 * advisory lock. Throws UserMistake when the database's user lacks a right, saying what to run; all else as the driver throws it.
 */
export async function migrate(pool: Pool): Promise<void> {
  await ensureRoles(pool);
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableSchema: schemaName,
    migrationTableName: 'migrations',
    migrationLockTableName: 'migration_lock',
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) explain(error);
}

/** Whether every migration that this program knows has run. */
export async function isMigrated(pool: Pool): Promise<boolean> {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  const { rows } = await sql<{ readonly table: string | null }>`select to_regclass('staff_signals.migrations')::text as table`.execute(db);
  if (rows[0]?.table == null) return false;
  const run = await sql<{ readonly name: string }>`select name from staff_signals.migrations`.execute(db);
  const names = new Set(run.rows.map((row) => row.name));
  return Object.keys(migrations).every((name) => names.has(name));
}
