/** Runs benchmarks: `npm run bench`, or `npm run bench -- [--json] [--minutes N] NAME ...`. A new one is one file here and its name below. */
import { parseArgs } from 'node:util';
import { archive } from './archive.ts';
import { classification } from './classification.ts';
import { coldStart } from './cold-start.ts';
import { log } from './log.ts';
import { load } from './load.ts';
import { type Bench, rounds, verdictLine } from './measuring.ts';
import { memory } from './memory.ts';
import { organisation } from './organisation.ts';
import { publishing } from './publishing.ts';
import { refreshes } from './refreshes.ts';
import { requests } from './requests.ts';
import { sizing } from './sizing.ts';
import { webhooks } from './webhooks.ts';

const benches: Readonly<Record<string, Bench>> = {
  webhooks,
  refreshes,
  'cold-start': coldStart,
  requests,
  publishing,
  classification,
  archive,
  log,
  sizing,
  organisation,
};
/** These take long, and run when they are named. */
const long: Readonly<Record<string, Bench>> = { memory, load };

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false }, minutes: { type: 'string' } },
  allowPositionals: true,
});
const names = positionals.length === 0 ? Object.keys(benches) : positionals;
const all = { ...benches, ...long };
const unknown = names.filter((name) => !Object.hasOwn(all, name));
if (unknown.length > 0) {
  process.stderr.write(`There is no benchmark ${unknown.join(', ')}; there are ${Object.keys(all).join(', ')}.\n`);
  process.exit(2);
}

const { minutes } = values;
const results: Record<string, unknown> = {};
for (const name of names) {
  const bench = all[name];
  if (bench === undefined) continue;
  const {
    figures,
    lines,
    verdicts = [],
  } = await bench.run((text) => void process.stderr.write(`${text}\n`), minutes === undefined ? {} : { minutes: Number(minutes) });
  results[name] = { ...figures, verdicts };
  const said = [...lines, ...verdicts.map(verdictLine)];
  if (!values.json) process.stdout.write(`${name}: ${bench.about}\n${said.map((line) => `  ${line}\n`).join('')}`);
}
if (values.json) process.stdout.write(`${JSON.stringify({ node: process.version, rounds, benches: results })}\n`);
