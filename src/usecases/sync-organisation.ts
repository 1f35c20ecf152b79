/** Brings what is known of an installation up to date: its repositories, who opted in, its people. */
import { parseOrganisationFile } from '../settings/files.ts';
import { PermanentFailure, UserMistake } from '../domain/errors.ts';
import { addDays, type Instant } from '../domain/instant.ts';
import type { OrganisationSnapshot } from '../domain/organisation.ts';
import { askForDueReports, askForReports } from './ask-for-reports.ts';
import { type CheckPorts, checkSettings } from './check-settings.ts';
import { enrolledPeople } from './enrolment.ts';
import { readOptIn } from './opt-in.ts';
import { recomputeEverybody } from './recompute-patterns.ts';
import type {
  Clock,
  Installation,
  InstallationSource,
  InstalledRepository,
  OrganisationSource,
  Queues,
  Store,
  StoredRepository,
  TakenDuty,
  Tenant,
} from './ports.ts';
import { askAgain, noteWithdrawal, type ReportName, reportsToHide } from './shown-before.ts';
import { isReportRepository, organisationSettings } from './tenant-settings.ts';
import { keepWelcome, type WelcomePorts } from './welcome.ts';
import { namedPerson, withholdWords } from './withhold-words.ts';

export type SyncPorts = CheckPorts &
  WelcomePorts & {
    readonly store: Store;
    readonly queues: Queues;
    readonly clock: Clock;
    readonly installations: InstallationSource;
    readonly organisations: OrganisationSource;
  };

/** What the audit says of things that the App found on GitHub. */
const byApp = { actor: 'app', actorId: null, personId: null, repositoryId: null } as const;

/** How far back a newly enrolled person's own past is looked up. */
const newcomerDays = 30;

/**
 * Looks at the installation on GitHub and makes the store say the same: repositories that left are erased, files of settings read
 * where asked or never read, opting out erases at once, the organisation's snapshot is added to its history, whoever pushed settings hears
 * what they mean, and the welcome issue tells of it all.
 */
export async function syncOrganisation(ports: SyncPorts, { installationId }: { readonly installationId: number }): Promise<void> {
  const { store } = ports;
  const taken = await store.tenant(installationId, (tenant) => tenant.duties.take());
  const installation = await ports.installations.installation(installationId);
  if (installation === null) {
    await store.tenant(installationId, (tenant) => tenant.installation.erase());
    return;
  }
  await store.tenant(installationId, (tenant) => tenant.installation.save(installation));
  if (!installation.isSuspended) await syncActive(ports, installation, taken);
  await store.tenant(installationId, (tenant) => tenant.duties.finish(taken));
}

async function syncActive(ports: SyncPorts, installation: Installation, taken: readonly TakenDuty[]): Promise<void> {
  const listed = await ports.installations.repositories(installation.id);
  const installed = listed.map(({ id, fullName, visibility, isArchived }) => ({ id, fullName, visibility, isArchived }));
  const gone = await matchRepositories(ports, installation.id, installed);
  const before = await settingsInForce(ports.store, installation.id);
  await readOrganisationFile(ports, installation, installed);
  const { hasOptedIn, withdrawn } = await readRepositoryFiles(ports, installation.id, taken);
  const { hasNewcomers, closedIds, parting } = await addSnapshot(ports, installation, installed);
  const isChanged = before !== (await settingsInForce(ports.store, installation.id));
  // After a crash the files read as before, but the duty to read them is still there.
  if (isChanged || taken.some(({ duty }) => duty.kind === 'settings')) await applyToPast(ports, installation.id);
  if (closedIds.size > 0) await askForDueReports(ports, { installationId: installation.id, isWhole: true });
  const closed = await reportsToHide(ports, { installationId: installation.id, closedIds });
  await askAgain(ports, { installationId: installation.id, reports: [...gone, ...withdrawn, ...closed, ...parting] });
  if (hasOptedIn || hasNewcomers) await ports.queues.sweep({ installationId: installation.id });
  await checkSettings(ports, { installationId: installation.id, taken });
  await keepWelcome(ports, { installationId: installation.id, listed });
}

/** The texts of all settings that count now, for telling whether they changed. */
async function settingsInForce(store: Store, installationId: number): Promise<string> {
  return store.tenant(installationId, async (tenant) => {
    const repositories = await tenant.repositories.list();
    const texts = repositories.map(({ id, optIn, settingsText }) => [id, optIn, settingsText] as const).toSorted((a, b) => a[0] - b[0]);
    return JSON.stringify([await tenant.installation.readSettingsText(), texts]);
  });
}

