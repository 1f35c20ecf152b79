/** Processes are killed, servers die, networks fail and a disk is full: all faults of one kind of ground, in an order of the seed's. */
import { playAnyRounds } from '../faults/rounds.ts';
import { startServices } from '../start-services.ts';
import type { Round } from './round.ts';

export const processes: Round = {
  about: 'killed processes, dead servers, bad networks and a full disk',
  mostRounds: Number.POSITIVE_INFINITY,
  limitMs: 1_200_000,
  play: async (seed, tally) => {
    const { databaseUrl, stop } = await startServices({ isDurable: false });
    try {
      await playAnyRounds({ seed, quietDatabaseUrl: databaseUrl, tally });
      return tally;
    } finally {
      await stop();
    }
  },
  lines: (tried) => [...tried].toSorted(([one], [other]) => one.localeCompare(other)).map(([name, count]) => `${count} times ${name}`),
};
