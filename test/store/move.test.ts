/** A move takes every row of every table as it is, into an empty database alone, and leaves the old store as it was. */
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PermanentFailure } from '../../src/domain/errors.ts';
import { openStorePool } from '../../src/store/connection.ts';
import { openEmbedded } from '../../src/store/embedded.ts';
import { moveEmbeddedStore } from '../../src/store/move.ts';
import { openStore } from '../../src/store/open.ts';
import type { Tenant } from '../../src/usecases/ports.ts';
import { layEmbeddedStore } from '../embedded-template.ts';
import { serviceDatabaseUrl } from '../services.ts';
import { newDatabase, newFolder } from './open-for-tests.ts';
import {
  aCommand,
  ada,
  aHistory,
  aLine,
  anEntry,
  anEvidence,
  aNote,
  aParticipation,
  aReport,
  aRepository,
  aSnapshot,
  aSummary,
  ben,
  pull,
} from './samples.ts';

const at = '2026-10-01T00:00:00Z';
/** Text that formats on the way might change. */
const hostile = 'A "quoted" {a,b} \\N \\x41 \u2028 naïve 🙂 line\nbreak\ttab';

async function fill(tenant: Tenant, installationId: number): Promise<void> {
  await tenant.installation.save({ id: installationId, accountId: 1, login: `acme-${installationId}`, isSuspended: false });
  await tenant.installation.saveSettingsProblems([hostile]);
  await tenant.repositories.save(aRepository({ problems: [hostile, ''] }));
  await tenant.organisation.add(aSnapshot());
  await tenant.touches.add(pull, { at, dueAt: at });
  await tenant.touches.addPast([{ subject: { ...pull, number: 90_000_000_000 }, updatedAt: at }], { at });
  await tenant.histories.begin(aHistory());
  await tenant.duties.add({ kind: 'check', repositoryId: 7, headSha: 'abc', isRerun: true });
  await tenant.subjects.replace(aSummary({ title: hostile }), {
    participations: [aParticipation({ owners: ['a,b', 'c "d"'], mergedAt: null })],
    evidence: [anEvidence({ because: hostile, quote: null })],
  });
  await tenant.evidence.decide({ key: anEvidence().key, personId: ada.id, decision: 'kept', at });
  await tenant.reports.save(aReport({ readers: { kind: 'everyone' } }));
  await tenant.reports.save(aReport({ personId: ben.id, readers: null }));
  await tenant.entries.add(anEntry({ text: hostile }));
  await tenant.itemNotes.add({ commentId: '9007199254740993', ordinal: 0 }, aNote({ text: hostile }));
  await tenant.commands.begin(aCommand({ commentId: '9007199254740995' }));
  await tenant.people.join(ada.id, at);
  await tenant.people.pause(ada.id, at);
  await tenant.people.leave(ben.id, at);
  await tenant.audit.add([aLine()]);
  await tenant.lingering.add({ repositoryId: 9, number: 1, noticedAt: at, reason: 'closed' });
}

type Target = { readonly url: string; readonly remove: () => Promise<void> };

/** An empty database: of the real server where there is one, else an embedded one that is reached as if it were. */
async function newTarget(): Promise<Target> {
  const server = serviceDatabaseUrl();
  if (server !== null) {
    const database = await newDatabase(server);
    return { url: database.url, remove: database.drop };
  }
  const folder = await newFolder();
  await layEmbeddedStore(folder.path);
  const { address, close } = await openEmbedded({ dataDir: folder.path, role: 'service', log: () => {} });
  if (address.kind !== 'socket') throw new Error('the embedded store is reached by a socket');
  const remove = async () => {
    await close();
    await folder.remove();
  };
  return { url: `postgres://postgres@${encodeURIComponent(address.directory)}:${address.port}/postgres`, remove };
}

async function allRows(address: Parameters<typeof openStorePool>[0]): Promise<Readonly<Record<string, readonly string[]>>> {
  const pool = openStorePool(address, () => {});
  try {
    const tables = await pool.query<{ readonly name: string }>(
      "select relname as name from pg_class where relnamespace = 'staff_signals'::regnamespace and relkind = 'r' and relname not like 'migration%' order by 1",
    );
    const rows: Record<string, readonly string[]> = {};
    for (const { name } of tables.rows) {
      const { rows: texts } = await pool.query<{ readonly text: string }>(
        `select (each.*)::text as text from staff_signals.${name} as each order by 1`,
      );
      rows[name] = texts.map(({ text }) => text);
    }
    return rows;
  } finally {
    await pool.end();
  }
}

