/** The one issue that the App opens unasked: what it does in the organisation, and how repositories opt in. */
import { PermanentFailure } from '../domain/errors.ts';
import { type Instant, toInstant } from '../domain/instant.ts';
import type { OrganisationSnapshot, Readers } from '../domain/organisation.ts';
import { type AudienceSource, canAllRead } from '../reports/audience.ts';
import {
  movedBody,
  renderWelcome,
  welcomeMarker,
  type WelcomeReaders,
  type WelcomeRepository,
  type WelcomeView,
} from '../reports/welcome.ts';
import { counted } from '../domain/number-words.ts';
import type { OrganisationSettings } from '../settings/files.ts';
import { enrolledPeople } from './enrolment.ts';
import { type HistoryProgress, historyProgress, progressInWords } from './history-progress.ts';
import type {
  Clock,
  Installation,
  LingeringIssue,
  ListedRepository,
  OrganisationSource,
  ReportDestination,
  ReportIssue,
  ReportTracker,
  Store,
  StoredRepository,
  StoredWelcome,
  Tenant,
} from './ports.ts';
import { isPersonal, isReportRepository, organisationSettings, reportRepositoryName } from './tenant-settings.ts';

export type WelcomePorts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly tracker: Pick<ReportTracker, 'find' | 'read' | 'create' | 'update'>;
  readonly organisations: Pick<OrganisationSource, 'readers'>;
  /** Where the organisation's GitHub is browsed, and where the rubric is read. */
  readonly addresses: { readonly webUrl: string; readonly rubricUrl: string };
};

/** It is rewritten at most once an hour: a little less, so that the hourly sweep is never a moment too early. */
const restMs = 55 * 60_000;
/** Whoever claimed the writing and did not end within this was cut off. */
const claimMs = 10 * 60_000;

/** Everything that the issue tells of, as the store has it. */
type Held = {
  readonly installation: Installation;
  readonly settings: OrganisationSettings;
  readonly settingsProblems: readonly string[];
  readonly snapshot: OrganisationSnapshot;
  readonly repositories: readonly StoredRepository[];
  readonly enrolledIds: ReadonlySet<number>;
  readonly destination: StoredRepository;
  /** How far the past was read; null before any was. */
  readonly history: HistoryProgress | null;
  /** Issues whose earlier versions GitHub still shows. */
  readonly lingering: readonly LingeringIssue[];
  readonly stored: StoredWelcome | null;
};

type Task = Held & { readonly at: ReportDestination; readonly title: string; readonly body: string };

/**
 * Writes the welcome issue, or brings it up to date, at most once an hour: what comes sooner makes it due, and the sweep asks again. There is
 * never a second one: it is looked for before it is written, and one writes at a time. A closed one is left alone, a deleted one not written
 * again. Where reports have no place yet, or GitHub takes no issue, nothing happens. Repeating it changes nothing. Throws TransientFailure.
 */
export async function keepWelcome(
  ports: WelcomePorts,
  of: { readonly installationId: number; readonly listed: readonly ListedRepository[] },
): Promise<void> {
  try {
    const held = await ports.store.tenant(of.installationId, readHeld);
    if (held === null) return;
    const readers = await ports.organisations.readers({ installationId: of.installationId, repository: held.destination });
    const view = viewOf(held, { readers, listed: of.listed, addresses: ports.addresses });
    const at = { installationId: of.installationId, repository: held.destination };
    const task = { ...held, at, ...renderWelcome(view) };
    if (held.stored?.repositoryId === held.destination.id) await refresh(ports, task, held.stored);
    else await writeFirst(ports, task);
  } catch (error) {
    if (!(error instanceof PermanentFailure)) throw error;
  }
}

/** Where the welcome issue belongs: the shared report repository, or with one for each engineer the repository `.github`. Null when it is not installed. */
export function welcomePlace(
  settings: OrganisationSettings,
  { login, repositories }: { readonly login: string; readonly repositories: readonly StoredRepository[] },
): StoredRepository | null {
  const name = isPersonal(settings) ? '.github' : reportRepositoryName(settings, '');
  const fullName = `${login}/${name}`.toLowerCase();
  return repositories.find((repository) => repository.fullName.toLowerCase() === fullName && !repository.isArchived) ?? null;
}

async function readHeld(tenant: Tenant): Promise<Held | null> {
  const installation = await tenant.installation.read();
  const snapshot = await tenant.organisation.newest();
  if (installation === null || installation.isSuspended || snapshot === null) return null;
  const settings = await organisationSettings(tenant);
  const repositories = await tenant.repositories.list();
  const destination = welcomePlace(settings, { login: installation.login, repositories });
  if (destination === null) return null;
  return {
    installation,
    settings,
    settingsProblems: await tenant.installation.readSettingsProblems(),
    snapshot,
    repositories,
    enrolledIds: await enrolledPeople(tenant, settings, snapshot),
    destination,
    history: await historyProgress(tenant),
    lingering: await tenant.lingering.list(),
    stored: await tenant.welcome.read(),
  };
}

