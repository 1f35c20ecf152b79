/** Takes packets back out of an issue once somebody reads along who may not see all that they hold. */
import { isPacketPage } from '../reports/packet-marker.ts';
import { isForEngineer, type MonthMaterials, opennessOf } from './month-materials.ts';
import type { ReportDestination, ReportIssue, ReportTracker } from './ports.ts';

const withdrawn =
  'A packet stood here. It was taken away because somebody who can read this could not read all that it came from, or was not meant to. `/brag packet` makes a new one, where that is possible.';

/** Where an address leads, as `owner/name`. */
const repositoryAddress = /https?:\/\/[^\s/()`]+\/([\w.-]+\/[\w.-]+)\//g;

/** Replaces the packets of a report by a word about it when they may no longer stand there. Repeating it changes nothing. */
export async function withdrawPackets(
  tracker: ReportTracker,
  of: { readonly destination: ReportDestination; readonly issue: ReportIssue; readonly materials: MonthMaterials },
): Promise<void> {
  const pages = of.issue.comments.filter(({ body }) => isPacketPage(body));
  if (pages.length === 0) return;
  const isFine = isForEngineer(of.materials) && pages.every(({ body }) => areAllOpen(body, of.materials));
  if (isFine) return;
  await tracker.putComments(of.destination, of.issue.number, { ids: pages.map(({ id }) => id), bodies: [withdrawn] });
}

/** Whether everybody who reads the report can read the organisation's repositories that a text links to. */
function areAllOpen(body: string, materials: MonthMaterials): boolean {
  const { canAllReadRepository } = opennessOf(materials);
  const { login, repositories } = materials.snapshot;
  const names = new Map(repositories.map(({ fullName }) => [fullName.toLowerCase(), fullName]));
  const linked = new Set([...body.matchAll(repositoryAddress)].map(([, fullName = '']) => fullName.toLowerCase()));
  return [...linked]
    .filter((name) => name.startsWith(`${login.toLowerCase()}/`))
    .every((name) => canAllReadRepository(names.get(name) ?? name));
}
