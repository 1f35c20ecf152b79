/** The signal risk-caught: named a defect, security or reliability risk that was then fixed. */
import { z } from 'zod';
import type { Dossier } from '../domain/dossier.ts';
import { addDays, type Instant } from '../domain/instant.ts';
import { convincedCues, decliningCues, deferringCues, doneCues, sayingYesCues } from './cues/answer-cues.ts';
import { anyHolds, countHolding, heldCues } from './cues/cue.ts';
import { contradictingCues, type RiskCue, riskCues, unraisedCues, wordingCues } from './cues/risk-cues.ts';
import { type Claim, subjectSignal } from './define-signal.ts';
import { quotationOf, sentencesOf } from './quotation.ts';
import { type Answer, type Conversation, readConversation, type Turn } from './redirect/conversation.ts';
import { isRepeat } from './repeat.ts';
import { subjectAuthors } from './subject-authors.ts';

const settings = z.strictObject({
  enabled: z
    .boolean()
    .default(true)
    .meta({ description: 'Whether to look for risks that reviewers named and that were then fixed.', unit: '`true` or `false`' }),
});

/** How long after the remark the work must have changed, in days. */
const fixDays = 14;

export const riskCaught = subjectSignal({
  id: 'risk-caught',
  version: 1,
  claim: 'Named a defect, security or reliability risk that was then fixed.',
  pillar: 'multiplying-others',
  shift: 'impact',
  audience: 'readers',
  restsOnWords: true,
  settings,
  rubric: {
    counts: [
      "A remark on the lines of somebody else's work that names one risk in particular: a race, a crash, an overflow, a security hole, lost data, a broken interface",
      'The author, in the same thread, says that it is so or that it is fixed',
      `And the lines changed, the thread was resolved, or the branch changed within ${fixDays} days`,
    ],
    doesNotCount: [
      'Style, wording, tests, and worries without a name',
      'Risks that the change itself prevents, that are declined, put off, or found by the author',
      'Who wrote the code that had the risk: it is never told about them',
    ],
    confirmedWhen: 'Never: whether the risk was real, only a reader of the code can tell, so it is asked about.',
  },
  find: (dossier, { isNobody }) => {
    if (dossier.kind !== 'pull' || isNobody(dossier.author) || isRepeat(dossier)) return [];
    const authorIds = new Set(subjectAuthors(dossier).map((author) => author.id));
    const conversation = readConversation(dossier, { authorIds, isNobody });
    const pushes = pushesOf(dossier);
    return conversation.turns.flatMap((turn) => claim(conversation, turn, pushes) ?? []);
  },
});

/** When the branch changed: force-pushes, and commits made after the pull request was opened; in order. */
function pushesOf({ commits, timeline, createdAt }: Dossier): readonly Instant[] {
  const forced = timeline.filter((event) => event.kind === 'force-pushed').map(({ at }) => at);
  const committed = commits.map(({ committedAt }) => committedAt).filter((at) => at > createdAt);
  return [...forced, ...committed].toSorted();
}

/** A question that begins with a negation asserts: "Isn't this a race?" */
function asserted(sentence: string): string {
  return sentence.endsWith('?')
    ? sentence.replace(/^\W*(?:(?:but|so|and) )?(?:is|are|does|do|wo|would|ca|could|has|should)n't\b/i, '')
    : sentence;
}

/** A remark with fewer words corrects a wording. */
const raisingWords = 8;

/** The risk that a remark raises; null when it raises none. */
function raisedIn({ sentences, words }: Turn): RiskCue | null {
  if (words < raisingWords || countHolding(wordingCues, sentences) > 0) return null;
  for (const sentence of sentences.map(asserted)) {
    const cue = heldCues(riskCues, sentence)[0];
    if (cue !== undefined && !anyHolds(unraisedCues, sentence)) return cue;
  }
  return null;
}

function claim(conversation: Conversation, turn: Turn, pushes: readonly Instant[]): Claim | null {
  const { thread, remark } = turn;
  const isFirst = thread !== null && thread.comments.find(({ text }) => text.trim() !== '')?.id === remark.id;
  const raised = turn.role === 'reviewer' && isFirst ? raisedIn(turn) : null;
  if (raised === null || thread === null || remark.author === null) return null;
  const given = (conversation.answersTo[turn.index] ?? []).filter((one) => one.turn.thread === thread);
  const answer = acknowledgement(given, thread.isOutdated || thread.isResolved);
  const change = changeAfter({ isOutdated: thread.isOutdated, isResolved: thread.isResolved, at: remark.at, pushes });
  if (answer === null || change === null) return null;
  return {
    person: { id: remark.author.id, login: remark.author.login },
    strength: 'candidate',
    at: remark.at,
    because: `Named a risk of ${raised.risk} in review; the author ${answer.word}, and ${change}; whether it was one is for you to say.`,
    quote: quotationOf(turn.read, (written) => Number(sentencesOf(written).some((one) => anyHolds([raised], one)))),
    links: [...new Set([remark.url, answer.turn.remark.url, conversation.dossier.url])],
  };
}

type Acknowledgement = { readonly turn: Turn; readonly word: string };

/**
 * The author's first answer in the thread, when it says that it is done, or yes, and neither declines nor puts it off. A bare yes may
 * answer a question about anything: it counts only where the place itself was changed or resolved (`isSettled`).
 */
function acknowledgement(answers: readonly Answer[], isSettled: boolean): Acknowledgement | null {
  const first = answers.find(({ turn }) => turn.role === 'author');
  if (first === undefined) return null;
  const { turn, sentences } = first;
  const opening = sentences.slice(0, 2);
  if (countHolding([...decliningCues, ...deferringCues], sentences) > 0 || anyHolds(contradictingCues, opening[0] ?? '')) return null;
  if (countHolding(doneCues, sentences) > 0) return { turn, word: 'answered that it was fixed' };
  const yes = isSettled ? [...convincedCues, ...sayingYesCues] : convincedCues;
  return countHolding(yes, opening) > 0 ? { turn, word: 'agreed' } : null;
}

type After = { readonly isOutdated: boolean; readonly isResolved: boolean; readonly at: Instant; readonly pushes: readonly Instant[] };

function changeAfter({ isOutdated, isResolved, at, pushes }: After): string | null {
  if (isOutdated) return 'the lines changed';
  const until = addDays(at, fixDays);
  if (pushes.some((push) => push > at && push <= until)) return 'the branch changed after';
  return isResolved ? 'the thread was resolved' : null;
}
