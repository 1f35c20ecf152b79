/** What reports showed and may no longer show: which to write again, and which issues GitHub goes on showing earlier versions of. */
import { PermanentFailure } from '../domain/errors.ts';
import type { Instant } from '../domain/instant.ts';
import type { Month } from '../domain/month.ts';
import type { OrganisationRepository, Readers } from '../domain/organisation.ts';
import { canAllRead } from '../reports/audience.ts';
import { readMonth } from '../reports/read-month.ts';
import { isForEngineer, type MonthMaterials, opennessOf } from './month-materials.ts';
import type { OrganisationSource, Queues, ReportPlace, Store, StoredReport, Tenant } from './ports.ts';
import { isPersonal } from './tenant-settings.ts';

export type ReportName = { readonly personId: number; readonly month: Month };

type ReaderPorts = { readonly store: Store; readonly organisations: Pick<OrganisationSource, 'readers'> };

/** The reports of any month that show evidence from these repositories to somebody who can't read them, as far as that can be told. */
export async function reportsToHide(
  ports: ReaderPorts,
  { installationId, closedIds }: { readonly installationId: number; readonly closedIds: ReadonlySet<number> },
): Promise<readonly ReportName[]> {
  if (closedIds.size === 0) return [];
  const { snapshot, showing } = await ports.store.tenant(installationId, async (tenant) => {
    const shown: { readonly source: OrganisationRepository | null; readonly report: ReportPlace }[] = [];
    const newest = await tenant.organisation.newest();
    for (const id of closedIds) {
      const source = newest?.repositories.find((repository) => repository.id === id) ?? null;
      shown.push(...(await tenant.reports.showing(id)).map((report) => ({ source, report })));
    }
    return { snapshot: newest, showing: shown };
  });
  const readers = await readersOf(ports, { installationId, repositoryIds: new Set(showing.map(({ report }) => report.repositoryId)) });
  const members = snapshot?.members ?? [];
  const isOpen = ({ source, report }: (typeof showing)[number]) =>
    canAllRead({ source, report: readers.get(report.repositoryId) ?? { kind: 'unknown' }, members });
  return showing.filter((one) => !isOpen(one)).map(({ report }) => report);
}

/** The reports of any month whose repository somebody can read now who could not when they were written. */
export async function reportsOpened(
  ports: ReaderPorts,
  { installationId }: { readonly installationId: number },
): Promise<readonly ReportName[]> {
  const ids = await ports.store.tenant(installationId, (tenant) => tenant.reports.repositoryIds());
  const readers = await readersOf(ports, { installationId, repositoryIds: new Set(ids) });
  const opened: ReportPlace[] = [];
  for (const [id, now] of readers) {
    const reports = await ports.store.tenant(installationId, (tenant) => tenant.reports.inRepository(id));
    opened.push(...reports.filter((report) => hasOpened(report.readers, now)));
  }
  return opened;
}

/** Who can read these repositories now. Those that are no longer installed are left out; what GitHub refuses to tell is unknown. */
async function readersOf(
  { store, organisations }: ReaderPorts,
  { installationId, repositoryIds }: { readonly installationId: number; readonly repositoryIds: ReadonlySet<number> },
): Promise<ReadonlyMap<number, Readers>> {
  if (repositoryIds.size === 0) return new Map();
  const repositories = await store.tenant(installationId, (tenant) => tenant.repositories.list());
  const readers = new Map<number, Readers>();
  for (const repository of repositories.filter(({ id }) => repositoryIds.has(id)))
    readers.set(repository.id, await orUnknown(organisations.readers({ installationId, repository })));
  return readers;
}

async function orUnknown(read: Promise<Readers>): Promise<Readers> {
  return read.catch((error: unknown) => {
    if (error instanceof PermanentFailure) return { kind: 'unknown' };
    throw error;
  });
}

/**
 * Notes, right before a repository's contents are erased, which issues told of it. Returns the reports to be written again.
 * The owner is told of the issues: consent was taken back, and GitHub keeps earlier versions.
 */
export async function noteWithdrawal(tenant: Tenant, repositoryId: number, noticedAt: Instant): Promise<readonly ReportName[]> {
  const showing = await tenant.reports.showing(repositoryId);
  for (const report of showing)
    await tenant.lingering.add({ repositoryId: report.repositoryId, number: report.number, noticedAt, reason: 'withdrawn' });
  return showing;
}

/** Asks for reports to be written again, each once. */
export async function askAgain(
  { queues }: { readonly queues: Pick<Queues, 'report'> },
  { installationId, reports }: { readonly installationId: number; readonly reports: readonly ReportName[] },
): Promise<void> {
  const each = new Map(reports.map((report) => [`${report.personId} ${report.month}`, report]));
  for (const { personId, month } of each.values()) await queues.report({ installationId, personId, month });
}

/** Whether somebody may be able to read a repository now who could not before. Unknown is taken for everybody. */
export function hasOpened(before: Readers | null, now: Readers): boolean {
  if (before === null || before.kind === 'unknown' || before.kind === 'everyone') return false;
  if (now.kind !== before.kind) return !(before.kind === 'enterprise' && now.kind === 'people');
  if (now.kind === 'people' && before.kind === 'people') return !isSubset(now.ids, before.ids);
  return now.kind === 'enterprise' && before.kind === 'enterprise' && !isSubset(now.outsiderIds, before.outsiderIds);
}

function isSubset(ids: readonly number[], of: readonly number[]): boolean {
  const all = new Set(of);
  return ids.every((id) => all.has(id));
}

/**
 * Whether a report that is about to be written anew leaves out what it showed and what some of its readers may not see: an item from a
 * repository that they can't read, or what is for its engineer alone.
 */
export function hidesWhatItShowed(
  materials: MonthMaterials,
  now: { readonly body: string; readonly comments: readonly string[] },
): boolean {
  const { stored, readers, evidence, settings } = materials;
  if (stored === null || isSame(stored, now)) return false;
  if (isPersonal(settings) && !isForEngineer(materials) && hasOpened(stored.readers, readers)) return true;
  const left = new Set([now.body, ...now.comments].flatMap((text) => readMonth(text).items.map(({ key }) => key)));
  const shown = [stored.body, ...stored.comments].flatMap((text) => readMonth(text).items.map(({ key }) => key));
  const gone = new Set(shown.filter((key) => !left.has(key)));
  const { isRestricted } = opennessOf(materials);
  return evidence.some((item) => gone.has(item.key) && isRestricted(item));
}

function isSame(stored: StoredReport, now: { readonly body: string; readonly comments: readonly string[] }): boolean {
  return stored.body === now.body && stored.comments.join('\0') === now.comments.join('\0');
}
