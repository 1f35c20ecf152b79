/** Whether a person's review of a subject engages with its content, or is only a token: an approval, a nit, thanks, a ping. */
import type { Dossier, Remark } from '../domain/dossier.ts';
import type { Instant } from '../domain/instant.ts';
import type { Substance } from '../domain/participation.ts';
import type { Account } from '../domain/person.ts';
import { processCues } from './cues/process-cues.ts';
import { quotationOf } from './quotation.ts';
import { subjectAuthors } from './subject-authors.ts';
import { readUpkeep, workOf } from './glue/upkeep.ts';
import { readOnce } from './read-once.ts';
import { readConversation } from './redirect/conversation.ts';
import type { Act, Engagement, ReadAct } from './substance/engagement.ts';
import { engagementFeatures, isExplanation, isSubstance, readAct, tellingWords } from './substance/engagement.ts';
import { isEngaging, processCuesFor, readSentence } from './substance/sentence.ts';

/** One person's review of one subject. */
export type ReviewOf = {
  readonly person: Account;
  readonly substance: Substance;
  /** The first act in substance, else the first act. */
  readonly at: Instant;
  readonly inlineComments: number;
  readonly hasRequestedChanges: boolean;
  /** Whether one of the remarks explains: some length, with a reason, a link or an alternative. */
  readonly explains: boolean;
  readonly because: string;
  readonly quote: string | null;
  /** Permalinks, the telling one first; one to three. */
  readonly links: readonly string[];
};

/** The remarks that an author of the subject answered: in their thread, by quoting them or by naming their writer. */
function answeredRemarks(dossier: Dossier, people: Parameters<typeof readConversation>[1]): ReadonlySet<Remark> {
  const { turns, answersTo } = readConversation(dossier, people);
  const isAnswered = (index: number): boolean =>
    answersTo[index]?.some(({ turn, link }) => turn.role === 'author' && link !== 'next') ?? false;
  return new Set(turns.filter(({ index }) => isAnswered(index)).map(({ remark }) => remark));
}

function actsOf(dossier: Dossier, answered: ReadonlySet<Remark>): readonly Act[] {
  const said = (remark: Remark, place: Act['place'], asksForChanges: boolean): Act => {
    return { remark, place, asksForChanges, isAnswered: answered.has(remark) };
  };
  const acts: readonly Act[] = [
    ...dossier.comments.map((comment) => said(comment, 'conversation', false)),
    ...dossier.reviews.map((review) => said(review, 'conversation', review.state === 'changes-requested')),
    ...dossier.threads.flatMap((thread) => thread.comments.map((comment) => said(comment, 'inline', false))),
  ];
  return acts.toSorted((a, b) => Date.parse(a.remark.at) - Date.parse(b.remark.at));
}

/** What a person said and did, oldest first, and what is counted about it. */
export type Reviewer = { readonly person: Account; readonly acts: readonly ReadAct[]; readonly features: Engagement };

/** Everybody but the subject's authors who reviewed or commented, in order of their first act, with their texts read. */
export function reviewersOf(dossier: Dossier, isNobody: (account: Account | null) => boolean): readonly Reviewer[] {
  const authorIds = new Set(subjectAuthors(dossier).map((author) => author.id));
  const process = processCuesFor(dossier.title);
  const upkeep = readUpkeep(workOf(dossier))?.kind ?? null;
  const reviewers = new Map<number, { person: Account; acts: ReadAct[] }>();
  for (const act of actsOf(dossier, answeredRemarks(dossier, { authorIds, isNobody }))) {
    const person = act.remark.author;
    if (person === null || isNobody(person) || authorIds.has(person.id)) continue;
    const known = reviewers.get(person.id);
    if (known === undefined) reviewers.set(person.id, { person, acts: [readAct(act, process)] });
    else known.acts.push(readAct(act, process));
  }
  return [...reviewers.values()].map(({ person, acts }) => ({ person, acts, features: engagementFeatures(acts, upkeep) }));
}

function describe(acts: readonly ReadAct[], telling: readonly ReadAct[]): string {
  const inline = telling.filter((act) => act.place === 'inline').length;
  const wide = telling.length - inline;
  const parts = [
    ...(acts.some((act) => act.asksForChanges) ? ['asked for changes'] : []),
    ...(inline > 0 ? [`commented on ${inline} place${inline === 1 ? '' : 's'} of the change`] : []),
    ...(wide > 0 ? [`argued in ${wide} comment${wide === 1 ? '' : 's'} on the whole`] : []),
  ];
  const text = parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}` : (parts[0] ?? '');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** The acts that make a review one in substance: those with words enough, or else the one with most. */
function tellingActs(acts: readonly ReadAct[]): readonly ReadAct[] {
  const telling = acts.filter((act) => act.engaged >= tellingWords);
  return telling.length > 0 ? telling : [acts.reduce((a, b) => (b.engaged > a.engaged ? b : a))];
}

/** By how many words a sentence engages. */
function engagedWords(sentence: string, { place }: ReadAct): number {
  const read = readSentence(sentence, place, processCues);
  return isEngaging(read) ? read.words : 0;
}

function reviewOf({ person, acts, features }: Reviewer): ReviewOf {
  const hasSubstance = isSubstance(features);
  const telling = hasSubstance ? tellingActs(acts) : acts;
  const best = telling.reduce((a, b) => (b.engaged > a.engaged ? b : a));
  return {
    person,
    substance: hasSubstance ? 'substance' : 'token',
    at: (telling[0] ?? best).remark.at,
    inlineComments: acts.filter((act) => act.place === 'inline').length,
    hasRequestedChanges: acts.some((act) => act.asksForChanges),
    explains: acts.some(isExplanation),
    because: hasSubstance ? describe(acts, telling) : 'Left only approvals, nits, thanks or pings.',
    quote: hasSubstance ? quotationOf(best.read, (sentence) => engagedWords(sentence, best)) : null,
    links: [...new Set([best, ...telling].map((act) => act.remark.url))].slice(0, 3),
  };
}

/**
 * The reviews of a subject, one per person other than its authors who reviewed or commented, in order of their first act. Substance is
 * text of their own that engages with the content: reasons, questions, proposals, defects. Quoted text and code do not count as own.
 */
export const reviewSubstance: (dossier: Dossier, isNobody: (account: Account | null) => boolean) => readonly ReviewOf[] = readOnce(
  (dossier, isNobody) => reviewersOf(dossier, isNobody).map(reviewOf),
  (one, other) => one === other,
);
