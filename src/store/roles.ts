/** The roles that transactions run under. Neither owns a table nor is a superuser, so row-level security binds them. */
import type { Pool } from 'pg';
import { UserMistake } from '../domain/errors.ts';

/** Sees and writes one installation's rows. */
export const tenantRole = 'staff_signals_tenant';

/** Reads, of all installations, the few columns that schedules need. */
export const everywhereRole = 'staff_signals_everywhere';

/** Sees and writes the sessions of people who signed in, and nothing else. */
export const sessionsRole = 'staff_signals_sessions';

const roles = [tenantRole, everywhereRole, sessionsRole] as const;

const createRoles = roles
  .map((role) => `if not exists (select from pg_roles where rolname = '${role}') then create role ${role} nologin; end if;`)
  .join('\n');

const insufficientPrivilege = '42501';
const attempts = 5;

const roleIsMissing = '22023';

async function canTakeRoles(pool: Pool): Promise<boolean> {
  const client = await pool.connect();
  try {
    for (const role of roles) await client.query(`begin; set local role ${role}; rollback`);
    return true;
  } catch (error) {
    await client.query('rollback');
    if (hasCode(error, roleIsMissing) || hasCode(error, insufficientPrivilege)) return false;
    throw error;
  } finally {
    client.release();
  }
}

async function createAndGrant(pool: Pool): Promise<void> {
  await pool.query(`do $$ begin ${createRoles} end $$; grant ${roles.join(', ')} to current_user`);
}

async function whatToRun(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ readonly name: string }>('select quote_ident(current_user) as name');
  const statements = [
    ...roles.map((role) => `CREATE ROLE ${role} NOLOGIN;`),
    `GRANT ${roles.join(', ')} TO ${rows[0]?.name ?? 'CURRENT_USER'};`,
  ];
  return [
    'The user of `DATABASE_URL` may not create the roles that keep installations apart. Let an administrator run this once, then start again:',
    '',
    '```sql',
    ...statements,
    '```',
  ].join('\n');
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/**
 * Makes sure that the roles exist and that the connecting user may take them. Roles belong to the cluster, so that processes on other
 * databases may create them at the same moment and no lock of this database would help: what fails for that reason is tried again.
 * Throws UserMistake with the statements to run when the user may not create roles.
 */
export async function ensureRoles(pool: Pool): Promise<void> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    if (await canTakeRoles(pool)) return;
    try {
      await createAndGrant(pool);
    } catch (error) {
      if (hasCode(error, insufficientPrivilege)) throw new UserMistake(await whatToRun(pool), { cause: error });
      if (attempt === attempts) throw error;
    }
  }
  if (!(await canTakeRoles(pool))) throw new UserMistake(await whatToRun(pool));
}
