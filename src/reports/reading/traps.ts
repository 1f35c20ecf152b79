/** The usual traps on the way to staff, told when an engineer's own data shows them: kindly, rarely, and with what it rests on. */
import type { Evidence } from '../../domain/evidence.ts';
import { addMonths, monthOrdinal } from '../../domain/month.ts';
import { counted } from '../../domain/number-words.ts';
import { monthName } from '../wording.ts';
import { busiestPlace, type ReadingFacts } from './facts.ts';

export type ShownTrap = { readonly id: string; readonly words: string };

/** A usual trap. `shownWhen` is its condition in words, for the rubric. */
export type Trap = {
  readonly id: string;
  readonly name: string;
  readonly shownWhen: string;
  /** What to say when the data shows it, else null. */
  readonly find: (facts: ReadingFacts) => string | null;
};

/** More in one month would be a scolding. */
export const mostTraps = 2;

/** A trap has its turn every so many months, and is silent in between. */
export const trapTurnMonths = 3;

const fewest = { acts: 10, merges: 10, manyMerges: 20, closing: 6, proposals: 2, items: 5 } as const;
const fewestSources = 2;
const proposalMonths = 12;
const adoptionMonths = 2;

const writing = ['rfc-authorship', 'strategy-stewardship', 'ambiguity-resolved', 'incident-follow-through'];
const ownProblems = ['problem-found', 'ambiguity-resolved', 'rfc-authorship', 'cross-repo-initiative', 'process-raised'];
const adoption = ['rfc-adoption', 'shared-standard-adopted', 'cross-repo-initiative'];
const takenNote = ['peer-recognition', 'sought-out-reviewer', 'rfc-adoption', 'shared-standard-adopted', 'ownership-granted'];

