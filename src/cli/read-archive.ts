/** Reads archives of threads: JSON Lines, plain or gzipped. */
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import type { z } from 'zod';
import { UserMistake } from '../domain/errors.ts';
import type { ArchivedThread } from '../usecases/evaluate/archived-thread.ts';
import { archivedThreadSchema } from '../usecases/evaluate/archived-thread.ts';

const gzipMagic = Buffer.from([0x1f, 0x8b]);
const lineEnd = 0x0a;

/** A file's bytes, perhaps gzipped, with the name that its mistakes are told by. */
type NamedBytes = { readonly file: string; readonly bytes: Buffer };

function unreadable(file: string, cause: unknown): UserMistake {
  return new UserMistake(`${file}: can't be read (${cause instanceof Error ? cause.message : String(cause)})`);
}

async function readBytes(file: string): Promise<NamedBytes> {
  try {
    return { file, bytes: await readFile(file) };
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function inflated({ file, bytes }: NamedBytes): Buffer {
  try {
    return bytes.subarray(0, 2).equals(gzipMagic) ? gunzipSync(bytes) : bytes;
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

/** The text of a file, unpacked when it is gzipped. Throws UserMistake naming the file when it can't be read. */
export async function readMaybeGzipped(file: string): Promise<string> {
  return inflated(await readBytes(file)).toString('utf8');
}

function parseLine<Row>(line: string, schema: z.ZodType<Row>): Row {
  const parsed = schema.safeParse(JSON.parse(line));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new SyntaxError(issue === undefined ? 'not of the expected shape' : `${issue.path.join('.') || 'the line'}: ${issue.message}`);
}

/** Decodes line by line: as one text, an archive with a single character beyond Latin-1 takes twice its bytes. */
function* rowsIn<Row>(named: NamedBytes, schema: z.ZodType<Row>): Generator<Row> {
  const bytes = inflated(named);
  let number = 0;
  for (let start = 0, end = 0; start < bytes.length; start = end + 1) {
    end = bytes.indexOf(lineEnd, start);
    if (end === -1) end = bytes.length;
    number += 1;
    const line = bytes.toString('utf8', start, end);
    if (line.trim() === '') continue;
    try {
      yield parseLine(line, schema);
    } catch (cause) {
      throw new UserMistake(`${named.file}:${number}: ${cause instanceof Error ? cause.message : String(cause)}`);
    }
  }
}

/** The rows of a JSON Lines file; empty lines are skipped. Throws UserMistake naming file and line at the first that is not of the shape. */
export async function readRows<Row>(file: string, schema: z.ZodType<Row>): Promise<readonly Row[]> {
  return [...rowsIn(await readBytes(file), schema)];
}

/** The threads of an archive. Errors as `readRows`. */
export async function readArchive(file: string): Promise<readonly ArchivedThread[]> {
  return readRows<ArchivedThread>(file, archivedThreadSchema);
}

/**
 * The threads of archives, each parsed when it is asked for, since all at once take ten times the room. Throws UserMistake for a file that
 * can't be opened at once, for what is malformed when it is reached. `progress` hears of each file as its turn comes.
 */
export async function openArchives(files: readonly string[], progress: (text: string) => void): Promise<Iterable<ArchivedThread>> {
  const opened: NamedBytes[] = [];
  for (const file of files) opened.push(await readBytes(file));
  return threadsIn(opened, progress);
}

function* threadsIn(archives: readonly NamedBytes[], progress: (text: string) => void): Generator<ArchivedThread> {
  for (const archive of archives) {
    progress(`reading ${archive.file}`);
    yield* rowsIn<ArchivedThread>(archive, archivedThreadSchema);
  }
}
