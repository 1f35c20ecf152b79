/** Works the queue off within a command, beside a running service or without one. */
import { setTimeout as pause } from 'node:timers/promises';
import { startWorkers } from '../../workers/main.ts';
import type { App } from '../app.ts';
import { TransientFailure } from '../domain/errors.ts';

const unobserved = { finished: () => {}, failed: () => {} };
const pollMs = 200;
/** Work that is due and that no job takes up for so long has failed; longer than a job's own pauses before the next turn. */
const stuckMs = 15_000;

type Ports = Pick<App, 'store' | 'queue'>;

/** Jobs that wait or run. Those that failed for good, or wait for a later time, do not count. */
async function openJobs({ queue }: Ports): Promise<number> {
  return Object.values(await queue.counts()).reduce((sum, { waiting, active }) => sum + waiting + active, 0);
}

async function waitingWork({ store }: Ports) {
  return store.everywhere(async (everywhere) => ({
    repositories: await everywhere.waitingRepositories(),
    organisations: await everywhere.waitingOrganisations(),
  }));
}

/** Whether nothing waits: no touch, due or not, no duty, and no job that is due. */
export async function isIdle(app: Ports): Promise<boolean> {
  if ((await openJobs(app)) > 0) return false;
  const { repositories, organisations } = await waitingWork(app);
  return repositories.length + organisations.length === 0;
}

/** Whether work is due that the store holds. What still settles is left to the service: on a busy organisation something always does. */
async function isWorkDue(app: Ports & Pick<App, 'clock'>): Promise<boolean> {
  const { repositories, organisations } = await waitingWork(app);
  return organisations.length > 0 || repositories.some(({ dueAt }) => dueAt <= app.clock());
}

/** Hears how many jobs wait or run, whenever that changes; and is called about once a second while they do. */
type Onlooker = { readonly onProgress?: (open: number) => void; readonly onRound?: () => Promise<unknown> };

const roundsToASecond = 1_000 / pollMs;

/** Runs workers in this process until nothing is due. Throws TransientFailure when work is left over that failed or waits for another try. */
export async function drain(app: App, onlooker: Onlooker): Promise<void> {
  const workers = await startWorkers(app, unobserved);
  try {
    await waitUntilDone(app, onlooker);
  } finally {
    await workers.close();
  }
}

async function waitUntilDone(app: App, { onProgress, onRound }: Onlooker): Promise<void> {
  let told: number | null = null;
  let lastBusyAt = performance.now();
  for (let round = 0; ; round += 1) {
    const open = await openJobs(app);
    if (open === 0 && !(await isWorkDue(app))) return;
    if (open > 0) lastBusyAt = performance.now();
    if (open > 0 && open !== told) onProgress?.(open);
    if (round % roundsToASecond === 0) await onRound?.();
    told = open;
    if (performance.now() - lastBusyAt > stuckMs) {
      throw new TransientFailure('Some work failed, or waits for another try; `npm run -s staff-signals -- doctor` tells what is wrong.');
    }
    await pause(pollMs);
  }
}
