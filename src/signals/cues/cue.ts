/** What a cue is: a phrase that means something in a review, with its reason, and how cues are counted in a text. */

/** `pattern` is tried on one sentence at a time, without code, quotations and addresses; it must run in linear time. */
export type Cue = {
  readonly name: string;
  readonly pattern: RegExp;
  readonly reason: string;
  /** A negation shortly before the match takes the meaning away ("not a good idea"). */
  readonly fallsWhenNegated?: boolean;
  /** In a question or after "if" the phrase asks for something rather than saying it ("if you agree"). */
  readonly fallsWhenAsked?: boolean;
};

const negationPattern =
  /\b(?:not|never|no|nor|hardly|without|cannot|can't|don't|doesn't|didn't|isn't|aren't|wasn't|won't|wouldn't|shouldn't|couldn't)\b[^.,;:]{0,24}$/i;
const conditionPattern =
  /\b(?:if|unless|whether|once|until|when|would|could|might|in case|happy to|let me know|do you|does (?:it|that|this)|should i|should we|shall)\b[^.;:]{0,60}$/i;

/** How far before a match a negation or a condition is looked for, in characters. */
const reach = 70;

function holds(cue: Cue, sentence: string): boolean {
  const match = cue.pattern.exec(sentence);
  if (match === null) return false;
  const before = sentence.slice(Math.max(0, match.index - reach), match.index);
  if (cue.fallsWhenNegated === true && negationPattern.test(before)) return false;
  if (cue.fallsWhenAsked === true && (sentence.trimEnd().endsWith('?') || conditionPattern.test(before))) return false;
  return true;
}

/** Whether one of the cues holds in a sentence. */
export function anyHolds(cues: readonly Cue[], sentence: string): boolean {
  return cues.some((cue) => holds(cue, sentence));
}

/** The cues that hold in a sentence, in their order. */
export function heldCues<Kind extends Cue>(cues: readonly Kind[], sentence: string): readonly Kind[] {
  return cues.filter((cue) => holds(cue, sentence));
}

/** How many of the sentences hold one of the cues. */
export function countHolding(cues: readonly Cue[], sentences: readonly string[]): number {
  return sentences.filter((sentence) => anyHolds(cues, sentence)).length;
}
