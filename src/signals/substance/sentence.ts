/** Reads one sentence of a review: whether it engages with the content, by how many words, or what else it is. */
import { flawCues } from '../cues/challenge-cues.ts';
import type { Cue } from '../cues/cue.ts';
import { anyHolds } from '../cues/cue.ts';
import { checkingCues, craftCues, factCues, processCues, styleCues } from '../cues/process-cues.ts';
import { courtesyCues, handlingCues, nitCues, reasoningCues } from '../cues/token-cues.ts';
import { wordCount } from '../quotation.ts';

/**
 * What a sentence is. Craft: speaks of the work in words of the craft. Checked: tells how the work was checked. Style: of taste or wording.
 * Plain: says something else of the work. These engage; handling, process, nits, courtesy and what is too short do not.
 */
export type Sort = 'craft' | 'checked' | 'style' | 'plain' | 'handling' | 'process' | 'nit' | 'courtesy' | 'short';

/** A sentence that was read; names, commits and the verdict at its beginning are not counted in its words. */
export type ReadSentence = { readonly text: string; readonly sort: Sort; readonly words: number };

export type Place = 'conversation' | 'inline';

const engagingSorts: ReadonlySet<Sort> = new Set<Sort>(['craft', 'checked', 'style', 'plain']);

/** Whether a sentence engages with the content. */
export function isEngaging({ sort }: ReadSentence): boolean {
  return engagingSorts.has(sort);
}

/** A sentence with no more words and a courtesy in it says nothing else. */
const courtesyWords = 14;
/** A nit with more words than this explains something. */
const nitWords = 30;
/** So few words without a reason say nothing; in the margin they can name a defect. */
const fewWords = { plain: 5, craft: 3, inline: 4 };
const pointedCues = [...flawCues, ...factCues];
/** From so many words a sentence tells how something was checked; after a courtesy, from more. */
const checkedWords = { bare: 5, courteous: 8 };

const emoticonPattern = /(?:^|\s)(?::-?[)D(P]|;-?\)|:\/|\^\^)(?=\s|$)|\b(?:haha+|lol)\b/gi;
/** "utACK 1234abc:", "LGTM, but": the verdict, with what it is on. */
const verdictPattern =
  /^\W*(?:(?:re-?|code[- ]?review |tested |concept |approach |crypto-?|weak |strong |light |post-merge )*(?:ut|t|cr|u)?ack|lgtm|sgtm|r\+|\+1)\b(?:[\s:,;.!-]*(?:§|\b[0-9a-f]{6,40}\b|¤|on|for|of|modulo|mod)(?=\W|$))*[\s:,;.!-]*/i;
/** "Yeah, ", "Thanks @ada. ": what comes before the matter. */
const leadPattern =
  /^\W*(?:(?:(?:yeah|yes|yep|ah|oh|ok|okay|hm+|indeed|agreed|fwiw|also|n(?:a|ac)k)\b[\s,.!:;-]*|(?:no|nope|right|true|sure|thanks|thank you|nice|cool|great)\s*[,.!:;-]\s*)){1,3}/i;

/** A sentence without names, commits, emoticons and what comes before the matter. */
function matterOf(sentence: string): string {
  const plain = sentence
    .replaceAll(/@[\w-]+/g, ' ')
    .replaceAll(emoticonPattern, ' ')
    .trim();
  return plain
    .replace(verdictPattern, ' ')
    .replace(leadPattern, ' ')
    .replaceAll(/\b[0-9a-f]{7,40}\b|§/g, ' ')
    .trim();
}

/** The process cues that tell process from content in a subject: what its title is about is its content. */
export function processCuesFor(title: string): readonly Cue[] {
  return processCues.filter(({ pattern }) => !pattern.test(title));
}

type Said = { readonly matter: string; readonly words: number; readonly isReasoned: boolean; readonly isCraft: boolean };

function isShort({ matter, words, isReasoned, isCraft }: Said, place: Place): boolean {
  if (words === 0) return true;
  if (place === 'inline') return words <= fewWords.inline && !isReasoned && !isCraft && !anyHolds(pointedCues, matter);
  return !isReasoned && words <= (isCraft ? fewWords.craft : fewWords.plain);
}

function sortOf(said: Said, place: Place): Sort {
  const { matter, words, isReasoned, isCraft } = said;
  if (words <= nitWords && anyHolds(nitCues, matter)) return 'nit';
  const isChecked = anyHolds(checkingCues, matter);
  if (anyHolds(courtesyCues, matter)) {
    if (isChecked && isCraft && words >= checkedWords.courteous) return 'checked';
    if (words <= courtesyWords || !isReasoned) return 'courtesy';
  }
  if (isChecked && words >= checkedWords.bare) return 'checked';
  if (isShort(said, place)) return 'short';
  if (anyHolds(styleCues, matter)) return 'style';
  return isCraft ? 'craft' : 'plain';
}

/** Reads a sentence. `process` are the cues of `processCuesFor`. Linear in its length. */
export function readSentence(text: string, place: Place, process: readonly Cue[]): ReadSentence {
  const matter = matterOf(text);
  const words = wordCount(matter) + (matter.match(/¤/g)?.length ?? 0);
  if (words === 0) return { text, sort: 'short', words };
  if (anyHolds(handlingCues, text)) return { text, sort: 'handling', words };
  if (anyHolds(process, matter)) return { text, sort: 'process', words };
  const said = { matter, words, isReasoned: anyHolds(reasoningCues, matter), isCraft: anyHolds(craftCues, matter) };
  return { text, sort: sortOf(said, place), words };
}
