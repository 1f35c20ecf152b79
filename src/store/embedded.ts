/** The embedded store: PGlite in one process, served to it and to commands on a socket. */
import { existsSync, statfsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { Client } from 'pg';
import { UserMistake } from '../domain/errors.ts';
import type { Address, Log } from './connection.ts';
import { type FolderLock, takeFolderLock } from './folder-lock.ts';
import { keepBatchesWhole } from './whole-batches.ts';

/** `service` must own the store; `command` borrows it from a running service. */
export type StoreRole = 'service' | 'command';

export type Embedded = { readonly address: Address; readonly isOwner: boolean; readonly close: () => Promise<void> };

/** The name that PostgreSQL's clients look for in a folder. */
const port = 5432;
const socketName = `.s.PGSQL.${port}`;
/** macOS takes 104 bytes with the closing NUL, Linux 108. */
const longestSocketPath = 103;
const connections = 100;
const borrowWaitMs = 30_000;
const borrowPauseMs = 100;
const reopenPauseMs = 1_000;
/**
 * With less room than this the store rests, in order, until there is twice as much: when its log finds no room at all, PGlite 0.5 runs in
 * circles and takes the process with it. Its log grows by 16 MB at once.
 */
const leastFreeBytes = 32_000_000;
const lookForRoomMs = 250;

function unusable(folder: string, cause: unknown): UserMistake {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new UserMistake(
    `The data folder \`${folder}\` can't be used (${reason}). Make it a folder that this user may write, or set \`DATA_DIR\` to one.`,
    { cause },
  );
}

async function prepareFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw unusable(folder, error);
  }
}

function lockFolder(folder: string): FolderLock | null {
  try {
    return takeFolderLock(folder);
  } catch (error) {
    throw unusable(folder, error);
  }
}

/** Makes the database's files on the first start. A mark stands beside them until they are whole: what was broken off is made anew, and held nothing. */
async function createDatabase(folder: string): Promise<PGlite> {
  const files = join(folder, 'postgres');
  const unfinished = join(folder, 'unfinished');
  if (existsSync(unfinished)) await rm(files, { recursive: true, force: true });
  if (!existsSync(files)) await writeFile(unfinished, '');
  const database = await PGlite.create(files);
  await rm(unfinished, { force: true });
  return database;
}

async function openDatabase(folder: string): Promise<PGlite> {
  try {
    const database = await createDatabase(folder);
    // The one session of all connections; BullMQ's names are unqualified, ours name their schema.
    await database.exec('set search_path to bullmq, public');
    return database;
  } catch (error) {
    throw new UserMistake(
      `The store in \`${folder}\` can't be opened: its files are damaged, or of another version. Put back a copy of the folder, or move it away to begin anew and run \`npm run -s staff-signals -- backfill\`.`,
      { cause: error },
    );
  }
}

function addressFile(folder: string): string {
  return join(folder, 'socket');
}

/** Where the socket is to be: in the folder itself, or in a short one when the path would be too long for a socket. */
async function socketDirectory(folder: string): Promise<string> {
  if (Buffer.byteLength(join(folder, socketName)) <= longestSocketPath) return folder;
  return mkdtemp(join(tmpdir(), 'staff-signals-'));
}

/** A service that was killed leaves its socket behind. The caller holds the folder's lock, so nobody serves it. */
async function removeRemains(folder: string): Promise<void> {
  const directory = await readFile(addressFile(folder), 'utf8').catch(() => null);
  if (directory === null) return;
  await rm(join(directory, socketName), { force: true });
  if (directory !== folder && dirname(directory) === tmpdir()) await rm(directory, { force: true, recursive: true });
  await rm(addressFile(folder), { force: true });
}

type Serving = { readonly address: Address; readonly stop: () => Promise<void> };

/**
 * Serves the database on a socket; when it breaks down, or little room is left, begins it anew on its files, which hold what it had
 * acknowledged. One that broke down is not closed: in closing it would write.
 */
