/** What a benchmark is, and how its rounds become figures. */
import { performance } from 'node:perf_hooks';

/** One file for each benchmark in this folder. `run` tells of its progress, and returns what `--json` prints under its name. */
export type Bench = {
  /** One line: what is measured, in which unit. */
  readonly about: string;
  readonly run: (progress: (text: string) => void) => Promise<Measurement>;
};

export type Measurement = {
  /** Plain data. */
  readonly figures: Readonly<Record<string, unknown>>;
  /** The same for people, a line each. */
  readonly lines: readonly string[];
};

/** Rounds of which a median is taken. */
export const rounds = 5;

/** Seconds that the work takes, the median of `rounds` after one that is not counted. */
export async function medianSeconds(work: () => unknown): Promise<number> {
  const seconds: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const start = performance.now();
    await work();
    if (round > 0) seconds.push((performance.now() - start) / 1000);
  }
  return median(seconds);
}

/** The middle one, or the mean of the two in the middle. Throws RangeError when there is none. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  if (low === undefined || high === undefined) throw new RangeError('A median needs a number.');
  return (low + high) / 2;
}

/** A size and the seconds that it took. */
export type Point = { readonly size: number; readonly seconds: number };

/** The exponent of growth: the slope of a least-squares line through the logarithms. 1 is linear, 2 quadratic. */
export function growthExponent(points: readonly Point[]): number {
  const logs = points.map(({ size, seconds }) => ({ x: Math.log(size), y: Math.log(seconds) }));
  const mean = (of: (log: { readonly x: number; readonly y: number }) => number): number =>
    logs.reduce((sum, log) => sum + of(log), 0) / logs.length;
  const [meanX, meanY] = [mean(({ x }) => x), mean(({ y }) => y)];
  return mean(({ x, y }) => (x - meanX) * (y - meanY)) / mean(({ x }) => (x - meanX) ** 2);
}
