/** Ten times an organisation's peak for ten minutes: none refused, none slow, all worked off. */
import { endure } from '../bench/load.ts';
import { inPlace } from '../bench/place.ts';
import type { Round } from './round.ts';

const minutes = 10;
/** GitHub stops waiting then. */
const githubWaitsMs = 10_000;

export const load: Round = {
  about: `3,000 deliveries a minute for ${minutes} minutes`,
  mostRounds: 1,
  limitMs: 1_200_000,
  play: async () => {
    const { statuses, slowestMs, drainSeconds, megabytes } = await inPlace((place) => endure(place, minutes));
    const answers = Object.entries(statuses);
    if (answers.some(([status]) => status.startsWith('5'))) throw new Error(`Answered ${JSON.stringify(statuses)}`);
    if (slowestMs > githubWaitsMs) throw new Error(`The slowest answer took ${Math.round(slowestMs)} ms`);
    return new Map([
      ...answers.map(([status, count]) => [`answered ${status}`, count] as const),
      ['ms took the slowest answer', Math.round(slowestMs)],
      ['s after the last one all was worked off', Math.round(drainSeconds)],
      ['MB in web and worker after a tenth', Math.round(megabytes.early)],
      ['MB in both when all was worked off', Math.round(megabytes.after)],
    ]);
  },
  lines: (tried) => [...tried].map(([name, count]) => `${count} ${name}`),
};
