/** The schema is what the golden file says. To renew it after a new migration: `npx vitest run test/store/schema.test.ts -u`, and explain the difference. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate } from '../../src/store/migrate.ts';
import { dumpSchema } from './dump-schema.ts';
import { openTestStore, type TestStore } from './open-for-tests.ts';

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

it('is the same on every database', async () => {
  await expect(await dumpSchema(test.pool)).toMatchFileSnapshot('../golden/schema.sql');
});

it('keeps every table apart by installation', async () => {
  const { rows } = await test.pool.query(`
    select relname from pg_class
    where relnamespace = 'staff_signals'::regnamespace and relkind = 'r' and not (relrowsecurity and relforcerowsecurity) order by relname`);
  expect(rows.map((row) => row.relname)).toEqual(['migration_lock', 'migrations']);
});

it('stays as it is when migrated again, by several at once', async () => {
  const before = await dumpSchema(test.pool);
  await Promise.all([migrate(test.pool), migrate(test.pool), migrate(test.pool)]);
  expect(await dumpSchema(test.pool)).toBe(before);
});
