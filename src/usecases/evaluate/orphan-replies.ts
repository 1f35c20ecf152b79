/** Some archives lost which review comment answers which; the author's replies are matched again by words and order. */
import type { ArchivedComment } from './archived-thread.ts';

/** How many open remarks are looked at for each reply. */
const openKept = 30;

function termsOf(text: string): ReadonlySet<string> {
  return new Set(
    (
      text
        .slice(0, 4000)
        .toLowerCase()
        .match(/[\p{L}_][\p{L}\p{N}_]{4,30}/gu) ?? []
    ).map((word) => word.slice(0, 9)),
  );
}

function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let count = 0;
  for (const term of a) if (b.has(term)) count += 1;
  return count;
}

/**
 * The remark that each reply of the subject's author most likely answers, by comment ids as text: the one that shares most words with
 * it, else the oldest that is still open. Only for comments that came without both a path and the comment they answer.
 */
export function parentsOfOrphans(comments: readonly ArchivedComment[], authorLogin: string): ReadonlyMap<string, string> {
  const parents = new Map<string, string>();
  let open: { readonly id: string; readonly terms: ReadonlySet<string> }[] = [];
  for (const comment of comments) {
    if (comment.path !== '' || comment.in_reply_to_id != null) continue;
    const terms = termsOf(comment.body);
    if (comment.user?.login !== authorLogin) {
      open = [...open.slice(1 - openKept), { id: String(comment.id), terms }];
      continue;
    }
    const best = open.reduce<{ id: string; score: number } | null>((found, remark) => {
      const score = shared(remark.terms, terms);
      return found === null || score > found.score ? { id: remark.id, score } : found;
    }, null);
    if (best === null) continue;
    parents.set(String(comment.id), best.id);
    open = open.filter((remark) => remark.id !== best.id);
  }
  return parents;
}
