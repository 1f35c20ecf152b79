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
  return mayHold(cues, sentence) && cues.some((cue) => holds(cue, sentence));
}

/** The cues that hold in a sentence, in their order. */
export function heldCues<Kind extends Cue>(cues: readonly Kind[], sentence: string): readonly Kind[] {
  return mayHold(cues, sentence) ? cues.filter((cue) => holds(cue, sentence)) : [];
}

/** A list of cues that was asked about so often is worth a pattern of its own. */
const oftenAsked = 100;
const asked = new WeakMap<readonly Cue[], { times: number; either: readonly RegExp[] }>();

/**
 * False when no cue's pattern matches: most sentences hold none, and one look for all patterns of a list takes half the time of a look for
 * each. Lists that are made for one dossier are not asked often enough for that.
 */
function mayHold(cues: readonly Cue[], sentence: string): boolean {
  if (cues.length < 2) return true;
  const known = asked.get(cues) ?? { times: 0, either: [] };
  if (known.times === 0) asked.set(cues, known);
  known.times += 1;
  if (known.times === oftenAsked) known.either = eitherOf(cues);
  return known.times < oftenAsked || known.either.some((pattern) => pattern.test(sentence));
}

/** Patterns that match where one of the cues' patterns does: one for all that have the same flags. */
function eitherOf(cues: readonly Cue[]): readonly RegExp[] {
  const byFlags = Map.groupBy(cues, ({ pattern }) => pattern.flags);
  return [...byFlags].map(([flags, some]) => new RegExp(some.map(({ pattern }) => `(?:${pattern.source})`).join('|'), flags));
}

/** How many of the sentences hold one of the cues. */
export function countHolding(cues: readonly Cue[], sentences: readonly string[]): number {
  return sentences.filter((sentence) => anyHolds(cues, sentence)).length;
}
