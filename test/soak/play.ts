/** Plays one round in a process of its own, `node test/soak/play.ts NAME SEED`, and tells the soak what came of it, or who calls it by hand. */
import { inspect } from 'node:util';
import type { Told } from './round.ts';
import { rounds } from './rounds.ts';

const [name = '', seed = ''] = process.argv.slice(2);

// Without the soak nobody waits for its end: it goes with all processes that it started, which are of its group.
process.on('disconnect', () => process.kill(-process.pid, 'SIGKILL'));

const sofar = new Map<string, number>();
const told: Told = await (rounds[name] ?? unknown(name)).play(Number(seed), sofar).then(
  (tried): Told => ({ tried: [...tried], difference: null }),
  (error: unknown): Told => ({ tried: [...sofar], difference: inspect(error, { depth: 4 }) }),
);
if (process.send === undefined) process.stdout.write(`${told.difference ?? 'no difference'}\n`);
else process.send(told, () => process.exit(0));

function unknown(asked: string): never {
  throw new RangeError(`There is no round ${asked}`);
}
