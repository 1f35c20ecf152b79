/** The hourly sweep: what changed on GitHub and was not heard of, what was active lately, and what is due. */
import type { PermanentFailure } from '../domain/errors.ts';
import { addDays, daysBetween, type Instant } from '../domain/instant.ts';
import { addMonths } from '../domain/month.ts';
import { type ResendPorts, resendLost } from './resend-lost.ts';
import { askForDueReports, newestDueMonth } from './ask-for-reports.ts';
import { askForWaiting } from './ask-for-waiting.ts';
import type { TellPort } from './deeds.ts';
import { listChanges } from './list-changes.ts';
import { beginHistory, historyDays } from './read-history.ts';
import { retentionStart } from './retention.ts';
import { endedBefore } from './signing-in/sign-in.ts';
import { organisationSettings } from './tenant-settings.ts';
import type { Clock, DossierSource, InstallationSource, OrganisationSource, Queues, Store, StoredRepository } from './ports.ts';
import { askAgain, reportsOpened } from './shown-before.ts';

export type SweepPorts = TellPort & {
  readonly store: Store;
  readonly queues: Queues;
  readonly clock: Clock;
  readonly dossiers: DossierSource;
  readonly installations: InstallationSource;
  readonly organisations: Pick<OrganisationSource, 'readers'>;
};

/** Listing starts a little before the last one ended: GitHub's index may lag. */
const overlapDays = 1 / 24;
const activeDays = 14;
const dailyDays = 0.9;
const wrongDays = 1 / 24;

/** Whether a time that was noted lies so far ahead that the clock was wrong then: what it says of when something was last done is not to be believed. */
function isAhead(noted: Instant, now: Instant): boolean {
  return daysBetween(now, noted) > wrongDays;
}

/** Asks for a sweep of every installation, takes in those never heard of or whose suspension nobody told of, puts waiting work back on the queue that a lost queue forgot, and has lost deliveries sent again. */
export async function tick(ports: SweepPorts & ResendPorts): Promise<void> {
  const { store, queues } = ports;
  await store.sessions((sessions) => sessions.eraseEnded(endedBefore(ports.clock())));
  for (const installation of await ports.installations.installations()) {
    await store.tenant(installation.id, async (tenant) => {
      const known = await tenant.installation.read();
      if (known?.isSuspended !== installation.isSuspended) await tenant.duties.add({ kind: 'organisation' });
    });
  }
  await askForWaiting(ports);
  for (const installation of await store.everywhere((everywhere) => everywhere.installations())) {
    if (!installation.isSuspended) await queues.sweep({ installationId: installation.id });
  }
  await resendLost(ports);
}

/** Sweeps one installation. Repeating it changes nothing. */
export async function sweepInstallation(ports: SweepPorts, { installationId }: { readonly installationId: number }): Promise<void> {
  const now = ports.clock();
  const { repositories, isDaily, isWelcomeDue } = await ports.store.tenant(installationId, async (tenant) => {
    const lastDailyAt = await tenant.installation.lastDailyAt();
    return {
      repositories: await tenant.repositories.list(),
      isDaily: lastDailyAt === null || daysBetween(lastDailyAt, now) > dailyDays || isAhead(lastDailyAt, now),
      isWelcomeDue: (await tenant.welcome.read())?.isDue ?? false,
    };
  });
  if (isDaily) {
    await askForOrganisation(ports, installationId, repositories);
    await ports.store.tenant(installationId, async (tenant) => {
      await tenant.eraseBefore(retentionStart(now, await organisationSettings(tenant)));
      await tenant.audit.add([{ at: now, act: 'retention-ran', actor: 'app', actorId: null, personId: null, repositoryId: null }]);
    });
    await touchSpokenTo(ports, { installationId, now });
  }
  if (isWelcomeDue && !isDaily) await askForOrganisation(ports, installationId, []);
  const refused = await sweepSources(ports, { installationId, repositories, now, isDaily });
  if (isDaily) await ports.store.tenant(installationId, (tenant) => tenant.installation.saveLastDailyAt(now));
  await askForDueReports(ports, { installationId, isWhole: isDaily });
  if (isDaily) await askAgain(ports, { installationId, reports: await reportsOpened(ports, { installationId }) });
  if (refused !== null) throw refused;
}

