/** Signed deliveries with hostile payloads: no 5xx, no crash, nothing in another tenant, no word of them in the log. `npm run soak` sends more. */
import { expect, it } from 'vitest';
import { assault, complaintsAbout } from './hostile-deliveries.ts';

const count = 5_000;

it(`${count} hostile payloads are answered, and reach no other tenant and no log`, async () => {
  const { statuses, touched, places, log } = await assault({ count, seed: 20_261_122 });
  process.stdout.write(`${count} hostile payloads: ${[...statuses].map(([status, times]) => `${status} ${times} times`).join(', ')}.\n`);
  expect(complaintsAbout({ statuses, touched, log })).toEqual([]);
  expect(statuses.get(202)).toBeGreaterThan(count / 2);
  expect(touched).toEqual(['11/101', '22/202']);
  expect(places.size).toBeGreaterThan(0);
  expect([...places].filter((place) => !/^(?:127\.0\.0\.1|localhost|::1):\d+$|^\//.test(place))).toEqual([]);
}, 240_000);
