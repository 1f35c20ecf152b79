/** Signed deliveries with hostile payloads: no 5xx, no crash, nothing in another tenant, no word of them in the log. */
import { expect, it } from 'vitest';
import { assault } from './hostile-deliveries.ts';

const count = 5_000;

it(`${count} hostile payloads are answered, and reach no other tenant and no log`, async () => {
  const { statuses, touched, places, log } = await assault({ count, seed: 20_261_122 });
  process.stdout.write(`${count} hostile payloads: ${[...statuses].map(([status, times]) => `${status} ${times} times`).join(', ')}.\n`);
  expect(log).not.toMatch(/DROP TABLE|169\.254|alert\(1\)|etc\/passwd|pg_sleep|Codertocat|xxxxx/);
  expect([...statuses.keys()].filter((status) => status !== 202 && status !== 400)).toEqual([]);
  expect(statuses.get(202)).toBeGreaterThan(count / 2);
  expect(touched).toEqual(['11/101', '22/202']);
  expect(places.size).toBeGreaterThan(0);
  expect([...places].filter((place) => !/^(?:127\.0\.0\.1|localhost|::1):\d+$|^\//.test(place))).toEqual([]);
}, 240_000);
