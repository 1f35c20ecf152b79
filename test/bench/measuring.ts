/** What a benchmark is, and how its rounds become figures. */
import { performance } from 'node:perf_hooks';

/** One file for each benchmark in this folder. `run` tells of its progress, and returns what `--json` prints under its name. */
export type Bench = {
  /** One line: what is measured, in which unit. */
  readonly about: string;
  readonly run: (progress: (text: string) => void, options: BenchOptions) => Promise<Measurement>;
};

/** Of those that go on for as long as one likes. */
export type BenchOptions = { readonly minutes?: number };

export type Measurement = {
  /** Plain data. */
  readonly figures: Readonly<Record<string, unknown>>;
  /** The same for people, a line each. */
  readonly lines: readonly string[];
  /** Figures that have a limit. */
  readonly verdicts?: readonly Verdict[];
};

/** A figure beside its limit, in the same unit. */
export type Verdict = {
  readonly what: string;
  readonly figure: number;
  readonly kind: 'at least' | 'at most';
  readonly limit: number;
  readonly unit: string;
  readonly isMet: boolean;
};

/** The figure should not be less than the limit. */
export function atLeast(what: string, figure: number, limit: number, unit: string): Verdict {
  return { what, figure, kind: 'at least', limit, unit, isMet: figure >= limit };
}

/** The figure should not be more than the limit. */
export function atMost(what: string, figure: number, limit: number, unit: string): Verdict {
  return { what, figure, kind: 'at most', limit, unit, isMet: figure <= limit };
}

/** The verdict in a line: `beside X: 1.31 times (at least 1.15): met`. */
export function verdictLine({ what, figure, kind, limit, unit, isMet }: Verdict): string {
  return `${what}: ${shortNumber(figure)} ${unit} (${kind} ${limit}): ${isMet ? 'met' : 'MISSED'}`;
}

function shortNumber(figure: number): string {
  return Number(figure.toPrecision(3)).toLocaleString('en');
}

/** Rounds of which a median is taken. */
export const rounds = 5;

/** Seconds that the work takes, once. */
export async function secondsOf(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1_000;
}

/** Seconds that the work takes, the median of `rounds` after one that is not counted. */
export async function medianSeconds(work: () => unknown): Promise<number> {
  const seconds: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const taken = await secondsOf(work);
    if (round > 0) seconds.push(taken);
  }
  return median(seconds);
}

/**
 * Medians of what contestants reach in rounds in which each has its turn, so that whatever else the machine does meets all alike: `rounds`
 * of them after one that is not counted, every other one in the opposite order.
 */
export async function alternatingRounds<Name extends string>(
  contestants: Readonly<Record<Name, () => Promise<number>>>,
  progress: (text: string) => void,
): Promise<Readonly<Record<Name, number>>> {
  const names = Object.keys(contestants) as Name[];
  const figures = new Map<Name, number[]>();
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const figure = await contestants[name]();
      progress(`round ${round}, ${name}: ${shortNumber(figure)}`);
      if (round > 0) figures.set(name, [...(figures.get(name) ?? []), figure]);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(figures.get(name) ?? [])])) as Readonly<Record<Name, number>>;
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
