/** The signal peer-recognition: somebody else credits a person, by name, for an idea, a design, a fix or an insight. */
import { z } from 'zod';
import type { Dossier } from '../domain/dossier.ts';
import { type Claim, subjectSignal } from './define-signal.ts';
import { quotationOf, readText } from './quotation.ts';
import type { Credit } from './recognition/credit.ts';
import { creditsOf } from './recognition/credit.ts';
import { readConversation } from './redirect/conversation.ts';
import { isRepeat } from './repeat.ts';
import { subjectAuthors } from './subject-authors.ts';

const settings = z.strictObject({
  enabled: z.boolean().default(true).meta({
    description: 'Whether to look for people whom others credit for an idea, a design, a fix or an insight.',
    unit: '`true` or `false`',
  }),
});

export const peerRecognition = subjectSignal({
  id: 'peer-recognition',
  version: 2,
  claim: 'Was credited by somebody else, by name, for an idea, a design, a fix or an insight.',
  pillar: 'cross-team-impact',
  shift: 'impact',
  audience: 'readers',
  restsOnWords: true,
  creditsAuthors: true,
  settings,
  rubric: {
    counts: [
      'A named person and what they gave: "as @login suggested", "found by @login", "based on @login\'s idea", "@login convinced me"',
      'Credit in the description, in a commit message or in a trailer such as "Suggested-by:", as well as in the conversation',
      'The author of the work who praises a remark in answer to it and tells what they did about it',
    ],
    doesNotCount: [
      'Courtesy: thanks for a review, for a contribution, for nothing in particular',
      'Naming somebody to ask, to ping, to assign, to blame or to contradict, what they might say, and automatic co-author lines',
      'What is quoted, what bots say, and what people say of themselves',
    ],
    confirmedWhen:
      'The credit says what was given, in plain words, and the two did not credit each other on the same subject; a citation, an agreement or an answered remark alone is a candidate.',
  },
  find: (dossier, { organisation, isNobody }) => {
    if (isRepeat(dossier)) return [];
    const authorIds = new Set(subjectAuthors(dossier).map((author) => author.id));
    const conversation = readConversation(dossier, { authorIds, isNobody });
    return claims(dossier, creditsOf(conversation, { authorIds, isNobody, organisation }));
  },
});

const pairOf = (from: number, to: number): string => `${from} ${to}`;

/** One claim for each person who was credited: by the plainest credit that is not returned, then by the earliest. */
function claims(dossier: Dossier, credits: readonly Credit[]): readonly Claim[] {
  const given = credits.filter(({ worth, cues }) => worth === 'plain' && !cues.every(({ isMutual }) => isMutual === true));
  const plain = new Set(given.map(({ speaker, person }) => pairOf(speaker.id, person.id)));
  const isReturned = ({ speaker, person }: Credit): boolean => plain.has(pairOf(person.id, speaker.id));
  const isPlain = (credit: Credit): boolean => credit.worth === 'plain' && !isReturned(credit);
  const byPerson = Map.groupBy(credits, ({ person }) => person.id);
  return [...byPerson.values()].map((own) => {
    const ranked = own.toSorted(
      (a, b) => Number(isPlain(b)) - Number(isPlain(a)) || Number(b.worth === 'plain') - Number(a.worth === 'plain') || byTime(a, b),
    );
    return claimOf(dossier, ranked, ranked.some(isPlain));
  });
}

function byTime(a: Credit, b: Credit): number {
  return Date.parse(a.remark.at) - Date.parse(b.remark.at);
}

/** More people who say the same of one subject tell no more. */
const speakersKept = 10;

function claimOf(dossier: Dossier, ranked: readonly Credit[], isConfirmed: boolean): Claim {
  const best = ranked[0] as Credit;
  const others = ranked.filter(({ worth }) => worth === best.worth).map(({ remark }) => remark.url);
  const links = [best.remark.url, ...(best.answered === null ? [] : [best.answered.url]), ...others, dossier.url];
  return {
    person: { id: best.person.id, login: best.person.login },
    strength: isConfirmed ? 'confirmed' : 'candidate',
    at: best.remark.at,
    because: reason(ranked, isConfirmed),
    quote: quotationOf(readText(best.remark.text), likenessTo(best.sentence)),
    links: [...new Set(links)].slice(0, 3),
    speakerIds: [...new Set([best, ...ranked.filter(({ worth }) => worth === best.worth)].map(({ speaker }) => speaker.id))].slice(
      0,
      speakersKept,
    ),
  };
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? [];
}

/** How many words a sentence shares with the one that credits, so that this one is quoted. */
function likenessTo(credit: string): (sentence: string) => number {
  const words = new Set(wordsOf(credit));
  return (sentence) => new Set(wordsOf(sentence).filter((word) => words.has(word))).size;
}

/** Other people whose credit is as good are named too, at most two. */
function reason(ranked: readonly Credit[], isConfirmed: boolean): string {
  const best = ranked[0] as Credit;
  const cue = best.cues.find(({ named, inReply }) => (best.manner === 'named' ? named : inReply) !== 'none') ?? best.cues[0];
  const how = best.manner === 'answered' ? ', in answer to your remark,' : ', by name,';
  const logins = new Set(ranked.filter(({ worth }) => worth === best.worth).map(({ speaker }) => speaker.login));
  const others = [...logins].filter((login) => login !== best.speaker.login).slice(0, 2);
  const also = others.length === 0 ? '' : `, as did ${others.join(' and ')}`;
  const what = cue?.what ?? 'your part';
  if (isConfirmed) return `Credited by ${best.speaker.login}${how} for ${what}${also}.`;
  return `Perhaps credited by ${best.speaker.login}${how} for ${what}${also}; whether it is credit or courtesy is for you to say.`;
}
