/** Takes in what a delivery means: writes it down durably and asks for the work, without any call to GitHub. */
import { PermanentFailure } from '../domain/errors.ts';
import { toInstant } from '../domain/instant.ts';
import type { SubjectRef } from '../domain/subject.ts';
import type { TellPort } from './deeds.ts';
import type { Happening } from './happening.ts';
import type { Clock, Duty, Queues, Store, Tenant } from './ports.ts';
import { isReportRepository, organisationSettings } from './tenant-settings.ts';
import { isWelcome } from './welcome.ts';

export type Received = { readonly outcome: 'accepted' } | { readonly outcome: 'ignored'; readonly reason: string };

type Ports = TellPort & { readonly store: Store; readonly queues: Queues; readonly clock: Clock; readonly settleMs: number };

const accepted: Received = { outcome: 'accepted' };

/**
 * Records a happening. When this resolves, it survives a crash. Of repositories that have not opted in nothing is recorded.
 * `delivery` is the id of the delivery that brought it, which is told of in the log wherever it leads. Throws TransientFailure when store or
 * queue does not answer; then the delivery was not accepted.
 */
export async function receiveHappening(ports: Ports, happening: Happening, delivery?: string): Promise<Received> {
  switch (happening.kind) {
    case 'ignored':
      return { outcome: 'ignored', reason: happening.reason };
    case 'touch':
      return receiveTouch(ports, happening, delivery);
    case 'settings':
    case 'rerun':
      return receiveDuties(ports, happening.installationId, settingsDuties(happening));
    case 'organisation':
      return receiveDuties(ports, happening.installationId, [{ kind: 'organisation' }]);
  }
}

/** The file on the default branch is read whatever was pushed; a commit whose file somebody waits to hear about is checked too. */
function settingsDuties(happening: Extract<Happening, { kind: 'settings' | 'rerun' }>): readonly Duty[] {
  const { kind, repositoryId, headSha } = happening;
  const settings: Duty = { kind: 'settings', repositoryId };
  return headSha === null ? [settings] : [settings, { kind: 'check', repositoryId, headSha, isRerun: kind === 'rerun' }];
}

/** Consent is heeded at once; changes of people and teams, which come in bursts, are left to settle. */
async function receiveDuties({ store, queues, settleMs }: Ports, installationId: number, duties: readonly Duty[]): Promise<Received> {
  await store.tenant(installationId, async (tenant) => {
    for (const duty of duties) await tenant.duties.add(duty);
  });
  const isPatient = duties.every(({ kind }) => kind === 'organisation');
  await queues.organisation({ installationId }, { delayMs: isPatient ? settleMs : 0 });
  return accepted;
}

async function receiveTouch(
  ports: Ports,
  { installationId, subject }: Extract<Happening, { kind: 'touch' }>,
  delivery: string | undefined,
): Promise<Received> {
  const { store, queues, clock, settleMs } = ports;
  const at = clock();
  const standing = await store.tenant(installationId, async (tenant) => {
    const repository = await tenant.repositories.find(subject.repositoryId);
    if (repository === null) return 'unknown';
    const isHeard = repository.optIn === 'in' || (await isSpokenTo(tenant, repository.fullName, subject));
    if (!isHeard) return 'not opted in';
    const dueAt = toInstant(Date.parse(at) + settleMs);
    await tenant.touches.add(subject, { at, dueAt, ...(delivery === undefined ? {} : { delivery }) });
    return 'touched';
  });
  if (standing === 'unknown') return receiveDuties(ports, installationId, [{ kind: 'organisation' }]);
  if (standing === 'not opted in') return { outcome: 'ignored', reason: 'repository has not opted in' };
  await queues.refresh({ installationId, repositoryId: subject.repositoryId }, { delayMs: settleMs });
  ports.tell?.({ kind: 'touched', by: 'delivery', count: 1 });
  return accepted;
}

/** Whether the App is spoken to there: in report repositories, and in the welcome issue wherever it is. */
async function isSpokenTo(tenant: Tenant, fullName: string, subject: SubjectRef): Promise<boolean> {
  return (subject.kind === 'issue' && (await isWelcome(tenant, subject))) || isReportHere(tenant, fullName);
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
