/** The signal design-review-redirect: raised the argument that changed the direction of somebody else's work. */
import { z } from 'zod';
import type { Dossier, Remark } from '../domain/dossier.ts';
import { daysBetween } from '../domain/instant.ts';
import { inWords } from '../domain/number-words.ts';
import { alternativeCues, flawCues, promiseCues, refusalCues, scopeCues } from './cues/challenge-cues.ts';
import { countHolding } from './cues/cue.ts';
import { type Claim, subjectSignal } from './define-signal.ts';
import { type ReadText, quotationOf, readText, sentencesOf, wordCount } from './quotation.ts';
import type { Conversation, Turn, Voice } from './redirect/conversation.ts';
import { readConversation, voicesOf } from './redirect/conversation.ts';
import { takesUp } from './redirect/consequence.ts';
import type { Features } from './redirect/features.ts';
import { answersTo, challengeFeatures } from './redirect/features.ts';
import { areAllPartsSeen, areTwoPartsSeen, scoreOf, thresholds } from './redirect/score.ts';
import type { Story } from './redirect/story.ts';
import { storyOf } from './redirect/story.ts';
import { isRepeat } from './repeat.ts';
import { subjectAuthors } from './subject-authors.ts';

const settings = z.strictObject({
  enabled: z
    .boolean()
    .default(true)
    .meta({ description: "Whether to look for arguments that redirected others' work.", unit: '`true` or `false`' }),
});

export const designReviewRedirect = subjectSignal({
  id: 'design-review-redirect',
  version: 2,
  claim: "Raised the argument that changed the direction of somebody else's work.",
  pillar: 'technical-direction',
  shift: 'output',
  audience: 'readers',
  restsOnWords: true,
  settings,
  rubric: {
    counts: [
      'A challenge by somebody other than the author: an alternative, a flaw of the design, an existing solution, a question about scope or need',
      'The author, or those who decide, then agree in words, or by doing it',
      'The direction changes: another approach, interface or normative text, a scope cut or split, work withdrawn or replaced because of it',
      'The credit goes to whoever raised the argument that prevailed',
    ],
    doesNotCount: [
      'Naming, wording and style, tests, documentation, requests to rebase or squash',
      'Local repairs, and suggestions that were declined, put off or only discussed',
      "The author's own change of mind, and closing for age or as a duplicate",
    ],
    confirmedWhen:
      'Challenge, uptake and change are all seen and belong together. The author retitled the work within five days of it and of their yes, with a push, when at most two reviewers had spoken and none after this one (or the author told this one what they did). Or they closed it for this argument: after a yes to it in reply, for work that came out of it, or with nobody else speaking up in between; not for age, as a duplicate or for the sake of the branch. Or they agreed in reply and said what they did, and either the lines changed after an argument at some length, or, with at most two reviewers, they took over what was proposed and pushed within four days. An approval with a remark, and an argument about names, is at most asked about.',
  },
  find: (dossier, context) => {
    const writers = subjectAuthors(dossier);
    if (dossier.kind !== 'pull' || context.isNobody(dossier.author) || isRepeat(dossier)) return [];
    const people = { authorIds: new Set(writers.map((author) => author.id)), isNobody: context.isNobody };
    return claims(readConversation(dossier, people));
  },
});

type Challenge = { readonly voice: Voice; readonly features: Features; readonly score: number; readonly isWhole: boolean };

function challengesOf(conversation: Conversation, story: Story): readonly Challenge[] {
  return voicesOf(conversation)
    .map((voice) => {
      const features = challengeFeatures(voice, conversation, story);
      return { voice, features, score: scoreOf(features), isWhole: areAllPartsSeen(features) };
    })
    .filter(({ score, features }) => score >= thresholds.candidate && areTwoPartsSeen(features));
}

const isConfirmed = ({ score, isWhole }: Challenge): boolean => isWhole && score >= thresholds.confirmed;

/** One claim for each person: their weightiest confirmed challenge, or else their weightiest. */
function claims(conversation: Conversation): readonly Claim[] {
  const story = storyOf(conversation);
  const best = new Map<number, Challenge>();
  for (const challenge of challengesOf(conversation, story)) {
    const [{ speakerId }] = challenge.voice;
    const known = best.get(speakerId);
    const gain = known === undefined ? 1 : Number(isConfirmed(challenge)) - Number(isConfirmed(known)) || challenge.score - known.score;
    if (gain > 0) best.set(speakerId, challenge);
  }
  return [...best.values()].map((challenge) => claimOf(challenge, conversation, story));
}

/** What is linked and quoted: of remarks in one thread the person's first, since a later one only presses it; else the voice's weightiest. */
function opening({ voice }: Challenge): { readonly remark: Remark; readonly read: ReadText } {
  const [{ thread, speakerId }] = voice;
  const first = thread?.comments.find((comment) => comment.author?.id === speakerId && comment.text.trim() !== '');
  if (first !== undefined) return { remark: first, read: readText(first.text) };
  const weights = voice.map(({ sentences }) => Math.max(0, ...sentences.map(challengeWeight)));
  return voice[weights.indexOf(Math.max(...weights))] ?? voice[0];
}

