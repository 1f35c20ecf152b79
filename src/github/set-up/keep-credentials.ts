/** Keeps the App's credentials in `DATA_DIR`: whole or not at all, and for the service's user alone. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UserMistake } from '../../domain/errors.ts';
import { type KeptCredentials, keptCredentialsPath } from '../../settings/kept-credentials.ts';

const onlyMine = 0o600;

/** Writes a file beside the one that is meant and renames it, so that a crash leaves the old one or the new one. */
async function writeWhole(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  try {
    const file = await open(draft, 'wx', onlyMine);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}

/** Makes sure that credentials could be kept there. Throws UserMistake when not: asked before an App is registered whose key would be lost. */
export async function ensureKeepable(dataDir: string): Promise<void> {
  const trial = `${keptCredentialsPath(dataDir)}.trial`;
  try {
    await mkdir(dirname(trial), { recursive: true, mode: 0o700 });
    await writeWhole(trial, '');
    await rm(trial, { force: true });
  } catch (cause) {
    throw new UserMistake(`Nothing can be written into \`DATA_DIR\`, ${dataDir}. Let the service's user write there, or set another one.`, {
      cause,
    });
  }
}

/** Keeps the credentials, readable by the service's user alone (mode 600). Rejects as the file system does. */
export async function keepCredentials(dataDir: string, credentials: KeptCredentials): Promise<void> {
  await writeWhole(keptCredentialsPath(dataDir), `${JSON.stringify(credentials, null, 2)}\n`);
}
