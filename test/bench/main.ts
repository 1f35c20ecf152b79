/** Runs benchmarks: `npm run bench`, or `npm run bench -- [--json] NAME ...`. A new one is one file here and its name below. */
import { parseArgs } from 'node:util';
import { archive } from './archive.ts';
import { classification } from './classification.ts';
import { log } from './log.ts';
import { type Bench, rounds, verdictLine } from './measuring.ts';
import { webhooks } from './webhooks.ts';

const benches: Readonly<Record<string, Bench>> = { webhooks, classification, archive, log };

const { values, positionals } = parseArgs({ options: { json: { type: 'boolean', default: false } }, allowPositionals: true });
const names = positionals.length === 0 ? Object.keys(benches) : positionals;
const unknown = names.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  process.stderr.write(`There is no benchmark ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.\n`);
  process.exit(2);
}

const results: Record<string, unknown> = {};
for (const name of names) {
  const bench = benches[name];
  if (bench === undefined) continue;
  const { figures, lines, verdicts = [] } = await bench.run((text) => void process.stderr.write(`${text}\n`));
  results[name] = { ...figures, verdicts };
  const said = [...lines, ...verdicts.map(verdictLine)];
  if (!values.json) process.stdout.write(`${name}: ${bench.about}\n${said.map((line) => `  ${line}\n`).join('')}`);
}
if (values.json) process.stdout.write(`${JSON.stringify({ node: process.version, rounds, benches: results })}\n`);
