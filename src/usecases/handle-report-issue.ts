/** Something happened in an issue of a report repository: an engineer edited their report, or spoke to the App. */
import type { RepositoryRef, SubjectRef } from '../domain/subject.ts';
import { askForReport } from './ask-for-reports.ts';
import { type CommandPorts, hearCommands } from './commands/hear-commands.ts';
import type { TellPort } from './deeds.ts';

export type ReportIssuePorts = CommandPorts & TellPort;

/**
 * Does what was asked for in the issue, and asks for the report to be written again when it is one. Which report it is the store knows: its
 * body's first line may have been edited by anybody. Repeating it changes nothing.
 */
export async function handleReportIssue(
  ports: ReportIssuePorts,
  of: {
    readonly installationId: number;
    readonly repository: RepositoryRef;
    readonly subject: SubjectRef;
    readonly deliveries: readonly string[];
  },
): Promise<void> {
  if (of.subject.kind !== 'issue') return;
  const { installationId, repository, deliveries } = of;
  const { number } = of.subject;
  await forgetDeleted(ports, { installationId, repository, number });
  await hearCommands(ports, { destination: { installationId, repository }, number });
  const report = await ports.store.tenant(installationId, (tenant) => tenant.reports.at({ repositoryId: repository.id, number }));
  if (report !== null) await askForReport(ports, { installationId, personId: report.personId, month: report.month, deliveries });
}

/** Once an issue is deleted, GitHub shows nothing of it any more. */
async function forgetDeleted(
  { store, tracker }: ReportIssuePorts,
  of: { readonly installationId: number; readonly repository: RepositoryRef; readonly number: number },
): Promise<void> {
  const { installationId, repository, number } = of;
  const issue = { repositoryId: repository.id, number };
  const listed = await store.tenant(installationId, ({ lingering }) => lingering.list());
  if (!listed.some((one) => one.repositoryId === issue.repositoryId && one.number === number)) return;
  if ((await tracker.read({ installationId, repository }, number)) === null)
    await store.tenant(installationId, ({ lingering }) => lingering.remove(issue));
}
