/** A lock on a folder that its holder's death releases. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export type FolderLock = { readonly release: () => void };

/** SQLITE_BUSY. Source: https://www.sqlite.org/rescode.html#busy */
const busy = 5;

/**
 * Takes the folder's lock, or returns null when another process (or another part of this one) holds it. SQLite locks its file through the
 * operating system, which lets go when the process ends in whatever way; a file with a process id would bar the next start after a crash
 * (in a container every service is process 1), and a socket left behind can't be removed without a race. Throws what SQLite throws when
 * the folder can't be written.
 */
export function takeFolderLock(folder: string): FolderLock | null {
  const database = new DatabaseSync(join(folder, 'lock'));
  try {
    database.exec('pragma busy_timeout = 0; begin exclusive');
    return { release: () => database.close() };
  } catch (error) {
    database.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === busy) return null;
    throw error;
  }
}
