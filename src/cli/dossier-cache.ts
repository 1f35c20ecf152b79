/** Keeps looked-up dossiers of `preview` in `DATA_DIR`, readable by their owner alone. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import { UserMistake } from '../domain/errors.ts';
import type { CachedDossier, DossierCache } from '../usecases/ports.ts';

/** Goes up when dossiers get another shape; older files are then left aside. */
const form = 1;

/** What stands in a file was written by this program; only its frame is checked. */
const fileShape = z.object({
  form: z.literal(form),
  dossiers: z.array(z.tuple([z.string(), z.custom<CachedDossier>((one) => typeof one === 'object' && one !== null && 'updatedAt' in one)])),
});

/** One file for each repository. A file that can't be read counts as none. Throws UserMistake when the folder can't be written. */
export function createDossierCache(dataDir: string, owner: { readonly id: number }): DossierCache {
  const folder = join(dataDir, 'preview', String(owner.id));
  const fileOf = (repositoryId: number): string => join(folder, `${repositoryId}.json.gz`);
  return {
    read: async (repositoryId) => {
      try {
        const text = gunzipSync(await readFile(fileOf(repositoryId))).toString('utf8');
        return new Map(fileShape.parse(JSON.parse(text)).dossiers);
      } catch {
        return new Map();
      }
    },
    write: async (repositoryId, dossiers) => {
      const file = fileOf(repositoryId);
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(`${file}.new`, gzipSync(JSON.stringify({ form, dossiers: [...dossiers] })), { mode: 0o600 });
        await rename(`${file}.new`, file);
      } catch (cause) {
        throw new UserMistake(`\`DATA_DIR\` can't be written: ${cause instanceof Error ? cause.message : String(cause)}.`, { cause });
      }
    },
  };
}
