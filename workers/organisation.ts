/** The queue `organisation`: one job for each installation that changed. */
import type { Processors } from '../src/queue/run-workers.ts';
import { type SyncPorts, syncOrganisation } from '../src/usecases/sync-organisation.ts';

/** Brings what is known of an installation up to date. */
export const organisationWorker =
  (ports: SyncPorts): Processors['organisation'] =>
  async (job) => {
    await syncOrganisation(ports, job);
    return { again: null };
  };
