/** Months in which GitHub answers wrongly and the clock jumps, beside the same months in peace. */
import { faultKinds, randomBy } from '../app/mishaps.ts';
import { tallyLines } from '../app/tally.ts';
import { beginTroubledMonths, type TroubledMonths } from '../app/troubled-months.ts';
import type { Round, Tried } from './round.ts';

const monthsOfARound = 4;
/** By how many days the service's clock is wrong. */
const jumps = [0, 0, -400, -40, -3, -1, 1, 3, 40, 400] as const;

/** What is told of a difference. */
const toldWarnings = 12;
const toldOfEach = 240;

const jumpName = 'clock jumps';

async function playMonths(months: TroubledMonths, seed: number): Promise<Tried> {
  const random = randomBy(seed);
  const draw = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  let jumped = 0;
  for (let month = 0; month < monthsOfARound; month += 1) {
    const kinds = faultKinds.filter(() => random() < 0.5);
    const clock = { atWork: draw(jumps), atMonthsEnd: draw(jumps) };
    jumped += [clock.atWork, clock.atMonthsEnd].filter((days) => days !== 0).length;
    const trouble = { kinds, seed: Math.floor(random() * 2 ** 32), clock };
    await months.play(trouble).catch((error: unknown) => {
      const last = months.warnings().slice(-toldWarnings);
      const warnings = last.map((warning) => warning.slice(0, toldOfEach)).join('\n');
      const where = `month ${month + 1}, the clock ahead by ${clock.atWork} and ${clock.atMonthsEnd} days`;
      throw new Error(`${where}; it warned at last:\n${warnings}`, { cause: error });
    });
  }
  return new Map([...months.tally, [jumpName, jumped]]);
}

export const githubFaults: Round = {
  about: 'GitHub answers wrongly and the clock jumps, over months',
  mostRounds: Number.POSITIVE_INFINITY,
  limitMs: 900_000,
  play: async (seed) => {
    const months = await beginTroubledMonths();
    try {
      return await playMonths(months, seed);
    } finally {
      await months.stop();
    }
  },
  lines: (tried) => {
    const calls = new Map(tried);
    calls.delete(jumpName);
    return [`${tried.get(jumpName) ?? 0} jumps of the clock`, ...tallyLines(calls)];
  },
};