describe('a store that moves', () => {
  let folder: Awaited<ReturnType<typeof newFolder>>;
  let target: Target;
  beforeAll(async () => {
    folder = await newFolder();
    await layEmbeddedStore(folder.path);
    const store = await openStore({ databaseUrl: null, dataDir: folder.path, role: 'service' });
    for (const installationId of [1, 2]) await store.tenant(installationId, (tenant) => fill(tenant, installationId));
    await store.close();
    target = await newTarget();
  });
  afterAll(async () => {
    await target.remove();
    await folder.remove();
  });

  const move = (databaseUrl = target.url, dataDir = folder.path) => {
    const told: string[] = [];
    return moveEmbeddedStore({ dataDir, databaseUrl, onTable: ({ table }) => void told.push(table) }).then((tables) => ({ tables, told }));
  };
  const openSource = () => openStore({ databaseUrl: null, dataDir: folder.path, role: 'service' });

  it('is refused while a service uses it, and where there is none', async () => {
    const service = await openSource();
    await expect(move()).rejects.toThrow(/Stop the service, then move/);
    await service.close();
    const empty = await newFolder();
    await expect(move(target.url, empty.path)).rejects.toThrow(/There is no embedded store in/);
    await empty.remove();
  });

  it('leaves nothing half done when the copy is not what it should be', async () => {
    const client = new Client({ connectionString: target.url });
    await client.connect();
    const store = await openStore({ databaseUrl: target.url, dataDir: '', role: 'command' });
    await client.query(`
      create function public.spoil() returns trigger language plpgsql as $$ begin new.title := 'spoilt'; return new; end $$;
      create trigger spoil before insert on staff_signals.evidence for each row execute function public.spoil()`);
    await expect(move()).rejects.toThrow(PermanentFailure);
    await client.query('drop trigger spoil on staff_signals.evidence');
    expect(await store.everywhere(({ installations }) => installations())).toEqual([]);
    expect(await store.examine()).toMatchObject({ openTables: [], keepsApart: true });
    await store.close();
    await client.end();
  });

  it('is the same at its new place, kept apart as before, and still at the old one', async () => {
    const { tables, told } = await move();
    const source = await openSource();
    const store = await openStore({ databaseUrl: target.url, dataDir: '', role: 'command' });
    const [before, after] = [await allRows(source.address), await allRows(store.address)];
    expect(after).toEqual(before);
    expect(told).toEqual(tables.map(({ table }) => table));
    expect(Object.fromEntries(tables.map(({ table, rows }) => [table, rows]))).toEqual(
      Object.fromEntries(Object.entries(before).map(([table, rows]) => [table, rows.length])),
    );
    const filled = tables.filter(({ rows }) => rows > 0).map(({ table }) => table);
    expect(filled).toEqual(
      expect.arrayContaining(['evidence', 'decisions', 'touches', 'duties', 'histories', 'reports', 'snapshots', 'audit']),
    );
    expect(await store.examine()).toMatchObject({ openTables: [], keepsApart: true });
    expect(await store.everywhere(({ waitingRepositories }) => waitingRepositories())).toHaveLength(2);
    await store.tenant(2, async ({ touches }) => {
      const [taken] = await touches.take(7, { now: at, limit: 10 });
      await touches.add(pull, { at, dueAt: at });
      const [again] = await touches.take(7, { now: at, limit: 10 });
      expect(again?.generation).toBeGreaterThan(taken?.generation ?? Number.POSITIVE_INFINITY);
    });
    await store.close();
    await source.close();
  });

  it('is not moved into a database that holds something', async () => {
    await expect(move()).rejects.toThrow(/is in use: its table \w+ holds rows/);
  });

  it('that is copied as a folder, once stopped, is a backup', async () => {
    const copy = await newFolder();
    await cp(folder.path, join(copy.path, 'data'), { recursive: true });
    const [source, restored] = [
      await openSource(),
      await openStore({ databaseUrl: null, dataDir: join(copy.path, 'data'), role: 'service' }),
    ];
    expect(await allRows(restored.address)).toEqual(await allRows(source.address));
    await restored.close();
    await source.close();
    await copy.remove();
  });
});
