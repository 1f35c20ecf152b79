/** Plays rounds of trouble for long: `npm run soak -- [--minutes N] [--seed N] [--only NAME,NAME]`. Fails when one found a difference. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { randomBy } from '../app/mishaps.ts';
import { type Round, together, type Told, type Tried } from './round.ts';
import { rounds } from './rounds.ts';

type Count = { readonly name: string; readonly round: Round; readonly seedOf: () => number; played: number; tried: Tried };
type Difference = { readonly name: string; readonly seed: number; readonly difference: string };

const player = new URL('play.ts', import.meta.url);
const mostSeeds = 2 ** 31;

/** Plays a round in a process of its own, so that one that crashes or is stuck ends no other. */
async function playApart(name: string, { limitMs }: Round, seed: number): Promise<Told> {
  const child = fork(player, [name, String(seed)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], detached: true });
  let told: Told | null = null;
  child.on('message', (message) => (told = message as Told));
  // The whole group, as a round may have started processes of its own.
  const killer = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), limitMs);
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  clearTimeout(killer);
  return told ?? { tried: [], difference: `it ended with ${code ?? signal} and without a word, after ${limitMs / 1000} s at most` };
}

function readArguments() {
  const options = { minutes: { type: 'string', default: '30' }, seed: { type: 'string' }, only: { type: 'string' } } as const;
  const { values } = parseArgs({ options });
  const names = values.only?.split(',') ?? Object.keys(rounds);
  const unknown = names.filter((name) => !Object.hasOwn(rounds, name));
  const [minutes, seed] = [Number(values.minutes), Number(values.seed ?? Date.now() % mostSeeds)];
  if (unknown.length > 0 || !(minutes > 0) || !Number.isSafeInteger(seed)) {
    process.stderr.write(`Usage: npm run soak -- [--minutes N] [--seed N] [--only NAME,NAME]; names: ${Object.keys(rounds).join(', ')}\n`);
    process.exit(2);
  }
  return { names, minutes, seed };
}

/** A stream of seeds for each kind of round, which does not depend on what else is played. */
function countOf(name: string, seed: number): Count {
  const random = randomBy(seed);
  return { name, round: rounds[name] as Round, seedOf: () => Math.floor(random() * mostSeeds), played: 0, tried: new Map() };
}

const { names, minutes, seed } = readArguments();
const startedAt = performance.now();
const minutesPlayed = (): number => (performance.now() - startedAt) / 60_000;
const counts = names.map((name) => countOf(name, seed));
const differences: Difference[] = [];
process.stderr.write(`Seed ${seed}, for ${minutes} minutes: ${names.join(', ')}\n`);

for (let turn = 0; minutesPlayed() < minutes && counts.some(({ played, round }) => played < round.mostRounds); turn += 1) {
  const count = counts[turn % counts.length];
  if (count === undefined || count.played >= count.round.mostRounds) continue;
  const roundSeed = count.seedOf();
  const { tried, difference } = await playApart(count.name, count.round, roundSeed);
  count.played += 1;
  count.tried = together(count.tried, new Map(tried));
  if (difference !== null) differences.push({ name: count.name, seed: roundSeed, difference });
  process.stderr.write(`${minutesPlayed().toFixed(1)} min: ${count.name}, seed ${roundSeed}: ${difference ?? 'no difference'}\n`);
}

for (const { name, round, played, tried } of counts) {
  process.stdout.write(`\n${name}: ${round.about}; ${played} rounds\n`);
  for (const line of round.lines(tried)) process.stdout.write(`  ${line}\n`);
}
process.stdout.write(`\n${minutesPlayed().toFixed(0)} minutes, seed ${seed}: ${differences.length} differences\n`);
for (const { name, seed: at, difference } of differences) process.stdout.write(`\n${name}, seed ${at}: ${difference}\n`);
process.exitCode = differences.length === 0 ? 0 : 1;
