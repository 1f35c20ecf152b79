/** Learns the weights anew and writes them; prints how they do on threads that were left out. Run it after a change of features or cues: `node test/signals/redirect/train.ts`. */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readArchive } from '../../../src/cli/read-archive.ts';
import { realData } from '../../fixtures/real-data.ts';
import type { Judged, Remark } from './training.ts';
import { crossValidate, judge, learn, measure, remarksOf } from './training.ts';

const seeds = [0, 1, 2];

/** Recalls on threads that were left out, from which the thresholds follow. */
const aims = { candidate: 0.8, confirmed: 0.27 };

/** The reviewers' remarks of all threads labelled for redirects. */
export async function labelledRemarks(data: string): Promise<readonly Remark[]> {
  const files = ['labelled', 'cases'].map((name) => resolve(data, 'threads', `${name}.jsonl.gz`));
  return (await Promise.all(files.map(readArchive))).flat().flatMap(remarksOf);
}

/** The highest threshold whose recall still reaches the aim. */
function thresholdFor(judged: readonly Judged[], recall: number, scoreOf: (one: Judged) => number | null): number {
  const scores = judged.flatMap((one) => scoreOf(one) ?? []).toSorted((a, b) => b - a);
  return scores.find((from) => measure(judged, from, scoreOf).recall >= recall) ?? scores.at(-1) ?? 0;
}

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Tells the threads learned from apart from others. */
export function learnedFrom(remarks: readonly Remark[]) {
  return { remarks: remarks.length, marked: remarks.filter(({ isMarked }) => isMarked).length };
}

/** What the file of weights should hold. Deterministic. */
export function weightsFrom(remarks: readonly Remark[], leftOut: readonly (readonly Judged[])[]) {
  const { names, fit } = learn(remarks);
  return {
    learnedFrom: learnedFrom(remarks),
    bias: rounded(fit.bias),
    thresholds: {
      candidate: rounded(mean(leftOut.map((judged) => thresholdFor(judged, aims.candidate, ({ score }) => score)))),
      confirmed: rounded(Math.min(...leftOut.map((judged) => thresholdFor(judged, aims.confirmed, ({ wholeScore }) => wholeScore)))),
    },
    weights: Object.fromEntries(names.map((name, index) => [name, rounded(fit.weights[index] ?? 0)])),
  };
}

/** Every remark judged by weights that did not see its repository, and then by weights that did not see its thread, for three ways to divide the threads. */
export function judgeLeftOut(remarks: readonly Remark[]): readonly (readonly Judged[])[] {
  return [crossValidate(remarks, 'repository'), ...seeds.map((seed) => crossValidate(remarks, 'thread', seed))];
}

function told(judged: readonly Judged[], from: { readonly candidate: number; readonly confirmed: number }): string {
  const parts = (['labelled', 'cases'] as const).map((collection) => {
    const part = judged.filter((one) => one.collection === collection);
    const found = measure(part, from.candidate, ({ score }) => score);
    const confirmed = measure(part, from.confirmed, ({ wholeScore }) => wholeScore);
    const text = ({ precision, recall }: typeof found): string => `${precision.toFixed(2)} at ${recall.toFixed(2)}`;
    return `${collection}: found ${text(found)}, confirmed ${text(confirmed)}`;
  });
  return parts.join('; ');
}

async function train(data: string): Promise<void> {
  const remarks = await labelledRemarks(data);
  const leftOut = judgeLeftOut(remarks);
  const weights = weightsFrom(remarks, leftOut);
  await writeFile(resolve(import.meta.dirname, '../../../src/signals/redirect/weights.json'), `${JSON.stringify(weights, null, 2)}\n`);
  process.stdout.write(`on the threads learned from: ${told(judge(remarks, learn(remarks)), weights.thresholds)}\n`);
  for (const [index, judged] of leftOut.entries())
    process.stdout.write(`left out by ${index === 0 ? 'repository' : `thread, seed ${index - 1}`}: ${told(judged, weights.thresholds)}\n`);
  process.stdout.write(`learned from the other file: ${told(crossValidate(remarks, 'collection'), weights.thresholds)}\n`);
}

if (import.meta.main) {
  const data = realData();
  if (data === null) throw new RangeError('no real threads: set STAFF_SIGNALS_DATA');
  await train(data);
}
