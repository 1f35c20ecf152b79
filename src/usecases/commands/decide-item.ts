/** `/brag keep N` and `/brag dismiss N`. */
import type { Decision } from '../../domain/evidence.ts';
import { goneAnswer, unknownNumberAnswer } from '../../reports/answers.ts';
import { itemNumbered, type Obey, type Obeyed, otherReports, refused, type Said, type Scene, undoable } from './scene.ts';
import type { CommandOf } from './parse-commands.ts';
import type { Tenant } from '../ports.ts';

async function decideItem(
  tenant: Tenant,
  scene: Scene,
  { said, decision }: { readonly said: Said<CommandOf<'keep' | 'dismiss'>>; readonly decision: Decision },
): Promise<Obeyed> {
  const item = await itemNumbered(tenant, scene, said);
  if (item.kind === 'unknown') return refused(unknownNumberAnswer(item.count));
  if (item.kind === 'gone') return refused(goneAnswer);
  const { key, month } = item.kind === 'evidence' ? item.evidence : item.entry;
  await tenant.evidence.decide({ key, personId: scene.person.id, decision, at: said.at });
  return undoable({ key, before: item.decision, months: await otherReports(tenant, scene, [month]) });
}

export const keep: Obey<'keep'> = (tenant, scene, said) => decideItem(tenant, scene, { said, decision: 'kept' });

export const dismiss: Obey<'dismiss'> = (tenant, scene, said) => decideItem(tenant, scene, { said, decision: 'dismissed' });
