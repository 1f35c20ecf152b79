/** Measures design-review-redirect on real threads that were left out of the learning; skipped where there are none. */
import { beforeAll, describe, expect, it } from 'vitest';
import learned from '../../../src/signals/redirect/weights.json' with { type: 'json' };
import { realData } from '../../fixtures/real-data.ts';
import { judgeLeftOut, labelledRemarks, weightsFrom } from './train.ts';
import type { Judged, Remark } from './training.ts';
import { crossValidate, measure } from './training.ts';

const data = realData();
const { thresholds } = learned;
const collections = ['labelled', 'cases'] as const;

function expectTargets(judged: readonly Judged[]): void {
  const found = measure(judged, thresholds.candidate, ({ score }) => score);
  const confirmed = measure(judged, thresholds.confirmed, ({ wholeScore }) => wholeScore);
  expect(found.recall).toBeGreaterThanOrEqual(0.6);
  expect(found.precision).toBeGreaterThanOrEqual(0.35);
  expect(confirmed.recall).toBeGreaterThanOrEqual(0.15);
  expect(confirmed.precision).toBeGreaterThanOrEqual(0.75);
}

describe.skipIf(data === null)('design-review-redirect on real threads (set STAFF_SIGNALS_DATA when this is skipped)', () => {
  let remarks: readonly Remark[] = [];
  let leftOut: readonly (readonly Judged[])[] = [];

  beforeAll(async () => {
    remarks = await labelledRemarks(data ?? '');
    leftOut = judgeLeftOut(remarks);
  }, 60_000);

  it('has the weights that the labels teach: run train.ts after a change of features or cues', () => {
    expect(learned).toEqual(weightsFrom(remarks, leftOut));
  });

  it.each(collections)('reaches its targets on %s, whichever way the threads are divided', (collection) => {
    for (const judged of leftOut) expectTargets(judged.filter((one) => one.collection === collection));
  });

  it.each(collections)('reaches them on %s with the repositories left out', (collection) => {
    expectTargets(crossValidate(remarks, 'repository').filter((one) => one.collection === collection));
  });
});
