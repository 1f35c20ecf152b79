/** Asks for the jobs of work that waits in the store: the queue may have lost them, or was away when they were asked for. */
import type { Clock, Queues, Store } from './ports.ts';

export type WaitingPorts = { readonly store: Store; readonly queues: Queues; readonly clock: Clock };

/** What waits longest comes first, so that nothing without a job is passed over for long. */
const mostForgotten = 500;

/**
 * Asks for `all` that waits, due or not, or for what is due and `forgotten`: the queue has no job for it. Forgotten repositories are asked
 * for 500 at a time, so that it may be done every minute.
 */
export async function askForWaiting({ store, queues, clock }: WaitingPorts, which: 'all' | 'forgotten'): Promise<void> {
  const waiting = await store.everywhere(async (everywhere) => ({
    organisations: await everywhere.waitingOrganisations(),
    repositories: await everywhere.waitingRepositories(),
    histories: await everywhere.waitingHistories(),
  }));
  const now = clock();
  const due = () => waiting.repositories.filter(({ dueAt }) => dueAt <= now).slice(0, mostForgotten);
  const options = { ifForgotten: which === 'forgotten' };
  for (const installationId of waiting.organisations) await queues.organisation({ installationId }, options);
  for (const { installationId, repositoryId } of which === 'all' ? waiting.repositories : due())
    await queues.refresh({ installationId, repositoryId }, options);
  for (const installationId of waiting.histories) await queues.history({ installationId }, options);
}
