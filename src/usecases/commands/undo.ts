/** `/brag undo`: takes back the last of the engineer's commands that can be, whichever of their reports it was given in. */
import type { Month } from '../../domain/month.ts';
import { goneAnswer, nothingToUndoAnswer } from '../../reports/answers.ts';
import type { StoredCommand, Tenant } from '../ports.ts';
import { done, itemOf, type Obey, otherReports, refused, type Scene } from './scene.ts';

type TakeBack = (tenant: Tenant, scene: Scene, command: StoredCommand) => Promise<void>;

const decideAgain: TakeBack = async (tenant, scene, { key, before }) => {
  if (key !== null) await tenant.evidence.decide({ key, personId: scene.person.id, decision: before ?? 'none', at: scene.now });
};

/** By the verb of what is taken back. */
const takeBacks: Readonly<Record<string, TakeBack>> = {
  keep: decideAgain,
  dismiss: decideAgain,
  note: (tenant, _scene, { commentId, ordinal }) => tenant.itemNotes.erase({ commentId, ordinal }),
  add: (tenant, _scene, { key }) => tenant.entries.erase(key ?? ''),
  pause: (tenant, scene) => tenant.people.resume(scene.person.id),
  resume: (tenant, scene) => tenant.people.pause(scene.person.id, scene.now),
};

export const undo: Obey<'undo'> = async (tenant, scene) => {
  const last = await tenant.commands.lastUndoable(scene.person.id);
  if (last === null) return refused(nothingToUndoAnswer);
  const months = await monthsOf(tenant, scene, last);
  await takeBacks[last.verb]?.(tenant, scene, last);
  await tenant.commands.finish(last, { ...last, state: 'undone' });
  const isGone = last.before !== null && (await itemOf(tenant, scene.person.id, last.key ?? '')).kind === 'gone';
  return done(isGone ? goneAnswer : null, await otherReports(tenant, scene, months));
};

async function monthsOf(tenant: Tenant, scene: Scene, { key }: StoredCommand): Promise<readonly Month[]> {
  const item = key === null ? null : await itemOf(tenant, scene.person.id, key);
  if (item === null || item.kind === 'gone') return [];
  return [item.kind === 'evidence' ? item.evidence.month : item.entry.month];
}
