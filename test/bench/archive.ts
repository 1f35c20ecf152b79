/** How long `evaluate` takes over all real threads, as its own process, and how much memory at most. Skipped without them. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { realData } from '../fixtures/real-data.ts';
import { type Bench, median, medianSeconds } from './measuring.ts';

const program = join(import.meta.dirname, '../../src/cli/main.ts');
/** Kilobytes, whatever the system counts in. https://nodejs.org/api/process.html#processresourceusage */
const tellMemory = 'process.on("exit", () => process.stderr.write(`\\npeak ${process.resourceUsage().maxRSS}\\n`))';

export const archive: Bench = {
  about: 'seconds and megabytes that `evaluate` takes over all real threads',
  run: async (progress) => {
    const folder = realData();
    if (folder === null) return { figures: { skipped: true }, lines: ['skipped: there are no real threads (STAFF_SIGNALS_DATA)'] };
    const threads = readdirSync(join(folder, 'threads')).filter((file) => file.endsWith('.jsonl.gz'));
    const files = threads.toSorted().map((file) => join(folder, 'threads', file));
    const peaks: number[] = [];
    const seconds = await medianSeconds(() => {
      progress('evaluate over all real threads');
      peaks.push(peakMegabytes(files));
    });
    const figures = { medianSeconds: seconds, medianPeakMegabytes: median(peaks) };
    return { figures, lines: [`${seconds.toFixed(1)} s, ${Math.round(figures.medianPeakMegabytes)} MB at most`] };
  },
};

function peakMegabytes(files: readonly string[]): number {
  const args = ['--import', `data:text/javascript,${encodeURIComponent(tellMemory)}`, program, 'evaluate', ...files, '--json'];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1e8 });
  const kilobytes = /^peak (\d+)$/m.exec(stderr)?.[1];
  if (status !== 0 || kilobytes === undefined) throw new Error(`evaluate failed: ${stderr}`);
  return Number(kilobytes) / 1_000;
}