/** Looks once a day at the reports of the last two due months and at the welcome issue: what no delivery told of is heard then. */
async function touchSpokenTo(
  ports: SweepPorts,
  { installationId, now }: { readonly installationId: number; readonly now: Instant },
): Promise<void> {
  const reports = await ports.store.tenant(installationId, async (tenant) => {
    const newest = newestDueMonth(now, (await organisationSettings(tenant)).reports);
    const welcome = await tenant.welcome.read();
    const reports = [...(await tenant.reports.listMonth(addMonths(newest, -1))), ...(await tenant.reports.listMonth(newest))];
    const listed = [...reports, ...(welcome === null ? [] : [welcome])];
    for (const { repositoryId, number } of listed) {
      await tenant.touches.add({ repositoryId, kind: 'issue', number }, { at: now, dueAt: now });
    }
    return listed;
  });
  for (const repositoryId of new Set(reports.map((report) => report.repositoryId)))
    await ports.queues.refresh({ installationId, repositoryId });
}

type Sweeping = {
  readonly installationId: number;
  readonly repositories: readonly StoredRepository[];
  readonly now: Instant;
  readonly isDaily: boolean;
};

/**
 * Sweeps every repository that opted in: of those that were never swept the past is read, of the others what changed since. What GitHub
 * refuses for one keeps none of the others waiting; the first refusal is returned.
 */
async function sweepSources(ports: SweepPorts, of: Sweeping): Promise<PermanentFailure | null> {
  const sources = of.repositories.filter(({ optIn }) => optIn === 'in');
  const isSwept = ({ sweptUntil }: StoredRepository) => sweptUntil !== null && !isAhead(sweptUntil, of.now);
  await beginHistories(ports, { ...of, repositories: sources.filter((repository) => !isSwept(repository)) });
  const swept = sources.filter(isSwept);
  const refusals = await touchChanged(ports, { ...of, repositories: swept });
  for (const { id } of swept.filter((repository) => !refusals.has(repository.id))) await noteSwept(ports, { ...of, repositoryId: id });
  return refusals.values().next().value ?? null;
}

async function beginHistories(ports: SweepPorts, { installationId, repositories, now }: Sweeping): Promise<void> {
  if (repositories.length === 0) return;
  await ports.store.tenant(installationId, async (tenant) => {
    for (const { id } of repositories) {
      await tenant.repositories.setSweptUntil(id, now);
      await beginHistory(tenant, { repositoryId: id, since: addDays(now, -historyDays), now, isAnew: true });
    }
  });
  await ports.queues.history({ installationId });
}

/** Touches all that changed since the repositories were last swept. Returns whose lists GitHub refuses. */
async function touchChanged(
  ports: SweepPorts,
  { installationId, repositories, now }: Sweeping,
): Promise<ReadonlyMap<number, PermanentFailure>> {
  const wanted = repositories.map((repository) => ({ repository, since: addDays(repository.sweptUntil ?? now, -overlapDays) }));
  const refusals = new Map<number, PermanentFailure>();
  for await (const page of listChanges(ports.dossiers, { installationId, wanted })) {
    for (const [id, refusal] of page.refusals) refusals.set(id, refusal);
    const at = ports.clock();
    await ports.store.tenant(installationId, async (tenant) => {
      for (const { subject } of page.changes) await tenant.touches.add(subject, { at, dueAt: at });
    });
    ports.tell?.({ kind: 'touched', by: 'sweep', count: page.changes.length });
    for (const repositoryId of new Set(page.changes.map(({ subject }) => subject.repositoryId))) {
      await ports.queues.refresh({ installationId, repositoryId });
    }
  }
  return refusals;
}

/** Once a day everything known of the organisation is looked at again, settings files included; the welcome issue is written then too. */
async function askForOrganisation(ports: SweepPorts, installationId: number, repositories: readonly StoredRepository[]): Promise<void> {
  await ports.store.tenant(installationId, async (tenant) => {
    await tenant.duties.add({ kind: 'organisation' });
    for (const repository of repositories) await tenant.duties.add({ kind: 'settings', repositoryId: repository.id });
  });
  await ports.queues.organisation({ installationId });
}

async function noteSwept(
  ports: SweepPorts,
  { installationId, repositoryId, now, isDaily }: Omit<Sweeping, 'repositories'> & { readonly repositoryId: number },
): Promise<void> {
  await ports.store.tenant(installationId, async (tenant) => {
    // The repository before its touches, as a refresh holds them: in the other order the two would wait for each other.
    await tenant.repositories.setSweptUntil(repositoryId, now);
    if (!isDaily) return;
    for (const subject of await tenant.subjects.activeSince(repositoryId, addDays(now, -activeDays))) {
      await tenant.touches.add(subject, { at: now, dueAt: now });
    }
  });
  await ports.queues.refresh({ installationId, repositoryId });
}
