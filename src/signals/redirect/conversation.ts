/** A dossier as one conversation: who said what in which order, and what answers what. */
import type { Dossier, Remark, ReviewThread } from '../../domain/dossier.ts';
import type { Account } from '../../domain/person.ts';
import { daysBetween } from '../../domain/instant.ts';
import type { ReadText } from '../quotation.ts';
import { readText, sentencesOf, wordCount } from '../quotation.ts';
import { readOnce } from '../read-once.ts';

export type Role = 'author' | 'reviewer' | 'nobody';

/** A remark in its place. `index` counts all turns by time. */
export type Turn = {
  readonly index: number;
  readonly remark: Remark;
  readonly speakerId: number;
  readonly thread: ReviewThread | null;
  readonly role: Role;
  readonly read: ReadText;
  readonly sentences: readonly string[];
  readonly words: number;
};

/** One person's turns in a row in one place, oldest first; never empty. What is said in two comments is said once. */
export type Voice = readonly [Turn, ...Turn[]];

/** What one turn says to another. `link` tells how that is known, the surest first; `next` is only the author's next turn. */
export type Answer = { readonly turn: Turn; readonly sentences: readonly string[]; readonly link: 'quote' | 'thread' | 'mention' | 'next' };

export type Conversation = {
  readonly dossier: Dossier;
  readonly turns: readonly Turn[];
  /** Answers to a turn, by its index, in order of time; at most 12 are kept. */
  readonly answersTo: readonly (readonly Answer[])[];
};

/** Who is who: the subject's authors, and who is nobody. */
export type People = { readonly authorIds: ReadonlySet<number>; readonly isNobody: (account: Account | null) => boolean };

type Placed = { readonly remark: Remark; readonly thread: ReviewThread | null };

function placedRemarks(dossier: Dossier): readonly Placed[] {
  const placed: readonly Placed[] = [
    ...dossier.reviews.map((remark) => ({ remark, thread: null })),
    ...dossier.comments.map((remark) => ({ remark, thread: null })),
    ...dossier.threads.flatMap((thread) => thread.comments.map((remark) => ({ remark, thread }))),
  ];
  return placed.filter(({ remark }) => remark.text.trim() !== '').toSorted((a, b) => Date.parse(a.remark.at) - Date.parse(b.remark.at));
}

function roleOf(author: Account | null, people: People): Role {
  if (author !== null && people.authorIds.has(author.id)) return 'author';
  return people.isNobody(author) ? 'nobody' : 'reviewer';
}

function turnOf({ remark, thread }: Placed, index: number, people: People): Turn {
  const read = readText(remark.text);
  const sentences = sentencesOf(read.prose);
  return {
    index,
    remark,
    thread,
    speakerId: remark.author?.id ?? 0,
    role: roleOf(remark.author, people),
    read,
    sentences,
    words: wordCount(read.prose),
  };
}

const answersKept = 12;
/** A reply answers at most this many earlier remarks of its thread, and an author's turn this many that were left without one. */
const remarksAnswered = 8;

/** What is remembered while the turns are walked once, in order of time. */
type Memory = {
  readonly answersTo: Answer[][];
  readonly lastWithLine: Map<string, number>;
  readonly lastOfLogin: Map<string, number>;
  readonly recentOfThread: Map<ReviewThread, readonly Turn[]>;
  unanswered: readonly number[];
};

function addAnswer(memory: Memory, to: number, answer: Answer): void {
  const known = memory.answersTo[to];
  if (known === undefined || known.length >= answersKept || known.some(({ turn }) => turn === answer.turn)) return;
  known.push(answer);
}

/** Lines are the same when letters and digits of their beginnings are; quotes are often cut short or laid out anew. */
function lineKeys(line: string): readonly string[] {
  const letters = line
    .slice(0, 400)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
  if (letters.length < 10) return [];
  return [60, 28, 18].filter((length) => letters.length >= length || length === 18).map((length) => letters.slice(0, length));
}

function linkQuotes(turn: Turn, memory: Memory): void {
  for (const { quoted, prose } of turn.read.answers) {
    if (prose.trim() === '') continue;
    const found = quoted.slice(0, 60).map((line) =>
      lineKeys(line)
        .map((key) => memory.lastWithLine.get(key))
        .find((index) => index !== undefined),
    );
    const sentences = sentencesOf(prose);
    for (const index of new Set(found)) if (index !== undefined) addAnswer(memory, index, { turn, sentences, link: 'quote' });
  }
}

