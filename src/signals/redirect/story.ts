/** What is counted once per conversation: pushes, titles, the ending, who spoke how much, who was credited. */
import type { Dossier, TimelineEvent } from '../../domain/dossier.ts';
import type { Instant } from '../../domain/instant.ts';
import { addDays, daysBetween } from '../../domain/instant.ts';
import { concedingCues, doneCues, otherReasonCues, sayingYesCues, turnCues } from '../cues/answer-cues.ts';
import { anyHolds, countHolding } from '../cues/cue.ts';
import { courtesyCues } from '../cues/token-cues.ts';
import type { Conversation, Turn } from './conversation.ts';
import type { Uptake } from './uptake.ts';
import { uptakesOf } from './uptake.ts';

type Renaming = Extract<TimelineEvent, { kind: 'renamed' }>;

/** A change of the title to another thing. `newWords` are those that the old title had not: lower case, the first 8 letters. */
export type Retitling = { readonly at: Instant; readonly actor: TimelineEvent['actor']; readonly newWords: readonly string[] };

export type Story = {
  /** When the branch changed, oldest first; null when the archive doesn't tell. */
  readonly pushes: readonly Instant[] | null;
  /** Where the title came to speak of another thing, oldest first. */
  readonly retitlings: readonly Retitling[];
  /**
   * The last closing of a subject that was not merged. Null when it is not closed, and when nobody is known to have closed it (some
   * archives call merged work closed), unless the author's last turn says that they do.
   */
  readonly closing: TimelineEvent | null;
  /** Whether the author closed it and gave a reason that is no argument: age, a duplicate, the handling of branches. */
  readonly isClosedForOtherReasons: boolean;
  /** The author's last turn in the conversation, when it gives way. */
  readonly concession: Turn | null;
  readonly approvedAt: ReadonlyMap<number, Instant>;
  /** When a reviewer last said that it is good, by person. */
  readonly contentAt: ReadonlyMap<number, Instant>;
  /** When the author last named a person beside something done, turned or agreed; by login, lower case. */
  readonly creditedAt: ReadonlyMap<string, Instant>;
  readonly wordsBy: ReadonlyMap<number, number>;
  readonly reviewersWords: number;
  /** How many reviewers' turns came before a turn, by index. */
  readonly reviewersBefore: readonly number[];
  readonly uptakes: readonly Uptake[];
};

/** Force-pushes, and commits made after the subject was opened. */
function pushesOf(dossier: Dossier): readonly Instant[] | null {
  if (dossier.commits.length === 0) return null;
  const forced = dossier.timeline.filter((event) => event.kind === 'force-pushed').map((event) => event.at);
  const committed = dossier.commits.map((commit) => commit.committedAt).filter((at) => at > dossier.createdAt);
  return [...new Set([...forced, ...committed])].toSorted();
}

function closingOf({ state, timeline, author }: Dossier, concession: Turn | null): TimelineEvent | null {
  const closing = state === 'closed' ? timeline.findLast((event) => event.kind === 'closed') : undefined;
  if (closing === undefined) return null;
  if (closing.actor !== null) return closing;
  const isWithdrawn = concession !== null && countHolding(withdrawingCues, concession.sentences) > 0;
  return isWithdrawn ? { ...closing, actor: author } : null;
}

const creditCues = [...turnCues, ...doneCues, ...sayingYesCues];

function creditsOf(turns: readonly Turn[]): ReadonlyMap<string, Instant> {
  const credits = new Map<string, Instant>();
  for (const turn of turns.filter(({ role, read }) => role === 'author' && read.mentions.length > 0)) {
    for (const sentence of turn.sentences) {
      const named = [...sentence.matchAll(/@([a-zA-Z0-9-]{1,39})/g)].map((match) => (match[1] ?? '').toLowerCase());
      if (named.length === 0 || !anyHolds(creditCues, sentence)) continue;
      for (const login of named) credits.set(login, turn.remark.at);
    }
  }
  return credits;
}

