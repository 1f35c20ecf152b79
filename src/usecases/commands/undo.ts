/** `/brag undo`: takes back the last that the engineer did and that can be, whether in one of their reports or on the log's page. */
import type { Instant } from '../../domain/instant.ts';
import type { Month } from '../../domain/month.ts';
import { goneAnswer, nothingToUndoAnswer } from '../../reports/answers.ts';
import type { StoredCommand, Tenant } from '../ports.ts';
import { done, itemOf, type Obey, otherReports, refused } from './scene.ts';

type By = { readonly personId: number; readonly at: Instant };
type TakeBack = (tenant: Tenant, by: By, command: StoredCommand) => Promise<void>;

const decideAgain: TakeBack = async (tenant, { personId, at }, { key, before }) => {
  if (key !== null) await tenant.evidence.decide({ key, personId, decision: before ?? 'none', at });
};

/** By the verb of what is taken back. `undecide` is said on the log's page alone. */
const takeBacks: Readonly<Record<string, TakeBack>> = {
  keep: decideAgain,
  dismiss: decideAgain,
  undecide: decideAgain,
  note: (tenant, _by, { commentId, ordinal }) => tenant.itemNotes.erase({ commentId, ordinal }),
  add: (tenant, _by, { key }) => tenant.entries.erase(key ?? ''),
  pause: (tenant, { personId }) => tenant.people.resume(personId),
  resume: (tenant, { personId, at }) => tenant.people.pause(personId, at),
};

/** Takes a command back that can be. `months`: those of whose reports it changed something; `isGone`: its item is no longer held. */
export async function takeBack(
  tenant: Tenant,
  by: By,
  command: StoredCommand,
): Promise<{ readonly months: readonly Month[]; readonly isGone: boolean }> {
  const months = await monthsOf(tenant, by.personId, command);
  await takeBacks[command.verb]?.(tenant, by, command);
  await tenant.commands.finish(command, { ...command, state: 'undone' });
  const isGone = command.before !== null && (await itemOf(tenant, by.personId, command.key ?? '')).kind === 'gone';
  return { months, isGone };
}

export const undo: Obey<'undo'> = async (tenant, scene, { at }) => {
  const last = await tenant.commands.lastUndoable(scene.person.id, at);
  if (last === null) return refused(nothingToUndoAnswer);
  const { months, isGone } = await takeBack(tenant, { personId: scene.person.id, at }, last);
  return done(isGone ? goneAnswer : null, await otherReports(tenant, scene, months));
};

async function monthsOf(tenant: Tenant, personId: number, { key }: StoredCommand): Promise<readonly Month[]> {
  const item = key === null ? null : await itemOf(tenant, personId, key);
  if (item === null || item.kind === 'gone') return [];
  return [item.kind === 'evidence' ? item.evidence.month : item.entry.month];
}
