/** The embedded store: one owner, commands that borrow it, and what happens when things break. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, truncate, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { UserMistake } from '../../src/domain/errors.ts';
import { openStorePool } from '../../src/store/connection.ts';
import type { StoreRole } from '../../src/store/embedded.ts';
import { type OpenStore, openStore } from '../../src/store/open.ts';
import { wholeLimits } from '../limits.ts';
import { newFolder } from './open-for-tests.ts';

/** It makes new stores, some in processes of their own. */
vi.setConfig(wholeLimits);

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function folder(): Promise<string> {
  const { path, remove } = await newFolder();
  cleanups.push(remove);
  return path;
}

async function open(dataDir: string, role: StoreRole): Promise<OpenStore> {
  const store = await openStore({ databaseUrl: null, dataDir, role });
  cleanups.push(store.close);
  return store;
}

const acme = { id: 1, accountId: 1, login: 'acme', isSuspended: false };

function save(store: OpenStore): Promise<void> {
  return store.tenant(1, ({ installation }) => installation.save(acme));
}

function read(store: OpenStore): Promise<unknown> {
  return store.tenant(1, ({ installation }) => installation.read());
}

async function socketDirectory(store: OpenStore): Promise<string> {
  if (store.address.kind !== 'socket') throw new Error('not the embedded store');
  return store.address.directory;
}

describe('the owner', () => {
  it('refuses a second service, lends to commands, and leaves its rows to the next', async () => {
    const dataDir = await folder();
    const service = await open(dataDir, 'service');
    await save(service);
    await expect(open(dataDir, 'service')).rejects.toThrow(UserMistake);
    const command = await open(dataDir, 'command');
    expect(await read(command)).toEqual(acme);
    await command.close();
    expect(await read(service)).toEqual(acme);
    await service.close();
    await service.close();
    const alone = await open(dataDir, 'command');
    expect(await read(alone)).toEqual(acme);
  });

  it('that was killed does not bar the next, which finds the rows', async () => {
    const dataDir = await folder();
    const child = spawn(process.execPath, [fileURLToPath(new URL('hold-store.ts', import.meta.url)), dataDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    cleanups.push(async () => {
      child.kill('SIGKILL');
    });
    await once(child.stdout, 'data');
    await expect(open(dataDir, 'service')).rejects.toThrow(/already uses the data folder/);
    const command = await open(dataDir, 'command');
    expect(await read(command)).toEqual(acme);
    await command.close();
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await read(await open(dataDir, 'service'))).toEqual(acme);
  });

  it('serves from elsewhere when the path is too long for a socket', async () => {
    const dataDir = join(await folder(), 'deep'.repeat(20), 'down'.repeat(20));
    const service = await open(dataDir, 'service');
    await save(service);
    expect(await read(await open(dataDir, 'command'))).toEqual(acme);
    const directory = await socketDirectory(service);
    expect(directory).not.toBe(dataDir);
    await service.close();
    await expect(access(directory)).rejects.toThrow(/ENOENT/);
  });
});

describe('a data folder', () => {
  it('that is a file can not be used', async () => {
    const file = join(await folder(), 'data');
    await writeFile(file, 'x');
    await expect(open(file, 'service')).rejects.toThrow(UserMistake);
    await expect(open(join(file, 'below'), 'service')).rejects.toThrow(/can't be used/);
  });

  it('where no lock can be written can not be used', async () => {
    const dataDir = await folder();
    await mkdir(join(dataDir, 'lock'));
    await expect(open(dataDir, 'service')).rejects.toThrow(/can't be used/);
  });

  it('whose first start was broken off begins anew', async () => {
    const dataDir = await folder();
    await mkdir(join(dataDir, 'postgres', 'base'), { recursive: true });
    await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '');
    await writeFile(join(dataDir, 'unfinished'), '');
    await save(await open(dataDir, 'service'));
    await expect(access(join(dataDir, 'unfinished'))).rejects.toThrow(/ENOENT/);
  });

  it('with damaged files is refused in words, again and again', async () => {
    const dataDir = await folder();
    await (await open(dataDir, 'service')).close();
    await truncate(join(dataDir, 'postgres', 'global', 'pg_control'), 100);
    for (const role of ['service', 'command'] as const) {
      await expect(open(dataDir, role)).rejects.toThrow(/can't be opened: its files are damaged/);
    }
  });
});

describe('connections to the one session', () => {
  let store: OpenStore;
  let remove: () => Promise<void>;
  beforeAll(async () => {
    const { path, remove: removeFolder } = await newFolder();
    remove = removeFolder;
    store = await openStore({ databaseUrl: null, dataDir: path, role: 'service' });
  });
  afterAll(async () => {
    await store.close();
    await remove();
  });

  it('do not mix their statements, even when a large one arrives in pieces', async () => {
    const pool = openStorePool(store.address, () => {});
    const large = 'x'.repeat(3_000_000);
    const answers = await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        const text = index % 6 === 0 ? large : `${index}`;
        const { rows } = await pool.query<{ readonly size: number; readonly index: number }>(
          `select length($1::text) as size, ${index} as index`,
          [text],
        );
        return rows[0]?.size === text.length && rows[0].index === index;
      }),
    );
    await pool.end();
    expect(answers.filter((isRight) => !isRight)).toEqual([]);
  });

  it.each([
    ['of the same pool', (pool: Pool) => pool],
    ['of another pool of the process', () => store.queuePool(3)],
  ])('hear what another one notifies, %s', async (_which, poolOf) => {
    const pool = store.queuePool(3);
    const [listener, notifier] = [await pool.connect(), await poolOf(pool).connect()];
    await listener.query('listen news');
    const heard = once(listener, 'notification', { signal: AbortSignal.timeout(5_000) });
    await notifier.query(`notify news, 'a job'`);
    expect(await heard).toMatchObject([{ channel: 'news', payload: 'a job' }]);
    const { rows } = await notifier.query('show search_path');
    expect(rows).toEqual([{ search_path: 'bullmq, public' }]);
    for (const client of [listener, notifier]) client.release();
  });

  it('that break within a transaction undo it and let the others go on', async () => {
    const pool = openStorePool(store.address, () => {});
    const client = await pool.connect();
    client.on('error', () => {});
    await client.query(`begin; insert into staff_signals.installations values (1, 1, 'acme', false)`);
    const waiting = read(store);
    client.release(true);
    expect(await waiting).toBeNull();
    await pool.end();
  });

  it('that break within a statement let the others go on', async () => {
    const socket = connect(join(await socketDirectory(store), '.s.PGSQL.5432'));
    await once(socket, 'connect');
    socket.write(message(null, '\0\x03\0\0user\0postgres\0\0'));
    await once(socket, 'data');
    socket.write(message('P', '\0select 1\0\0\0'));
    const waiting = store.ping();
    socket.destroy();
    await waiting;
    await store.ping();
  });
});

/** A message of PostgreSQL's protocol: its letter (none for the first one), its length with itself, its content. */
function message(letter: string | null, content: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(content.length + 4);
  return Buffer.concat([Buffer.from(letter ?? ''), length, Buffer.from(content, 'latin1')]);
}
