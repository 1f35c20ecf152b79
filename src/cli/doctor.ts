/** `doctor`: says what works, what does not, and what to do about it. */
import type { App } from '../app.ts';
import { countWords, shownCount, type ShownDecisionCount } from '../usecases/decision-counts.ts';
import { timeForReportsMs } from '../queue/write-budget.ts';
import { countMissingReports } from '../usecases/ask-for-reports.ts';
import type { OrganisationSettings } from '../settings/files.ts';
import type { Installation, LingeringIssue, StoredRepository, StoredWelcome } from '../usecases/ports.ts';
import { historyProgress, progressInWords } from '../usecases/history-progress.ts';
import { isPersonal, organisationSettings, reportRepositoryName } from '../usecases/tenant-settings.ts';
import { welcomePlace } from '../usecases/welcome.ts';
import type { Command } from './command.ts';
import { leftoverLine, type Records, recordsIn } from './doctor-records.ts';
import { withApp } from './with-app.ts';

const aboutFailures =
  'It is tried again within the hour and is told no more once it comes through; `npm run -s staff-signals -- sweep` tries it now';

const leftoversIntro = 'Issues whose earlier versions GitHub shows until an administrator of the repository deletes them';

/** Report repositories that are asked about. */
const mostDestinations = 20;

type Check = { readonly name: string; readonly isFine: boolean; readonly detail: string };

async function attempt(name: string, work: () => Promise<string>): Promise<Check> {
  try {
    return { name, isFine: true, detail: await work() };
  } catch (error) {
    return { name, isFine: false, detail: error instanceof Error ? error.message : String(error) };
  }
}

async function installationChecks(app: App, installation: Installation): Promise<readonly Check[]> {
  const { id, login } = installation;
  if (installation.isSuspended)
    return [{ name: login, isFine: false, detail: "the installation is suspended; GitHub's settings of the organisation bring it back" }];
  const held = await app.store.tenant(id, async (tenant) => ({
    settings: await organisationSettings(tenant),
    problems: await tenant.installation.readSettingsProblems(),
    repositories: await tenant.repositories.list(),
    members: (await tenant.organisation.newest())?.members ?? [],
    troubled: await tenant.reports.withTrouble(),
    welcome: await tenant.welcome.read(),
    lingering: await tenant.lingering.list(),
    lookedAt: await tenant.organisation.lastTakenAt(),
  }));
  const names = new Set(held.repositories.map((repository) => repository.fullName.split('/')[1]?.toLowerCase()));
  const wanted = isPersonal(held.settings)
    ? held.members.map((member) => reportRepositoryName(held.settings, member.login))
    : [reportRepositoryName(held.settings, '')];
  const missing = wanted.filter((name) => !names.has(name));
  const optedIn = held.repositories.filter((repository) => repository.optIn === 'in').length;
  const broken = held.repositories.filter((repository) => repository.optIn === 'broken');
  return [
    { name: `${login}: repositories`, isFine: optedIn > 0, detail: `${optedIn} of ${held.repositories.length} opted in` },
    {
      name: `${login}: report repositories`,
      isFine: missing.length === 0,
      detail: missing.length === 0 ? 'all there' : `make, or add to the installation: ${missing.join(', ')}`,
    },
    { name: `${login}: organisation file`, isFine: held.problems.length === 0, detail: held.problems.join('; ') || 'valid' },
    ...broken.map((repository) => ({ name: `${repository.fullName}: settings`, isFine: false, detail: repository.problems.join('; ') })),
    membersCheck(login, held.lookedAt),
    ...(await paceChecks(app, installation)),
    welcomeCheck(installation, held),
    ...lingeringChecks(installation, held),
    ...(await destinationChecks(app, installation, wanted, held.repositories)),
    ...held.troubled.map((report) => ({ name: `${login}: issue ${report.number}`, isFine: false, detail: report.trouble ?? '' })),
  ];
}

/** How far the past has been read, and how long the reports take. */
async function paceChecks(app: App, { id, login }: Installation): Promise<readonly Check[]> {
  const { history, missingReports } = await app.store.tenant(id, async (tenant) => ({
    history: await historyProgress(tenant),
    missingReports: await countMissingReports(tenant, app.clock()),
  }));
  return [
    ...(history === null ? [] : [{ name: `${login}: history`, isFine: true, detail: progressInWords(history) }]),
    { name: `${login}: new reports`, isFine: true, detail: estimateOf(missingReports) },
  ];
}

/** How long GitHub's limits on writes make the reports that are still to be written take. */
function estimateOf(reports: number): string {
  if (reports === 0) return 'none to write';
  const hours = timeForReportsMs(reports) / 3_600_000;
  const time = hours < 1 ? 'within the hour' : `in about ${Math.ceil(hours)} hours, as GitHub limits writes`;
  return `at most ${reports} to write, ${time}`;
}

function membersCheck(login: string, lookedAt: string | null): Check {
  const detail = lookedAt === null ? 'never looked at' : `as of ${lookedAt}`;
  return { name: `${login}: members and teams`, isFine: lookedAt !== null, detail };
}

