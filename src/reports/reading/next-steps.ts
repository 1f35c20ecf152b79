/** Pillars without evidence, and one step towards each: from what the engineer did lately, or else a general one. */
import { type Evidence, type Pillar, pillars } from '../../domain/evidence.ts';
import { monthOf, monthOrdinal } from '../../domain/month.ts';
import { counted } from '../../domain/number-words.ts';
import { countsAsEvidence } from '../counting.ts';
import { monthName } from '../wording.ts';
import { busiestPlace, type ReadingFacts } from './facts.ts';

/** `hasUpkeep`: glue work that the engineer kept stands for the pillar, and nothing else does. */
export type Gap = { readonly pillar: Pillar; readonly step: string; readonly hasUpkeep: boolean };

/** Pillars for which nothing counts in the months that are looked at. Empty for people who were not seen for so long. */
export function gapsOf(facts: ReadingFacts): readonly Gap[] {
  if (!facts.isKnown) return [];
  return pillars
    .filter((pillar) => facts.counted.every((one) => one.pillar !== pillar))
    .map((pillar) => ({
      pillar,
      step: stepFor(pillar, facts),
      hasUpkeep: upkeepOf(facts).some((one) => one.pillar === pillar && countsAsEvidence(one)),
    }));
}

/** Upkeep of the months that are looked at. */
function upkeepOf({ evidence, engineerOnlySignals, month, since }: ReadingFacts): readonly Evidence[] {
  return evidence.filter((one) => engineerOnlySignals.has(one.signal) && since <= one.month && one.month <= month);
}

type Step = (facts: ReadingFacts) => string | null;

/** One step towards a pillar: from what the engineer did lately, or else a general one that takes turns by the month. */
export function stepFor(pillar: Pillar, facts: ReadingFacts): string {
  const general = generalSteps[pillar];
  return (
    undecidedStep(pillar, facts) ??
    firstOf(ownSteps[pillar], facts) ??
    general[(monthOrdinal(facts.month) + facts.person.id + pillars.indexOf(pillar)) % general.length] ??
    general[0]
  );
}

function firstOf(steps: readonly Step[], facts: ReadingFacts): string | null {
  for (const step of steps) {
    const words = step(facts);
    if (words !== null) return words;
  }
  return null;
}

function undecidedStep(pillar: Pillar, { undecided }: ReadingFacts): string | null {
  const count = undecided.filter((one) => one.pillar === pillar).length;
  if (count === 0) return null;
  if (count === 1) return 'One item would count here and waits for your word. Tick it if it is right.';
  return `${capital(counted(count, 'item'))} would count here and wait for your word. Tick what is right.`;
}

const fewestToSpeakOf = 2;
const fewestMerges = 3;
const fewestToKnow = 2;

const ownSteps: Readonly<Record<Pillar, readonly Step[]>> = {
  'technical-direction': [
    ({ merges }) => {
      const place = busiestPlace(merges.filter(({ directions }) => directions.length > 0));
      return place && `You changed a document of direction in ${place.repository}. Say in an RFC what follows from it for other teams.`;
    },
    ({ reviews }) => {
      const place = busiestPlace(
        reviews.filter(({ explains }) => explains),
        fewestToSpeakOf,
      );
      return (
        place &&
        `You gave reasons in ${counted(place.count, 'review')} in ${place.repository}. Write down the one that keeps coming back, as a decision record of a page.`
      );
    },
    ({ merges }) => {
      const place = busiestPlace(merges, fewestMerges);
      return (
        place &&
        `You merged ${counted(place.count, 'pull request')} in ${place.repository}. Write down the decision behind most of them, on one page, and ask somebody of another team to review it.`
      );
    },
  ],
  'cross-team-impact': [
    ({ glances }) => {
      const place = busiestPlace(glances.filter(({ isHome }) => isHome === false));
      return (
        place &&
        `You looked at ${counted(place.count, 'pull request')} in ${place.repository}, outside your home, in few words. Next time say what you checked, and what the change means for your side.`
      );
    },
    ({ requests, teammates, people }) => {
      const asked = requests.findLast(
        ({ requesterId, repository }) =>
          requesterId !== null && repository !== null && !teammates?.has(requesterId) && people.has(requesterId),
      );
      const login = people.get(asked?.requesterId ?? 0);
      return asked === undefined || login === undefined
        ? null
        : `${login} asked for your review in ${asked.repository}. Ask what they plan next, before it is written.`;
    },
    ({ work, since, timezone }) => {
      const last = work.findLast(({ role, isHome, repository }) => role === 'reviewer' && isHome === false && repository !== null);
      const month = last === undefined ? since : monthOf(last.at, timezone);
      if (last === undefined || month >= since) return null;
      return `You last reviewed outside your home in ${monthName(month)}, in ${last.repository}. See what became of it, and what they plan next.`;
    },
  ],
  'multiplying-others': [
    mostReviewed,
    (facts) => {
      const upkeep = upkeepOf(facts).filter((one) => one.decision !== 'dismissed' && one.isFound).length;
      if (upkeep < fewestToSpeakOf) return null;
      return `You kept things running ${counted(upkeep, 'time')}. Write down how, or hand one of them on and review it, so that the next person can.`;
    },
  ],
  'operating-with-ambiguity': [
    ({ merges }) => {
      const place = busiestPlace(
        merges.filter(({ closesIssuesOf }) => closesIssuesOf === 'others'),
        fewestMerges,
      );
      return (
        place &&
        `With ${counted(place.count, 'pull request')} in ${place.repository} you closed issues that others had written. Write up the problem that they have in common, with what you would do about it.`
      );
    },
    ({ merges }) => {
      const place = busiestPlace(merges, fewestToKnow);
      return (
        place &&
        `In ${place.repository}, which you know well, find the question that everybody works around. Write down what is known, the options, and who could decide by when.`
      );
    },
  ],
};

function mostReviewed({ reviews, people }: ReadingFacts): string | null {
  const counts = new Map<number, number>();
  for (const id of reviews.flatMap(({ authorIds }) => authorIds)) if (people.has(id)) counts.set(id, (counts.get(id) ?? 0) + 1);
  const [most] = [...counts].toSorted(([a, m], [b, n]) => n - m || a - b);
  if (most === undefined) return null;
  return `You reviewed ${counted(most[1], 'pull request')} of ${people.get(most[0])} in substance. Offer to think the next one through together, before it is written.`;
}

const generalSteps: Readonly<Record<Pillar, readonly [string, ...string[]]>> = {
  'technical-direction': [
    'Take the last decision that you explained twice, and write it down once, as a decision record of a page.',
    'Read a design of another team and ask the question that you would want to be asked: what else did they think of, and why not that?',
    'Name one thing in your area that should be done differently in a year. Propose the first step as an RFC.',
  ],
  'cross-team-impact': [
    'Take the repository that yours depends on most, and review one change there in substance: ask why before how.',
    'Find out who uses what you build. Ask one of them what gets in their way, and mend that.',
    'Look for work of another team that solves what you solve, too, and bring the two together.',
  ],
  'multiplying-others': [
    'Shape one of your next pull requests as an issue, with the goal and the traps; let somebody else write it, and review it.',
    'In the next review, explain one remark as you would to somebody new: the reason, a link, another way.',
    'Find the newest person in your repositories, and help their next change to land.',
  ],
  'operating-with-ambiguity': [
    'Find the discussion that has been open longest in your area. Sum up what is known and propose how to decide.',
    'Write up a problem that nobody gave you: whom it costs what, and what you would try first.',
    'Take the last incident or support question that came back, and see that one of its causes goes away.',
  ],
};

function capital(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}