async function writeFirst(ports: WelcomePorts, task: Task): Promise<void> {
  const { installationId } = task.at;
  const now = ports.clock();
  const isMine = await ports.store.tenant(installationId, async (tenant) => {
    const isElsewhere = (await tenant.welcome.read())?.repositoryId !== task.destination.id;
    return isElsewhere && tenant.welcome.claim({ at: now, staleBefore: toInstant(Date.parse(now) - claimMs) });
  });
  if (!isMine) return;
  try {
    const found = await ports.tracker.find(task.at, welcomeMarker);
    const { number } = found ?? (await ports.tracker.create(task.at, task));
    await save(ports, task, { number, writtenAt: now, isDue: isUnderWay(task) });
    if (found !== null) await rewrite(ports, task, found);
    await retire(ports.tracker, task);
  } finally {
    await ports.store.tenant(installationId, (tenant) => tenant.welcome.release());
  }
}

async function refresh(ports: WelcomePorts, task: Task, stored: StoredWelcome): Promise<void> {
  const issue = await ports.tracker.read(task.at, stored.number);
  if (issue === null || !issue.isOpen) {
    if (stored.isDue) await save(ports, task, { ...stored, isDue: false });
    return;
  }
  if (isSameText(issue.body, task.body)) {
    if (stored.isDue !== isUnderWay(task)) await save(ports, task, { ...stored, isDue: isUnderWay(task) });
    return;
  }
  if (isResting(stored.writtenAt, ports.clock())) await save(ports, task, { ...stored, isDue: true });
  else await rewrite(ports, task, issue);
}

/** While the past is being read there is something new to say every hour. */
function isUnderWay({ history }: Held): boolean {
  return history !== null && history.finishedCount < history.repositoryCount;
}

function isResting(writtenAt: Instant, now: Instant): boolean {
  return Date.parse(now) - Date.parse(writtenAt) < restMs;
}

async function rewrite(ports: WelcomePorts, task: Task, issue: ReportIssue): Promise<void> {
  if (!issue.isOpen || isSameText(issue.body, task.body)) return;
  await ports.tracker.update(task.at, issue.number, { title: task.title, body: task.body });
  await save(ports, task, { number: issue.number, writtenAt: ports.clock(), isDue: isUnderWay(task) });
}

/** Another place for reports was chosen: the issue in the former one says so. Where it can't be written to any more it stays as it is. */
async function retire(tracker: WelcomePorts['tracker'], { stored, repositories, at }: Task): Promise<void> {
  const repository = repositories.find(({ id }) => id === stored?.repositoryId);
  if (stored === null || repository === undefined) return;
  try {
    const former = { ...at, repository };
    const issue = await tracker.read(former, stored.number);
    if (issue?.isOpen) await tracker.update(former, stored.number, { body: movedBody });
  } catch (error) {
    if (!(error instanceof PermanentFailure)) throw error;
  }
}

async function save({ store }: WelcomePorts, { at }: Task, welcome: Omit<StoredWelcome, 'repositoryId'>): Promise<void> {
  const { installationId, repository } = at;
  await store.tenant(installationId, (tenant) => tenant.welcome.save({ ...welcome, repositoryId: repository.id }));
}

/** GitHub may give white space at the end back in another form. */
function isSameText(left: string, right: string): boolean {
  return left.trimEnd() === right.trimEnd();
}

// ---------------------------------------------------------------- what it says

type Outside = {
  readonly readers: Readers;
  readonly listed: readonly ListedRepository[];
  readonly addresses: WelcomePorts['addresses'];
};

function viewOf(held: Held, { readers, listed, addresses }: Outside): WelcomeView {
  const { settings, installation, snapshot } = held;
  const branches = new Map(listed.map(({ id, defaultBranch }) => [id, defaultBranch]));
  const isOpen = (repository: StoredRepository) =>
    canAllRead({ source: sourceOf(repository, snapshot), report: readers, members: snapshot.members });
  const candidates = held.repositories.filter(({ isArchived, fullName }) => !isArchived && !isReportRepository(fullName, settings));
  const [named, unnamed] = [candidates.filter(isOpen), candidates.filter((repository) => !isOpen(repository))];
  const { repository, timezone, day } = settings.reports;
  return {
    organisation: installation.login,
    reports: { repository, timezone, day, isPersonal: isPersonal(settings) },
    readers: readersOf(readers),
    enrolled: {
      isByRequest: settings.people.enrolment === 'by-request',
      enrolled: held.enrolledIds.size,
      members: snapshot.members.length,
    },
    retentionMonths: settings.retention.months,
    repositories: named.map((one) => ({
      fullName: one.fullName,
      defaultBranch: branches.get(one.id) ?? 'main',
      standing: standings[one.optIn],
    })),
    unnamed: { all: unnamed.length, optedIn: unnamed.filter(({ optIn }) => optIn === 'in').length },
    problems: problemsIn(held, { named, unnamed, isOpen }),
    progress: held.history && progressInWords(held.history),
    ...leftoversIn(held),
    ...addresses,
  };
}

