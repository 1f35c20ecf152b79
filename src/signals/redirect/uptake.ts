/** Words that a remark was the first to use, and their return in what was then said and done: an idea being taken up. */
import type { Instant } from '../../domain/instant.ts';
import type { Conversation, Turn } from './conversation.ts';

/** How many of a remark's new words came back, by where. */
export type Uptake = { readonly byAuthor: number; readonly byCommits: number; readonly byTitle: number; readonly byOthers: number };

/** Words long enough to carry a subject; endings are cut so that forms of a word meet. */
function termsOf(text: string): ReadonlySet<string> {
  const words =
    text
      .slice(0, 20_000)
      .toLowerCase()
      .match(/\p{L}[\p{L}\p{N}_]{3,40}/gu) ?? [];
  return new Set(words.map((word) => word.replace(/(?:ations?|ings?|edly|ed|es|s|ly)$/, '').slice(0, 12)));
}

type Text = { readonly at: Instant; readonly text: string; readonly speaker: Turn | null; readonly place: keyof Uptake };

function textsOf({ dossier, turns }: Conversation): readonly Text[] {
  const said = turns.map((turn): Text => {
    const place = turn.role === 'author' ? 'byAuthor' : 'byOthers';
    return { at: turn.remark.at, text: turn.read.ownLines.join('\n'), speaker: turn, place };
  });
  const commits = dossier.commits.map(
    (commit): Text => ({ at: commit.authoredAt, text: commit.message, speaker: null, place: 'byCommits' }),
  );
  const titles = dossier.timeline.flatMap((event): readonly Text[] =>
    event.kind === 'renamed' ? [{ at: event.at, text: event.to, speaker: null, place: 'byTitle' }] : [],
  );
  return [...said, ...commits, ...titles].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** Uptakes per turn, by its index. Each word counts once per kind of place, for the turn that used it first; words of the subject's own text count for nobody. */
export function uptakesOf(conversation: Conversation): readonly Uptake[] {
  const counts = conversation.turns.map(() => ({ byAuthor: 0, byCommits: 0, byTitle: 0, byOthers: 0 }));
  const firstUser = new Map<string, Turn | null>();
  for (const term of termsOf(`${conversation.dossier.title}\n${conversation.dossier.body}`)) firstUser.set(term, null);
  const counted = new Set<string>();
  for (const { text, speaker, place } of textsOf(conversation)) {
    for (const term of termsOf(text)) {
      const first = firstUser.get(term);
      if (first === undefined) firstUser.set(term, speaker?.role === 'reviewer' ? speaker : null);
      const count = first == null || first.speakerId === speaker?.speakerId ? undefined : counts[first.index];
      if (count === undefined || counted.has(`${place} ${term}`)) continue;
      counted.add(`${place} ${term}`);
      count[place] += 1;
    }
  }
  return counts;
}