const withdrawingCues = concedingCues.filter((cue) => cue.name === 'withdraws');
const approvalCues = courtesyCues.filter((cue) => cue.name === 'approval' || cue.name === 'looks-good');

function concessionOf(turns: readonly Turn[]): Turn | null {
  const last = turns.findLast((turn) => turn.role === 'author' && turn.thread === null);
  return last !== undefined && countHolding(concedingCues, last.sentences) > 0 ? last : null;
}

/** The author's words within a day of the closing tell why. */
function isForOtherReasons(turns: readonly Turn[], closing: TimelineEvent | null): boolean {
  if (closing === null) return false;
  const last = turns.filter(({ role, remark }) => role === 'author' && Math.abs(daysBetween(remark.at, closing.at)) <= 1);
  return last.some(({ sentences }) => countHolding(otherReasonCues, sentences) > 0);
}

/** Marks of progress in titles; putting one on or off says nothing about the work. */
const statusWords = new Set([
  'wip',
  'draft',
  'rfc',
  'ready',
  'review',
  'reviewed',
  'poc',
  'proposal',
  'merge',
  'merged',
  'closed',
  'do',
  'not',
  'final',
  'and',
  'the',
  'for',
  'with',
]);

function titleWords(title: string): ReadonlySet<string> {
  const words =
    title
      .slice(0, 1000)
      .toLowerCase()
      .match(/\p{L}[\p{L}\p{N}_]{2,}/gu) ?? [];
  return new Set(words.filter((word) => !statusWords.has(word)).map((word) => word.slice(0, 8)));
}

/** A renaming after which the title speaks of another thing: a word left and one came, or two came. Prefixes, numbers and case do not count. */
function retitlingOf({ at, actor, from, to }: Renaming): readonly Retitling[] {
  const [before, after] = [titleWords(from), titleWords(to)];
  const newWords = [...after].filter((word) => !before.has(word));
  const hasLost = [...before].some((word) => !after.has(word));
  return newWords.length > 1 || (newWords.length > 0 && hasLost) ? [{ at, actor, newWords }] : [];
}

/** Looks once at the whole conversation. Linear in its size. */
export function storyOf(conversation: Conversation): Story {
  const { dossier, turns } = conversation;
  const reviewers = turns.filter((turn) => turn.role === 'reviewer');
  const wordsBy = new Map<number, number>();
  for (const turn of reviewers) wordsBy.set(turn.speakerId, (wordsBy.get(turn.speakerId) ?? 0) + turn.words);
  const concession = concessionOf(turns);
  let before = 0;
  return {
    pushes: pushesOf(dossier),
    retitlings: dossier.timeline.flatMap((event) => (event.kind === 'renamed' ? retitlingOf(event) : [])),
    closing: closingOf(dossier, concession),
    isClosedForOtherReasons: isForOtherReasons(turns, closingOf(dossier, concession)),
    concession,
    approvedAt: new Map(
      dossier.reviews.filter((review) => review.state === 'approved').map((review) => [review.author?.id ?? 0, review.at]),
    ),
    contentAt: new Map(
      reviewers.filter((turn) => anyHolds(approvalCues, turn.sentences[0] ?? '')).map((turn) => [turn.speakerId, turn.remark.at]),
    ),
    creditedAt: creditsOf(turns),
    wordsBy,
    reviewersWords: reviewers.reduce((sum, turn) => sum + turn.words, 0),
    reviewersBefore: turns.map((turn) => (turn.role === 'reviewer' ? before++ : before)),
    uptakes: uptakesOf(conversation),
  };
}

function firstFrom(instants: readonly Instant[], from: Instant): number {
  let [low, high] = [0, instants.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((instants[middle] ?? '') < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many of the instants, oldest first, fall within `days` days from `from`. */
export function countWithin(instants: readonly Instant[], from: Instant, days: number): number {
  return firstFrom(instants, addDays(from, days)) - firstFrom(instants, from);
}
