/** Signed deliveries with hostile payloads: no 5xx, no crash, nothing in another tenant, no word of them in the log. `npm run soak` sends more. */
import { expect, it } from 'vitest';
import { assault, complaintsAbout } from './hostile-deliveries.ts';

const count = 5_000;

it(`${count} hostile payloads are answered, and reach no other tenant and no log`, async () => {
  const seen = await assault({ count, seed: 20_261_122 });
  process.stdout.write(
    `${count} hostile payloads: ${[...seen.statuses].map(([status, times]) => `${status} ${times} times`).join(', ')}.\n`,
  );
  expect(complaintsAbout(seen)).toEqual([]);
  expect(seen.statuses.get(202)).toBeGreaterThan(count / 2);
  expect(seen.touched).toEqual(['11/101', '22/202']);
  expect(seen.places.size).toBeGreaterThan(0);
}, 240_000);