/** Subjects are swept again under other settings; what lies over several of them is looked at here, since no participation changes. */
async function applyToPast(ports: SyncPorts, installationId: number): Promise<void> {
  const personIds = await recomputeEverybody(ports, { installationId, now: ports.clock() });
  await askForReports(ports, { installationId, personIds: new Set(personIds) });
}

/** Adds, renames and erases repositories so that the store holds those of the installation. Returns the reports that told of those gone. */
async function matchRepositories(
  { store, clock }: Pick<SyncPorts, 'store' | 'clock'>,
  installationId: number,
  installed: readonly InstalledRepository[],
): Promise<readonly ReportName[]> {
  const installedIds = new Set(installed.map((repository) => repository.id));
  return store.tenant(installationId, async (tenant) => {
    const stored = new Map((await tenant.repositories.list()).map((repository) => [repository.id, repository]));
    const reports: ReportName[] = [];
    for (const id of stored.keys()) {
      if (installedIds.has(id)) continue;
      reports.push(...(await noteWithdrawal(tenant, id, clock())));
      await tenant.repositories.erase(id);
    }
    for (const repository of installed) {
      const before = stored.get(repository.id);
      if (before !== undefined && isSame(before, repository)) continue;
      await tenant.repositories.save({ ...neverRead, ...before, ...repository });
    }
    return reports;
  });
}

const neverRead = { optIn: 'unread', settingsText: null, problems: [], sweptUntil: null } as const;

function isSame(stored: StoredRepository, installed: InstalledRepository): boolean {
  return stored.fullName === installed.fullName && stored.visibility === installed.visibility && stored.isArchived === installed.isArchived;
}

/** Stores the organisation's file when it is valid; a broken one leaves the last valid one in force. */
async function readOrganisationFile(
  ports: SyncPorts,
  installation: Installation,
  installed: readonly InstalledRepository[],
): Promise<void> {
  const repository = installed.find((candidate) => candidate.fullName.toLowerCase() === `${installation.login}/.github`.toLowerCase());
  const read = repository === undefined ? null : await orMistake(ports.settingsFiles.read({ installationId: installation.id, repository }));
  if (read instanceof UserMistake || read instanceof PermanentFailure) {
    await ports.store.tenant(installation.id, (tenant) => tenant.installation.saveSettingsProblems([read.message]));
    return;
  }
  const text = read;
  const parsed = parseOrganisationFile(text ?? '');
  await ports.store.tenant(installation.id, async (tenant) => {
    const before = await tenant.installation.readSettingsText();
    await tenant.installation.saveSettingsProblems(
      parsed.ok ? [] : parsed.problems.map((problem) => `line ${problem.line}: ${problem.message}`),
    );
    if (!parsed.ok) return;
    if (text === before) return;
    await tenant.installation.saveSettingsText(text);
    await tenant.audit.add([{ ...byApp, at: ports.clock(), act: 'organisation-settings-changed' }]);
    await tenant.evidence.moveMonths(parsed.settings.reports.timezone);
    for (const { id, optIn } of await tenant.repositories.list()) {
      if (optIn === 'in') await tenant.repositories.setSweptUntil(id, null);
    }
  });
}

/** What is wrong for good is said in the place of the text, so that one file does not keep all else from being looked at. */
async function orMistake<T>(read: Promise<T>): Promise<T | UserMistake | PermanentFailure> {
  return read.catch((error: unknown) => {
    if (error instanceof UserMistake || error instanceof PermanentFailure) return error;
    throw error;
  });
}

/**
 * Reads the settings files that are asked for or were never read; one that GitHub refuses stays as it was. Whether any is opted in now, and
 * the reports that told of those that no longer are.
 */
