/** Works the queue off within a command, beside a running service or without one. */
import { setTimeout as pause } from 'node:timers/promises';
import { startWorkers } from '../../workers/main.ts';
import type { App } from '../app.ts';

const unobserved = { finished: () => {}, failed: () => {} };
const pollMs = 200;

/** Whether nothing waits: no touch, no duty, no job that is due. Jobs that failed for good do not count. */
export async function isIdle(app: Pick<App, 'store' | 'queue'>): Promise<boolean> {
  const counts = Object.values(await app.queue.counts());
  if (counts.some(({ waiting, active }) => waiting + active > 0)) return false;
  const { repositories, organisations } = await app.store.everywhere(async (everywhere) => ({
    repositories: await everywhere.waitingRepositories(),
    organisations: await everywhere.waitingOrganisations(),
  }));
  return repositories.length + organisations.length === 0;
}

/** Runs workers in this process until nothing waits. `onProgress` hears how many jobs wait or run, whenever that changes. */
export async function drain(app: App, onProgress: (open: number) => void): Promise<void> {
  const workers = await startWorkers(app, unobserved);
  try {
    let told: number | null = null;
    while (!(await isIdle(app))) {
      const open = Object.values(await app.queue.counts()).reduce((sum, { waiting, active }) => sum + waiting + active, 0);
      if (open !== told) onProgress(open);
      told = open;
      await pause(pollMs);
    }
  } finally {
    await workers.close();
  }
}
