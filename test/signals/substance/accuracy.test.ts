/** Measures review substance on real threads that were left out of the learning; skipped where there are none. */
import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, it, type TestContext } from 'vitest';
import learned from '../../../src/signals/substance/weights.json' with { type: 'json' };
import { realData } from '../../fixtures/real-data.ts';
import { allLabelledReviews, bestThreshold, judgeLeftOut, learnedFrom, weightsFrom } from './train.ts';
import type { JudgedReview, LabelledReview } from './training.ts';
import { crossValidateSubstance, f1Of } from './training.ts';

const data = realData();

describe.skipIf(data === null)('review substance on real threads (set STAFF_SIGNALS_DATA when this is skipped)', () => {
  let reviews: readonly LabelledReview[] = [];
  let leftOut: readonly (readonly JudgedReview[])[] = [];

  const needSameThreads = (context: TestContext): void =>
    context.skip(!isDeepStrictEqual(learnedFrom(reviews), learned.learnedFrom), 'these are other threads than those learned from');

  beforeAll(async () => {
    reviews = await allLabelledReviews(data ?? '');
    leftOut = judgeLeftOut(reviews);
  }, 60_000);

  it('has the weights that the labels teach: run train.ts after a change of features or cues', (context) => {
    needSameThreads(context);
    const taught = weightsFrom(reviews, bestThreshold(leftOut));
    expect(Object.keys(learned.weights)).toEqual(Object.keys(taught.weights));
    expect(learned.bias).toBeCloseTo(taught.bias, 2);
    for (const [name, weight] of Object.entries(learned.weights)) expect(weight, name).toBeCloseTo(taught.weights[name] ?? Number.NaN, 2);
  });

  it('reaches F1 0.9 on threads, and on repositories, that were left out', (context) => {
    needSameThreads(context);
    for (const judged of leftOut) expect(f1Of(judged, bestThreshold(leftOut))).toBeGreaterThanOrEqual(0.9);
    expect(f1Of(crossValidateSubstance(reviews, 'repository'), bestThreshold(leftOut))).toBeGreaterThanOrEqual(0.9);
  });
});
