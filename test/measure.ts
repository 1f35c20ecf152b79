/** Measures the signals on the labelled threads and writes `config/measured.json`: `npm run measure`. Needs the real data. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { signals } from '../src/signals/registry.ts';
import { realData } from './fixtures/real-data.ts';

const root = join(import.meta.dirname, '..');
const outputSchema = z.object({ threads: z.int(), signals: z.record(z.string(), z.unknown()) });

const folder = realData();
if (folder === null) throw new Error('There is no real data here: set STAFF_SIGNALS_DATA.');
const threads = ['threads/labelled.jsonl.gz', 'threads/cases.jsonl.gz'].map((file) => join(folder, file));
const options = { '--rfc-paths': 'rfc-paths.csv', '--recognition': 'recognition.jsonl', '--glue': 'glue.jsonl' };
const tables = Object.entries(options).flatMap(([option, file]) => [option, join(folder, file)]);
const output = execFileSync(process.execPath, [join(root, 'src/cli/main.ts'), 'evaluate', ...threads, ...tables, '--json'], {
  encoding: 'utf8',
  maxBuffer: 1e8,
  stdio: ['ignore', 'pipe', 'inherit'],
});
const measured = outputSchema.parse(JSON.parse(output));
const checksum = createHash('sha256');
for (const file of [...threads, ...tables.filter((_, index) => index % 2 === 1)]) checksum.update(readFileSync(file));
const document = {
  date: new Date().toISOString().slice(0, 10),
  data: `sha256:${checksum.digest('hex')}`,
  versions: Object.fromEntries(signals.map(({ id, version }) => [id, version])),
  threads: measured.threads,
  signals: measured.signals,
};
writeFileSync(join(root, 'config/measured.json'), `${JSON.stringify(document, null, 2)}\n`);
