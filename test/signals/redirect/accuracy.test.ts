/** Measures design-review-redirect on real threads that were left out of the learning; skipped where there are none. */
import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, it, type TestContext } from 'vitest';
import learned from '../../../src/signals/redirect/weights.json' with { type: 'json' };
import { realData } from '../../fixtures/real-data.ts';
import { judgeLeftOut, labelledRemarks, learnedFrom, weightsFrom } from './train.ts';
import type { Judged, Remark } from './training.ts';
import { measure } from './training.ts';

const data = realData();
const { thresholds } = learned;
const collections = ['labelled', 'cases'] as const;

/** `slack` is what chance may take from the targets when whole repositories are not left out one by one. */
function expectTargets(judged: readonly Judged[], slack: number): void {
  const found = measure(judged, thresholds.candidate, ({ score }) => score);
  const confirmed = measure(judged, thresholds.confirmed, ({ wholeScore }) => wholeScore);
  expect(found.recall).toBeGreaterThanOrEqual(0.75 - slack);
  expect(found.precision).toBeGreaterThanOrEqual(0.45 - slack);
  expect(confirmed.recall).toBeGreaterThanOrEqual(0.25 - slack);
  expect(confirmed.precision).toBeGreaterThanOrEqual(0.85 - slack);
}

describe.skipIf(data === null)('design-review-redirect on real threads (set STAFF_SIGNALS_DATA when this is skipped)', () => {
  let remarks: readonly Remark[] = [];
  let leftOut: readonly (readonly Judged[])[] = [];

  const needSameThreads = (context: TestContext): void =>
    context.skip(!isDeepStrictEqual(learnedFrom(remarks), learned.learnedFrom), 'these are other threads than those learned from');

  beforeAll(async () => {
    remarks = await labelledRemarks(data ?? '');
    leftOut = judgeLeftOut(remarks);
  }, 60_000);

  it('has the weights that the labels teach: run train.ts after a change of features or cues', (context) => {
    needSameThreads(context);
    const taught = weightsFrom(remarks, leftOut);
    expect(Object.keys(learned.weights)).toEqual(Object.keys(taught.weights));
    expect(learned.bias).toBeCloseTo(taught.bias, 2);
    for (const [name, weight] of Object.entries(learned.weights)) expect(weight, name).toBeCloseTo(taught.weights[name] ?? Number.NaN, 2);
  });

  it.for(collections)('reaches its targets on %s, whichever way the threads are divided', (collection, context: TestContext) => {
    needSameThreads(context);
    for (const judged of leftOut.slice(1))
      expectTargets(
        judged.filter((one) => one.collection === collection),
        0.05,
      );
  });

  it.for(collections)('reaches them on %s with the repositories left out', (collection, context: TestContext) => {
    needSameThreads(context);
    expectTargets(
      (leftOut[0] ?? []).filter((one) => one.collection === collection),
      0,
    );
  });
});
