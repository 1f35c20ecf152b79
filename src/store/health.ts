/** What an operator can find wrong with the database. */
import type { Pool, PoolClient } from 'pg';
import type { Instant } from '../domain/instant.ts';
import { everywhereRole, tenantRole } from './roles.ts';

export type StoreHealth = {
  /** The server's version, as it says it. */
  readonly version: string;
  /** Its clock, to the second. */
  readonly time: Instant;
  /** How many migrations have run. */
  readonly migrations: number;
  /** Tables that row-level security does not keep apart, as a restore without policies would leave them. */
  readonly openTables: readonly string[];
  /** Our roles that row-level security does not bind. */
  readonly unboundRoles: readonly string[];
  /** Whether a transaction of an installation that does not exist sees nobody's rows. */
  readonly keepsApart: boolean;
};

const askServer = `select current_setting('server_version') as version, now() as time,
  (select count(*) from staff_signals.migrations) as migrations`;

const askTables = `select relname as name from pg_class
  where relnamespace = 'staff_signals'::regnamespace and relkind = 'r' and relname not in ('migrations', 'migration_lock')
    and not (relrowsecurity and relforcerowsecurity) order by relname`;

const askRoles = `select rolname as name from pg_roles where rolname in ('${tenantRole}', '${everywhereRole}') and (rolsuper or rolbypassrls)
  order by rolname`;

/** Installations have numbers from 1 on. */
const asNobody = `begin read only; set local role ${tenantRole}; set local staff_signals.installation_id = '0'`;

async function namesOf(client: PoolClient, query: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ readonly name: string }>(query);
  return rows.map(({ name }) => name);
}

async function seesNothing(client: PoolClient): Promise<boolean> {
  await client.query(asNobody);
  try {
    const { rows } = await client.query<{ readonly some: boolean }>('select exists (select from staff_signals.installations) as some');
    return rows[0]?.some === false;
  } finally {
    await client.query('rollback');
  }
}

/** Asks the database about itself, as its own user. Throws as the driver does. */
export async function examineStore(pool: Pool): Promise<StoreHealth> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<Pick<StoreHealth, 'version' | 'time' | 'migrations'>>(askServer);
    const [server] = rows;
    if (server === undefined) throw new Error('the database answered a question about itself with nothing');
    return {
      ...server,
      openTables: await namesOf(client, askTables),
      unboundRoles: await namesOf(client, askRoles),
      keepsApart: await seesNothing(client),
    };
  } finally {
    client.release();
  }
}
