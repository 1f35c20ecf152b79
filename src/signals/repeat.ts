/** Backports, reverts and merge-backs: work that was counted where it was first done. */
import type { Dossier } from '../domain/dossier.ts';

const titles: readonly RegExp[] = [
  /^\W*(revert|reapply|re-apply|re-land|reland|unrevert)\b/i,
  /^\W*(automated )?(back-?port|forward-?port|cherry[ -]?pick|uplift)\b/i,
  /^\[[^\]]*(back-?port|cherry[ -]?pick)[^\]]*\]/i,
  /^(\w+(\([^)]*\))?!?: *)(revert|back-?port|cherry[ -]?pick)\b/i,
  /\((back-?port|cherry[ -]?pick(ed)?)\b[^)]*\)\s*$/i,
  /\bback-?port (of )?#?\d+/i,
  /^merge (remote-tracking )?branch\b/i,
  /^merge[- ]?back\b/i,
  /^merge ['"`]?(main|master|develop|release[-/]\S+|v?\d[\w.]*)['"`]? (back )?(in)?to\b/i,
];

const heads: readonly RegExp[] = [/^revert-\d+/i, /^(back-?port|cherry-?pick|uplift|merge-?back)[-/_]/i, /^mergify\/(bp|copy)\//i];

const longLived = /^(main|master|develop|development|trunk|next|release([-/].+)?)$/i;

/** Whether a pull request repeats work that was, or will be, counted elsewhere. Issues and discussions never do. */
export function isRepeat(dossier: Pick<Dossier, 'kind' | 'title' | 'baseRef' | 'headRef'>): boolean {
  if (dossier.kind !== 'pull') return false;
  const { baseRef, headRef } = dossier;
  if (titles.some((title) => title.test(dossier.title))) return true;
  if (headRef === null) return false;
  // A fork's contributor may well work on its main branch: only a move between two different long-lived branches is a merge-back.
  const isMergeBack =
    baseRef !== null &&
    baseRef !== headRef &&
    longLived.test(headRef) &&
    longLived.test(baseRef) &&
    /\b(merge|sync|back)\b/i.test(dossier.title);
  return isMergeBack || heads.some((head) => head.test(headRef));
}
