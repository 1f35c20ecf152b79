/** How far a person's remarks on a subject engage with its content: what can be counted about them, and what it weighs. */
import type { Remark } from '../../domain/dossier.ts';
import { alternativeCues, flawCues, promiseCues, refusalCues, scopeCues } from '../cues/challenge-cues.ts';
import type { Cue } from '../cues/cue.ts';
import { countHolding } from '../cues/cue.ts';
import { factCues } from '../cues/process-cues.ts';
import { proposalCues, reasoningCues } from '../cues/token-cues.ts';
import type { UpkeepKind } from '../cues/glue-cues.ts';
import type { ReadText } from '../quotation.ts';
import { readText, sentencesOf, wordCount } from '../quotation.ts';
import type { Place, ReadSentence, Sort } from './sentence.ts';
import { isEngaging, readSentence } from './sentence.ts';
import learned from './weights.json' with { type: 'json' };

/** Something a person said or did on a subject. */
export type Act = {
  readonly remark: Remark;
  readonly place: Place;
  readonly asksForChanges: boolean;
  /** Whether an author of the subject answered it, in its thread, by quoting it or by naming its writer. */
  readonly isAnswered: boolean;
};

/** An act whose text was read. `engaged` are the words by which it engages with the content. */
export type ReadAct = Act & { readonly read: ReadText; readonly sentences: readonly ReadSentence[]; readonly engaged: number };

const wordsOf = (sentences: readonly ReadSentence[]): number => sentences.reduce((sum, { words }) => sum + words, 0);

/** Reads the text of an act. `process` are the cues of `processCuesFor`. */
export function readAct(act: Act, process: readonly Cue[]): ReadAct {
  const read = readText(act.remark.text);
  const sentences = sentencesOf(read.prose).map((sentence) => readSentence(sentence, act.place, process));
  return { ...act, read, sentences, engaged: wordsOf(sentences.filter(isEngaging)) };
}

/** A remark that explains has so many words that engage, and a reason, a link or another way. */
const explainingWords = 20;
const explainingCues: readonly Cue[] = [
  ...reasoningCues.filter((cue) => cue.name === 'because'),
  ...alternativeCues.filter((cue) => cue.name === 'instead' || cue.name === 'alternative' || cue.name === 'why-not'),
];

const textsOf = (sentences: readonly ReadSentence[]): readonly string[] => sentences.map(({ text }) => text);

/** Whether a remark explains, so that its reader learns more than what to change. */
export function isExplanation({ engaged, read, sentences }: ReadAct): boolean {
  return engaged >= explainingWords && (read.links > 0 || countHolding(explainingCues, textsOf(sentences)) > 0);
}

const log = (count: number): number => Math.log1p(count);
const sumOf = (acts: readonly ReadAct[], of: (act: ReadAct) => number): number => acts.reduce((sum, act) => sum + of(act), 0);
const mostOf = (acts: readonly ReadAct[], of: (act: ReadAct) => number): number => Math.min(enoughWords, Math.max(0, ...acts.map(of)));

/** More words than this in one remark engage no further. */
const enoughWords = 20;
/** More pieces of code than this say no more. */
const enoughSpans = 3;
/** Words that engage which make a remark a telling one. */
export const tellingWords = 6;

const isCraft = ({ sort }: ReadSentence): boolean => sort === 'craft' || sort === 'checked';
const isBesideIt = ({ sort }: ReadSentence): boolean => sort === 'process' || sort === 'handling';

function countedSentences(acts: readonly ReadAct[]) {
  const sentences = acts.flatMap((act) => act.sentences);
  const engaging = textsOf(sentences.filter(isEngaging));
  const amount = (cues: readonly Cue[]): number => log(countHolding(cues, engaging));
  const count = (...sorts: readonly Sort[]): number => sentences.filter(({ sort }) => sorts.includes(sort)).length;
  return {
    'says:flaw': amount(flawCues),
    'says:scope': amount([...scopeCues, ...promiseCues]),
    'says:refusal': amount(refusalCues),
    'says:proposal': amount(proposalCues),
    'says:fact': log(countHolding(factCues, textsOf(sentences.filter((sentence) => !isBesideIt(sentence))))),
    'says:checked': log(count('checked')),
    'says:handling': log(count('handling')),
    'says:process': log(count('process')),
    'share:process': wordsOf(sentences.filter(isBesideIt)) / Math.max(1, wordsOf(sentences)),
    'share:nit': count('nit', 'style') / Math.max(1, sentences.length),
  };
}

/** Everything counted about a person's acts on work that is upkeep of a kind or none; amounts are logarithms of a count and one. */
export function engagementFeatures(acts: readonly ReadAct[], upkeep: UpkeepKind | null) {
  return {
    'engaged:most': log(mostOf(acts, ({ engaged }) => engaged)),
    'engaged:all': log(sumOf(acts, ({ engaged }) => engaged)),
    'engaged:acts': log(acts.filter(({ engaged }) => engaged >= tellingWords).length),
    'engaged:craft': log(mostOf(acts, ({ sentences }) => wordsOf(sentences.filter(isCraft)))),
    'engaged:answered': log(acts.filter(({ engaged, isAnswered }) => engaged > 0 && isAnswered).length),
    ...countedSentences(acts),
    'says:words': log(sumOf(acts, ({ read }) => wordCount(read.prose))),
    'shows:quotes': log(acts.filter(({ read }) => read.quotedLines.length > 0).length),
    'shows:code-spans': log(
      Math.min(
        enoughSpans,
        sumOf(acts, ({ read }) => read.codeSpans),
      ),
    ),
    'shows:code': acts.some(({ read }) => read.codeLines > 0) ? 1 : 0,
    'shows:suggestion-blocks': log(acts.filter(({ read }) => read.hasSuggestion).length),
    'acts:inline': log(acts.filter(({ place }) => place === 'inline').length),
    'acts:asks-for-changes': acts.some(({ asksForChanges }) => asksForChanges) ? 1 : 0,
    'work:upkeep': upkeep === null ? 0 : 1,
    'work:wording': upkeep === 'wording' ? 1 : 0,
  };
}

export type Engagement = ReturnType<typeof engagementFeatures>;
export type EngagementName = keyof Engagement;

const weights: Readonly<Partial<Record<string, number>>> = learned.weights;

/** Whether acts with these features together engage with the content. The weights were learned from labelled threads by `test/signals/substance/train.ts`. */
export function isSubstance(features: Engagement): boolean {
  const names = Object.keys(features) as EngagementName[];
  return names.reduce((sum, name) => sum + (weights[name] ?? 0) * features[name], learned.bias) > 0;
}