/** What only an administrator of the repository can do: nothing of the service's own is wrong. */
function lingeringChecks(
  { login }: Installation,
  { lingering, repositories }: { readonly lingering: readonly LingeringIssue[]; readonly repositories: readonly StoredRepository[] },
): readonly Check[] {
  if (lingering.length === 0) return [];
  const names = new Map(repositories.map(({ id, fullName }) => [id, fullName]));
  const issues = lingering.map(({ repositoryId, number }) => `${number} in ${names.get(repositoryId) ?? `repository ${repositoryId}`}`);
  return [
    { name: `${login}: issues to delete`, isFine: true, detail: `GitHub still shows earlier versions of issue ${issues.join(', ')}` },
  ];
}

function welcomeCheck(
  { login }: Installation,
  held: {
    readonly settings: OrganisationSettings;
    readonly repositories: readonly StoredRepository[];
    readonly welcome: StoredWelcome | null;
  },
): Check {
  const name = `${login}: welcome issue`;
  const place = welcomePlace(held.settings, { login, repositories: held.repositories });
  if (place === null) {
    const wanted = isPersonal(held.settings) ? '`.github`' : 'the report repository';
    return { name, isFine: false, detail: `none: make ${wanted}, and add it to the installation` };
  }
  if (held.welcome?.repositoryId !== place.id)
    return { name, isFine: true, detail: `comes in ${place.fullName} with the next look at the organisation` };
  return { name, isFine: true, detail: `issue ${held.welcome.number} in ${place.fullName}` };
}

/** Asked of GitHub now, for the first few: a report that was never written has no row that could tell. */
async function destinationChecks(
  app: App,
  installation: Installation,
  wanted: readonly string[],
  repositories: readonly StoredRepository[],
): Promise<readonly Check[]> {
  const checks: Check[] = [];
  const there = repositories.filter((repository) => wanted.includes(repository.fullName.split('/')[1]?.toLowerCase() ?? ''));
  for (const repository of there.slice(0, mostDestinations)) {
    const trouble = await app.tracker.trouble({ installationId: installation.id, repository });
    if (trouble !== null) checks.push({ name: `${repository.fullName}: reports`, isFine: false, detail: trouble });
  }
  return checks;
}

/** What engineers made of the findings of one organisation's repositories. */
type Decisions = ShownDecisionCount & { readonly organisation: string };

async function decisionsIn(app: App, installations: readonly Installation[]): Promise<readonly Decisions[]> {
  const decisions: Decisions[] = [];
  for (const { id, login } of installations) {
    const counts = await app.store.tenant(id, (tenant) => tenant.evidence.decisionCounts());
    decisions.push(...counts.map((count) => ({ organisation: login, ...shownCount(count) })));
  }
  return decisions;
}

function decisionLine(decisions: Decisions): string {
  return `${decisions.organisation}: ${decisions.signal}, rule version ${decisions.version}: ${countWords(decisions)}`;
}

type Examined = { readonly checks: readonly Check[]; readonly decisions: readonly Decisions[]; readonly records: readonly Records[] };

/** All checks, and beside them how findings were received; that is no fault of the installation's. */
export async function examine(app: App): Promise<Examined> {
  const installations = await app.store.everywhere((everywhere) => everywhere.installations());
  return {
    checks: await runChecks(app, installations),
    decisions: await decisionsIn(app, installations),
    records: await recordsIn(
      app,
      installations.filter(({ isSuspended }) => !isSuspended),
    ),
  };
}

async function runChecks(app: App, installations: readonly Installation[]): Promise<readonly Check[]> {
  const checks = [
    await attempt('store', async () => {
      await app.store.ping();
      return 'answers';
    }),
    await attempt('queue', async () => {
      const counts = Object.entries(await app.queue.counts());
      return counts
        .map(([name, count]) => `${name}: ${count.waiting} waiting, ${count.active} running, ${count.delayed} delayed`)
        .join('; ');
    }),
    await attempt('GitHub', async () => `${(await app.installations.installations()).length} installations`),
  ];
  for (const job of await app.queue.failed()) {
    checks.push({
      name: `failed job in ${job.queue}`,
      isFine: false,
      detail: `${JSON.stringify(job.data)} at ${job.at} after ${job.attempts} attempts: ${job.reason}. ${aboutFailures}`,
    });
  }
  for (const installation of installations) {
    checks.push(...(await installationChecks(app, installation)));
  }
  return checks;
}

export const doctor: Command = {
  summary: 'check credentials, store, queue, settings and report repositories; count what was dismissed and kept',
  options: ['json'],
  takesFiles: false,
  run: (args, { print }) =>
    withApp(async (app) => {
      const { checks, decisions, records } = await examine(app);
      const leftovers = records.flatMap((one) => one.leftovers);
      const lines = [
        ...checks.map(({ name, isFine, detail }) => `${isFine ? 'ok  ' : 'FAIL'} ${name}: ${detail}`),
        ...(decisions.length === 0 ? [] : ['', 'What engineers made of the findings:', ...decisions.map(decisionLine)]),
        ...(leftovers.length === 0 ? [] : ['', `${leftoversIntro}:`, ...leftovers.map(leftoverLine)]),
      ];
      print(args.json ? JSON.stringify({ checks, decisions, records }) : lines.join('\n'));
      return checks.every((check) => check.isFine) ? 0 : 1;
    }),
};
