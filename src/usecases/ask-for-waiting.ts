/** Asks for the jobs of work that waits in the store: the queue may have lost them, or was away when they were asked for. */
import type { Clock, Queues, Store } from './ports.ts';

export type WaitingPorts = { readonly store: Store; readonly queues: Queues };

/** What waits longest comes first, so that nothing without a job is passed over for long. */
const mostForgotten = 500;

/** Asks for everything that waits, due or not. */
export async function askForWaiting({ store, queues }: WaitingPorts): Promise<void> {
  const { organisation, refresh, history } = await waitingIn(store);
  for (const job of organisation) await queues.organisation(job);
  for (const { installationId, repositoryId } of refresh) await queues.refresh({ installationId, repositoryId });
  for (const job of history) await queues.history(job);
}

/** Asks for what is due and of which the queue knows nothing; of repositories, the 500 that wait longest. Cheap enough for every minute. */
export async function askForForgotten({ store, queues, clock }: WaitingPorts & { readonly clock: Clock }): Promise<void> {
  const { organisation, refresh, history } = await waitingIn(store);
  const now = clock();
  const due = refresh.filter(({ dueAt }) => dueAt <= now).slice(0, mostForgotten);
  await queues.forgotten({
    organisation,
    history,
    refresh: due.map(({ installationId, repositoryId }) => ({ installationId, repositoryId })),
  });
}

async function waitingIn(store: Store) {
  const waiting = await store.everywhere(async (everywhere) => ({
    organisations: await everywhere.waitingOrganisations(),
    histories: await everywhere.waitingHistories(),
    refresh: await everywhere.waitingRepositories(),
  }));
  const toJob = (installationId: number) => ({ installationId });
  return { organisation: waiting.organisations.map(toJob), history: waiting.histories.map(toJob), refresh: waiting.refresh };
}
