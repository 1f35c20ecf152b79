/** A month's reading: what an engineer may learn from their log beside the evidence itself. For them alone. */
import type { Month } from '../../domain/month.ts';
import { type Advocate, advocatesOf } from './advocates.ts';
import { readingFacts, type ReadingInput } from './facts.ts';
import { type Gap, gapsOf } from './next-steps.ts';
import { type ShownTrap, trapsOf } from './traps.ts';

export type Reading = {
  /** The first month that gaps and traps look at. */
  readonly since: Month;
  readonly gaps: readonly Gap[];
  readonly traps: readonly ShownTrap[];
  readonly advocates: readonly Advocate[];
  /** Whether any team of the engineer's is known, so that somebody can be outside of it. */
  readonly hasTeams: boolean;
};

/** Gaps, traps and possible advocates of one month. The same input gives the same reading. */
export function readingOf(input: ReadingInput): Reading {
  const facts = readingFacts(input);
  return {
    since: facts.since,
    gaps: gapsOf(facts),
    traps: trapsOf(facts),
    advocates: advocatesOf(input),
    hasTeams: input.teammates !== null,
  };
}