const namePattern = /(?<![\w/])@([a-zA-Z0-9][a-zA-Z0-9-]{0,38})/g;

/** Of a turn that names several people, what is said to each: from the sentence with the name up to the one with the next. */
function sentencesTo(login: string, turn: Turn): readonly string[] {
  if (new Set(turn.read.mentions).size < 2) return turn.sentences;
  let isTheirs = false;
  return turn.sentences.filter((sentence) => {
    const named = [...sentence.matchAll(namePattern)].map((match) => (match[1] ?? '').toLowerCase());
    if (named.length > 0) isTheirs = named.includes(login);
    return isTheirs;
  });
}

function linkMentions(turn: Turn, memory: Memory): void {
  for (const login of new Set(turn.read.mentions)) {
    const index = memory.lastOfLogin.get(login);
    const sentences = index === undefined ? [] : sentencesTo(login, turn);
    if (index !== undefined && sentences.length > 0) addAnswer(memory, index, { turn, sentences, link: 'mention' });
  }
}

function linkThread(turn: Turn, thread: ReviewThread, memory: Memory): void {
  const earlier = memory.recentOfThread.get(thread) ?? [];
  memory.recentOfThread.set(thread, [...earlier.slice(1 - remarksAnswered), turn]);
  for (const remark of earlier) {
    if (remark.speakerId !== turn.speakerId) addAnswer(memory, remark.index, { turn, sentences: turn.sentences, link: 'thread' });
  }
}

/** The author's next turn in the conversation may answer what was said since their last one. */
function linkNext(turn: Turn, memory: Memory): void {
  if (turn.role === 'reviewer') memory.unanswered = [...memory.unanswered.slice(1 - remarksAnswered), turn.index];
  if (turn.role !== 'author' || turn.thread !== null) return;
  for (const index of memory.unanswered) addAnswer(memory, index, { turn, sentences: turn.sentences, link: 'next' });
  memory.unanswered = [];
}

function remember(turn: Turn, memory: Memory): void {
  for (const line of turn.read.ownLines.slice(0, 400)) {
    const starts = line
      .slice(0, 4000)
      .split(/(?<=[.!?:;])\s+/)
      .slice(0, 40);
    for (const start of [...starts, line]) for (const key of lineKeys(start)) memory.lastWithLine.set(key, turn.index);
  }
  const login = turn.remark.author?.login.toLowerCase();
  if (login !== undefined && turn.thread === null) memory.lastOfLogin.set(login, turn.index);
}

function linkAnswers(turns: readonly Turn[]): Conversation['answersTo'] {
  const memory: Memory = {
    answersTo: turns.map(() => []),
    lastWithLine: new Map(),
    lastOfLogin: new Map(),
    recentOfThread: new Map(),
    unanswered: [],
  };
  for (const turn of turns) {
    linkQuotes(turn, memory);
    if (turn.thread === null) linkMentions(turn, memory);
    else linkThread(turn, turn.thread, memory);
    linkNext(turn, memory);
    remember(turn, memory);
  }
  return memory.answersTo;
}

/** Reads a dossier as a conversation: every text that is not empty, by time, with what answers it. Linear in the dossier's size. */
export const readConversation: (dossier: Dossier, people: People) => Conversation = readOnce((dossier, people) => {
  const turns = placedRemarks(dossier).map((placed, index) => turnOf(placed, index, people));
  return { dossier, turns, answersTo: linkAnswers(turns) };
}, areSamePeople);

function areSamePeople(one: People, other: People): boolean {
  return one.isNobody === other.isNobody && one.authorIds.symmetricDifference(other.authorIds).size === 0;
}

const voiceLastsHours = 24;

/** The reviewers' voices, by the time of their first turn: turns of one person with no turn of another between them in that place, within a day. */
export function voicesOf({ turns }: Conversation): readonly Voice[] {
  const voices: [Turn, ...Turn[]][] = [];
  const lastIn = new Map<ReviewThread | null, [Turn, ...Turn[]]>();
  for (const turn of turns) {
    const last = lastIn.get(turn.thread);
    if (turn.role === 'reviewer' && last !== undefined && continues(turn, last)) last.push(turn);
    else {
      const voice: [Turn, ...Turn[]] = [turn];
      lastIn.set(turn.thread, voice);
      if (turn.role === 'reviewer') voices.push(voice);
    }
  }
  return voices;
}

function continues(turn: Turn, [first]: Voice): boolean {
  return first.speakerId === turn.speakerId && daysBetween(first.remark.at, turn.remark.at) * 24 <= voiceLastsHours;
}
