/** Reads who credits whom in a dossier: every sentence that names or addresses a person, with the cues of credit in it. */
import type { Dossier, Remark } from '../../domain/dossier.ts';
import type { OrganisationHistory } from '../../domain/organisation.ts';
import type { Account } from '../../domain/person.ts';
import { doneCues } from '../cues/answer-cues.ts';
import { anyHolds, heldCues } from '../cues/cue.ts';
import type { CreditCue } from '../cues/recognition-cues.ts';
import { adverseCues, courtesyCreditCues, creditCues, didItCues } from '../cues/recognition-cues.ts';
import { readText, sentencesOf, wordCount } from '../quotation.ts';
import type { Conversation, Turn } from '../redirect/conversation.ts';
import type { People } from './people.ts';
import { peopleOf } from './people.ts';
import type { Manner, Said } from './worth.ts';
import { worthOf } from './worth.ts';

/** A sentence that credits somebody. */
export type Credit = Said & {
  readonly person: Account;
  readonly speaker: Account;
  readonly remark: Remark;
  /** The person's remark that is answered; null when none is known. */
  readonly answered: Remark | null;
  readonly worth: 'plain' | 'faint';
};

/** Sentences of a remark, and to whom they are said, in answer to what. */
type Spoken = {
  readonly remark: Remark;
  readonly answered: Remark | null;
  readonly sentences: readonly string[];
  readonly addressee: Account | null;
  readonly manner: Manner;
};

/** Somebody in a sentence, and the sentence with them as `¶` and others as `※`. */
export type Meant<Person> = { readonly person: Person; readonly masked: string; readonly manner: Manner };

const tokenPattern = /(?<![\w/.@-])@?[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,38})/g;
const linkedTextPattern = /\[([^[\]\n]{1,200})\]\(§[^)\n]{0,200}\)/g;
/** People of one sentence who are looked at; a longer list is a roll call. */
const peopleRead = 6;

/** A sentence without the marks of links, fit for masking. */
function plainly(sentence: string): string {
  return sentence.replaceAll(/[¶※]/g, ' ').replace(linkedTextPattern, '$1').replaceAll(/\s+/g, ' ');
}

