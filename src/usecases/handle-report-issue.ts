/** Something happened in an issue of a report repository: an engineer edited their report, or spoke to the App. */
import type { RepositoryRef, SubjectRef } from '../domain/subject.ts';
import { parseReportMarker } from '../reports/marker.ts';
import { type ForgetPorts, type Forgotten, forgetPerson } from './forget-person.ts';
import type { Queues, ReportDestination, ReportTracker } from './ports.ts';

export type ReportIssuePorts = ForgetPorts & { readonly queues: Queues };

type Spoken = Awaited<ReturnType<ReportTracker['commands']>>[number];

/** Reads the issue and does what it asks for. Commands that were done already are left alone, so repeating it changes nothing. */
export async function handleReportIssue(
  ports: ReportIssuePorts,
  of: { readonly installationId: number; readonly repository: RepositoryRef; readonly subject: SubjectRef },
): Promise<void> {
  if (of.subject.kind !== 'issue') return;
  const destination = { installationId: of.installationId, repository: of.repository };
  const { number } = of.subject;
  for (const spoken of await ports.tracker.commands(destination, number)) await obey(ports, { destination, number, spoken });
  const issue = await ports.tracker.read(destination, number);
  const marker = issue === null ? null : parseReportMarker(issue.body);
  if (marker === null) return;
  const isOurs = await ports.store.tenant(
    of.installationId,
    async (tenant) => (await tenant.reports.find(marker.personId, marker.month))?.number === number,
  );
  if (isOurs) await ports.queues.report({ installationId: of.installationId, ...marker });
}

/**
 * Everybody speaks for themselves alone: a command concerns its author, wherever in the report repository it stands. People outside of the
 * organisation are not answered: nothing is held about them.
 */
async function obey(
  ports: ReportIssuePorts,
  of: { readonly destination: ReportDestination; readonly number: number; readonly spoken: Spoken },
): Promise<void> {
  const { destination, number, spoken } = of;
  const { installationId } = destination;
  const word = /^\/brag[ \t]+(join|stop)\b/i.exec(spoken.text.trim())?.[1]?.toLowerCase();
  if (word === undefined) return;
  const isDue = await ports.store.tenant(installationId, async (tenant) => {
    const changedAt = await tenant.people.changedAt(spoken.author.id);
    const members = (await tenant.organisation.newest())?.members ?? [];
    return members.some((member) => member.id === spoken.author.id) && (changedAt === null || changedAt < spoken.at);
  });
  if (!isDue) return;
  if (word === 'join') await join(ports, { installationId, spoken });
  else
    await ports.tracker.comment(
      destination,
      number,
      farewell(await forgetPerson(ports, { installationId, personId: spoken.author.id, at: spoken.at })),
    );
  await ports.tracker.acknowledge(destination, spoken.commentId);
}

/** Whoever joins gets their own past too: the sweep looks at everything again, as far back as it ever does. */
async function join(
  ports: ReportIssuePorts,
  { installationId, spoken }: { readonly installationId: number; readonly spoken: Spoken },
): Promise<void> {
  await ports.store.tenant(installationId, async (tenant) => {
    await tenant.people.join(spoken.author.id, spoken.at);
    for (const { id, optIn } of await tenant.repositories.list()) {
      if (optIn === 'in') await tenant.repositories.setSweptUntil(id, null);
    }
  });
  await ports.queues.sweep({ installationId });
}

function farewell({ emptied, unreached }: Forgotten): string {
  const list = (issues: Forgotten['emptied']) =>
    issues.map(({ repository, number }) => `- issue ${number} in \`${repository}\``).join('\n');
  const done = 'Done: your evidence, your decisions and the contents of your reports are erased, and nothing more is collected about you.';
  const kept = `GitHub keeps earlier versions of an issue until an administrator of the repository deletes it:\n\n${list(emptied)}`;
  const closed = `The App can’t write to these any more; an administrator has to delete them:\n\n${list(unreached)}`;
  return [done, ...(emptied.length > 0 ? [kept] : []), ...(unreached.length > 0 ? [closed] : [])].join('\n\n');
}