const standings: Readonly<Record<StoredRepository['optIn'], WelcomeRepository['standing']>> = {
  unread: 'out',
  in: 'in',
  out: 'out',
  broken: 'broken',
};

function readersOf(readers: Readers): WelcomeReaders {
  return readers.kind === 'people' ? { kind: 'people', count: readers.ids.length } : { kind: readers.kind };
}

/**
 * Who can read a repository. Of one that has not opted in that is never looked up, so the people count of whom it is certain anyway: owners,
 * members of its teams, and, when it is internal, everybody in the organisation.
 */
function sourceOf({ id, visibility }: StoredRepository, { members, teams, repositories }: OrganisationSnapshot): AudienceSource {
  const known = repositories.find((repository) => repository.id === id)?.readers ?? { kind: 'unknown' };
  if (known.kind !== 'unknown') return { visibility, readers: known };
  if (visibility === 'internal') return { visibility, readers: { kind: 'enterprise', outsiderIds: [] } };
  const owners = members.filter(({ role }) => role === 'owner').map((member) => member.id);
  const inTeams = teams
    .filter((team) => team.repositories.some(({ repositoryId }) => repositoryId === id))
    .flatMap(({ memberIds }) => memberIds);
  return { visibility, readers: { kind: 'people', ids: [...owners, ...inTeams] } };
}

function problemsIn(
  held: Held,
  of: {
    readonly named: readonly StoredRepository[];
    readonly unnamed: readonly StoredRepository[];
    readonly isOpen: (repository: StoredRepository) => boolean;
  },
): readonly string[] {
  const own = of.named.flatMap(({ fullName, problems }) => problems.map((problem) => `Settings of \`${fullName}\`: ${problem}`));
  const hidden = of.unnamed.filter(({ optIn }) => optIn === 'broken').length;
  return [
    ...organisationFileProblems(held, of.isOpen),
    ...own,
    ...(hidden === 0 ? [] : [`Mistakes in the settings of ${counted(hidden, 'further repository', 'further repositories')}.`]),
    ...homelessProblem(held),
  ];
}

/** The file's words are for those who can read the repository `.github`. */
function organisationFileProblems(
  { settingsProblems, repositories, installation }: Held,
  isOpen: (repository: StoredRepository) => boolean,
): readonly string[] {
  if (settingsProblems.length === 0) return [];
  const fullName = `${installation.login}/.github`.toLowerCase();
  const place = repositories.find((repository) => repository.fullName.toLowerCase() === fullName);
  if (place !== undefined && isOpen(place)) return settingsProblems.map((problem) => `Settings of the organisation: ${problem}`);
  return [`The organisation’s settings file has ${counted(settingsProblems.length, 'problem')}; its check tells more.`];
}

/** Whoever reads the welcome issue reads its repository; of others not even the name is told. */
function leftoversIn({ lingering, destination }: Held): Pick<WelcomeView, 'leftovers' | 'unnamedLeftovers'> {
  const here = lingering.filter(({ repositoryId }) => repositoryId === destination.id);
  return {
    leftovers: here.map(({ number }) => ({ repository: destination.fullName, number })),
    unnamedLeftovers: lingering.length - here.length,
  };
}

function homelessProblem({ settings, snapshot, repositories, enrolledIds }: Held): readonly string[] {
  if (!isPersonal(settings)) return [];
  const names = new Set(repositories.filter(({ isArchived }) => !isArchived).map(({ fullName }) => nameOf(fullName)));
  const enrolled = snapshot.members.filter(({ id }) => enrolledIds.has(id));
  const homeless = enrolled.filter(({ login }) => !names.has(reportRepositoryName(settings, login))).length;
  if (homeless === 0) return [];
  return [
    `${homeless} of ${counted(enrolled.length, 'enrolled person', 'enrolled people')} ${homeless === 1 ? 'gets' : 'get'} no report: the App can reach no repository \`${settings.reports.repository}\` of theirs.`,
  ];
}

function nameOf(fullName: string): string {
  return (fullName.split('/')[1] ?? '').toLowerCase();
}
