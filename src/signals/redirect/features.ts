/** What can be counted about one voice as a challenge: its words, the answers to it, and what changed after. */
import { daysBetween } from '../../domain/instant.ts';
import type { Cue } from '../cues/cue.ts';
import { anyHolds, countHolding } from '../cues/cue.ts';
import * as answering from '../cues/answer-cues.ts';
import * as challenging from '../cues/challenge-cues.ts';
import { courtesyCues, handlingCues, nitCues } from '../cues/token-cues.ts';
import type { Answer, Conversation, Turn, Voice } from './conversation.ts';
import {
  agreesAndDid,
  isBranchChangedForIt,
  isClosedForIt,
  isPlaceChangedForIt,
  isResolvedByAnother,
  isRetitledForIt,
} from './consequence.ts';
import type { Story } from './story.ts';
import { countWithin } from './story.ts';

const log = (count: number): number => Math.log1p(count);
const flag = (condition: boolean): number => (condition ? 1 : 0);
const unit = (value: number): number => Math.min(1, Math.max(0, value));

/** More sentences of one kind than two say no more: otherwise the longest comment would win. */
const saturation = 1.1;
const amount = (cues: readonly Cue[], sentences: readonly string[]): number => Math.min(saturation, log(countHolding(cues, sentences)));

const approvalCues = courtesyCues.filter((cue) => cue.name === 'approval' || cue.name === 'looks-good');

/** Whether a voice begins with an approval; a refusal in a word is none. */
function beginsWithApproval([first]: Voice): boolean {
  const [opening = ''] = first.sentences;
  return anyHolds(approvalCues, opening) && !anyHolds(challenging.refusalCues, opening);
}

/** What the voice itself says. */
function said(voice: Voice) {
  const sentences = voice.flatMap((turn) => turn.sentences);
  return {
    'says:words': Math.min(5, log(voice.reduce((sum, { words }) => sum + words, 0))),
    'says:alternative': amount(challenging.alternativeCues, sentences),
    'says:flaw': amount(challenging.flawCues, sentences),
    'says:scope': amount(challenging.scopeCues, sentences),
    'says:promise': amount(challenging.promiseCues, sentences),
    'says:refusal': amount(challenging.refusalCues, sentences),
    'says:local': amount(challenging.localCues, sentences),
    'says:nit': amount(nitCues, sentences),
    'says:handling': amount(handlingCues, sentences),
    'says:question': flag(sentences.some((sentence) => sentence.endsWith('?'))),
    'says:suggestion-block': flag(voice.some(({ read }) => read.hasSuggestion)),
    'says:approval-first': flag(beginsWithApproval(voice)),
  };
}

/** What the author answered: in reply (by quote, thread or mention), or else in their next turn; the first four. */
function answered(given: readonly Answer[]) {
  const inReply = given.filter((answer) => answer.link !== 'next');
  const used = (inReply.length > 0 ? inReply : given).slice(0, 4);
  const sentences = used.flatMap((answer) => answer.sentences);
  return {
    'author:answers': flag(inReply.length > 0),
    'author:turns': log(used.length),
    'author:agrees': amount(answering.sayingYesCues, sentences),
    'author:agrees-in-words': amount(answering.agreeingCues, sentences),
    'author:agrees-at-once': flag(countHolding(answering.sayingYesCues, used[0]?.sentences.slice(0, 2) ?? []) > 0),
    'author:thanks': flag(countHolding(answering.thanksCues, sentences) > 0),
    'author:did': amount(answering.doneCues, sentences),
    'author:turned': amount(answering.turnCues, sentences),
    'author:gives-up': amount(answering.givingUpCues, sentences),
    'author:concedes': amount(answering.concedingCues, sentences),
    'author:declines': amount(answering.decliningCues, sentences),
    'author:declines-last': flag(countHolding(answering.decliningCues, inReply.at(-1)?.sentences ?? []) > 0),
    'author:defers': amount(answering.deferringCues, sentences),
    'author:asks': amount(answering.askingCues, sentences),
    'author:agrees-and-did': flag(inReply.some(agreesAndDid)),
    'author:refers': flag(used.some((answer) => answer.turn.read.references.length > 0)),
  };
}

/** What others than the author and the speaker answered. */
function seconded(given: readonly Answer[]) {
  const sentences = given.flatMap((answer) => answer.sentences);
  return {
    'others:answer': log(given.length),
    'others:agree': amount(answering.sayingYesCues, sentences),
    'others:decline': amount(answering.decliningCues, sentences),
  };
}

