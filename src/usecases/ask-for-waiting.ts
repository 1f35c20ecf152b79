/** Asks for the jobs of work that waits in the store: the queue may have lost them, or was away when they were asked for. */
import type { Clock, Queues, Store } from './ports.ts';

export type WaitingPorts = { readonly store: Store; readonly queues: Queues };

/** Asks for everything that waits, due or not. */
export async function askForWaiting({ store, queues }: WaitingPorts): Promise<void> {
  const { organisations, repositories, histories } = await store.everywhere(async (everywhere) => ({
    organisations: await everywhere.waitingOrganisations(),
    repositories: await everywhere.waitingRepositories(),
    histories: await everywhere.waitingHistories(),
  }));
  for (const installationId of organisations) await queues.organisation({ installationId });
  for (const { installationId, repositoryId } of repositories) await queues.refresh({ installationId, repositoryId });
  for (const installationId of histories) await queues.history({ installationId });
}

/** Asks for what is due and of which the queue knows nothing, the longest waiting first. Cheap enough for every minute; the past can wait for the hour. */
export async function askForForgotten({ store, queues, clock }: WaitingPorts & { readonly clock: Clock }): Promise<void> {
  const { organisations, repositories } = await store.everywhere(async (everywhere) => ({
    organisations: await everywhere.waitingOrganisations(),
    repositories: await everywhere.waitingRepositories(),
  }));
  const now = clock();
  const due = repositories.filter(({ dueAt }) => dueAt <= now);
  await queues.forgotten({
    organisation: organisations.map((installationId) => ({ installationId })),
    refresh: due.map(({ installationId, repositoryId }) => ({ installationId, repositoryId })),
  });
}
