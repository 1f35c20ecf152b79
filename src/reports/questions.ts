/** Questions about what GitHub can't see: how it maps to the next level, who would speak for you, and what happens in meetings. */
import type { Pillar } from '../domain/evidence.ts';
import { type Month, monthOrdinal } from '../domain/month.ts';

/** What a question can be chosen by. `pillars` are those of the month's numbered items, in their order. */
export type QuestionMonth = { readonly month: Month; readonly personId: number; readonly pillars: readonly Pillar[] };

/** Null when it does not fit the month. */
type Question = (of: QuestionMonth) => string | null;

/** From this many items on nobody is waiting for the perfect project. */
const busyItems = 3;

/** A pair each month, in turns. */
const mainQuestions: readonly (readonly [Question, Question])[] = [
  [
    () => 'When did you last ask your manager how this work maps to the next level, six to twelve months ahead, with examples?',
    ({ pillars }) =>
      pillars.length === 0
        ? 'What changed in numbers because of something that you finished lately: time, cost, incidents, people unblocked?'
        : `What changed in numbers because of item ${tellingItem(pillars)}: time, cost, incidents, people unblocked?`,
  ],
  [
    () => 'Who would speak for you in a room you are not in, and do they know about this month?',
    ({ pillars }) =>
      pillars.length >= busyItems ? null : 'Are you waiting for the perfect project? What could you start with what is in front of you?',
  ],
];

/** The item whose consequences are largest: of direction or ambiguity if there is one, else the first. Numbers begin at 1. */
function tellingItem(pillars: readonly Pillar[]): number {
  const telling = pillars.findIndex((pillar) => pillar === 'technical-direction' || pillar === 'operating-with-ambiguity');
  return telling === -1 ? 1 : telling + 1;
}

/** What fills up the rest, in turns of as many as can be needed in a month. */
const otherQuestions = [
  'Which decision this month did you shape in a meeting or a conversation, and who would remember it?',
  'What did you say or write about where your area should go that is in no pull request?',
  'Whose work did you put forward, or whom did you help to grow, outside of reviews?',
  'Did you interview, hire or onboard somebody, and what did you change about how that is done?',
  'What did you advise against or decide not to do, and what did that save?',
  'Who gained from your work without knowing whose it was, and how could they hear of it?',
] as const;

const questionsAsked = 3;

/**
 * Three questions for a person's month, chosen by what stands in it and by turns of months and people: no question comes in two neighbouring
 * months. The same month always asks the same.
 */
export function questionsFor(of: QuestionMonth): readonly string[] {
  const turn = monthOrdinal(of.month) + of.personId;
  const fitting = (mainQuestions[turn % mainQuestions.length] ?? []).flatMap((question) => question(of) ?? []);
  const first = turn * questionsAsked + Math.floor(of.personId / mainQuestions.length);
  const rest = Array.from(
    { length: questionsAsked - fitting.length },
    (_, index) => otherQuestions[(first + index) % otherQuestions.length] ?? otherQuestions[0],
  );
  return [...fitting, ...rest];
}
