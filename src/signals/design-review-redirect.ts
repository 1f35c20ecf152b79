/** The signal design-review-redirect: raised the argument that changed the direction of somebody else's work. */
import { z } from 'zod';
import type { Dossier } from '../domain/dossier.ts';
import { daysBetween } from '../domain/instant.ts';
import { alternativeCues, flawCues, refusalCues, scopeCues } from './cues/challenge-cues.ts';
import { countHolding } from './cues/cue.ts';
import { type Claim, subjectSignal } from './define-signal.ts';
import { quotationOf, readText, sentencesOf, wordCount } from './quotation.ts';
import type { Answer, Conversation, Turn } from './redirect/conversation.ts';
import { readConversation } from './redirect/conversation.ts';
import type { Features } from './redirect/features.ts';
import { challengeFeatures } from './redirect/features.ts';
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
  version: 1,
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
      'Challenge, uptake and change are all seen, and the change stands on the record: retitled within 14 days, closed by the author within 60, or the place argued about changed after the author said so.',
  },
  find: (dossier, context) => {
    const writers = subjectAuthors(dossier);
    if (dossier.kind !== 'pull' || context.isNobody(dossier.author) || isRepeat(dossier)) return [];
    const people = { authorIds: new Set(writers.map((author) => author.id)), isNobody: context.isNobody };
    return claims(readConversation(dossier, people));
  },
});

type Challenge = { readonly turn: Turn; readonly features: Features; readonly score: number; readonly isWhole: boolean };

function challengesOf(conversation: Conversation, story: Story): readonly Challenge[] {
  return conversation.turns
    .filter((turn) => turn.role === 'reviewer')
    .map((turn) => {
      const features = challengeFeatures(turn, conversation, story);
      return { turn, features, score: scoreOf(features), isWhole: areAllPartsSeen(features) };
    })
    .filter(({ score, features }) => score >= thresholds.candidate && areTwoPartsSeen(features));
}

const isConfirmed = ({ score, isWhole }: Challenge): boolean => isWhole && score >= thresholds.confirmed;

/** One claim for each person: their weightiest confirmed challenge, or else their weightiest. */
function claims(conversation: Conversation): readonly Claim[] {
  const story = storyOf(conversation);
  const best = new Map<number, Challenge>();
  for (const challenge of challengesOf(conversation, story)) {
    const known = best.get(challenge.turn.speakerId);
    const gain = known === undefined ? 1 : Number(isConfirmed(challenge)) - Number(isConfirmed(known)) || challenge.score - known.score;
    if (gain > 0) best.set(challenge.turn.speakerId, challenge);
  }
  return [...best.values()].map((challenge) => claimOf(challenge, conversation, story));
}

/** Of remarks in one thread the person's first is the challenge; a later one only presses it. */
function opening({ turn }: Challenge): Turn['remark'] {
  return turn.thread?.comments.find((comment) => comment.author?.id === turn.speakerId && comment.text.trim() !== '') ?? turn.remark;
}

function claimOf(challenge: Challenge, conversation: Conversation, story: Story): Claim {
  const { turn } = challenge;
  const first = opening(challenge);
  const uptake = uptakeOf(challenge, conversation, story);
  const links = [first.url, ...(uptake === null ? [] : [uptake.remark.url]), conversation.dossier.url];
  const author = turn.remark.author;
  return {
    person: { id: turn.speakerId, login: author?.login ?? '' },
    strength: isConfirmed(challenge) ? 'confirmed' : 'candidate',
    at: first.at,
    because: reason(challenge, uptake, conversation),
    quote: quotationOf(first === turn.remark ? turn.read : readText(first.text), challengeWeight),
    links: [...new Set(links)].slice(0, 3),
  };
}

const directionKinds = [alternativeCues, refusalCues, flawCues, scopeCues];

/** How much a sentence says about the direction: the kinds of cues in it, an alternative above all, and then its length. */
function challengeWeight(sentence: string): number {
  const read = sentencesOf(readText(sentence).prose);
  const kinds = directionKinds.filter((cues) => countHolding(cues, read) > 0).length;
  return Math.min(2, kinds) + countHolding(alternativeCues, read) + Math.min(40, wordCount(sentence)) / 20;
}

/** The turn that took the challenge up: the author's first answer in reply, else the one that gave way in the end, else their next turn. */
function uptakeOf({ turn, features }: Challenge, { answersTo }: Conversation, story: Story): Turn | null {
  const given = (answersTo[turn.index] ?? []).filter((answer) => answer.turn.role === 'author');
  const inReply = given.find((answer: Answer) => answer.link !== 'next')?.turn ?? null;
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
  return features[most[0]] > 0 ? most[1] : 'Questioned the change';
}

function response(features: Features, uptake: Turn | null): string {
  if (features['author:concedes'] > 0 || features['end:names'] > 0) return `the author took it up`;
  if (features['author:agrees'] > 0) return `the author agreed`;
  if (features['author:turned'] > 0 || features['author:did'] > 0) return `the author answered that it was done`;
  if (features['end:concedes'] > 0) return `the author came round to it in the end`;
  if (features['others:agree'] > 0) return 'another reviewer agreed';
  return uptake === null ? `no answer of the author in words was seen` : `the author answered`;
}

function after(days: number): string {
  const whole = Math.round(days);
  if (whole < 1) return 'the same day';
  return whole === 1 ? 'a day later' : `${whole} days later`;
}

/** What the record shows after the challenge, the plainest sign first; null when nothing is seen. */
function change(features: Features, turn: Turn, { timeline }: Dossier): string | null {
  const since = (kind: 'renamed' | 'closed'): string | null => {
    const event =
      kind === 'closed'
        ? timeline.findLast((one) => one.kind === kind)
        : timeline.find((one) => one.kind === kind && one.at >= turn.remark.at);
    return event === undefined ? null : after(daysBetween(turn.remark.at, event.at));
  };
  if (features['after:closed-by-author'] > 0) return `the author closed the pull request ${since('closed') ?? ''}`.trim();
  if (features['after:retitled'] > 0) return `the pull request was retitled ${since('renamed') ?? ''}`.trim();
  if (features['after:place-changed'] > 0)
    return turn.thread?.isOutdated === true ? 'the lines argued about changed' : 'the thread was resolved';
  if (features['after:push-soon'] === 1) return 'the branch changed within four days';
  if (features['after:closed-soon'] > 0) return `the pull request was closed ${since('closed') ?? ''}`.trim();
  return null;
}

function reason({ turn, features }: Challenge, uptake: Turn | null, { dossier }: Conversation): string {
  const seen = change(features, turn, dossier);
  const ending = seen === null ? 'what changed after is not on record' : seen;
  return `${deed(features)}; ${response(features, uptake)}, and ${ending}.`;
}
