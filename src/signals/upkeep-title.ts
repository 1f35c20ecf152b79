/** Titles of upkeep that merely lists, moves or repeats work: releases, changelogs, version bumps, reverts and backports. */
import { isRepeat } from './repeat.ts';

const titles: readonly RegExp[] = [
  /^\W*(\w+(\([^)]{1,40}\))?!?:\s*)?(bump|upgrade|update|pin)s? (the )?([\w@./-]+ )?(dependenc(y|ies)|deps|packages?|requirements|lockfile|submodules?)\b/i,
  /^\W*(\w+(\([^)]{1,40}\))?!?:\s*)?bump\b/i,
  /^\W*(\w+(\([^)]{1,40}\))?!?:\s*)?(update|upgrade) [\w@./-]+ (from \S+ )?to v?\d/i,
  /^\W*(chore|build)\(deps[\w-]*\)/i,
  /^\W*(\w+(\([^)]{1,40}\))?!?:\s*)?(pre-?)?(release|prepare(s|d)? (for )?(the )?(release|v?\d)|version packages)\b/i,
  /\b(change-?log|release notes)\b/i,
  /^\W*v?\d+\.\d+(\.\d+)?\W*$/,
];

/** Whether a pull request's title says that it only lists, moves or repeats what was done elsewhere. Linear in its length. */
export function isUpkeepTitle(title: string): boolean {
  const short = title.slice(0, 300);
  return titles.some((pattern) => pattern.test(short)) || isRepeat({ kind: 'pull', title: short, baseRef: null, headRef: null });
}
