/** Leaving: erases what is held about a person, empties their reports and keeps them out. */
import { PermanentFailure } from '../domain/errors.ts';
import type { Instant } from '../domain/instant.ts';
import type { Clock, Queues, ReportDestination, ReportIssue, ReportTracker, Store, StoredReport, Tenant } from './ports.ts';
import { namedPerson, type Withheld, withholdWords } from './withhold-words.ts';

export type ForgetPorts = { readonly store: Store; readonly tracker: ReportTracker; readonly queues: Queues; readonly clock: Clock };

type IssueName = { readonly repository: string; readonly number: number };

/** `emptied`: issues whose earlier versions GitHub keeps. `unreached`: issues that the App can't write to any more, which still hold their text. */
export type Forgotten = { readonly emptied: readonly IssueName[]; readonly unreached: readonly IssueName[] };

const emptiedTitle = 'An emptied report';
const emptiedBody =
  'This report was emptied because its engineer left. GitHub keeps earlier versions of an issue until an administrator of this repository deletes it.\n';

/**
 * Erases evidence, participations, decisions and reports of a person, and leaves a tombstone of the time `at`. The reports are emptied before,
 * while it is still known which they are, and again after, should a report under way have been written in between. Their words and their name
 * go from others' evidence and from the reports that show it; what they took part in is looked at again. A report that can't be written to
 * keeps nobody from leaving; it is named. Throws TransientFailure, and can be done again then.
 */
export async function forgetPerson(
  ports: ForgetPorts,
  of: { readonly installationId: number; readonly personId: number; readonly at: Instant; readonly by: 'person' | 'operator' },
): Promise<Forgotten> {
  const { installationId, personId } = of;
  const { reports, repositories } = await ports.store.tenant(installationId, async (tenant) => ({
    reports: await tenant.reports.ofPerson(personId),
    repositories: await tenant.repositories.list(),
  }));
  const fullNames = new Map(repositories.map((repository) => [repository.id, repository.fullName]));
  const emptyAll = () => emptyReports(ports.tracker, { installationId, reports, fullNames });
  await emptyAll();
  const withheld = await ports.store.tenant(installationId, (tenant) => leave(tenant, { ...of, reports, now: ports.clock() }));
  for (const repositoryId of withheld.repositoryIds) await ports.queues.refresh({ installationId, repositoryId });
  for (const report of withheld.reports) await ports.queues.report({ installationId, ...report });
  await ports.store.sessions((sessions) => sessions.endAllOf(personId));
  return emptyAll();
}

async function leave(
  tenant: Tenant,
  of: {
    readonly personId: number;
    readonly at: Instant;
    readonly by: 'person' | 'operator';
    readonly reports: readonly StoredReport[];
    readonly now: Instant;
  },
): Promise<Pick<Withheld, 'reports'> & { readonly repositoryIds: ReadonlySet<number> }> {
  const { personId, at, by, now } = of;
  const person = await namedPerson(tenant, personId);
  const theirs = (await tenant.participations.ofPerson(personId, always)).map(({ subject }) => subject);
  for (const subject of theirs) await tenant.touches.add(subject, { at: now, dueAt: now });
  // From here on nobody writes about them any more.
  await tenant.people.leave(personId, at);
  const { subjects, reports } = await withholdWords(tenant, person);
  for (const subject of subjects) await tenant.touches.add(subject, { at: now, dueAt: now });
  // The issue's number is kept, and not whose it was.
  for (const { repositoryId, number } of of.reports) await tenant.lingering.add({ repositoryId, number, noticedAt: now, reason: 'left' });
  const actor = by === 'person' ? ({ actor: 'person', actorId: personId } as const) : ({ actor: 'operator', actorId: null } as const);
  await tenant.audit.add([{ at, act: by === 'person' ? 'stopped' : 'forgotten', ...actor, personId, repositoryId: null }]);
  return { reports, repositoryIds: new Set([...theirs, ...subjects].map(({ repositoryId }) => repositoryId)) };
}

const always = { from: '1970-01-01T00:00:00Z', to: '9999-12-31T00:00:00Z' };

async function emptyReports(
  tracker: ReportTracker,
  of: { readonly installationId: number; readonly reports: readonly StoredReport[]; readonly fullNames: ReadonlyMap<number, string> },
): Promise<Forgotten> {
  const emptied: IssueName[] = [];
  const unreached: IssueName[] = [];
  for (const report of of.reports) {
    const fullName = of.fullNames.get(report.repositoryId);
    const name = { repository: fullName ?? 'a repository that the App is no longer installed on', number: report.number };
    const repository = fullName === undefined ? null : { id: report.repositoryId, fullName };
    const isEmpty = repository !== null && (await emptyReport(tracker, { installationId: of.installationId, repository }, report));
    (isEmpty ? emptied : unreached).push(name);
  }
  return { emptied, unreached };
}

/** Whether an issue is a report that was emptied. */
export function isEmptied({ body }: Pick<ReportIssue, 'body'>): boolean {
  return body.trim() === emptiedBody.trim();
}

/** Whether the issue is empty now, or gone. */
async function emptyReport(tracker: ReportTracker, destination: ReportDestination, report: StoredReport): Promise<boolean> {
  try {
    const issue = await tracker.read(destination, report.number);
    if (issue === null || isEmptied(issue)) return true;
    // Answers to commands tell of evidence, too.
    const ids = new Set([...report.commentIds, ...issue.comments.map((comment) => comment.id)]);
    await tracker.putComments(destination, report.number, { ids: [...ids], bodies: [] });
    await tracker.update(destination, report.number, { title: emptiedTitle, body: emptiedBody });
    return true;
  } catch (error) {
    if (error instanceof PermanentFailure) return false;
    throw error;
  }
}
