/** What followed on a challenge by the author's hand and belongs to it: their yes, another title, the closing, changed lines, a resolved thread. */
import type { ReviewThread } from '../../domain/dossier.ts';
import type { Instant } from '../../domain/instant.ts';
import { addDays, daysBetween } from '../../domain/instant.ts';
import * as answering from '../cues/answer-cues.ts';
import { refusalCues, wordingCues } from '../cues/challenge-cues.ts';
import type { Cue } from '../cues/cue.ts';
import { countHolding } from '../cues/cue.ts';
import type { Answer, Conversation, Voice } from './conversation.ts';
import type { Story } from './story.ts';
import { countWithin } from './story.ts';

/** A change belongs to a challenge when it follows within these days; work changes for many reasons later on. */
const soonDays = 5;
/** Yes to an argument, or the other way taken. That work is withdrawn says nothing yet about whose argument it was. */
const yesCues = [...answering.sayingYesCues, ...answering.concedingCues.filter(({ name }) => name !== 'withdraws')];

const doingCues = [...answering.turnCues, ...answering.doneCues];
const deedCues = [...yesCues, ...doingCues];

/** Whether an answer declines more than it says yes. */
const isNo = ({ sentences }: Answer): boolean => countHolding(answering.decliningCues, sentences) > countHolding(yesCues, sentences);

/** Whether an answer has more of the cues than it declines. An author's next turn that names others is none to this voice. */
function isYes({ turn, link, sentences }: Answer, cues: readonly Cue[]): boolean {
  if (link === 'next' && turn.read.mentions.length > 0) return false;
  return countHolding(cues, sentences) > countHolding(answering.decliningCues, sentences);
}

/** Whether an author's answer in reply takes the argument up: it says yes or tells of what was done, more than it declines. */
export function takesUp(answer: Answer): boolean {
  return answer.link !== 'next' && isYes(answer, deedCues);
}

/** Whether an answer both agrees and tells what was done. */
export function agreesAndDid(answer: Answer): boolean {
  return isYes(answer, yesCues) && countHolding(doingCues, answer.sentences) > 0;
}

/** Where more reviewers spoke up, a change can't be laid to one of them without asking. */
const fewReviewers = 2;

function areFewHeard({ turns }: Conversation, until: Instant): boolean {
  const heard = turns.filter(({ role, remark }) => role === 'reviewer' && remark.at <= until).map(({ speakerId }) => speakerId);
  return new Set(heard).size <= fewReviewers;
}

/** Whether another reviewer spoke up between the voice's last turn and an instant: the change may have followed on their word. */
function spokeAnother(voice: Voice, { turns }: Conversation, until: Instant): boolean {
  const [{ speakerId }] = voice;
  const from = voice.at(-1)?.index ?? 0;
  return turns.some(({ index, role, remark, ...turn }) => {
    return index > from && role === 'reviewer' && turn.speakerId !== speakerId && remark.at <= until;
  });
}

/** The share of a voice's sentences that are about names and titles, from 0 to 1. */
function wordingShare(voice: Voice): number {
  const sentences = voice.flatMap((turn) => turn.sentences);
  return countHolding(wordingCues, sentences) / Math.max(1, sentences.length);
}

const wordsOf = (voice: Voice): number => voice.reduce((sum, { words }) => sum + words, 0);
const isWithinADay = (answer: Answer, at: Instant): boolean => Math.abs(daysBetween(answer.turn.remark.at, at)) <= 1;

/**
 * The author retitled the work within days, and on the day of a yes in reply or with a word that the voice or their answer has. The
 * branch changed with it, few reviewers had spoken, and none after this one, unless the author told this one that they did it: half of
 * the retitlings without that were about the title alone, or followed on somebody else's argument.
 */
export function isRetitledForIt(
  voice: Voice,
  given: readonly Answer[],
  conversation: Conversation,
  { retitlings, pushes }: Story,
): boolean {
  if (retitlings.length === 0 || pushes === null || wordingShare(voice) >= 0.2) return false;
  const [{ remark }] = voice;
  const yes = given.filter((answer) => isYes(answer, deedCues));
  const words = [...voice.flatMap(({ read }) => read.ownLines), ...yes.flatMap(({ sentences }) => sentences)].join('\n').toLowerCase();
  const told = given.filter((answer) => answer.link !== 'next' && agreesAndDid(answer));
  return retitlings.some(({ at, actor, newWords }) => {
    const isTheAuthors = actor === null || actor.id === conversation.dossier.author?.id;
    if (!isTheAuthors || at < remark.at || daysBetween(remark.at, at) > soonDays) return false;
    if (countWithin(pushes, addDays(at, -1), 2) === 0 || !areFewHeard(conversation, at)) return false;
    if (spokeAnother(voice, conversation, at) && !told.some((answer) => isWithinADay(answer, at))) return false;
    if (yes.some((answer) => answer.link !== 'next' && isWithinADay(answer, at))) return true;
    const isNear = (answer: Answer): boolean => Math.abs(daysBetween(answer.turn.remark.at, at)) <= soonDays;
    return yes.some(isNear) && newWords.some((word) => words.includes(word));
  });
}

