/** The hourly sweep: what changed on GitHub and was not heard of, what was active lately, and what is due. */
import { PermanentFailure } from '../domain/errors.ts';
import { addDays, daysBetween, type Instant } from '../domain/instant.ts';
import { addMonths } from '../domain/month.ts';
import { askForDueReports, newestDueMonth } from './ask-for-reports.ts';
import { retentionStart } from './retention.ts';
import { organisationSettings } from './tenant-settings.ts';
import type { Clock, DossierSource, InstallationSource, OrganisationSource, Queues, Store, StoredRepository } from './ports.ts';
import { askAgain, reportsOpened } from './shown-before.ts';

export type SweepPorts = {
  readonly store: Store;
  readonly queues: Queues;
  readonly clock: Clock;
  readonly dossiers: DossierSource;
  readonly installations: InstallationSource;
  readonly organisations: Pick<OrganisationSource, 'readers'>;
  /** How far back the first sweep of a repository looks. */
  readonly historyDays: number;
};

/** Listing starts a little before the last one ended: GitHub's index may lag. */
const overlapDays = 1 / 24;
const activeDays = 14;
const dailyDays = 0.9;

/** Asks for a sweep of every installation, takes in those never heard of, and puts waiting work back on the queue that a lost queue forgot. */
export async function tick(ports: SweepPorts): Promise<void> {
  const { store, queues } = ports;
  for (const installation of await ports.installations.installations()) {
    await store.tenant(installation.id, async (tenant) => {
      if ((await tenant.installation.read()) === null) await tenant.duties.add({ kind: 'organisation' });
    });
  }
  const waiting = await store.everywhere(async (everywhere) => ({
    installations: await everywhere.installations(),
    organisations: await everywhere.waitingOrganisations(),
    repositories: await everywhere.waitingRepositories(),
  }));
  for (const installationId of waiting.organisations) await queues.organisation({ installationId });
  for (const { installationId, repositoryId } of waiting.repositories) await queues.refresh({ installationId, repositoryId });
  for (const installation of waiting.installations) {
    if (!installation.isSuspended) await queues.sweep({ installationId: installation.id });
  }
}

/** Sweeps one installation. Repeating it changes nothing. */
export async function sweepInstallation(ports: SweepPorts, { installationId }: { readonly installationId: number }): Promise<void> {
  const now = ports.clock();
  const { repositories, isDaily, isWelcomeDue } = await ports.store.tenant(installationId, async (tenant) => {
    const lastDailyAt = await tenant.installation.lastDailyAt();
    return {
      repositories: await tenant.repositories.list(),
      isDaily: lastDailyAt === null || daysBetween(lastDailyAt, now) > dailyDays,
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

/** Sweeps every repository that opted in. What GitHub refuses for one keeps none of the others waiting; the first refusal is returned. */
async function sweepSources(
  ports: SweepPorts,
  of: {
    readonly installationId: number;
    readonly repositories: readonly StoredRepository[];
    readonly now: Instant;
    readonly isDaily: boolean;
  },
): Promise<PermanentFailure | null> {
  const refused: PermanentFailure[] = [];
  for (const repository of of.repositories.filter(({ optIn }) => optIn === 'in')) {
    try {
      await sweepRepository(ports, { ...of, repository });
    } catch (error) {
      if (!(error instanceof PermanentFailure)) throw error;
      refused.push(error);
    }
  }
  return refused[0] ?? null;
}

/** Once a day everything known of the organisation is looked at again, settings files included; the welcome issue is written then too. */
async function askForOrganisation(ports: SweepPorts, installationId: number, repositories: readonly StoredRepository[]): Promise<void> {
  await ports.store.tenant(installationId, async (tenant) => {
    await tenant.duties.add({ kind: 'organisation' });
    for (const repository of repositories) await tenant.duties.add({ kind: 'settings', repositoryId: repository.id });
  });
  await ports.queues.organisation({ installationId });
}

async function sweepRepository(
  ports: SweepPorts,
  of: { readonly installationId: number; readonly repository: StoredRepository; readonly now: Instant; readonly isDaily: boolean },
): Promise<void> {
  const { installationId, repository, now } = of;
  const since = repository.sweptUntil === null ? addDays(now, -ports.historyDays) : addDays(repository.sweptUntil, -overlapDays);
  await touchChangedSince(ports, { installationId, repository, since });
  await ports.store.tenant(installationId, async (tenant) => {
    // The repository before its touches, as a refresh holds them: in the other order the two would wait for each other.
    await tenant.repositories.setSweptUntil(repository.id, now);
    if (!of.isDaily) return;
    for (const subject of await tenant.subjects.activeSince(repository.id, addDays(now, -activeDays))) {
      await tenant.touches.add(subject, { at: now, dueAt: now });
    }
  });
  await ports.queues.refresh({ installationId, repositoryId: repository.id });
}

/** Touches every subject of a repository that was updated at or after `since`. Returns how many. */
export async function touchChangedSince(
  ports: Pick<SweepPorts, 'store' | 'queues' | 'clock' | 'dossiers'>,
  of: { readonly installationId: number; readonly repository: StoredRepository; readonly since: Instant },
): Promise<number> {
  const { installationId, repository } = of;
  let count = 0;
  for await (const page of ports.dossiers.changedSince(of)) {
    const at = ports.clock();
    await ports.store.tenant(installationId, async (tenant) => {
      for (const { subject } of page) await tenant.touches.add(subject, { at, dueAt: at });
    });
    count += page.length;
    await ports.queues.refresh({ installationId, repositoryId: repository.id });
  }
  return count;
}