function claimOf(challenge: Challenge, conversation: Conversation, story: Story): Claim {
  const [{ speakerId }] = challenge.voice;
  const { remark, read } = opening(challenge);
  const uptake = uptakeOf(challenge, conversation, story);
  const links = [remark.url, ...(uptake === null ? [] : [uptake.remark.url]), conversation.dossier.url];
  return {
    person: { id: speakerId, login: remark.author?.login ?? '' },
    strength: isConfirmed(challenge) ? 'confirmed' : 'candidate',
    at: remark.at,
    because: reason(challenge, uptake, conversation),
    quote: quotationOf(read, challengeWeight),
    links: [...new Set(links)].slice(0, 3),
  };
}

const directionKinds = [alternativeCues, refusalCues, flawCues, scopeCues, promiseCues];

/** How much a sentence says about the direction: the kinds of cues in it, an alternative above all, and then its length. */
function challengeWeight(sentence: string): number {
  const read = sentencesOf(readText(sentence).prose);
  const kinds = directionKinds.filter((cues) => countHolding(cues, read) > 0).length;
  return Math.min(2, kinds) + countHolding(alternativeCues, read) + Math.min(40, wordCount(sentence)) / 20;
}

/** The turn that took the challenge up: the author's first yes in reply or else answer, else what gave way in the end, else their next turn. */
function uptakeOf({ voice, features }: Challenge, conversation: Conversation, story: Story): Turn | null {
  const given = answersTo(voice, conversation).filter((answer) => answer.turn.role === 'author');
  const inReply = (given.find(takesUp) ?? given.find((answer) => answer.link !== 'next'))?.turn ?? null;
  const end = features['end:concedes'] > 0 ? story.concession : null;
  return inReply ?? end ?? given[0]?.turn ?? null;
}

// ---------------------------------------------------------------- the reason in words

const deeds: readonly (readonly [keyof Features, string])[] = [
  ['says:alternative', 'Proposed another way'],
  ['says:refusal', 'Objected to the direction'],
  ['says:scope', 'Questioned the scope or the need'],
  ['says:flaw', 'Named a problem of the design'],
];

function deed(features: Features): string {
  const most = deeds.reduce((a, b) => (features[b[0]] > features[a[0]] ? b : a));
  if (features[most[0]] > 0) return most[1];
  return features['says:promise'] > 0 ? 'Questioned what the work promises to others' : 'Questioned the change';
}

function response(features: Features, uptake: Turn | null): string {
  if (features['author:concedes'] > 0 || features['end:names'] > 0) return `the author took it up`;
  if (features['author:agrees-and-did'] > 0) return 'the author agreed and changed it';
  if (features['author:agrees'] > 0) return `the author agreed`;
  if (features['author:turned'] > 0 || features['author:did'] > 0) return `the author answered that it was done`;
  if (features['end:concedes'] > 0) return `the author came round to it in the end`;
  if (features['others:agree'] > 0) return 'another reviewer agreed';
  return uptake === null ? `no answer of the author in words was seen` : `the author answered`;
}

function after(days: number): string {
  const whole = Math.round(days);
  if (whole < 1) return 'the same day';
  return whole === 1 ? 'a day later' : `${inWords(whole)} days later`;
}

/** What the record shows after the challenge: first what belongs to it, then what only came later; null when nothing is seen. */
function change(features: Features, turn: Turn, { timeline }: Dossier): string | null {
  const since = (kind: 'renamed' | 'closed'): string => {
    const later = timeline.filter((one) => one.kind === kind && one.at >= turn.remark.at);
    const event = kind === 'closed' ? later.at(-1) : later[0];
    return event === undefined ? 'later' : after(daysBetween(turn.remark.at, event.at));
  };
  const signs: readonly (readonly [keyof Features, () => string])[] = [
    ['after:retitled-for-it', () => `the pull request was retitled ${since('renamed')}`],
    ['after:closed-for-it', () => `the author closed the pull request ${since('closed')}`],
    ['after:place-changed', () => 'the lines argued about changed'],
    ['after:closed-on-merits', () => `the author closed the pull request ${since('closed')}`],
    ['after:push-soon', () => 'the branch changed within four days'],
    ['after:retitled', () => `the pull request was retitled ${since('renamed')}`],
    ['after:closed-soon', () => `the pull request was closed ${since('closed')}`],
  ];
  return signs.find(([name]) => features[name] === 1)?.[1]() ?? null;
}

function reason({ voice, features }: Challenge, uptake: Turn | null, { dossier }: Conversation): string {
  const answered = response(features, uptake);
  const seen = change(features, voice[0], dossier) ?? 'what changed after is not on record';
  const ending = answered.startsWith('the author ') ? seen.replace(/^the author /, '') : seen;
  return `${deed(features)}; ${answered}, and ${ending}.`;
}