/** The author closed the work within days of the voice, or within a week after a yes to it, or for work that the voice pointed to. */
function isClosedAfterIt(voice: Voice, given: readonly Answer[], { dossier }: Conversation, story: Story): boolean {
  const { closing } = story;
  const last = voice.at(-1)?.remark.at ?? '';
  if (closing === null || closing.at < last || closing.actor?.id !== dossier.author?.id || story.isClosedForOtherReasons) return false;
  if (daysBetween(last, closing.at) > 60) return false;
  if (daysBetween(last, closing.at) <= soonDays) return !given.some((answer) => isNo(answer));
  return given.some((answer) => {
    const days = daysBetween(answer.turn.remark.at, closing.at);
    if (days > 7 || days < -1) return false;
    if (countHolding(answering.concedingCues, answer.sentences) > 0 && pointsBack(answer, voice)) return true;
    return isYes(answer, daysBetween(last, answer.turn.remark.at) <= 14 ? [...yesCues, ...answering.concedingCues] : yesCues);
  });
}

/** Whether an answer refers to work that the voice pointed to. */
function pointsBack({ turn }: Answer, voice: Voice): boolean {
  const pointedTo = new Set(voice.flatMap(({ read }) => read.references));
  return turn.read.references.some((number) => pointedTo.has(number));
}

/** Whether the author showed this voice, in reply, the work that they then closed this one for. */
function showedWhatReplacesIt(given: readonly Answer[], { concession }: Story): boolean {
  const replacing = new Set(concession?.read.references ?? []);
  return given.some(
    ({ link, turn }) => link !== 'next' && turn !== concession && turn.read.references.some((number) => replacing.has(number)),
  );
}

/**
 * The closing that followed is this voice's and not the crowd's: the author said yes to it in reply, or took the work it pointed to, or
 * showed it the work that replaces this; or
 * nobody else spoke up after it, and it came within two days or the author had not gone on; or it refused the whole, and they spoke at
 * the closing.
 */
export function isClosedForIt(voice: Voice, given: readonly Answer[], conversation: Conversation, story: Story): boolean {
  const at = story.closing?.at;
  if (at === undefined || !isClosedAfterIt(voice, given, conversation, story)) return false;
  if (given.some((answer) => (answer.link !== 'next' && isYes(answer, yesCues)) || pointsBack(answer, voice))) return true;
  if (showedWhatReplacesIt(given, story)) return true;
  const spokeAtTheEnd = given.some((answer) => isWithinADay(answer, at));
  if (spokeAtTheEnd && countHolding(refusalCues, sentencesIn(voice)) > 0) return true;
  if (spokeAnother(voice, conversation, at)) return false;
  const isAtOnce = spokeAtTheEnd || daysBetween(voice.at(-1)?.remark.at ?? at, at) <= 2;
  return isAtOnce || given.every((answer) => isYes(answer, [...yesCues, ...answering.concedingCues]));
}

const sentencesIn = (voice: Voice): readonly string[] => voice.flatMap((turn) => turn.sentences);

/** Fewer words in a thread settle a detail: a sentence, a field, a check. */
const arguedWords = 200;

/**
 * The lines argued about changed after an argument at some length to which the author agreed: in threads of a remark and a "done" four
 * of five are local. In a thread that somebody else began, the voice also refuses or says much: else it presses their point.
 */
export function isPlaceChangedForIt(voice: Voice, given: readonly Answer[], { turns }: Conversation): boolean {
  const [{ thread, speakerId }] = voice;
  if (thread?.isOutdated !== true || wordsOf(voice) < 30 || !given.some(toldInReply)) return false;
  const there = turns.filter((turn) => turn.thread === thread);
  if (there.length < 3 || there.reduce((sum, { words }) => sum + words, 0) < arguedWords || wordingShare(voice) > 0.5) return false;
  return there[0]?.speakerId === speakerId || wordsOf(voice) >= 100 || countHolding(refusalCues, sentencesIn(voice)) > 0;
}

const toldInReply = (answer: Answer): boolean => answer.link !== 'next' && agreesAndDid(answer);

/**
 * The branch changed within four days of an argument in the conversation, in which few took part, and the author, in reply, agreed, said
 * what they did and took over what was proposed. With more reviewers, "addressed the comments" is not about any one of them.
 */
export function isBranchChangedForIt(voice: Voice, given: readonly Answer[], { pushes, wordsBy }: Story): boolean {
  const [{ thread, remark }] = voice;
  if (thread !== null || pushes === null || wordsBy.size > fewReviewers || wordsOf(voice) < 60 || !given.some(toldInReply)) return false;
  const isTakenOver = given.some((answer) => answer.link !== 'next' && countHolding(answering.concedingCues, answer.sentences) > 0);
  return isTakenOver && countWithin(pushes, remark.at, 4) > 0;
}

/** A thread that somebody else than the speaker resolved, on lines that changed: taken up, if not in words. Archives do not tell it. */
export function isResolvedByAnother(thread: ReviewThread | null, speakerId: number): boolean {
  if (thread === null || !thread.isResolved || !thread.isOutdated) return false;
  return thread.resolvedBy !== null && thread.resolvedBy.id !== speakerId;
}
