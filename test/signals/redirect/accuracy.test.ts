/** Measures design-review-redirect and review-substance on real threads; skipped where there are none. */
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readArchive } from '../../../src/cli/read-archive.ts';
import learned from '../../../src/signals/redirect/weights.json' with { type: 'json' };
import type { ArchivedThread } from '../../../src/usecases/evaluate/archived-thread.ts';
import { evaluateThreads } from '../../../src/usecases/evaluate/evaluate-threads.ts';
import { realData } from '../../fixtures/real-data.ts';
import type { Judged, Remark } from './training.ts';
import { crossValidate, learn, measure, remarksOf } from './training.ts';

const data = realData();
const { thresholds } = learned;
const collections = ['labelled', 'cases'] as const;

describe.skipIf(data === null)('on real threads (set STAFF_SIGNALS_DATA when this is skipped)', () => {
  const archives = new Map<string, readonly ArchivedThread[]>();
  let remarks: readonly Remark[] = [];
  let leftOut: readonly Judged[] = [];

  beforeAll(async () => {
    for (const name of collections) archives.set(name, await readArchive(resolve(data ?? '', 'threads', `${name}.jsonl.gz`)));
    remarks = [...archives.values()].flat().flatMap(remarksOf);
    leftOut = crossValidate(remarks, 'thread');
  });

  it('has the weights that the labels teach: run train.ts after a change of features or cues', () => {
    const { names, fit } = learn(remarks);
    const taught = Object.fromEntries(names.map((name, index) => [name, Math.round((fit.weights[index] ?? 0) * 10_000) / 10_000]));
    expect(learned.weights).toEqual(taught);
  });

  it.each(collections)('finds redirects in %s that were left out of the learning', (collection) => {
    const part = leftOut.filter((one) => one.collection === collection);
    const found = measure(part, thresholds.candidate, ({ score }) => score);
    const confirmed = measure(part, thresholds.confirmed, ({ wholeScore }) => wholeScore);
    expect(found.recall).toBeGreaterThanOrEqual(0.6);
    expect(found.precision).toBeGreaterThanOrEqual(0.35);
    expect(confirmed.recall).toBeGreaterThanOrEqual(0.15);
    expect(confirmed.precision).toBeGreaterThanOrEqual(0.75);
  });

  it('tells substance from tokens', () => {
    const { signals } = evaluateThreads({ threads: archives.get('labelled') ?? [], history: [] }, () => undefined);
    const { tp = 0, fp = 0, fn = 0 } = signals['review-substance'] ?? {};
    expect((2 * tp) / (2 * tp + fp + fn)).toBeGreaterThanOrEqual(0.85);
  });
});
