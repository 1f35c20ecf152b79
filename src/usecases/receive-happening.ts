/** Takes in what a delivery means: writes it down durably and asks for the work, without any call to GitHub. */
import { PermanentFailure } from '../domain/errors.ts';
import { toInstant } from '../domain/instant.ts';
import type { Happening } from './happening.ts';
import type { Clock, Duty, Queues, Store, Tenant } from './ports.ts';
import { isReportRepository, organisationSettings } from './tenant-settings.ts';

export type Received = { readonly outcome: 'accepted' } | { readonly outcome: 'ignored'; readonly reason: string };

type Ports = { readonly store: Store; readonly queues: Queues; readonly clock: Clock; readonly settleMs: number };

const accepted: Received = { outcome: 'accepted' };

/**
 * Records a happening. When this resolves, it survives a crash. Of repositories that have not opted in nothing is recorded.
 * Throws TransientFailure when store or queue does not answer; then the delivery was not accepted.
 */
export async function receiveHappening(ports: Ports, happening: Happening): Promise<Received> {
  switch (happening.kind) {
    case 'ignored':
      return { outcome: 'ignored', reason: happening.reason };
    case 'touch':
      return receiveTouch(ports, happening);
    case 'settings':
      return receiveDuty(ports, happening.installationId, { kind: 'settings', repositoryId: happening.repositoryId });
    case 'organisation':
      return receiveDuty(ports, happening.installationId, { kind: 'organisation' });
  }
}

/** Consent is heeded at once; changes of people and teams, which come in bursts, are left to settle. */
async function receiveDuty({ store, queues, settleMs }: Ports, installationId: number, duty: Duty): Promise<Received> {
  await store.tenant(installationId, (tenant) => tenant.duties.add(duty));
  await queues.organisation({ installationId }, { delayMs: duty.kind === 'settings' ? 0 : settleMs });
  return accepted;
}

async function receiveTouch(ports: Ports, { installationId, subject }: Extract<Happening, { kind: 'touch' }>): Promise<Received> {
  const { store, queues, clock, settleMs } = ports;
  const at = clock();
  const standing = await store.tenant(installationId, async (tenant) => {
    const repository = await tenant.repositories.find(subject.repositoryId);
    if (repository === null) return 'unknown';
    const isReport = repository.optIn !== 'in' && (await isReportHere(tenant, repository.fullName));
    if (repository.optIn !== 'in' && !isReport) return 'not opted in';
    await tenant.touches.add(subject, { at, dueAt: toInstant(Date.parse(at) + settleMs) });
    return 'touched';
  });
  if (standing === 'unknown') return receiveDuty(ports, installationId, { kind: 'organisation' });
  if (standing === 'not opted in') return { outcome: 'ignored', reason: 'repository has not opted in' };
  await queues.refresh({ installationId, repositoryId: subject.repositoryId }, { delayMs: settleMs });
  return accepted;
}

/** Settings that are no longer valid make no delivery fail: what is missed is swept up when they are mended. */
async function isReportHere(tenant: Tenant, fullName: string): Promise<boolean> {
  try {
    return isReportRepository(fullName, await organisationSettings(tenant));
  } catch (error) {
    if (error instanceof PermanentFailure) return false;
    throw error;
  }
}
