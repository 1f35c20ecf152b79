/** Whether a person's review of a subject engages with its content, or is only a token: an approval, a nit, thanks, a ping. */
import type { Dossier, Remark } from '../domain/dossier.ts';
import type { Instant } from '../domain/instant.ts';
import type { Substance } from '../domain/participation.ts';
import type { Account } from '../domain/person.ts';
import { anyHolds } from './cues/cue.ts';
import { courtesyCues, handlingCues, nitCues, reasoningCues } from './cues/token-cues.ts';
import type { ReadText } from './quotation.ts';
import { quotationOf, readText, sentencesOf, wordCount } from './quotation.ts';
import { subjectAuthors } from './subject-authors.ts';

/** One person's review of one subject. */
export type ReviewOf = {
  readonly person: Account;
  readonly substance: Substance;
  /** The first act in substance, else the first act. */
  readonly at: Instant;
  readonly inlineComments: number;
  readonly hasRequestedChanges: boolean;
  readonly because: string;
  readonly quote: string | null;
  /** Permalinks, the telling one first; one to three. */
  readonly links: readonly string[];
};

type Act = {
  readonly remark: Remark;
  readonly place: 'conversation' | 'review' | 'inline';
  readonly asksForChanges: boolean;
};

/** A sentence with fewer words and a courtesy in it says nothing else. */
const courtesyWords = 14;
/** A nit with more words than this explains something. */
const nitWords = 30;
/** Words that engage which make a remark one in substance. */
const enoughWords = { conversation: 9, review: 9, inline: 6 } as const;

/** Words by which a sentence engages with the content. */
function engagedWords(sentence: string, place: Act['place']): number {
  if (anyHolds(handlingCues, sentence)) return 0;
  const words = wordCount(sentence.replaceAll(/@[\w-]+|\b[0-9a-f]{7,40}\b/g, ' '));
  const reasons = anyHolds(reasoningCues, sentence);
  if (anyHolds(nitCues, sentence) && words <= nitWords) return 0;
  if (anyHolds(courtesyCues, sentence) && (words <= courtesyWords || !reasons)) return 0;
  if (place !== 'inline' && !reasons && words <= 5) return 0;
  return words;
}

/** Words by which a whole text engages with the content. */
function weightOf(read: ReadText, place: Act['place']): number {
  return sentencesOf(read.prose).reduce((sum, sentence) => sum + engagedWords(sentence, place), 0);
}

function actsOf(dossier: Dossier): readonly Act[] {
  const acts: readonly Act[] = [
    ...dossier.comments.map((remark) => ({ remark, place: 'conversation' as const, asksForChanges: false })),
    ...dossier.reviews.map((remark) => ({ remark, place: 'review' as const, asksForChanges: remark.state === 'changes-requested' })),
    ...dossier.threads.flatMap((thread) => thread.comments.map((remark) => ({ remark, place: 'inline' as const, asksForChanges: false }))),
  ];
  return acts.toSorted((a, b) => (a.remark.at < b.remark.at ? -1 : a.remark.at > b.remark.at ? 1 : 0));
}

type Weighed = Act & { readonly read: ReadText; readonly weight: number };

function weigh(act: Act): Weighed {
  const read = readText(act.remark.text);
  return { ...act, read, weight: weightOf(read, act.place) };
}

function describe(acts: readonly Weighed[], engaged: readonly Weighed[]): string {
  if (engaged.length === 0) return 'Left only approvals, nits, thanks or pings.';
  const inline = engaged.filter((act) => act.place === 'inline').length;
  const wide = engaged.length - inline;
  const parts = [
    ...(acts.some((act) => act.asksForChanges) ? ['asked for changes'] : []),
    ...(inline > 0 ? [`commented on ${inline} place${inline === 1 ? '' : 's'} of the change`] : []),
    ...(wide > 0 ? [`argued in ${wide} comment${wide === 1 ? '' : 's'} on the whole`] : []),
  ];
  const text = parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}` : (parts[0] ?? '');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function reviewOf(person: Account, acts: readonly Weighed[]): ReviewOf {
  const engaged = acts.filter((act) => act.weight >= enoughWords[act.place]);
  const isSubstance = engaged.length > 0;
  const telling = isSubstance ? engaged : acts;
  const best = telling.reduce((a, b) => (b.weight > a.weight ? b : a));
  const links = [best, ...telling].map((act) => act.remark.url);
  return {
    person,
    substance: isSubstance ? 'substance' : 'token',
    at: telling[0]?.remark.at ?? best.remark.at,
    inlineComments: acts.filter((act) => act.place === 'inline').length,
    hasRequestedChanges: acts.some((act) => act.asksForChanges),
    because: describe(acts, engaged),
    quote: isSubstance ? quotationOf(best.read, (sentence) => engagedWords(sentence, best.place)) : null,
    links: [...new Set(links)].slice(0, 3),
  };
}

/**
 * The reviews of a subject, one per person other than its authors who reviewed or commented, in order of their first act. Substance is
 * text of their own that engages with the content: reasons, questions, proposals, defects. Quoted text and code do not count as own.
 */
export function reviewSubstance(dossier: Dossier, isNobody: (account: Account | null) => boolean): readonly ReviewOf[] {
  const authors = new Set(subjectAuthors(dossier).map((author) => author.id));
  const byPerson = new Map<number, { person: Account; acts: Weighed[] }>();
  for (const act of actsOf(dossier)) {
    const person = act.remark.author;
    if (person === null || isNobody(person) || authors.has(person.id)) continue;
    const known = byPerson.get(person.id);
    if (known === undefined) byPerson.set(person.id, { person, acts: [weigh(act)] });
    else known.acts.push(weigh(act));
  }
  return [...byPerson.values()].map(({ person, acts }) => reviewOf(person, acts));
}
