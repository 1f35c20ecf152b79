/** What the database says of itself, and what it says when somebody has weakened it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { UserMistake } from '../../src/domain/errors.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openTestStore, type TestStore } from './open-for-tests.ts';
import { aRepository, newInstallationId } from './samples.ts';

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
  const id = newInstallationId();
  await test.store.tenant(id, async ({ installation, repositories }) => {
    await installation.save({ id, accountId: 1, login: 'acme', isSuspended: false });
    await repositories.save(aRepository());
  });
});
afterAll(() => test.close());

it('is in order as it is made', async () => {
  const health = await test.store.examine();
  expect(health).toMatchObject({ openTables: [], unboundRoles: [], keepsApart: true });
  expect(Number.parseInt(health.version, 10)).toBeGreaterThanOrEqual(14);
  expect(Math.abs(Date.parse(health.time) - Date.now())).toBeLessThan(5_000);
  expect(health.migrations).toBeGreaterThanOrEqual(10);
});

it('tells of tables that are open', async () => {
  await test.pool.query('alter table staff_signals.evidence no force row level security');
  await test.pool.query('alter table staff_signals.installations disable row level security');
  expect(await test.store.examine()).toMatchObject({ openTables: ['evidence', 'installations'], keepsApart: false });
  await test.pool.query('alter table staff_signals.evidence force row level security');
  await test.pool.query('alter table staff_signals.installations enable row level security');
  expect(await test.store.examine()).toMatchObject({ openTables: [], keepsApart: true });
});

it('is refused when a newer version has been at work on it', async () => {
  await test.pool.query("insert into staff_signals.migrations (name, timestamp) values ('9999-from-the-future', '2099')");
  await expect(migrate(test.pool)).rejects.toThrow(UserMistake);
  await expect(migrate(test.pool)).rejects.toThrow(/of a newer version of staff-signals/);
  await test.pool.query("delete from staff_signals.migrations where name = '9999-from-the-future'");
  await migrate(test.pool);
});
