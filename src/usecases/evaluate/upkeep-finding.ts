/** Says of an archived thread as a whole whether it is upkeep: labels call the work, not who did it. */
import type { Dossier } from '../../domain/dossier.ts';
import type { Strength } from '../../domain/evidence.ts';
import { upkeepReason } from '../../signals/glue-work.ts';
import { readUpkeep, workOf } from '../../signals/glue/upkeep.ts';
import { isNobody } from '../../signals/nobody.ts';

export type UpkeepFinding = {
  readonly signal: 'glue-work';
  readonly person: null;
  readonly strength: Strength;
  readonly at: string;
  readonly because: string;
};

/** At most one finding. Unlike the signal, which tells an engineer only of merged work, it judges typos and unmerged work too. */
export function upkeepFindings(dossier: Dossier): readonly UpkeepFinding[] {
  const upkeep = readUpkeep(workOf(dossier));
  if (upkeep === null || isNobody(dossier.author)) return [];
  const strength = upkeep.by === 'paths' && dossier.mergedAt !== null ? 'confirmed' : 'candidate';
  return [
    { signal: 'glue-work', person: null, strength, at: dossier.createdAt, because: upkeepReason(upkeep, dossier.files?.length ?? 0) },
  ];
}
