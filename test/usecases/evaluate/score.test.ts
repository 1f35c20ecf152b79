/** Tests how findings are compared with labels. */
import { describe, expect, it } from 'vitest';
import type { Comparison, Label } from '../../../src/usecases/evaluate/score.ts';
import { scoreRows, scoreSignal } from '../../../src/usecases/evaluate/score.ts';

const label = (person: string, sure: Label['sure'] = 'certain'): Label => ({ person, sure });
const confirmed = (person: string | null) => ({ person, strength: 'confirmed' as const });
const candidate = (person: string | null) => ({ person, strength: 'candidate' as const });
const one = (comparison: Partial<Comparison>): Comparison => ({ found: [], labels: [], seen: null, ...comparison });

describe('scoreSignal', () => {
  it('counts certain and likely labels, and leaves unsure people out both ways', () => {
    const found = [candidate('ann'), candidate('ben'), candidate('cho'), candidate('dee')];
    const labels = [label('ann'), label('ben', 'likely'), label('cho', 'unsure'), label('eve', 'unsure'), label('fay')];
    expect(scoreSignal([one({ found, labels })])).toMatchObject({ tp: 2, fp: 1, fn: 1, precision: 2 / 3, recall: 2 / 3 });
  });

  it('counts confirmed findings apart: a candidate does not confirm a label', () => {
    const scored = scoreSignal([one({ found: [confirmed('ann'), candidate('ben')], labels: [label('ann'), label('ben')] })]);
    expect(scored).toMatchObject({ tp: 2, fn: 0, confirmed: { tp: 1, fp: 0, fn: 1, precision: 1, recall: 0.5 } });
  });

  it('leaves out findings about people whom the reader did not see', () => {
    const found = [candidate('ann'), candidate('ben')];
    expect(scoreSignal([one({ found, seen: ['ann'] })])).toMatchObject({ tp: 0, fp: 1 });
  });

  it('says null when there is nothing to divide by', () => {
    const nothing = { tp: 0, fp: 0, fn: 0, precision: null, recall: null };
    expect(scoreSignal([one({})])).toEqual({ ...nothing, confirmed: nothing });
  });

  it('takes logins in any case and each person once', () => {
    expect(scoreSignal([one({ found: [candidate('Ann'), confirmed('ann')], labels: [label('ANN')] })])).toMatchObject({
      tp: 1,
      fp: 0,
      fn: 0,
    });
  });

  it('compares a thread as a whole when no person is meant', () => {
    const glue: Label = { person: null, sure: 'certain' };
    expect(
      scoreSignal([one({ found: [candidate(null)], labels: [glue] }), one({ found: [candidate(null)] }), one({ labels: [glue] })]),
    ).toMatchObject({ tp: 1, fp: 1, fn: 1 });
  });

  it('adds up threads', () => {
    const right = one({ found: [candidate('ann')], labels: [label('ann')] });
    expect(scoreSignal([right, right, one({ labels: [label('ann')] })])).toMatchObject({ tp: 2, fn: 1 });
  });
});

describe('scoreRows', () => {
  it('tells the share of the no rows that were taken for a yes', () => {
    const rows = [
      { isFound: true, isTrue: true },
      { isFound: true, isTrue: false },
      { isFound: false, isTrue: false },
      { isFound: false, isTrue: true },
    ];
    expect(scoreRows(rows)).toMatchObject({ tp: 1, fp: 1, fn: 1, precision: 0.5, recall: 0.5, falsePositiveRate: 0.5 });
    expect(scoreRows([{ isFound: true, isTrue: true }]).falsePositiveRate).toBeNull();
  });
});
