/** The arithmetic of benchmarks, and that what they measure on is the same every time and gives work to do. */
import { expect, it } from 'vitest';
import { classify } from '../../src/signals/classify.ts';
import { classifyAll } from './classification.ts';
import { generatedDossier } from './generated-dossiers.ts';
import { growthExponent, median, medianSeconds, rounds } from './measuring.ts';

it('takes the median of five rounds after one that is not counted', async () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(() => median([])).toThrow(RangeError);
  let runs = 0;
  expect(
    await medianSeconds(() => {
      runs += 1;
    }),
  ).toBeGreaterThanOrEqual(0);
  expect([rounds, runs]).toEqual([5, 6]);
});

it('tells linear growth from quadratic', () => {
  const points = (power: number) => [1_000, 10_000, 100_000].map((size) => ({ size, seconds: 1e-6 * size ** power }));
  expect(growthExponent(points(1))).toBeCloseTo(1, 6);
  expect(growthExponent(points(2))).toBeCloseTo(2, 6);
  expect(growthExponent(points(1.2))).toBeCloseTo(1.2, 6);
});

it('measures on dossiers that are always the same, and of every kind', async () => {
  const dossiers = Array.from({ length: 400 }, (_, number) => generatedDossier(number, 400));
  expect(dossiers).toEqual(Array.from({ length: 400 }, (_, number) => generatedDossier(number, 400)));
  expect(new Set(dossiers.map(({ kind }) => kind))).toEqual(new Set(['pull', 'issue']));
  expect(dossiers.some(({ comments }) => comments.length === 60)).toBe(true);
  const settings = { rfc: { paths: [], labels: [] }, teams: {}, ignore: [], signals: {} };
  const found = new Set(
    dossiers.flatMap((dossier) => classify({ dossier, organisation: null, settings }).findings.map(({ signal }) => signal)),
  );
  expect(found).toContain('rfc-authorship');
  expect(found).toContain('design-review-redirect');
  expect(await classifyAll(400)).toBeGreaterThan(100);
}, 60_000);
