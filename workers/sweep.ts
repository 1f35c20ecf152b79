/** The queue `sweep`: one job for each installation, and the hourly tick that asks for them. */
import type { Processors } from '../src/queue/run-workers.ts';
import type { ResendPorts } from '../src/usecases/resend-lost.ts';
import { type SweepPorts, sweepInstallation, tick } from '../src/usecases/sweep.ts';

/** Sweeps an installation. */
export const sweepWorker =
  (ports: SweepPorts): Processors['sweep'] =>
  async (job) => {
    await sweepInstallation(ports, job);
    return { again: null };
  };

/** Asks for whatever is due everywhere. */
export const tickWorker =
  (ports: SweepPorts & ResendPorts): Processors['tick'] =>
  () =>
    tick(ports);
