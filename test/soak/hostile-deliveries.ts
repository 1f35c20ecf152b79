/** Signed deliveries with hostile payloads, 100,000 in all. */
import { assault, complaintsAbout } from '../github/hostile-deliveries.ts';
import type { Round } from './round.ts';

const countOfARound = 5_000;
const countInAll = 100_000;

export const hostileDeliveries: Round = {
  about: 'hostile payloads with right signatures',
  mostRounds: countInAll / countOfARound,
  limitMs: 600_000,
  play: async (seed) => {
    const seen = await assault({ count: countOfARound, seed });
    const complaints = complaintsAbout(seen);
    if (complaints.length > 0) throw new Error(complaints.join('; '));
    return new Map([...seen.statuses].map(([status, count]) => [`answered ${status}`, count]));
  },
  lines: (tried) => [...tried].map(([status, count]) => `${count} ${status}`),
};
