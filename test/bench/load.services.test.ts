/** A short round of `npm run bench -- load`: no delivery is refused or slow, and all are worked off. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newPlace, type Place } from '../app/places.ts';
import { endure } from './load.ts';
import { prepareStore } from './place.ts';

const seconds = 15;

let place: Place;
beforeAll(async () => {
  place = await newPlace('Redis and PostgreSQL');
});
afterAll(() => place.remove());

it('3,000 deliveries a minute are accepted in time and worked off', async () => {
  const { DATABASE_URL: databaseUrl = '', REDIS_URL: redisUrl = '' } = place.variables;
  await prepareStore({ databaseUrl, dataDir: '' });
  const { deliveries, statuses, slowestMs, drainSeconds } = await endure({ databaseUrl, redisUrl }, seconds / 60);
  process.stdout.write(
    `${deliveries} deliveries, the slowest answer ${Math.round(slowestMs)} ms, worked off after ${Math.round(drainSeconds)} s\n`,
  );
  expect(statuses).toEqual({ 202: deliveries });
  expect(slowestMs).toBeLessThan(10_000);
}, 400_000);
