/** How far a person's remarks on a subject engage with its content: what can be counted about them, and what it weighs. */
import type { Remark } from '../../domain/dossier.ts';
import { alternativeCues, flawCues, refusalCues, scopeCues } from '../cues/challenge-cues.ts';
import type { Cue } from '../cues/cue.ts';
import { anyHolds, countHolding } from '../cues/cue.ts';
import { courtesyCues, handlingCues, nitCues, proposalCues, reasoningCues } from '../cues/token-cues.ts';
import type { ReadText } from '../quotation.ts';
import { readText, sentencesOf, wordCount } from '../quotation.ts';
import learned from './weights.json' with { type: 'json' };

/** Something a person said or did on a subject. */
export type Act = {
  readonly remark: Remark;
  readonly place: 'conversation' | 'inline';
  readonly asksForChanges: boolean;
};

/** An act whose text was read. `engaged` are the words by which it engages with the content. */
export type ReadAct = Act & { readonly read: ReadText; readonly sentences: readonly string[]; readonly engaged: number };

/** A sentence with fewer words and a courtesy in it says nothing else. */
const courtesyWords = 14;
/** A nit with more words than this explains something. */
const nitWords = 30;
/** In the conversation, so few words without a reason say nothing; in the margin they can name a defect. */
const fewWords = 5;

/** Words by which a sentence engages with the content; names and commits do not count. */
export function engagedWords(sentence: string, place: Act['place']): number {
  if (anyHolds(handlingCues, sentence)) return 0;
  const words = wordCount(sentence.replaceAll(/@[\w-]+|\b[0-9a-f]{7,40}\b/g, ' '));
  const isReasoned = anyHolds(reasoningCues, sentence);
  if (anyHolds(nitCues, sentence) && words <= nitWords) return 0;
  if (anyHolds(courtesyCues, sentence) && (words <= courtesyWords || !isReasoned)) return 0;
  return place === 'conversation' && !isReasoned && words <= fewWords ? 0 : words;
}

/** Reads the text of an act. */
export function readAct(act: Act): ReadAct {
  const read = readText(act.remark.text);
  const sentences = sentencesOf(read.prose);
  return { ...act, read, sentences, engaged: sentences.reduce((sum, sentence) => sum + engagedWords(sentence, act.place), 0) };
}

/** A remark that explains has so many words that engage, and a reason, a link or another way. */
const explainingWords = 20;
const explainingCues: readonly Cue[] = [
  ...reasoningCues.filter((cue) => cue.name === 'because'),
  ...alternativeCues.filter((cue) => cue.name === 'instead' || cue.name === 'alternative' || cue.name === 'why-not'),
];

/** Whether a remark explains, so that its reader learns more than what to change. */
export function isExplanation({ engaged, read, sentences }: ReadAct): boolean {
  return engaged >= explainingWords && (read.links > 0 || countHolding(explainingCues, sentences) > 0);
}

const log = (count: number): number => Math.log1p(count);
const sumOf = (acts: readonly ReadAct[], of: (act: ReadAct) => number): number => acts.reduce((sum, act) => sum + of(act), 0);

/** More words than this in one remark engage no further. */
const enoughWords = 20;

/** Everything counted about a person's acts; amounts are logarithms of a count and one. */
export function engagementFeatures(acts: readonly ReadAct[]) {
  const sentences = acts.flatMap((act) => act.sentences);
  const amount = (cues: readonly Cue[]): number => log(countHolding(cues, sentences));
  return {
    'engaged:most': log(Math.min(enoughWords, Math.max(0, ...acts.map(({ engaged }) => engaged)))),
    'engaged:all': log(sumOf(acts, ({ engaged }) => engaged)),
    'engaged:acts': log(acts.filter(({ engaged }) => engaged >= 6).length),
    'says:words': log(sumOf(acts, ({ read }) => wordCount(read.prose))),
    'says:flaw': amount(flawCues),
    'says:scope': amount(scopeCues),
    'says:refusal': amount(refusalCues),
    'says:proposal': amount(proposalCues),
    'says:handling': amount(handlingCues),
    'says:nit-share': countHolding(nitCues, sentences) / Math.max(1, sentences.length),
    'shows:quotes': log(acts.filter(({ read }) => read.quotedLines.length > 0).length),
    'shows:code-spans': log(sumOf(acts, ({ read }) => read.codeSpans)),
    'shows:code': acts.some(({ read }) => read.codeLines > 0) ? 1 : 0,
    'shows:suggestion-blocks': log(acts.filter(({ read }) => read.hasSuggestion).length),
    'shows:mentions': log(sumOf(acts, ({ read }) => read.mentions.length)),
    'acts:inline': log(acts.filter(({ place }) => place === 'inline').length),
    'acts:asks-for-changes': acts.some(({ asksForChanges }) => asksForChanges) ? 1 : 0,
  };
}

export type Engagement = ReturnType<typeof engagementFeatures>;
export type EngagementName = keyof Engagement;

const weights: Readonly<Partial<Record<string, number>>> = learned.weights;

/** Whether the acts together engage with the content. The weights were learned from labelled threads by `test/signals/substance/train.ts`. */
export function isSubstance(acts: readonly ReadAct[]): boolean {
  const features = engagementFeatures(acts);
  const names = Object.keys(features) as EngagementName[];
  return names.reduce((sum, name) => sum + (weights[name] ?? 0) * features[name], learned.bias) > 0;
}