const retitlingDays = 14;
/** What changed after the voice. Where an archive does not tell pushes, a middling value stands in. */
function changed(voice: Voice, given: readonly Answer[], conversation: Conversation, story: Story) {
  const [{ remark, thread, speakerId }] = voice;
  const { at } = remark;
  const { pushes, closing, uptakes } = story;
  const sum = (place: 'byAuthor' | 'byCommits' | 'byOthers'): number =>
    Math.min(3, log(voice.reduce((total, { index }) => total + (uptakes[index]?.[place] ?? 0), 0)));
  const daysToClose = closing !== null && closing.at >= at ? daysBetween(at, closing.at) : Number.POSITIVE_INFINITY;
  const isByAuthor = daysToClose <= 60 && closing?.actor?.id === conversation.dossier.author?.id;
  const days = story.retitlings.filter((event) => event.at >= at).map((event) => daysBetween(at, event.at));
  return {
    'after:push-soon': pushes === null ? 0.5 : flag(countWithin(pushes, at, 4) > 0),
    'after:retitled': flag(days.some((count) => count <= retitlingDays)),
    'after:retitled-for-it': flag(isRetitledForIt(voice, given, conversation, story)),
    'after:closed': flag(Number.isFinite(daysToClose)),
    'after:closed-soon': flag(daysToClose <= 21),
    'after:closed-on-merits': flag(isByAuthor && !story.isClosedForOtherReasons),
    'after:closed-for-it': flag(isClosedForIt(voice, given, conversation, story)),
    'after:closed-by-speaker': flag(Number.isFinite(daysToClose) && closing?.actor?.id === speakerId),
    'after:place-changed': flag(thread?.isOutdated === true),
    'after:place-changed-for-it': flag(isPlaceChangedForIt(voice, given, conversation)),
    'after:branch-changed-for-it': flag(isBranchChangedForIt(voice, given, story)),
    'after:resolved': flag(isResolvedByAnother(thread, speakerId)),
    'uptake:author': sum('byAuthor'),
    'uptake:commits': sum('byCommits'),
    'uptake:others': sum('byOthers'),
  };
}

/** Where the speaker stands: their share of the reviewers' words, and whether the author's last word gives way to them. */
function standing({ speakerId, index, remark }: Turn, conversation: Conversation, story: Story) {
  const login = remark.author?.login.toLowerCase() ?? '';
  const end = story.concession !== null && story.concession.index > index ? story.concession : null;
  const between = end === null ? 0 : (story.reviewersBefore[end.index] ?? 0) - (story.reviewersBefore[index] ?? 0) - 1;
  return {
    'speaker:share': (story.wordsBy.get(speakerId) ?? 0) / Math.max(1, story.reviewersWords),
    'speaker:credited': flag((story.creditedAt.get(login) ?? '') > remark.at),
    'whole:position': conversation.turns.length < 2 ? 0 : index / (conversation.turns.length - 1),
    'end:concedes': flag(end !== null),
    'end:near': end === null ? 0 : 1 / (1 + Math.max(0, between)),
    'end:names': flag(end?.read.mentions.includes(login) ?? false),
  };
}

type Counted = ReturnType<typeof said> &
  ReturnType<typeof answered> &
  ReturnType<typeof seconded> &
  ReturnType<typeof changed> &
  ReturnType<typeof standing>;

/** The three parts of a redirect, each from 0 to 1, and how far they come together. */
function together(all: Counted) {
  const kinds = [all['says:alternative'], all['says:flaw'], Math.max(all['says:scope'], all['says:promise']), all['says:refusal']];
  const raised = kinds.reduce((sum, kind) => sum + unit(kind), 0);
  const challenge = unit((raised - unit(all['says:nit']) - unit(all['says:local']) / 2) / 2);
  const yes = [all['author:agrees'], all['author:did'], all['author:turned'], all['author:gives-up'], all['author:concedes'] * 1.4];
  const silent = [all['end:concedes'] * all['end:near'], all['others:agree'] / 2, all['after:resolved'] / 2];
  const took = unit(Math.max(...yes, ...silent));
  const uptake = unit(took - unit(all['author:declines']) / 3 - unit(all['author:defers']) / 3);
  const change = Math.max(all['after:push-soon'], all['after:retitled'], all['after:closed-on-merits'], all['after:place-changed']);
  return {
    'parts:challenge': challenge,
    'parts:uptake': uptake,
    'parts:change': change,
    'parts:challenge-uptake': challenge * uptake,
    'parts:uptake-change': uptake * change,
    'parts:all': challenge * uptake * change,
  };
}

/** Counts by name; flags are 0 or 1, amounts are logarithms of a count and one. */
export type Features = Counted & ReturnType<typeof together>;
export type FeatureName = keyof Features;

/** The answers to a voice, in order of time. Of a turn that answers several of its remarks, the surest link stands with all that is said to them. */
export function answersTo(voice: Voice, conversation: Conversation): readonly Answer[] {
  const byTurn = new Map<Turn, Answer>();
  for (const answer of voice.flatMap(({ index }) => conversation.answersTo[index] ?? [])) {
    const known = byTurn.get(answer.turn);
    if (known === undefined || (known.link === 'next' && answer.link !== 'next')) byTurn.set(answer.turn, answer);
    else if (answer.link !== 'next')
      byTurn.set(answer.turn, { ...known, sentences: [...new Set([...known.sentences, ...answer.sentences])] });
  }
  return [...byTurn.values()].toSorted((a, b) => a.turn.index - b.turn.index);
}

/** Everything counted about one reviewer's voice as a challenge. */
export function challengeFeatures(voice: Voice, conversation: Conversation, story: Story): Features {
  const given = answersTo(voice, conversation);
  const byAuthor = given.filter((answer) => answer.turn.role === 'author');
  const [turn] = voice;
  const all = {
    ...said(voice),
    ...answered(byAuthor),
    ...seconded(given.filter((answer) => answer.turn.role === 'reviewer' && answer.turn.speakerId !== turn.speakerId)),
    ...changed(voice, byAuthor, conversation, story),
    ...standing(turn, conversation, story),
  };
  return { ...all, ...together(all) };
}
