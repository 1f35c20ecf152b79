/** What a sweep noted while the clock was ahead keeps none of the next sweeps from looking. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addDays } from '../../src/domain/instant.ts';
import { type SweepPorts, sweepInstallation } from '../../src/usecases/sweep.ts';
import { openTestStore, type TestStore } from '../store/open-for-tests.ts';
import { aRepository, newInstallationId } from '../store/samples.ts';

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

it("reads everything again, and does the day's work, after a sweep under a clock that was days ahead", async () => {
  const installationId = newInstallationId();
  const repository = aRepository();
  const now = '2026-10-01T00:00:00Z';
  const asked: string[] = [];
  const ask = (name: string) => async (): Promise<void> => void asked.push(name);
  const ports = {
    store: test.store,
    queues: {
      refresh: ask('refresh'),
      organisation: ask('organisation'),
      report: ask('report'),
      sweep: ask('sweep'),
      history: ask('history'),
    },
    dossiers: { changes: async () => [] },
  } as unknown as SweepPorts;
  const sweepAt = async (at: string): Promise<readonly string[]> => {
    asked.length = 0;
    await sweepInstallation({ ...ports, clock: () => at }, { installationId });
    return asked.toSorted();
  };
  await test.store.tenant(installationId, async (tenant) => {
    await tenant.installation.save({ id: installationId, accountId: 1, login: 'acme', isSuspended: false });
    await tenant.repositories.save({ ...repository, optIn: 'in', sweptUntil: now });
  });
  expect(await sweepAt(now)).toContain('organisation');
  expect(await sweepAt(addDays(now, 1 / 24))).toEqual(['refresh']);
  await sweepAt(addDays(now, 40));
  expect(await sweepAt(addDays(now, 2 / 24))).toEqual(expect.arrayContaining(['history', 'organisation']));
  expect(await sweepAt(addDays(now, 3 / 24))).toEqual(['refresh']);
});
