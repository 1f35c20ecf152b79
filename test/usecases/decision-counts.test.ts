/** Decisions are counted from five on, dismissed and kept apart. */
import { expect, it } from 'vitest';
import { countWords, shownCount } from '../../src/usecases/decision-counts.ts';

it.each([
  [0, 4, 'fewer than 5 dismissed, fewer than 5 kept'],
  [5, 4, '5 dismissed, fewer than 5 kept'],
  [4, 5, 'fewer than 5 dismissed, 5 kept'],
  [12, 31, '12 dismissed, 31 kept'],
])('%s dismissed and %s kept', (dismissed, kept, words) => {
  const shown = shownCount({ signal: 'mentoring', version: 2, dismissed, kept });
  expect(countWords(shown)).toBe(words);
  expect(shown).toEqual({ signal: 'mentoring', version: 2, dismissed: dismissed < 5 ? null : dismissed, kept: kept < 5 ? null : kept });
});
