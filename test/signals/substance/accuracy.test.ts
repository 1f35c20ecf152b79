/** Measures review substance on real threads that were left out of the learning; skipped where there are none. */
import { beforeAll, describe, expect, it } from 'vitest';
import learned from '../../../src/signals/substance/weights.json' with { type: 'json' };
import { realData } from '../../fixtures/real-data.ts';
import { allLabelledReviews, bestThreshold, judgeLeftOut, weightsFrom } from './train.ts';
import type { JudgedReview, LabelledReview } from './training.ts';
import { crossValidateSubstance, f1Of } from './training.ts';

const data = realData();

describe.skipIf(data === null)('review substance on real threads (set STAFF_SIGNALS_DATA when this is skipped)', () => {
  let reviews: readonly LabelledReview[] = [];
  let leftOut: readonly (readonly JudgedReview[])[] = [];

  beforeAll(async () => {
    reviews = await allLabelledReviews(data ?? '');
    leftOut = judgeLeftOut(reviews);
  }, 60_000);

  it('has the weights that the labels teach: run train.ts after a change of features or cues', () => {
    expect(learned).toEqual(weightsFrom(reviews, bestThreshold(leftOut)));
  });

  it('reaches F1 0.85 on threads, and on repositories, that were left out', () => {
    for (const judged of leftOut) expect(f1Of(judged, bestThreshold(leftOut))).toBeGreaterThanOrEqual(0.85);
    expect(f1Of(crossValidateSubstance(reviews, 'repository'), bestThreshold(leftOut))).toBeGreaterThanOrEqual(0.85);
  });
});
