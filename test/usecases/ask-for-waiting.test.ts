/** What waits in the store gets its jobs back. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { addDays } from '../../src/domain/instant.ts';
import { askForForgotten, askForWaiting } from '../../src/usecases/ask-for-waiting.ts';
import type { Queues } from '../../src/usecases/ports.ts';
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

/** What is asked for of this installation, by who asks. */
async function asked(by: (ports: Parameters<typeof askForForgotten>[0]) => Promise<void>): Promise<readonly unknown[]> {
  const heard: { readonly name: string; readonly installationId: number }[] = [];
  const ask = (name: string) => async (job: { readonly installationId: number }) => void heard.push({ name, ...job });
  const queues: Queues = {
    refresh: ask('refresh'),
    organisation: ask('organisation'),
    report: ask('report'),
    sweep: ask('sweep'),
    history: ask('history'),
    forgotten: async ({ organisation, refresh }) => {
      for (const job of organisation) heard.push({ name: 'forgotten organisation', ...job });
      for (const job of refresh) heard.push({ name: 'forgotten refresh', ...job });
    },
  };
  await by({ store: test.store, queues, clock: () => now });
  return heard.filter((job) => job.installationId === installationId);
}

it('asks for all that waits', async () => {
  expect(await asked(askForWaiting)).toEqual([
    { name: 'organisation', installationId },
    { name: 'refresh', installationId, repositoryId: 1 },
    { name: 'refresh', installationId, repositoryId: 2 },
  ]);
});

it('asks for what is due and forgotten, and leaves what settles', async () => {
  expect(await asked(askForForgotten)).toEqual([
    { name: 'forgotten organisation', installationId },
    { name: 'forgotten refresh', installationId, repositoryId: 1 },
  ]);
});
