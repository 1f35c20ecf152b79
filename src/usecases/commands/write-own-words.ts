/** `/brag note N` and `/brag add`: what engineers say in their own words. */
import { createHash } from 'node:crypto';
import { dayOf, type Month } from '../../domain/month.ts';
import { elsewhereAnswer, futureAnswer, goneAnswer, unknownNumberAnswer } from '../../reports/answers.ts';
import { newestDueMonth } from '../ask-for-reports.ts';
import type { CommandId, Tenant } from '../ports.ts';
import { withholdSecrets } from '../withhold-secrets.ts';
import { itemNumbered, type Obey, otherReports, refused, type Scene, undoable } from './scene.ts';

export const note: Obey<'note'> = async (tenant, scene, said) => {
  const item = await itemNumbered(tenant, scene, said);
  if (item.kind === 'unknown') return refused(unknownNumberAnswer(item.count));
  if (item.kind === 'gone') return refused(goneAnswer);
  const { key, month } = item.kind === 'evidence' ? item.evidence : item.entry;
  const text = await withholdSecrets(said.command.text);
  // The impact that was told on the log's page stays with the item.
  const { outcome, metric } = (await tenant.itemNotes.ofPerson(scene.person.id)).get(key) ?? {};
  await tenant.itemNotes.add(said.id, {
    key,
    ...(outcome === undefined ? {} : { outcome }),
    ...(metric === undefined ? {} : { metric }),
    personId: scene.person.id,
    text,
    repositoryId: scene.report.repositoryId,
    writtenAt: said.at,
  });
  return undoable({ key, months: await otherReports(tenant, scene, [month]) });
};

export const add: Obey<'add'> = async (tenant, scene, { id, at, command }) => {
  const { day } = command;
  if (day !== null && day > dayOf(at, scene.settings.reports.timezone)) return refused(futureAnswer);
  const month = await monthFor(tenant, scene, day);
  const key = entryKey(scene.installationId, id);
  const { repositoryId } = scene.report;
  const text = await withholdSecrets(command.text);
  // An address with a secret in it leads nowhere without it.
  const link = command.link !== null && (await withholdSecrets(command.link)) === command.link ? command.link : null;
  await tenant.entries.add({ key, personId: scene.person.id, month, day, text, link, repositoryId, addedAt: at });
  const isElsewhere = month !== scene.report.month;
  return undoable({ key, says: isElsewhere ? elsewhereAnswer(month) : null, months: await otherReports(tenant, scene, [month]) });
};

/**
 * The month whose report shows an entry: that of its day, when the person has that report or will get it; else that of the report in which
 * it was said. A new issue for a month long past would come unasked.
 */
async function monthFor(tenant: Tenant, scene: Scene, day: string | null): Promise<Month> {
  const month = day?.slice(0, 7) ?? scene.report.month;
  const isStillToCome = month > newestDueMonth(scene.now, scene.settings.reports);
  const hasReport = (await tenant.reports.find(scene.person.id, month)) !== null;
  return isStillToCome || hasReport ? month : scene.report.month;
}

/** 16 lower-case hex digits, as the keys of evidence, from the command that added the entry. */
function entryKey(installationId: number, { commentId, ordinal }: CommandId): string {
  const parts = ['entry', installationId, commentId, ordinal];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}
