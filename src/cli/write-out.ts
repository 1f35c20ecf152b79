/** Writes the files that `--out` asks for. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserMistake } from '../domain/errors.ts';

/** Writes texts by file name into a folder, which is made when it is missing. Throws UserMistake when that folder can't be written. */
export async function writeOut(folder: string, texts: ReadonlyMap<string, string>): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    for (const [name, text] of texts) await writeFile(join(folder, name), text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UserMistake(`\`--out\` names a folder that can't be written, \`${folder}\` (${reason}).`, { cause });
  }
}
