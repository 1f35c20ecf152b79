/** Weighs what somebody says of a person: plain credit, a faint one worth asking about, or none. */
import { anyHolds } from '../cues/cue.ts';
import type { CreditCue, CreditWorth } from '../cues/recognition-cues.ts';
import { minorCues } from '../cues/recognition-cues.ts';
import { wordCount } from '../quotation.ts';

/**
 * How the person is meant: named in the sentence, called by name at the remark's beginning, as the one who is answered, or only as one of
 * those who spoke since the author's last turn.
 */
export type Manner = 'named' | 'called' | 'answered' | 'followed';

/** A sentence about somebody. */
export type Said = {
  readonly manner: Manner;
  readonly cues: readonly CreditCue[];
  readonly sentence: string;
  /** Whether the remark also tells that something was done. */
  readonly isActedOn: boolean;
  /** Words of the whole remark. */
  readonly remarkWords: number;
  /** Whether the author of the work answers somebody who did not write it. */
  readonly isAuthorAnswering: boolean;
  /** False for a sentence on its own, of which nothing else is known. */
  readonly isInThread: boolean;
};

export type Worth = 'plain' | 'faint' | 'none';

/** Praise of a named person says something of its own from this many words. */
const namedWords = 4;
/** So does praise in an answer: with what was done about it, and without. */
const answerWords = { acted: 5, bare: 8 };

function praiseWorth({ manner, sentence, isActedOn, remarkWords }: Said): Worth {
  if (manner === 'named') return isActedOn || wordCount(sentence) >= namedWords ? 'plain' : 'none';
  if (isActedOn && remarkWords >= answerWords.acted) return 'plain';
  return wordCount(sentence) >= answerWords.bare ? 'faint' : 'none';
}

const isBacked = ({ isActedOn, sentence }: Said): boolean => isActedOn || wordCount(sentence) >= answerWords.bare;

const worthFor: Readonly<Record<CreditWorth, (said: Said) => Worth>> = {
  plain: () => 'plain',
  acted: praiseWorth,
  faint: () => 'faint',
  backed: (said) => (isBacked(said) ? 'faint' : 'none'),
  cited: (said) => (said.isInThread ? 'faint' : 'none'),
  none: () => 'none',
};

/** Somebody other than the author praised what they were told, and did something about it. */
const isPraiseActedOn = ({ cues, isActedOn }: Said): boolean => isActedOn && cues.some(({ inReply }) => inReply === 'acted');

/** Cues that say in answer to somebody that they were right. */
const concedingCues: ReadonlySet<string> = new Set(['praise-in-reply', 'concedes', 'thanks-for-finding', 'taught', 'persuaded']);

/** The author concedes what was said before and acts on it; it was said by this person, or else by nobody. */
const isFollowedUp = ({ cues, isActedOn }: Said): boolean => isActedOn && cues.some(({ name }) => concedingCues.has(name));

/** The most that one of the cues is worth. A person who is not named gets credit only from the author whose work they commented on. */
export function worthOf(said: Said): Worth {
  if (said.manner !== 'named' && !said.isAuthorAnswering) return isPraiseActedOn(said) ? 'faint' : 'none';
  if (said.manner === 'followed') return isFollowedUp(said) ? 'faint' : 'none';
  const worths = said.cues.map((cue) => worthFor[said.manner === 'named' ? cue.named : cue.inReply](said));
  if (worths.includes('plain')) return anyHolds(minorCues, said.sentence) ? 'faint' : 'plain';
  return worths.includes('faint') ? 'faint' : 'none';
}
