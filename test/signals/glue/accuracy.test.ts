/** Measures what is taken for upkeep on real threads and titles; skipped where there are none. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readArchive, readRows } from '../../../src/cli/read-archive.ts';
import { evaluateThreads } from '../../../src/usecases/evaluate/evaluate-threads.ts';
import { glueRow, judgeTitles } from '../../../src/usecases/evaluate/judge-rows.ts';
import type { SignalFigures } from '../../../src/usecases/evaluate/score.ts';
import { realData } from '../../fixtures/real-data.ts';

const data = realData();
const f1 = ({ tp, fp, fn }: SignalFigures): number => (2 * tp) / (2 * tp + fp + fn);

describe.skipIf(data === null)('glue-work on real threads (set STAFF_SIGNALS_DATA when this is skipped)', () => {
  it('tells upkeep among threads, in each repository', async () => {
    const threads = await readArchive(join(data ?? '', 'threads/labelled.jsonl.gz'));
    const figures = Object.values(evaluateThreads({ threads, history: [] }, () => undefined).byRepository).map(
      (scores) => scores['glue-work'],
    );
    expect(figures.length).toBeGreaterThan(0);
    for (const one of figures) expect(one && f1(one)).toBeGreaterThanOrEqual(0.8);
  }, 60_000);

  it('tells upkeep by titles', async () => {
    const { signals } = judgeTitles(await readRows(join(data ?? '', 'glue.jsonl'), glueRow));
    const figures = signals['glue-title'];
    expect(figures && f1(figures)).toBeGreaterThanOrEqual(0.85);
  });
});
