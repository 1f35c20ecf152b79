/** Takes in what a delivery means: writes it down durably and asks for the work, without any call to GitHub. */
import { PermanentFailure } from '../domain/errors.ts';
import { toInstant } from '../domain/instant.ts';
import type { SubjectRef } from '../domain/subject.ts';
import type { TellPort } from './deeds.ts';
import type { Happening } from './happening.ts';
import { inGroups } from './in-groups.ts';
import type { Clock, Consents, Duty, NewTouch, Queues, Store, Tenant } from './ports.ts';
import { isWelcome } from './is-welcome.ts';
import { isReportRepository, organisationSettings } from './tenant-settings.ts';

export type Received = { readonly outcome: 'accepted' } | { readonly outcome: 'ignored'; readonly reason: string };

type Ports = TellPort & { readonly store: Store; readonly queues: Queues; readonly clock: Clock; readonly settleMs: number };

const accepted: Received = { outcome: 'accepted' };
const notOptedIn: Received = { outcome: 'ignored', reason: 'repository has not opted in' };

type Touch = Extract<Happening, { kind: 'touch' }>;
/** `delivery`: the id of the delivery that brought it, which is told of in the log wherever it leads. */
type ToldTouch = Omit<NewTouch, 'dueAt'>;

/** Deliveries that one transaction writes down. */
const mostAtOnce = 200;

/**
 * Records happenings. When the returned function resolves, the happening survives a crash. Of repositories that have not opted in nothing is
 * recorded. Touches of one installation that come while others are being written are written together, in one transaction: most of what a
 * delivery costs is its commit. `delivery` is the id of the delivery that brought it. Throws TransientFailure when store or queue does not answer; then the delivery was not accepted.
 */
export function createReceiver(ports: Ports): (happening: Happening, delivery?: string) => Promise<Received> {
  const receiveTouch = touchReceiver(ports);
  return async (happening, delivery) => {
    switch (happening.kind) {
      case 'ignored':
        return { outcome: 'ignored', reason: happening.reason };
      case 'touch':
        return receiveTouch(happening, delivery);
      case 'settings':
      case 'rerun':
        return receiveDuties(ports, happening.installationId, settingsDuties(happening));
      case 'authorization-revoked':
        return receiveRevocation(ports, happening.personId);
      case 'organisation':
        return receiveDuties(ports, happening.installationId, [{ kind: 'organisation' }]);
    }
  };
}

/** Keeps the installations' groups apart, since a transaction sees one installation. An installation at rest takes no room. */
function touchReceiver(ports: Ports): (touch: Touch, delivery?: string) => Promise<Received> {
  const newGroup = (installationId: number) => ({
    receive: inGroups((touches: readonly ToldTouch[]) => receiveTouches(ports, installationId, touches), mostAtOnce),
    open: 0,
  });
  const groups = new Map<number, ReturnType<typeof newGroup>>();
  return async ({ installationId, subject }, delivery) => {
    const group = groups.get(installationId) ?? newGroup(installationId);
    groups.set(installationId, group);
    group.open += 1;
    try {
      return await group.receive({ subject, at: ports.clock(), ...(delivery === undefined ? {} : { delivery }) });
    } finally {
      group.open -= 1;
      if (group.open === 0) groups.delete(installationId);
    }
  };
}

/** Their tokens have ended already; the sessions end with them. */
async function receiveRevocation({ store }: Ports, personId: number): Promise<Received> {
  await store.sessions((sessions) => sessions.endAllOf(personId));
  return accepted;
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

async function receiveTouches(ports: Ports, installationId: number, told: readonly ToldTouch[]): Promise<readonly Received[]> {
  const { store, queues, settleMs } = ports;
  const touches = told.map((touch) => ({ ...touch, dueAt: toInstant(Date.parse(touch.at) + settleMs) }));
  const consents = await store.touchOptedIn(installationId, touches);
  const others = touches.filter(({ subject }) => (consents.get(subject.repositoryId)?.optIn ?? 'in') !== 'in');
  const spokenTo = others.length === 0 ? [] : await receiveSpokenTo(ports, installationId, { touches: others, consents });
  const standings = touches.map((touch) => standingOf(touch, { consents, spokenTo }));
  const touched = touches.filter((_, index) => standings[index] === 'touched');
  const repositoryIds = new Set(touched.map(({ subject }) => subject.repositoryId));
  const asked = [...repositoryIds].map((repositoryId) => queues.refresh({ installationId, repositoryId }, { delayMs: settleMs }));
  await Promise.all([...asked, standings.includes('unknown') ? receiveDuties(ports, installationId, [{ kind: 'organisation' }]) : null]);
  ports.tell?.({ kind: 'touched', by: 'delivery', count: touched.length });
  return standings.map((standing) => (standing === 'not opted in' ? notOptedIn : accepted));
}

type Told = { readonly touches: readonly NewTouch[]; readonly consents: Consents };

/** Records and returns those of repositories that have not opted in where the App is spoken to all the same. */
async function receiveSpokenTo({ store }: Ports, installationId: number, { touches, consents }: Told): Promise<readonly NewTouch[]> {
  return store.tenant(installationId, async (tenant) => {
    const spokenTo: NewTouch[] = [];
    for (const touch of touches) {
      const { fullName = '' } = consents.get(touch.subject.repositoryId) ?? {};
      if (await isSpokenTo(tenant, fullName, touch.subject)) spokenTo.push(touch);
    }
    await tenant.touches.addAll(spokenTo);
    return spokenTo;
  });
}

type Standing = 'unknown' | 'not opted in' | 'touched';

function standingOf(touch: NewTouch, by: { readonly consents: Consents; readonly spokenTo: readonly NewTouch[] }): Standing {
  const consent = by.consents.get(touch.subject.repositoryId);
  if (consent === undefined) return 'unknown';
  return consent.optIn === 'in' || by.spokenTo.includes(touch) ? 'touched' : 'not opted in';
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