/** The people whom a sentence names, each with the sentence masked for them. */
export function meantIn<Person>(sentence: string, resolve: (word: string, isMention: boolean) => Person | null): readonly Meant<Person>[] {
  const plain = plainly(sentence);
  const spans = [...plain.matchAll(tokenPattern)].flatMap((match) => {
    const isMention = match[0].startsWith('@');
    const word = (isMention ? match[0].slice(1) : match[0]).replace(/-{1,39}$/, '');
    const isTeam = isMention && plain[match.index + match[0].length] === '/';
    const person = isTeam ? null : resolve(word, isMention);
    return person === null ? [] : [{ from: match.index, to: match.index + word.length + (isMention ? 1 : 0), person }];
  });
  const people = [...new Set(spans.map(({ person }) => person))].slice(0, peopleRead);
  return people.map((person) => {
    let masked = '';
    let end = 0;
    for (const span of spans) {
      masked += plain.slice(end, span.from) + (span.person === person ? '¶' : '※');
      end = span.to;
    }
    masked = (masked + plain.slice(end)).replaceAll(/¶ '/g, "¶'");
    return { person, masked: /^\W*¶(?!')/.test(masked) ? meaningThem(masked) : masked, manner: 'named' as const };
  });
}

function meaningThem(sentence: string): string {
  return sentence.replaceAll(/\byour\b/gi, "¶'s").replaceAll(/\byou\b/gi, '¶');
}

/** The sentence as said to somebody: "you" is them. */
export function addressed(sentence: string): string {
  return `¶: ${meaningThem(plainly(sentence))}`;
}

const namingCues = creditCues.filter(({ named }) => named !== 'none');
const replyingCues = creditCues.filter(({ inReply }) => inReply !== 'none');

/** The cues of credit that hold in a masked sentence; none when it is adverse or thanks for no more than having spoken. */
export function creditsIn(masked: string, manner: Manner): readonly CreditCue[] {
  const held = heldCues(manner === 'named' ? namingCues : replyingCues, masked);
  if (held.length === 0 || anyHolds(adverseCues, masked)) return [];
  return anyHolds(courtesyCreditCues, masked) ? held.filter(({ named }) => named === 'plain') : held;
}

const actedCues = [...doneCues, ...didItCues];

/** Whether one of the sentences tells that something was done. */
export function isActedOn(sentences: readonly string[]): boolean {
  return sentences.some((sentence) => anyHolds(actedCues, sentence));
}

const trailerPattern = /^(?:co-authored|signed-off|acked|reviewed|tested|cc|approved|committed|merged)(?:-by)?:/i;
/** "Suggested-by: Ada <1+ada@users.noreply.github.com>": a trailer that credits. Its address tells the login. */
const creditTrailerPattern =
  /^((?:(?:originally|initially|first)-)?(?:suggested|proposed|recommended|requested|reported|found|discovered|noticed|pointed-out|diagnosed|debugged|analy[sz]ed|identified|inspired|designed|invented)|idea|root-cause|original-(?:idea|patch))-by: *([^<\n]{0,100})(?:<(?:\d{1,12}\+)?([a-zA-Z0-9-]{1,39})@users\.noreply\.github\.com>|<[^>\n]{0,200}>)? *$/i;

/** A trailer that credits as a sentence that does. */
function trailerSaid(line: string): string {
  const match = creditTrailerPattern.exec(line.slice(0, 400).trim());
  if (match === null) return line;
  const [, deed = '', name = '', login] = match;
  return `${deed.replaceAll('-', ' ')} by ${login === undefined ? name.trim() : `@${login}`}`;
}

/** Lines that were broken to fit a width are joined: a sentence goes on over the break. */
function unwrapped(prose: string): string {
  return prose
    .split('\n')
    .filter((line) => !trailerPattern.test(line.trim()))
    .join('\n')
    .replaceAll(/(?<=[\p{L},)])\n(?=[\p{Ll}@(])/gu, ' ');
}

function openingOf({ author, url, body, createdAt, commits }: Dossier): readonly Remark[] {
  const messages = commits.map(({ sha, message, authors, committedAt }): Remark => {
    return { id: sha, url: `${url}/commits/${sha}`, at: committedAt, author: authors[0] ?? author, text: message };
  });
  return [{ id: 'body', url, at: createdAt, author, text: body }, ...messages];
}

const vocativePattern =
  /^\W{0,3}(?:(?:many )?(?:thanks|thank you|thx|hi|hey|hello|yes|yeah|yep|ah|oh|ok|okay|agreed|right|sure|good point|good catch|well spotted|nice)(?: (?:a lot|again|so much|very much))?[ ,!.]{1,2})?@([a-zA-Z0-9](?:[a-zA-Z0-9-]{0,38}))(?:[ ,:;!.-]|$)/i;

/** To whom a remark of the conversation is said: the one whom its first words call. */
function calledBy(text: string, people: People): Account | null {
  const login = vocativePattern.exec(text.trimStart())?.[1];
  return login === undefined ? null : people.mentioned(login);
}

/** In a review thread a remark answers the last one by somebody else. */
function answeredIn({ remark, thread }: Turn): Remark | null {
  if (thread === null) return null;
  const index = thread.comments.findIndex(({ id }) => id === remark.id);
  return thread.comments.slice(Math.max(0, index - 5), index).findLast(({ author }) => author?.id !== remark.author?.id) ?? null;
}

/** What is said in answer to a quotation is said to the one who is quoted. */
function quotingOf({ turns, answersTo }: Conversation): ReadonlyMap<number, readonly Spoken[]> {
  const quoting = new Map<number, Spoken[]>();
  for (const [index, answers] of answersTo.entries()) {
    const answered = turns[index]?.remark ?? null;
    const addressee = answered?.author ?? null;
    for (const { turn, sentences, link } of answers) {
      if (link !== 'quote' || addressee === null || addressee.id === turn.speakerId) continue;
      const spoken: Spoken = { remark: turn.remark, answered, sentences, addressee, manner: 'answered' };
      const known = quoting.get(turn.index);
      if (known === undefined) quoting.set(turn.index, [spoken]);
      else known.push(spoken);
    }
  }
  return quoting;
}

/** Whom the author's next turn answers, when only one person had spoken since the last one. By the turn's index. */
function followedIn({ turns, answersTo }: Conversation): ReadonlyMap<number, Account> {
  const spoken = new Map<number, Map<number, Account>>();
  for (const [index, answers] of answersTo.entries()) {
    const speaker = turns[index]?.remark.author ?? null;
    if (speaker === null) continue;
    for (const { turn, link } of answers) {
      if (link === 'next') spoken.set(turn.index, (spoken.get(turn.index) ?? new Map()).set(speaker.id, speaker));
    }
  }
  return new Map([...spoken].flatMap(([index, people]) => (people.size === 1 ? [[index, [...people.values()][0] as Account]] : [])));
}

/** To whom a turn is said that quotes nobody, and how that is known. */
function addresseeOf(turn: Turn, called: Account | null, followed: Account | null): Pick<Spoken, 'addressee' | 'manner' | 'answered'> {
  if (called !== null) return { addressee: called, manner: 'called', answered: null };
  const answered = answeredIn(turn);
  if (answered?.author == null) return { addressee: followed, manner: 'followed', answered: null };
  return { addressee: answered.author, manner: 'answered', answered };
}

function spokenIn(conversation: Conversation, people: People): readonly Spoken[] {
  const opening = openingOf(conversation.dossier).map((remark): Spoken => {
    const text = remark.text.split('\n').map(trailerSaid).join('\n');
    return { remark, sentences: sentencesOf(unwrapped(readText(text).prose)), addressee: null, manner: 'named', answered: null };
  });
  const quoting = quotingOf(conversation);
  const followed = followedIn(conversation);
  const turns = conversation.turns.flatMap((turn): readonly Spoken[] => {
    const { remark } = turn;
    const sentences = sentencesOf(unwrapped(turn.read.prose));
    const called = calledBy(turn.read.prose, people);
    const answers = quoting.get(turn.index);
    if (called !== null || answers === undefined)
      return [{ remark, sentences, ...addresseeOf(turn, called, followed.get(turn.index) ?? null) }];
    const rest = new Set(answers.flatMap((answer) => answer.sentences));
    return [
      ...answers,
      { remark, sentences: sentences.filter((sentence) => !rest.has(sentence)), addressee: null, manner: 'named', answered: null },
    ];
  });
  return [...opening, ...turns];
}

type Look = { readonly people: People; readonly isNobody: (account: Account | null) => boolean; readonly authorIds: ReadonlySet<number> };

/** Whom a sentence means: those whom it names, or else the one it is said to. */
function meantBy(sentence: string, { addressee, manner }: Spoken, { mentioned, named }: People): readonly Meant<Account>[] {
  const people = meantIn(sentence, (word, isMention) => (isMention ? mentioned(word) : named(word)));
  if (people.length > 0 || addressee === null) return people;
  return [{ person: addressee, masked: addressed(sentence), manner }];
}

function creditsOfSpoken(spoken: Spoken, { people, isNobody, authorIds }: Look): readonly Credit[] {
  const { remark, answered, sentences } = spoken;
  const speaker = remark.author;
  if (speaker === null || isNobody(speaker)) return [];
  const held = sentences.flatMap((sentence) =>
    meantBy(sentence, spoken, people).flatMap(({ person, masked, manner }) => {
      if (person.id === speaker.id || isNobody(person)) return [];
      const cues = creditsIn(masked, manner);
      return cues.length === 0
        ? []
        : [{ person, speaker, remark, answered: manner === 'answered' ? answered : null, manner, cues, sentence: masked }];
    }),
  );
  if (held.length === 0) return [];
  const whole = { isActedOn: isActedOn(sentences), remarkWords: sentences.reduce((sum, sentence) => sum + wordCount(sentence), 0) };
  return held.flatMap((credit) => {
    const isAuthorAnswering = authorIds.has(speaker.id) && !authorIds.has(credit.person.id);
    const said = { ...credit, ...whole, isAuthorAnswering, isInThread: true };
    const worth = worthOf(said);
    return worth === 'none' ? [] : [{ ...said, worth }];
  });
}

/** Every sentence of a conversation, of the subject's text and of its commits that credits somebody known. Linear in the texts. */
export function creditsOf(
  conversation: Conversation,
  of: Omit<Look, 'people'> & { readonly organisation: OrganisationHistory | null },
): readonly Credit[] {
  const people = peopleOf(conversation.dossier, of.organisation);
  return spokenIn(conversation, people).flatMap((spoken) => creditsOfSpoken(spoken, { ...of, people }));
}