async function serve(folder: string, database: PGlite, log: Log): Promise<Serving> {
  await removeRemains(folder);
  const directory = await socketDirectory(folder);
  const path = join(directory, socketName);
  const ending = new AbortController();
  let current: Listening | null = null;
  let recovery = Promise.resolve();
  const begin = async (opened: PGlite): Promise<void> => {
    current = await listen(path, opened, (reason) => {
      if (current?.database === opened) recovery = recover(reason);
    });
  };
  const recover = async (reason: string): Promise<void> => {
    log('the embedded store is closed and opened anew', { reason });
    const closing = current;
    current = null;
    await closing?.server.stop().catch(() => {});
    if (reason === noRoom) await closing?.database.close().catch(() => {});
    const opened = await openWhenPossible(folder, log, ending.signal);
    if (opened === null) return;
    await begin(opened);
    log('the embedded store works again', {});
  };
  await begin(database);
  const looking = setInterval(() => {
    if (current !== null && freeBytes(folder) < leastFreeBytes) recovery = recover(noRoom);
  }, lookForRoomMs).unref();
  await writeFile(`${addressFile(folder)}.new`, directory);
  await rename(`${addressFile(folder)}.new`, addressFile(folder));
  const stop = async () => {
    ending.abort();
    clearInterval(looking);
    await recovery;
    await current?.server.stop();
    await removeRemains(folder);
    await current?.database.close();
  };
  return { address: { kind: 'socket', directory, port }, stop };
}

type Listening = { readonly database: PGlite; readonly server: PGLiteSocketServer };

async function listen(path: string, database: PGlite, onBreakdown: (reason: string) => void): Promise<Listening> {
  await rm(path, { force: true });
  const server = new PGLiteSocketServer({ db: database, path, maxConnections: connections });
  let hasBrokenDown = false;
  keepBatchesWhole(database, (error) => {
    if (hasBrokenDown) return;
    hasBrokenDown = true;
    onBreakdown(error instanceof Error ? error.message : String(error));
  });
  await server.start();
  await chmod(path, 0o600);
  return { database, server };
}

const noRoom = 'little room is left on its disk';

/** A folder that is gone tells of that elsewhere. */
function freeBytes(folder: string): number {
  if (!existsSync(folder)) return Number.POSITIVE_INFINITY;
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** Waits for room on the disk, and opens the database; null when the service ends meanwhile. */
async function openWhenPossible(folder: string, log: Log, ending: AbortSignal): Promise<PGlite | null> {
  for (let isTold = false; !ending.aborted; await pause(reopenPauseMs, undefined, { signal: ending }).catch(() => {})) {
    const free = freeBytes(folder);
    const hasRoom = free >= 2 * leastFreeBytes;
    if (!hasRoom && !isTold) log('the embedded store waits for room on its disk', { freeBytes: free, neededBytes: 2 * leastFreeBytes });
    isTold = !hasRoom;
    if (!hasRoom) continue;
    const database = await openDatabase(folder).catch((error: unknown) => {
      log('the embedded store could not be opened anew', { reason: error instanceof Error ? error.message : String(error) });
      return null;
    });
    if (database !== null) return database;
  }
  return null;
}

async function own(folder: string, lock: FolderLock, log: Log): Promise<Embedded> {
  try {
    const database = await openDatabase(folder);
    const { address, stop } = await serve(folder, database, log);
    const close = async () => {
      await stop();
      lock.release();
    };
    return { address, isOwner: true, close };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function answers(address: Address & { readonly kind: 'socket' }): Promise<boolean> {
  const client = new Client({ host: address.directory, port: address.port, user: 'postgres', database: 'postgres' });
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function borrow(folder: string): Promise<Embedded | null> {
  const directory = await readFile(addressFile(folder), 'utf8').catch(() => null);
  if (directory === null) return null;
  const address: Address = { kind: 'socket', directory, port };
  return (await answers(address)) ? { address, isOwner: false, close: async () => {} } : null;
}

/** Waits for a holder that is still starting, or takes the lock when it ends. */
async function ownOrBorrow(folder: string, log: Log): Promise<Embedded> {
  const deadline = performance.now() + borrowWaitMs;
  while (performance.now() < deadline) {
    const borrowed = await borrow(folder);
    if (borrowed !== null) return borrowed;
    const lock = lockFolder(folder);
    if (lock !== null) return own(folder, lock, log);
    await pause(borrowPauseMs);
  }
  throw new UserMistake(`Another process holds the data folder \`${folder}\` and does not answer. Stop it, then try again.`);
}

/**
 * Opens the store in a folder. Whoever takes the folder's lock serves the store on a socket; a command connects to that socket when the
 * lock is taken. Throws UserMistake for a second service, and for a folder that can't be written or whose store is damaged.
 */
export async function openEmbedded(of: { readonly dataDir: string; readonly role: StoreRole; readonly log: Log }): Promise<Embedded> {
  const folder = resolve(of.dataDir);
  await prepareFolder(folder);
  const lock = lockFolder(folder);
  if (lock !== null) return own(folder, lock, of.log);
  if (of.role === 'command') return ownOrBorrow(folder, of.log);
  throw new UserMistake(
    `Another process already uses the data folder \`${folder}\`. Stop it, give this service its own \`DATA_DIR\`, or set \`DATABASE_URL\` to a PostgreSQL that several can share.`,
  );
}
