/** `doctor` on one organisation: its repositories and settings, and how far its past and its reports are. */
import type { App } from '../../app.ts';
import { timeForReportsMs } from '../../queue/write-budget.ts';
import type { OrganisationSettings } from '../../settings/files.ts';
import { countMissingReports } from '../../usecases/ask-for-reports.ts';
import { historyProgress, progressInWords } from '../../usecases/history-progress.ts';
import type { Installation, LingeringIssue, StoredRepository, StoredWelcome } from '../../usecases/ports.ts';
import { isPersonal, organisationSettings, reportRepositoryName } from '../../usecases/tenant-settings.ts';
import { welcomePlace } from '../../usecases/welcome.ts';
import type { Check } from './check.ts';

/** Report repositories that are asked about. */
const mostDestinations = 20;

/** What an organisation lacks, and how far it is. */
export async function installationChecks(app: App, installation: Installation): Promise<readonly Check[]> {
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
