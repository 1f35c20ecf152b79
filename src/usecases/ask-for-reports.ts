/** Asks for monthly issues to be written: those due now, and those whose evidence changed. */
import { addMonths, dayOfMonth, type Month, monthOf } from '../domain/month.ts';
import type { OrganisationSettings } from '../settings/files.ts';
import type { Clock, Queues, Store } from './ports.ts';
import { organisationSettings } from './tenant-settings.ts';

type Ports = { readonly store: Store; readonly queues: Queues; readonly clock: Clock };

/** The newest month whose reports are due: the month before, once the reports' day has come, else the one before that. */
export function newestDueMonth(now: string, { timezone, day }: Pick<OrganisationSettings['reports'], 'timezone' | 'day'>): Month {
  const thisMonth = monthOf(now, timezone);
  return addMonths(thisMonth, dayOfMonth(now, timezone) >= day ? -1 : -2);
}

/** Asks for the published reports of these people in the last two due months to be written again. */
export async function askForReports(
  ports: Ports,
  of: { readonly installationId: number; readonly personIds: ReadonlySet<number> },
): Promise<void> {
  const { installationId } = of;
  const published = await ports.store.tenant(installationId, async (tenant) => {
    const due = newestDueMonth(ports.clock(), (await organisationSettings(tenant)).reports);
    return [...(await tenant.reports.listMonth(due)), ...(await tenant.reports.listMonth(addMonths(due, -1)))];
  });
  for (const { personId, month } of published) {
    if (of.personIds.has(personId)) await ports.queues.report({ installationId, personId, month });
  }
}

/**
 * Asks for every report of the newest due month, and for those of the month before that exist or are still missing.
 * Asking again changes nothing, so a schedule that fires twice, late or never costs at most a repeat.
 */
export async function askForDueReports(ports: Ports, of: { readonly installationId: number }): Promise<Month> {
  const { installationId } = of;
  const { due, jobs } = await ports.store.tenant(installationId, async (tenant) => {
    const newest = newestDueMonth(ports.clock(), (await organisationSettings(tenant)).reports);
    const through = await tenant.reports.publishedThrough();
    const before = addMonths(newest, -1);
    const missed = through !== null && through < before ? await tenant.evidence.peopleIn(before) : [];
    const asked = new Map<string, { personId: number; month: Month }>();
    const ask = (personId: number, month: Month) => asked.set(`${personId} ${month}`, { personId, month });
    for (const person of missed) ask(person.id, before);
    for (const person of await tenant.evidence.peopleIn(newest)) ask(person.id, newest);
    for (const month of [before, newest]) for (const report of await tenant.reports.listMonth(month)) ask(report.personId, month);
    return { due: newest, jobs: [...asked.values()] };
  });
  for (const job of jobs) await ports.queues.report({ installationId, ...job });
  await ports.store.tenant(installationId, (tenant) => tenant.reports.setPublishedThrough(due));
  return due;
}
