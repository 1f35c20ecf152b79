/** Whatever GitHub answers wrongly, and wherever the clock stands: once all is well the service says what it would have said anyway. `npm run soak` does it for long. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultKinds } from './mishaps.ts';
import { tallyLines } from './tally.ts';
import { beginTroubledMonths, type Trouble, type TroubledMonths } from './troubled-months.ts';

const clocks: readonly Trouble['clock'][] = [
  { atWork: 40, atMonthsEnd: -3 },
  { atWork: -40, atMonthsEnd: 3 },
];

describe('months in which GitHub answers wrongly and the clock jumps', () => {
  let months: TroubledMonths;
  beforeAll(async () => {
    months = await beginTroubledMonths();
  });
  afterAll(() => months.stop());

  it('end with the evidence and the reports of months in which all went well', async () => {
    for (const [index, clock] of clocks.entries()) {
      const kinds = faultKinds.filter((_, place) => place % clocks.length === index);
      await months.play({ kinds, seed: index + 1, clock });
    }
    process.stdout.write(`${tallyLines(months.tally).join('\n')}\n`);
    expect(new Set([...months.tally.keys()].map((name) => name.split(' | ')[0])).size).toBe(faultKinds.length);
  }, 400_000);
});
