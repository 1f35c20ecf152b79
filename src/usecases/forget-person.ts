/** Leaving: erases what is held about a person, empties their reports and keeps them out. */
import type { Clock, ReportTracker, Store, StoredReport } from './ports.ts';

export type ForgetPorts = { readonly store: Store; readonly tracker: ReportTracker; readonly clock: Clock };

/** What was done: the issues whose earlier versions GitHub keeps until a repository admin deletes them. */
export type Forgotten = { readonly emptied: readonly { readonly repository: string; readonly number: number }[] };

const emptied =
  'This report was emptied because its engineer left. GitHub keeps earlier versions of an issue until an administrator of this repository deletes it.\n';

/**
 * Erases evidence, participations, decisions and reports of a person, and leaves a tombstone. The reports are emptied first, while it is
 * still known which they are; a failure on the way leaves everything to be done again.
 */
export async function forgetPerson(
  ports: ForgetPorts,
  of: { readonly installationId: number; readonly personId: number },
): Promise<Forgotten> {
  const { installationId, personId } = of;
  const { reports, repositories } = await ports.store.tenant(installationId, async (tenant) => ({
    reports: await tenant.reports.ofPerson(personId),
    repositories: await tenant.repositories.list(),
  }));
  const done: { repository: string; number: number }[] = [];
  for (const report of reports) {
    const repository = repositories.find((candidate) => candidate.id === report.repositoryId);
    if (repository === undefined) continue;
    await emptyReport(ports.tracker, { installationId, repository }, report);
    done.push({ repository: repository.fullName, number: report.number });
  }
  await ports.store.tenant(installationId, (tenant) => tenant.people.leave(personId, ports.clock()));
  return { emptied: done };
}

async function emptyReport(tracker: ReportTracker, destination: Parameters<ReportTracker['read']>[0], report: StoredReport): Promise<void> {
  const issue = await tracker.read(destination, report.number);
  if (issue === null) return;
  await tracker.putComments(destination, report.number, { ids: report.commentIds, bodies: [] });
  await tracker.update(destination, report.number, { title: 'An emptied report', body: emptied });
}
