/** What can be counted about one remark as a challenge: its words, the answers to it, and what changed after. */
import { daysBetween } from '../../domain/instant.ts';
import type { Cue } from '../cues/cue.ts';
import { countHolding } from '../cues/cue.ts';
import * as answering from '../cues/answer-cues.ts';
import * as challenging from '../cues/challenge-cues.ts';
import { handlingCues, nitCues } from '../cues/token-cues.ts';
import type { Answer, Conversation, Turn } from './conversation.ts';
import type { Story } from './story.ts';
import { countWithin } from './story.ts';

const log = (count: number): number => Math.log1p(count);
const flag = (condition: boolean): number => (condition ? 1 : 0);
const unit = (value: number): number => Math.min(1, Math.max(0, value));

/** More sentences of one kind than two say no more: otherwise the longest comment would win. */
const saturation = 1.1;
const amount = (cues: readonly Cue[], sentences: readonly string[]): number => Math.min(saturation, log(countHolding(cues, sentences)));

/** What the remark itself says. */
function said(turn: Turn) {
  const { sentences, read } = turn;
  return {
    'says:words': Math.min(5, log(turn.words)),
    'says:alternative': amount(challenging.alternativeCues, sentences),
    'says:flaw': amount(challenging.flawCues, sentences),
    'says:scope': amount(challenging.scopeCues, sentences),
    'says:refusal': amount(challenging.refusalCues, sentences),
    'says:local': amount(challenging.localCues, sentences),
    'says:nit': amount(nitCues, sentences),
    'says:handling': amount(handlingCues, sentences),
    'says:question': Math.min(saturation, log(sentences.filter((sentence) => sentence.endsWith('?')).length)),
    'says:suggestion-block': flag(read.hasSuggestion),
    'says:reference': flag(read.references.length > 0),
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
    'author:agrees-at-once': flag(countHolding(answering.sayingYesCues, used[0]?.sentences.slice(0, 2) ?? []) > 0),
    'author:convinced': amount(answering.convincedCues, sentences),
    'author:thanks': flag(countHolding(answering.thanksCues, sentences) > 0),
    'author:did': amount(answering.doneCues, sentences),
    'author:turned': amount(answering.turnCues, sentences),
    'author:gives-up': amount(answering.givingUpCues, sentences),
    'author:concedes': amount(answering.concedingCues, sentences),
    'author:declines': amount(answering.decliningCues, sentences),
    'author:defers': amount(answering.deferringCues, sentences),
    'author:asks': amount(answering.askingCues, sentences),
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

/** What changed after the remark. Where an archive does not tell pushes, a middling value stands in. */
function changed(turn: Turn, { dossier }: Conversation, story: Story) {
  const { at } = turn.remark;
  const { pushes, closing } = story;
  const uptake = story.uptakes[turn.index];
  const daysToClose = closing !== null && closing.at >= at ? daysBetween(at, closing.at) : Number.POSITIVE_INFINITY;
  return {
    'after:pushes': pushes === null ? 0.7 : log(countWithin(pushes, at, 30)),
    'after:push-soon': pushes === null ? 0.5 : flag(countWithin(pushes, at, 4) > 0),
    'after:retitled': flag(countWithin(story.retitlings, at, 14) > 0),
    'after:closed': flag(Number.isFinite(daysToClose)),
    'after:closed-soon': flag(daysToClose <= 21),
    'after:closed-by-author': flag(daysToClose <= 60 && closing?.actor?.id === dossier.author?.id),
    'after:closed-by-speaker': flag(Number.isFinite(daysToClose) && closing?.actor?.id === turn.speakerId),
    'after:place-changed': flag(turn.thread !== null && (turn.thread.isOutdated || turn.thread.isResolved)),
    'uptake:author': Math.min(3, log(uptake?.byAuthor ?? 0)),
    'uptake:commits': Math.min(3, log(uptake?.byCommits ?? 0)),
    'uptake:title': Math.min(2, log(uptake?.byTitle ?? 0)),
    'uptake:others': Math.min(3, log(uptake?.byOthers ?? 0)),
  };
}

/** Where the speaker stands: their share of the reviewers' words, and whether the author's last word gives way to them. */
function standing(turn: Turn, conversation: Conversation, story: Story) {
  const { at } = turn.remark;
  const login = turn.remark.author?.login.toLowerCase() ?? '';
  const end = story.concession !== null && story.concession.index > turn.index ? story.concession : null;
  const between = end === null ? 0 : (story.reviewersBefore[end.index] ?? 0) - (story.reviewersBefore[turn.index] ?? 0) - 1;
  return {
    'speaker:share': (story.wordsBy.get(turn.speakerId) ?? 0) / Math.max(1, story.reviewersWords),
    'speaker:approves-later': flag((story.approvedAt.get(turn.speakerId) ?? '') > at),
    'speaker:content-later': flag((story.contentAt.get(turn.speakerId) ?? '') > at),
    'speaker:credited': flag((story.creditedAt.get(login) ?? '') > at),
    'whole:position': conversation.turns.length < 2 ? 0 : turn.index / (conversation.turns.length - 1),
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
  const raised = unit(all['says:alternative']) + unit(all['says:flaw']) + unit(all['says:scope']) + unit(all['says:refusal']);
  const challenge = unit((raised - unit(all['says:nit']) - unit(all['says:local']) / 2) / 2);
  const yes = [all['author:agrees'], all['author:did'], all['author:turned'], all['author:gives-up'], all['author:concedes'] * 1.4];
  const took = unit(Math.max(...yes, all['end:concedes'] * all['end:near'], all['others:agree'] / 2));
  const uptake = unit(took - unit(all['author:declines']) / 3 - unit(all['author:defers']) / 3);
  const signs = [all['after:push-soon'], all['after:retitled'], all['after:closed-by-author'], all['after:place-changed']];
  const change = Math.max(...signs);
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

/** Everything counted about one reviewer's remark as a challenge. */
export function challengeFeatures(turn: Turn, conversation: Conversation, story: Story): Features {
  const given = conversation.answersTo[turn.index] ?? [];
  const all = {
    ...said(turn),
    ...answered(given.filter((answer) => answer.turn.role === 'author')),
    ...seconded(given.filter((answer) => answer.turn.role === 'reviewer' && answer.turn.speakerId !== turn.speakerId)),
    ...changed(turn, conversation, story),
    ...standing(turn, conversation, story),
  };
  return { ...all, ...together(all) };
}
