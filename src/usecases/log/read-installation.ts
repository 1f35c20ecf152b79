/** Gathers what an owner sees of the installation: repositories, settings, progress. Nobody's evidence, and no person at all. */
import type { Instant } from '../../domain/instant.ts';
import type { InstallationView } from '../../pages/installation-page.ts';
import { countMissingReports } from '../ask-for-reports.ts';
import { historyProgress, progressInWords } from '../history-progress.ts';
import type { Clock, Store, Tenant } from '../ports.ts';
import { isPersonal, organisationSettings } from '../tenant-settings.ts';

type Allowance = InstallationView['allowances'][number] & { readonly installationId: number | null };

type Ports = { readonly store: Pick<Store, 'tenant'>; readonly clock: Clock; readonly apiAllowances: () => readonly Allowance[] };

/** The state of an installation, as of now. */
export async function readInstallation({ store, clock, apiAllowances }: Ports, installationId: number): Promise<InstallationView> {
  const held = await store.tenant(installationId, (tenant) => readHeld(tenant, clock()));
  const allowances = apiAllowances().filter((one) => one.installationId === installationId);
  return { ...held, allowances: allowances.map(({ resource, limit, remaining }) => ({ resource, limit, remaining })) };
}

async function readHeld(tenant: Tenant, now: Instant): Promise<Omit<InstallationView, 'allowances'>> {
  const settings = await organisationSettings(tenant);
  const all = await tenant.repositories.list();
  const history = await historyProgress(tenant);
  const listed = all.filter(({ optIn }) => optIn === 'in' || optIn === 'broken');
  return {
    repositories: listed.map(({ fullName, visibility, optIn, problems, sweptUntil }) => ({
      fullName,
      visibility,
      isResting: optIn === 'broken',
      problems,
      lookedAt: sweptUntil,
    })),
    otherCount: all.length - listed.length,
    settingsProblems: await tenant.installation.readSettingsProblems(),
    reports: {
      repository: settings.reports.repository,
      isPersonal: isPersonal(settings),
      timezone: settings.reports.timezone,
      day: settings.reports.day,
      missingCount: await countMissingReports(tenant, now),
      troubledCount: (await tenant.reports.withTrouble()).length,
    },
    history: history === null ? null : { words: progressInWords(history), share: history.share },
    peopleLookedAt: await tenant.organisation.lastTakenAt(),
    dailyAt: await tenant.installation.lastDailyAt(),
    now,
  };
}
