/** How an engineer's evidence stands beside a career ladder: what shows each expectation, when, and what to do next. */
import { type Evidence, type Pillar, pillars } from '../../domain/evidence.ts';
import type { Ladder } from '../../domain/ladder.ts';
import { type Month, monthsEndingWith } from '../../domain/month.ts';
import { countsAsEvidence } from '../../reports/counting.ts';
import { type LadderStep, readLadder } from '../../reports/packet-gaps.ts';
import { readingFacts, type ReadingInput } from '../../reports/reading/facts.ts';
import { stepFor } from '../../reports/reading/next-steps.ts';
import { type ShownTrap, trapsOf } from '../../reports/reading/traps.ts';

/** How many months a pattern shows, the current one included. */
export const coverageMonths = 12;

/** An item that shows an expectation. `href`: its place on GitHub. */
export type ShowingItem = { readonly key: string; readonly title: string; readonly href: string; readonly month: Month };

export type Expected = Pick<LadderStep, 'id' | 'text' | 'asks' | 'isShown'> & {
  /** Newest first; those that the engineer can't read now are counted alone. */
  readonly items: readonly ShowingItem[];
  readonly restrictedCount: number;
};

export type PillarCoverage = {
  readonly pillar: Pillar;
  /** Evidence that counts in each of the months, oldest first. */
  readonly counts: readonly number[];
  readonly expected: readonly Expected[];
  /** Null when everything that GitHub can show is shown. */
  readonly nextStep: string | null;
};

export type CoverageView = {
  readonly ladder: Pick<Ladder, 'id' | 'title' | 'level' | 'source'>;
  /** All that can be chosen. */
  readonly choices: readonly Pick<Ladder, 'id' | 'title'>[];
  readonly months: readonly Month[];
  readonly pillars: readonly PillarCoverage[];
  readonly traps: readonly ShownTrap[];
};

export type CoverageInput = {
  readonly ladder: Ladder;
  readonly choices: readonly Ladder[];
  /** `month` is the newest; `evidence` everything held, `isRestricted` what the engineer can't read now. */
  readonly reading: ReadingInput;
};

/** Reads the ladder for an engineer. Pure. */
export function coverageOf({ ladder, choices, reading }: CoverageInput): CoverageView {
  const counted = reading.evidence.filter((one) => countsAsEvidence(one) && !reading.engineerOnlySignals.has(one.signal));
  const numbered = counted.map((one, number) => ({ ...one, number }));
  const { steps, ...head } = readLadder(ladder, numbered, reading.month);
  const months = monthsEndingWith(reading.month, coverageMonths);
  const facts = readingFacts(reading);
  const ofPillar = (pillar: Pillar): PillarCoverage => {
    const own = steps.filter((step) => step.pillar === pillar);
    const held = counted.filter((one) => one.pillar === pillar);
    const isCovered = held.some(({ month }) => month >= facts.since) && own.every(({ isShown }) => isShown !== false);
    return {
      pillar,
      counts: months.map((month) => held.filter((one) => one.month === month).length),
      expected: own.map((step) => expectedOf(step, counted, reading.isRestricted)),
      nextStep: isCovered ? null : stepFor(pillar, facts),
    };
  };
  return {
    ladder: head,
    choices: choices.map(({ id, title }) => ({ id, title })),
    months,
    pillars: pillars.map(ofPillar),
    traps: trapsOf(facts),
  };
}

function expectedOf(
  { id, text, asks, isShown, numbers }: LadderStep,
  counted: readonly Evidence[],
  isRestricted: ReadingInput['isRestricted'],
): Expected {
  const showing = numbers.flatMap((number) => counted[number] ?? []);
  const open = showing.filter((one) => !isRestricted(one)).toSorted((one, other) => (one.at < other.at ? 1 : -1));
  const items = open.map(({ key, title, links, month }) => ({ key, title, href: links[0] ?? '', month }));
  return { id, text, asks, isShown, items, restrictedCount: showing.length - open.length };
}
