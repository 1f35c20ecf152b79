/** Installations are apart in the database itself: the queries below have no `where`. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everywhereRole, tenantRole } from '../../src/store/roles.ts';
import { inOneTrip, inTransaction } from '../../src/store/transaction.ts';
import { openTestStore, type TestStore } from './open-for-tests.ts';
import {
  aCommand,
  ada,
  aDraft,
  anEntry,
  aLine,
  anEvidence,
  aNote,
  aHistory,
  aParticipation,
  aReport,
  aRepository,
  aShare,
  aSnapshot,
  aSummary,
  ben,
  pull,
  shareId,
} from './samples.ts';

const one = 11;
const other = 22;

let test: TestStore;
let tables: readonly string[];

async function fill(installationId: number): Promise<void> {
  await test.store.tenant(installationId, async (tenant) => {
    await tenant.installation.save({ id: installationId, accountId: installationId, login: `org-${installationId}`, isSuspended: false });
    await tenant.installation.saveSettingsText('people: {}\n');
    await tenant.repositories.save(aRepository());
    await tenant.touches.add(pull, { at: '2026-10-01T00:00:00Z', dueAt: '2026-10-01T00:02:00Z' });
    await tenant.duties.add({ kind: 'organisation' });
    await tenant.histories.begin(aHistory());
    await tenant.subjects.replace(aSummary(), { participations: [aParticipation()], evidence: [anEvidence()] });
    await tenant.evidence.decide({ key: anEvidence().key, personId: ada.id, decision: 'kept', at: '2026-10-04T00:00:00Z' });
    await tenant.organisation.add(aSnapshot());
    await tenant.reports.save(aReport());
    await tenant.entries.add(anEntry());
    await tenant.itemNotes.add({ commentId: '1', ordinal: 0 }, aNote());
    await tenant.commands.begin(aCommand());
    await tenant.packetDrafts.add(aDraft());
    await tenant.packetShares.add(aShare());
    await tenant.packetShares.opened(shareId, '2026-11-03T08:00:00Z');
    await tenant.audit.add([aLine()]);
    await tenant.lingering.add({ repositoryId: 9, number: 1, noticedAt: '2026-10-01T00:00:00Z', reason: 'closed' });
    await tenant.people.pause(ada.id, '2026-10-01T00:00:00Z');
    await tenant.people.join(ben.id, '2026-10-01T00:00:00Z');
    await tenant.people.leave(999, '2026-10-01T00:00:00Z');
  });
}

beforeAll(async () => {
  test = await openTestStore();
  await fill(one);
  await fill(other);
  const { rows } = await test.pool.query<{ readonly name: string }>(`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'installation_id'
    where c.relnamespace = 'staff_signals'::regnamespace and c.relkind = 'r' order by 1`);
  tables = rows.map((row) => row.name);
});
afterAll(() => test.close());

/** The installations whose rows a table shows to a transaction, straight from the table. */
async function seen(scope: Parameters<typeof inTransaction>[1], table: string): Promise<readonly number[]> {
  return inTransaction(test.pool, scope, async (transaction) => {
    const { rows } = await sql<{ readonly id: number }>`select installation_id as id from ${sql.table(`staff_signals.${table}`)}`.execute(
      transaction,
    );
    return rows.map((row) => row.id);
  });
}

async function withRole<T>(role: string, query: string): Promise<readonly T[]> {
  const client = await test.pool.connect();
  try {
    await client.query(`begin; set local role ${role}`);
    return (await client.query(query)).rows;
  } finally {
    await client.query('rollback');
    client.release();
  }
}

