/** What a packet does not show yet: by pillar, and against a career ladder. */
import { type Evidence, type Pillar, pillars } from '../domain/evidence.ts';
import type { Expectation, Ladder, Showing } from '../domain/ladder.ts';
import { addMonths, type Month } from '../domain/month.ts';

type Counted = Pick<Evidence, 'signal' | 'pillar' | 'month'> & { readonly number: number };

/** `none`: no item at all. `quiet`: none in the last three months of the period; `since` is the month of the newest. */
export type PillarGap =
  | { readonly kind: 'none'; readonly pillar: Pillar }
  | { readonly kind: 'quiet'; readonly pillar: Pillar; readonly since: Month };

/** An expectation beside the items that show it. `isShown` is null where GitHub can't tell. */
export type LadderStep = {
  readonly id: string;
  readonly pillar: Pillar;
  readonly text: string;
  readonly asks: Showing | null;
  readonly numbers: readonly number[];
  readonly isShown: boolean | null;
};

export type LadderReading = Pick<Ladder, 'id' | 'title' | 'level' | 'source'> & { readonly steps: readonly LadderStep[] };

const quietMonths = 3;

/** The pillars of which the newest months of a period, or all of it, show nothing. `last` is the period's last month. */
export function pillarGaps(items: readonly Counted[], last: Month): readonly PillarGap[] {
  return pillars.flatMap((pillar): readonly PillarGap[] => {
    const since = items
      .filter((item) => item.pillar === pillar)
      .map((item) => item.month)
      .toSorted()
      .at(-1);
    if (since === undefined) return [{ kind: 'none', pillar }];
    return since <= addMonths(last, -quietMonths) ? [{ kind: 'quiet', pillar, since }] : [];
  });
}

/** Each expectation of a ladder with the items that show it. `last` is the period's last month. */
export function readLadder({ id, title, level, source, expectations }: Ladder, items: readonly Counted[], last: Month): LadderReading {
  return { id, title, level, source, steps: expectations.map((expectation) => stepOf(expectation, items, last)) };
}

function stepOf({ id, pillar, text, shownBy }: Expectation, items: readonly Counted[], last: Month): LadderStep {
  if (shownBy === undefined) return { id, pillar, text, asks: null, numbers: [], isShown: null };
  const first = addMonths(last, 1 - shownBy.months);
  const numbers = items.filter(({ signal, month }) => shownBy.signals.includes(signal) && month >= first).map((item) => item.number);
  return { id, pillar, text, asks: shownBy, numbers: numbers.toSorted((a, b) => a - b), isShown: numbers.length >= shownBy.times };
}
