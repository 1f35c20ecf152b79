/** Asks for monthly issues to be written: those due now, and those whose evidence changed. */
import type { Instant } from '../domain/instant.ts';
import { addMonths, dayOfMonth, type Month, monthOf } from '../domain/month.ts';
import type { OrganisationSettings } from '../settings/files.ts';
import type { TellPort } from './deeds.ts';
import { reachedIn } from './history-progress.ts';
import type { Clock, Queues, Store, Tenant } from './ports.ts';
import { organisationSettings } from './tenant-settings.ts';

type Ports = TellPort & { readonly store: Store; readonly queues: Queues; readonly clock: Clock };

/** The newest month whose reports are due: the month before, once the reports' day has come, else the one before that. */
export function newestDueMonth(now: string, { timezone, day }: Pick<OrganisationSettings['reports'], 'timezone' | 'day'>): Month {
  const thisMonth = monthOf(now, timezone);
  return addMonths(thisMonth, dayOfMonth(now, timezone) >= day ? -1 : -2);
}

/**
 * Asks for the published reports of these people in the last two due months to be written again. `deliveries`: ids of the webhook deliveries
 * that led to it, by person.
 */
export async function askForReports(
  ports: Ports,
  of: {
    readonly installationId: number;
    readonly personIds: ReadonlySet<number>;
    readonly deliveries?: ReadonlyMap<number, readonly string[]>;
  },
): Promise<void> {
  const { installationId, personIds, deliveries } = of;
  if (personIds.size === 0) return;
  const published = await ports.store.tenant(installationId, async (tenant) => {
    const due = newestDueMonth(ports.clock(), (await organisationSettings(tenant)).reports);
    return tenant.reports.among({ personIds: [...personIds], months: [due, addMonths(due, -1)] });
  });
  const ask = ({ personId, month }: (typeof published)[number]) =>
    askForReport(ports, { installationId, personId, month, deliveries: deliveries?.get(personId) ?? [] });
  await Promise.all(published.map(ask));
}

/** Asks for one report that exists. Of deliveries that come while it waits only the log tells: the job that waits stands for them too. */
export async function askForReport(ports: Pick<Ports, 'queues' | 'tell'>, report: AskedReport): Promise<void> {
  const { deliveries, ...job } = report;
  await ports.queues.report(deliveries.length === 0 ? job : { ...job, deliveries: deliveries.slice(0, mostDeliveries) });
  ports.tell?.({ kind: 'report-asked', ...report });
}

type AskedReport = {
  readonly installationId: number;
  readonly personId: number;
  readonly month: Month;
  readonly deliveries: readonly string[];
};

/** A job carries no more than these; the log line of asking for it has them all. */
const mostDeliveries = 20;

/**
 * Asks for the reports of the newest due month that are missing, and of the month before when it was missed; when `isWhole`, also for all that
 * exist of the two, so that what may no longer be shown goes. Asking again changes nothing, so a schedule that fires twice, late or never
 * costs at most a repeat. The very first reports wait until the first look at the past is done.
 */
export async function askForDueReports(ports: Ports, of: { readonly installationId: number; readonly isWhole: boolean }): Promise<void> {
  const { installationId } = of;
  const due = await ports.store.tenant(installationId, (tenant) => dueReports(tenant, ports.clock()));
  if (due === null) return;
  for (const { month, missing, existing } of due.months) {
    for (const personId of [...missing, ...(of.isWhole ? existing : [])]) await ports.queues.report({ installationId, personId, month });
  }
  await ports.store.tenant(installationId, (tenant) => tenant.reports.setPublishedThrough(due.newest));
}

type DueMonth = { readonly month: Month; readonly missing: readonly number[]; readonly existing: readonly number[] };

/** Whose reports are due, and whose exist; null while the first look at the past is under way. */
async function dueReports(tenant: Tenant, now: Instant): Promise<{ readonly newest: Month; readonly months: readonly DueMonth[] } | null> {
  const { reports } = await organisationSettings(tenant);
  const newest = newestDueMonth(now, reports);
  const through = await tenant.reports.publishedThrough();
  if (through === null && (await isStillLooking(tenant, newest, { now, timezone: reports.timezone }))) return null;
  const before = addMonths(newest, -1);
  // The month before the very first reports never gets any.
  const wasBeforeDue = through !== null && (through < before || (await tenant.reports.listMonth(before)).length > 0);
  const months: DueMonth[] = [];
  for (const month of wasBeforeDue ? [newest, before] : [newest]) {
    const existing = new Set((await tenant.reports.listMonth(month)).map((report) => report.personId));
    const withItems = new Set([
      ...(await tenant.evidence.peopleIn(month)).map((person) => person.id),
      ...(await tenant.entries.peopleIn(month)),
    ]);
    const missing = withItems.difference(await tenant.people.paused()).difference(existing);
    months.push({ month, missing: [...missing], existing: [...existing] });
  }
  return { newest, months };
}

/** How many reports are still to be written, at most: who has only what may not be shown gets none. */
export async function countMissingReports(tenant: Tenant, now: Instant): Promise<number> {
  const due = await dueReports(tenant, now);
  return (due?.months ?? []).reduce((sum, { missing }) => sum + missing.length, 0);
}

/** Asks for the very first reports of an organisation, once the first look at its past is done; later the sweep does. */
export async function askForFirstReports(ports: Ports, { installationId }: { readonly installationId: number }): Promise<void> {
  const isFirst = await ports.store.tenant(installationId, async (tenant) => {
    const hasBeenSwept = (await tenant.installation.lastDailyAt()) !== null;
    return hasBeenSwept && (await tenant.reports.publishedThrough()) === null;
  });
  if (isFirst) await askForDueReports(ports, { installationId, isWhole: false });
}

/** Whether what happened in the month and after is still being looked up: live traffic, or the past, which is read backwards. */
async function isStillLooking(tenant: Tenant, month: Month, { now, timezone }: { readonly now: Instant; readonly timezone: string }) {
  const waiting = new Map((await tenant.histories.waiting()).map((past) => [past.repositoryId, past]));
  for (const history of await tenant.histories.list()) {
    const isOpen = history.finishedAt === null;
    if (isOpen && monthOf(reachedIn(history, waiting.get(history.repositoryId)), timezone) >= month) return true;
  }
  for (const { id, optIn } of await tenant.repositories.list()) {
    const dueAt = optIn === 'in' ? await tenant.touches.nextDueAt(id) : null;
    if (dueAt !== null && dueAt <= now) return true;
  }
  return false;
}
