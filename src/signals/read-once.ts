/** Lets several signals read the same dossier without doing the work again. */
import type { Dossier } from '../domain/dossier.ts';

/**
 * The reading, done once for each dossier and `who` (compared as `isSame` says) as long as they follow one another; the last is held with the
 * dossier and goes with it. What it returns is shared, so nobody may change it. The same answers come out as without it.
 */
export function readOnce<Who, Result>(
  read: (dossier: Dossier, who: Who) => Result,
  isSame: (one: Who, other: Who) => boolean,
): (dossier: Dossier, who: Who) => Result {
  const held = new WeakMap<Dossier, { readonly who: Who; readonly result: Result }>();
  return (dossier, who) => {
    const last = held.get(dossier);
    if (last !== undefined && isSame(last.who, who)) return last.result;
    const result = read(dossier, who);
    held.set(dossier, { who, result });
    return result;
  };
}
