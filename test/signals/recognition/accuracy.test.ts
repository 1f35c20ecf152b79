/** Measures peer-recognition on real threads and sentences; skipped where there are none. */
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readArchive, readRows } from '../../../src/cli/read-archive.ts';
import { evaluateThreads } from '../../../src/usecases/evaluate/evaluate-threads.ts';
import { judgeSentences, recognitionRow } from '../../../src/usecases/evaluate/judge-rows.ts';
import type { SignalFigures } from '../../../src/usecases/evaluate/score.ts';
import { realData } from '../../fixtures/real-data.ts';

const data = realData();
const target = { found: { precision: 0.6, recall: 0.75 }, confirmed: { precision: 0.85, recall: 0.4 } };

function expectTarget(figures: SignalFigures | undefined): void {
  expect(figures?.precision).toBeGreaterThanOrEqual(target.found.precision);
  expect(figures?.recall).toBeGreaterThanOrEqual(target.found.recall);
  expect(figures?.confirmed.precision).toBeGreaterThanOrEqual(target.confirmed.precision);
  expect(figures?.confirmed.recall).toBeGreaterThanOrEqual(target.confirmed.recall);
}

describe.skipIf(data === null)('peer-recognition on real threads (set STAFF_SIGNALS_DATA when this is skipped)', () => {
  let evaluation: ReturnType<typeof evaluateThreads> | null = null;

  beforeAll(async () => {
    const threads = await readArchive(join(data ?? '', 'threads/labelled.jsonl.gz'));
    evaluation = evaluateThreads({ threads, history: [] }, () => undefined);
  }, 60_000);

  it('finds who is credited, in each repository', () => {
    const figures = Object.values(evaluation?.byRepository ?? {}).map((scores) => scores['peer-recognition']);
    expect(figures.length).toBeGreaterThan(0);
    for (const one of figures) expectTarget(one);
  });

  it('tells credit from courtesy in single sentences', async () => {
    expectTarget(judgeSentences(await readRows(join(data ?? '', 'recognition.jsonl'), recognitionRow)).signals['recognition-sentence']);
  });
});
