/** What waits in the store gets its jobs back. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { addDays } from '../../src/domain/instant.ts';
import { askForWaiting } from '../../src/usecases/ask-for-waiting.ts';
import type { Asking } from '../../src/usecases/ports.ts';
import { openTestStore, type TestStore } from '../store/open-for-tests.ts';
import { newInstallationId } from '../store/samples.ts';

const now = '2026-10-01T00:00:00Z';
const later = addDays(now, 1);

let test: TestStore;
let installationId: number;
beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

beforeEach(async () => {
  installationId = newInstallationId();
  await test.store.tenant(installationId, async (tenant) => {
    await tenant.installation.save({ id: installationId, accountId: 1, login: 'acme', isSuspended: false });
    await tenant.duties.add({ kind: 'organisation' });
    await tenant.touches.add({ repositoryId: 1, kind: 'pull', number: 1 }, { at: now, dueAt: now });
    await tenant.touches.add({ repositoryId: 2, kind: 'pull', number: 1 }, { at: now, dueAt: later });
  });
});

async function asked(which: 'all' | 'forgotten'): Promise<readonly unknown[]> {
  const heard: unknown[] = [];
  const ask = (name: string) => async (job: { readonly installationId: number }, asking?: Asking) => {
    if (job.installationId === installationId) heard.push({ name, ...job, ...asking });
  };
  const queues = {
    refresh: ask('refresh'),
    organisation: ask('organisation'),
    report: ask('report'),
    sweep: ask('sweep'),
    history: ask('history'),
  };
  await askForWaiting({ store: test.store, queues, clock: () => now }, which);
  return heard;
}

it('asks for all that waits', async () => {
  expect(await asked('all')).toEqual([
    { name: 'organisation', installationId, ifForgotten: false },
    { name: 'refresh', installationId, repositoryId: 1, ifForgotten: false },
    { name: 'refresh', installationId, repositoryId: 2, ifForgotten: false },
  ]);
});

it('asks for what is due and forgotten, and leaves what settles', async () => {
  expect(await asked('forgotten')).toEqual([
    { name: 'organisation', installationId, ifForgotten: true },
    { name: 'refresh', installationId, repositoryId: 1, ifForgotten: true },
  ]);
});