/** The order decides which of two goes first; their turns are in `trapsOf`. */
export const traps: readonly Trap[] = [
  {
    id: 'one-repository',
    name: 'Deeper instead of broader',
    shownWhen: `${fewest.acts} or more merged pull requests and reviews in substance, all in one repository and for one owner of its paths, while ${fewestSources} or more repositories opted in`,
    find: (facts) => {
      const work = [...facts.merges, ...facts.reviews];
      const places = new Set(work.map(({ subject, owners }) => `${subject.repositoryId} ${owners.toSorted().join(' ')}`));
      if (work.length < fewest.acts || places.size !== 1 || facts.sourceCount < fewestSources) return null;
      const where = busiestPlace(work)?.repository ?? 'one repository';
      return `Everything of yours that we saw was in ${where}: ${partsOf(facts)}. That is depth, and good; staff work is also asked for its breadth. What next door does yours depend on?`;
    },
  },
  {
    id: 'only-assigned',
    name: 'Waiting for permission',
    shownWhen: `${fewest.closing} or more merged pull requests that close issues, all of the issues written by others, and no evidence of a problem, proposal or initiative of their own`,
    find: (facts) => {
      const closing = facts.merges.filter(({ closesIssuesOf }) => closesIssuesOf !== undefined);
      const isOwn = closing.some(({ closesIssuesOf }) => closesIssuesOf === 'self');
      if (closing.length < fewest.closing || isOwn || hasAny(facts, ownProblems)) return null;
      return `With ${counted(closing.length, 'pull request')} you closed issues, every one of which others had written. The next problem that you see needs nobody’s permission: write it up, and say what you would do.`;
    },
  },
  {
    id: 'no-writing',
    name: 'No writing',
    shownWhen: `${fewest.merges} or more merged pull requests, none of which changes a direction document, and no RFC, decision, strategy or postmortem in evidence`,
    find: (facts) => {
      const hasWritten = facts.merges.some(({ directions }) => directions.length > 0) || hasAny(facts, writing);
      if (facts.merges.length < fewest.merges || hasWritten) return null;
      return `You merged ${counted(facts.merges.length, 'pull request')}, and no RFC, decision record or other document of yours was among what we saw. A page on the reasons for the largest would outlive its code.`;
    },
  },
  {
    id: 'more-of-the-same',
    name: 'More of the same',
    shownWhen: `${fewest.manyMerges} or more merged pull requests, and no staff-level evidence that counts`,
    find: (facts) => {
      if (facts.merges.length < fewest.manyMerges || facts.counted.length > 0) return null;
      return `You merged ${counted(facts.merges.length, 'pull request')}, and none left staff-level evidence that counts. More of them won’t change that; one told differently may: who else has the problem, and what did you decide?`;
    },
  },
  {
    id: 'nobody-adopted',
    name: 'Right rather than effective',
    shownWhen: `${fewest.proposals} or more RFCs of theirs in ${proposalMonths} months, each ${adoptionMonths} months old or older, and no evidence that others’ work took one up`,
    find: (facts) => {
      const since = addMonths(facts.month, 1 - proposalMonths);
      const year = standing(facts.evidence.filter((one) => since <= one.month && one.month <= facts.month));
      const proposals = year.filter((one) => one.signal === 'rfc-authorship' && one.month <= addMonths(facts.month, -adoptionMonths));
      if (proposals.length < fewest.proposals || year.some((one) => adoption.includes(one.signal))) return null;
      return `Since ${monthName(proposals[0]?.month ?? since)} you proposed ${counted(proposals.length, 'RFC')}, and we saw no work of others that refers to one. Being right is half of it: ask the team with most to gain what would make it easy for them.`;
    },
  },
  {
    id: 'unseen',
    name: 'Invisible work',
    shownWhen: `${fewest.items} or more items that count, and none of credit, adoption, trust or a request for their judgement`,
    find: (facts) => {
      const wasAsked = facts.requests.some(({ requesterId }) => requesterId !== null && facts.teammates?.has(requesterId) === false);
      if (facts.counted.length < fewest.items || wasAsked || hasAny(facts, takenNote)) return null;
      return `${capital(counted(facts.counted.length, 'item'))} count, and we saw no sign that anybody else knows of them. Show one: five minutes in a demo, or two paragraphs to your manager.`;
    },
  },
  {
    id: 'no-help',
    name: 'No help to others',
    shownWhen: `${fewest.merges} or more merged pull requests, no review of others’ work in substance, and no evidence of multiplying others`,
    find: (facts) => {
      const hasHelped = facts.reviews.length > 0 || facts.counted.some(({ pillar }) => pillar === 'multiplying-others');
      if (facts.merges.length < fewest.merges || hasHelped) return null;
      return `You merged ${counted(facts.merges.length, 'pull request')}, and we saw no review of yours that goes into others’ work. One remark with its reason, in a review that you do anyway, is where that begins.`;
    },
  },
];

/**
 * The traps of a month: at most two, none for people who were not seen for so long, and each only in its turn, which comes every third month
 * and depends on the person. A turn needs no memory of what was said before, so that a report written again says the same.
 */
export function trapsOf(facts: ReadingFacts): readonly ShownTrap[] {
  if (!facts.isKnown) return [];
  const turn = monthOrdinal(facts.month) + facts.person.id;
  const inTurn = traps.filter((_, index) => (turn + index) % trapTurnMonths === 0);
  const first = Math.floor(turn / trapTurnMonths) % inTurn.length;
  const ordered = [...inTurn.slice(first), ...inTurn.slice(0, first)];
  return ordered
    .flatMap(({ id, find }) => {
      const words = find(facts);
      return words === null ? [] : [{ id, words }];
    })
    .slice(0, mostTraps);
}

/** What was not taken back: a candidate shows as much as an item that counts that the thing was done. */
function standing(evidence: readonly Evidence[]): readonly Evidence[] {
  const stands = evidence.filter((one) => one.decision === 'kept' || (one.decision === 'none' && one.isFound));
  return stands.toSorted((a, b) => (a.at < b.at ? -1 : 1));
}

function hasAny({ evidence, since, month }: ReadingFacts, signals: readonly string[]): boolean {
  return standing(evidence).some((one) => signals.includes(one.signal) && since <= one.month && one.month <= month);
}

function partsOf({ merges, reviews }: ReadingFacts): string {
  const parts = [
    ...(merges.length === 0 ? [] : [counted(merges.length, 'merged pull request')]),
    ...(reviews.length === 0 ? [] : [counted(reviews.length, 'review')]),
  ];
  return parts.join(' and ');
}

function capital(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}
