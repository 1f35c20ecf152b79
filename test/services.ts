/** Where the tests find a real PostgreSQL and a real Redis; `npm run test:services` starts both. */

export const databaseVariable = 'STAFF_SIGNALS_TEST_DATABASE_URL';
export const redisVariable = 'STAFF_SIGNALS_TEST_REDIS_URL';

/** The address of a PostgreSQL on which tests may create and drop databases and roles; null when there is none. */
export function serviceDatabaseUrl(): string | null {
  return process.env[databaseVariable] || null;
}

/** The address of a Redis that tests may fill and flush; null when there is none. */
export function serviceRedisUrl(): string | null {
  return process.env[redisVariable] || null;
}