async function readRepositoryFiles(
  ports: SyncPorts,
  installationId: number,
  taken: readonly TakenDuty[],
): Promise<{ readonly hasOptedIn: boolean; readonly withdrawn: readonly ReportName[] }> {
  const asked = new Set(taken.flatMap(({ duty }) => (duty.kind === 'settings' ? [duty.repositoryId] : [])));
  const { repositories, settings } = await ports.store.tenant(installationId, async (tenant) => ({
    repositories: await tenant.repositories.list(),
    settings: await organisationSettings(tenant),
  }));
  const due = repositories.filter((repository) => asked.has(repository.id) || repository.optIn === 'unread');
  const withdrawn: ReportName[] = [];
  let hasOptedIn = false;
  for (const repository of due) {
    const isReport = isReportRepository(repository.fullName, settings);
    const read = await orMistake(readOptIn(ports, { installationId, repository, isReport }));
    if (read instanceof Error) continue;
    hasOptedIn ||= read.optIn === 'in';
    withdrawn.push(...read.withdrawn);
  }
  return { hasOptedIn, withdrawn };
}

type Snapped = {
  readonly hasNewcomers: boolean;
  /** Repositories that somebody could read and no longer can. */
  readonly closedIds: ReadonlySet<number>;
  /** Reports that quoted people who are no longer enrolled. */
  readonly parting: readonly ReportName[];
};

/** Adds the organisation as it is now, and erases the work of people who are no longer enrolled. What that means for others. */
async function addSnapshot(ports: SyncPorts, installation: Installation, installed: readonly InstalledRepository[]): Promise<Snapped> {
  const { store, clock } = ports;
  const { stored, reports } = await store.tenant(installation.id, async (tenant) => ({
    stored: await tenant.repositories.list(),
    reports: (await organisationSettings(tenant)).reports,
  }));
  const snapshot = await ports.organisations.fetch({
    installationId: installation.id,
    login: installation.login,
    // Repositories for reports are nobody's work.
    repositories: installed.filter((repository) => !isReportRepository(repository.fullName, { reports })),
    sourceIds: new Set(stored.filter((repository) => repository.optIn === 'in').map((repository) => repository.id)),
    now: clock(),
  });
  return store.tenant(installation.id, async (tenant) => {
    const before = await tenant.organisation.newest();
    await tenant.organisation.add(snapshot);
    const settings = await organisationSettings(tenant);
    const enrolledNow = await enrolledPeople(tenant, settings, snapshot);
    const enrolledBefore = before === null ? new Set<number>() : await enrolledPeople(tenant, settings, before);
    const newcomers = enrolledNow.difference(enrolledBefore);
    await tenant.audit.add([...newcomers].map((personId) => ({ ...byApp, at: snapshot.takenAt, act: 'enrolled', personId })));
    const parting = await partWithOthers(tenant, enrolledNow, snapshot.takenAt);
    if (before === null) return { hasNewcomers: false, closedIds: new Set(), parting };
    const closedIds = closedTo(before, snapshot);
    if (newcomers.size === 0) return { hasNewcomers: false, closedIds, parting };
    const from = addDays(snapshot.takenAt, -newcomerDays);
    for (const { id, sweptUntil } of stored) {
      if (sweptUntil !== null && sweptUntil > from) await tenant.repositories.setSweptUntil(id, from);
    }
    return { hasNewcomers: true, closedIds, parting };
  });
}

/**
 * Erases the work of everybody who has some and is not enrolled: no longer a member, on the list of those ignored, or not asked where asking
 * is the rule. Their words go from others' evidence. Returns the reports that showed those.
 */
async function partWithOthers(tenant: Tenant, enrolled: ReadonlySet<number>, at: Instant): Promise<readonly ReportName[]> {
  const reports: ReportName[] = [];
  for (const personId of (await tenant.people.withWork()).difference(enrolled)) {
    const person = await namedPerson(tenant, personId);
    await tenant.people.eraseWork(personId);
    reports.push(...(await withholdWords(tenant, person)).reports);
    await tenant.audit.add([{ ...byApp, at, act: 'no-longer-enrolled', personId }]);
  }
  return reports;
}

/** Repositories that somebody could read and no longer can: what stands in reports may have to go. */
function closedTo(before: OrganisationSnapshot, now: OrganisationSnapshot): ReadonlySet<number> {
  const present = new Map(now.repositories.map((repository) => [repository.id, repository]));
  const closed = before.repositories.filter((repository) => {
    const { visibility, readers } = present.get(repository.id) ?? { visibility: null, readers: { kind: 'unknown' as const } };
    if (visibility !== repository.visibility || readers.kind !== repository.readers.kind) return true;
    if (readers.kind !== 'people' || repository.readers.kind !== 'people') return false;
    const ids = new Set(readers.ids);
    return repository.readers.ids.some((id) => !ids.has(id));
  });
  return new Set(closed.map(({ id }) => id));
}
