/** Reads archives of threads: JSON Lines, plain or gzipped. */
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { z } from 'zod';
import { UserMistake } from '../domain/errors.ts';
import type { ArchivedThread } from '../usecases/evaluate/archived-thread.ts';
import { archivedThreadSchema } from '../usecases/evaluate/archived-thread.ts';

const inflate = promisify(gunzip);
const gzipMagic = Buffer.from([0x1f, 0x8b]);

/** The text of a file, unpacked when it is gzipped. Throws UserMistake naming the file when it can't be read. */
export async function readMaybeGzipped(file: string): Promise<string> {
  try {
    const bytes = await readFile(file);
    return (bytes.subarray(0, 2).equals(gzipMagic) ? await inflate(bytes) : bytes).toString('utf8');
  } catch (cause) {
    throw new UserMistake(`${file}: can't be read (${cause instanceof Error ? cause.message : String(cause)})`);
  }
}

function parseLine<Row>(line: string, schema: z.ZodType<Row>): Row {
  const parsed = schema.safeParse(JSON.parse(line));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new SyntaxError(issue === undefined ? 'not of the expected shape' : `${issue.path.join('.') || 'the line'}: ${issue.message}`);
}

/** The rows of a JSON Lines file; empty lines are skipped. Throws UserMistake naming file and line at the first that is not of the shape. */
export async function readRows<Row>(file: string, schema: z.ZodType<Row>): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const [index, line] of (await readMaybeGzipped(file)).split('\n').entries()) {
    if (line.trim() === '') continue;
    try {
      rows.push(parseLine(line, schema));
    } catch (cause) {
      throw new UserMistake(`${file}:${index + 1}: ${cause instanceof Error ? cause.message : String(cause)}`);
    }
  }
  return rows;
}

/** The threads of an archive. Errors as `readRows`. */
export async function readArchive(file: string): Promise<readonly ArchivedThread[]> {
  return readRows<ArchivedThread>(file, archivedThreadSchema);
}