describe('a tenant', () => {
  it('has rows of both installations in every table to see', async () => {
    expect(tables).toHaveLength(24);
    for (const table of tables) {
      const { rows } = await test.pool.query(`select count(distinct installation_id) as count from staff_signals.${table}`);
      expect([table, rows[0].count]).toEqual([table, 2]);
    }
  });

  it('sees its own rows and no others', async () => {
    for (const table of tables) {
      expect([table, ...(await seen({ kind: 'tenant', installationId: one }, table))]).toEqual([table, one]);
    }
  });

  it('can neither insert into another nor move a row there', async () => {
    const insert = `insert into staff_signals.duties (installation_id, kind, repository_id) values (${other}, 'settings', 1)`;
    const move = `update staff_signals.reports set installation_id = ${other}`;
    for (const statement of [insert, move]) {
      const attempt = inTransaction(test.pool, { kind: 'tenant', installationId: one }, (transaction) =>
        sql.raw(statement).execute(transaction),
      );
      await expect(attempt).rejects.toThrow(/row-level security/);
    }
  });

  it('is bound in one trip as in many, and leaves nothing behind when that fails', async () => {
    const trip = (statement: string) => inOneTrip<{ readonly id: number }>(test.pool, { kind: 'tenant', installationId: one }, statement);
    for (const table of tables) expect(await trip(`select installation_id as id from staff_signals.${table}`)).toEqual([{ id: one }]);
    const begun = "insert into staff_signals.duties (installation_id, kind, repository_id) values (11, 'settings', 1)";
    await expect(trip(`${begun}; ${begun.replace('11', '22')}`)).rejects.toThrow(/row-level security/);
    expect(await seen({ kind: 'tenant', installationId: one }, 'duties')).toEqual([one]);
    const { rows } = await test.pool.query('select current_user = session_user as "isItself"');
    expect(rows).toEqual([{ isItself: true }]);
  });

  it('updates and deletes its own rows alone', async () => {
    const changed = await inTransaction(test.pool, { kind: 'tenant', installationId: one }, async (transaction) => {
      const update = await sql`update staff_signals.reports set body = 'x'`.execute(transaction);
      const deletion = await sql`delete from staff_signals.touches`.execute(transaction);
      return [update.numAffectedRows, deletion.numAffectedRows];
    });
    expect(changed).toEqual([1n, 1n]);
    expect(await seen({ kind: 'tenant', installationId: other }, 'touches')).toEqual([other]);
  });

  it('sees nothing without the setting, before and after a transaction that had it', async () => {
    for (const table of tables) {
      expect(await withRole(tenantRole, `select * from staff_signals.${table}`)).toEqual([]);
    }
  });

  it('can take neither a table nor the security from it', async () => {
    await expect(withRole(tenantRole, 'alter table staff_signals.reports disable row level security')).rejects.toThrow(/must be owner/);
    await expect(withRole(tenantRole, 'create table staff_signals.mine ()')).rejects.toThrow(/permission denied/);
    await expect(withRole(tenantRole, 'select * from staff_signals.migrations')).rejects.toThrow(/permission denied/);
  });

  it('runs as a role that is neither owner nor superuser', async () => {
    const { rows } = await test.pool.query(
      `select rolname, rolsuper, rolbypassrls, exists (select from pg_class where relowner = r.oid) as owns from pg_roles r where rolname in ('${tenantRole}', '${everywhereRole}') order by 1`,
    );
    expect(rows).toEqual(
      [everywhereRole, tenantRole].toSorted().map((rolname) => ({ rolname, rolsuper: false, rolbypassrls: false, owns: false })),
    );
  });
});

describe('what crosses installations', () => {
  it('reads what schedules need of all of them', async () => {
    const found = await test.store.everywhere(async (everywhere) => ({
      installations: await everywhere.installations(),
      repositories: await everywhere.waitingRepositories(),
      organisations: await everywhere.waitingOrganisations(),
      histories: await everywhere.waitingHistories(),
    }));
    expect(found).toEqual({
      installations: [one, other].map((id) => ({ id, accountId: id, login: `org-${id}`, isSuspended: false })),
      repositories: [{ installationId: other, repositoryId: 7, dueAt: '2026-10-01T00:02:00Z' }],
      organisations: [one, other],
      histories: [one, other],
    });
  });

  it('may read nothing else', async () => {
    const open = new Set(['installations', 'touches', 'duties', 'histories']);
    for (const table of tables.filter((name) => !open.has(name))) {
      await expect(withRole(everywhereRole, `select installation_id from staff_signals.${table}`)).rejects.toThrow(/permission denied/);
    }
    await expect(withRole(everywhereRole, 'select number from staff_signals.touches')).rejects.toThrow(/permission denied/);
    await expect(withRole(everywhereRole, 'select lists from staff_signals.histories')).rejects.toThrow(/permission denied/);
  });

  it('may write nothing', async () => {
    await expect(withRole(everywhereRole, 'delete from staff_signals.touches')).rejects.toThrow(/permission denied/);
    await expect(withRole(everywhereRole, `update staff_signals.installations set login = 'x'`)).rejects.toThrow(/permission denied/);
  });
});

describe('erasing an installation', () => {
  it('empties every table of it and touches no other', async () => {
    await test.store.tenant(other, (tenant) => tenant.installation.erase());
    for (const table of tables) {
      expect(await seen({ kind: 'tenant', installationId: other }, table)).toEqual([]);
    }
    expect(await seen({ kind: 'tenant', installationId: one }, 'evidence')).toEqual([one]);
  });
});
