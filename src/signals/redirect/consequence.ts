/** What followed on a challenge by the author's hand and belongs to it: their yes, another title, the closing, a resolved thread. */
import type { ReviewThread } from '../../domain/dossier.ts';
import { daysBetween } from '../../domain/instant.ts';
import * as answering from '../cues/answer-cues.ts';
import type { Cue } from '../cues/cue.ts';
import { countHolding } from '../cues/cue.ts';
import type { Answer, Conversation, Voice } from './conversation.ts';
import type { Story } from './story.ts';

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

/** The author retitled the work within days and on the day of a yes in reply, or with a word that the voice or their answer has. */
export function isRetitledForIt(voice: Voice, given: readonly Answer[], { dossier }: Conversation, { retitlings }: Story): boolean {
  if (retitlings.length === 0) return false;
  const [{ remark }] = voice;
  const yes = given.filter((answer) => isYes(answer, deedCues));
  const words = [...voice.flatMap(({ read }) => read.ownLines), ...yes.flatMap(({ sentences }) => sentences)].join('\n').toLowerCase();
  return retitlings.some((event) => {
    const isTheAuthors = event.actor === null || event.actor.id === dossier.author?.id;
    if (!isTheAuthors || event.at < remark.at || daysBetween(remark.at, event.at) > soonDays) return false;
    const days = (answer: Answer): number => Math.abs(daysBetween(answer.turn.remark.at, event.at));
    if (yes.some((answer) => answer.link !== 'next' && days(answer) < 1)) return true;
    return yes.some((answer) => days(answer) <= soonDays) && event.newWords.some((word) => words.includes(word));
  });
}

/** The author closed the work within days of the voice, or within a week after a yes to it, or for work that the voice pointed to. */
export function isClosedForIt(voice: Voice, given: readonly Answer[], { dossier }: Conversation, story: Story): boolean {
  const { closing } = story;
  const last = voice.at(-1)?.remark.at ?? '';
  if (closing === null || closing.at < last || closing.actor?.id !== dossier.author?.id || story.isClosedForOtherReasons) return false;
  if (daysBetween(last, closing.at) > 60) return false;
  if (daysBetween(last, closing.at) <= soonDays) return !given.some((answer) => isNo(answer));
  const pointedTo = new Set(voice.flatMap(({ read }) => read.references));
  return given.some((answer) => {
    const days = daysBetween(answer.turn.remark.at, closing.at);
    if (days > 7 || days < -1) return false;
    const isWithdrawn = countHolding(answering.concedingCues, answer.sentences) > 0;
    if (isWithdrawn && answer.turn.read.references.some((number) => pointedTo.has(number))) return true;
    return isYes(answer, daysBetween(last, answer.turn.remark.at) <= 14 ? [...yesCues, ...answering.concedingCues] : yesCues);
  });
}

/** A thread that somebody else than the speaker resolved, on lines that changed: taken up, if not in words. Archives do not tell it. */
export function isResolvedByAnother(thread: ReviewThread | null, speakerId: number): boolean {
  if (thread === null || !thread.isResolved || !thread.isOutdated) return false;
  return thread.resolvedBy !== null && thread.resolvedBy.id !== speakerId;
}
