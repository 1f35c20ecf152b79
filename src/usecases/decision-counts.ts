/** How often the findings of each signal were dismissed and kept: what the next version of its rule is judged by. */

/** Decisions of one installation's engineers on items of a signal, as found by one version of its rule. No person is in it. */
export type DecisionCount = { readonly signal: string; readonly version: number; readonly dismissed: number; readonly kept: number };

/** The same as it is shown: null where there are fewer than `fewestCounted`, so that nobody's own decisions can be read off. */
export type ShownDecisionCount = {
  readonly signal: string;
  readonly version: number;
  readonly dismissed: number | null;
  readonly kept: number | null;
};

/** Fewer decisions than this tell nothing of a rule, and might tell something of a person. */
const fewestCounted = 5;

/** What may be shown of each count. */
export function shownCount({ dismissed, kept, ...rule }: DecisionCount): ShownDecisionCount {
  const shown = (count: number): number | null => (count < fewestCounted ? null : count);
  return { ...rule, dismissed: shown(dismissed), kept: shown(kept) };
}

/** `7 dismissed, fewer than 5 kept`. */
export function countWords({ dismissed, kept }: ShownDecisionCount): string {
  const words = (count: number | null): string => (count === null ? `fewer than ${fewestCounted}` : `${count}`);
  return `${words(dismissed)} dismissed, ${words(kept)} kept`;
}
