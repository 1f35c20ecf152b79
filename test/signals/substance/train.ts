/** Learns the weights of review substance anew and writes them; prints how they do on threads that were left out: `node test/signals/substance/train.ts`. */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readArchive } from '../../../src/cli/read-archive.ts';
import { realData } from '../../fixtures/real-data.ts';
import type { JudgedReview, LabelledReview } from './training.ts';
import { crossValidateSubstance, labelledReviews, learnSubstance, qualityOf } from './training.ts';

const thresholds = Array.from({ length: 31 }, (_, index) => (index - 20) / 20);

/** All reviews labelled for substance. */
export async function allLabelledReviews(data: string): Promise<readonly LabelledReview[]> {
  return (await readArchive(resolve(data, 'threads', 'labelled.jsonl.gz'))).flatMap(labelledReviews);
}

/** Every review judged by weights that did not see its thread; once for each of three ways to divide the threads. */
export function judgeLeftOut(reviews: readonly LabelledReview[]): readonly (readonly JudgedReview[])[] {
  return [0, 1, 2].map((seed) => crossValidateSubstance(reviews, 'thread', seed));
}

/** From which log odds a review is called one in substance: where the lesser of precision and recall on the threads left out is best. */
export function bestThreshold(leftOut: readonly (readonly JudgedReview[])[]): number {
  const lesser = (judged: readonly JudgedReview[], from: number): number => {
    const { precision, recall } = qualityOf(judged, from);
    return Math.min(precision, recall);
  };
  const total = (from: number): number => leftOut.reduce((sum, judged) => sum + lesser(judged, from), 0);
  return thresholds.reduce((a, b) => (total(b) > total(a) ? b : a));
}

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;

/** Tells the threads learned from apart from others. */
export function learnedFrom(reviews: readonly LabelledReview[]) {
  return { reviews: reviews.length, substance: reviews.filter(({ isSubstance }) => isSubstance).length };
}

/** What the file of weights should hold; the threshold is part of the bias. Deterministic. */
export function weightsFrom(reviews: readonly LabelledReview[], threshold: number) {
  const { names, fit } = learnSubstance(reviews);
  return {
    learnedFrom: learnedFrom(reviews),
    bias: rounded(fit.bias - threshold),
    weights: Object.fromEntries(names.map((name, index) => [name, rounded(fit.weights[index] ?? 0)])),
  };
}

function told(judged: readonly JudgedReview[], threshold: number): string {
  const { precision, recall, f1 } = qualityOf(judged, threshold);
  return `precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}, F1 ${f1.toFixed(3)}`;
}

async function train(data: string): Promise<void> {
  const reviews = await allLabelledReviews(data);
  const leftOut = judgeLeftOut(reviews);
  const threshold = bestThreshold(leftOut);
  const file = resolve(import.meta.dirname, '../../../src/signals/substance/weights.json');
  await writeFile(file, `${JSON.stringify(weightsFrom(reviews, threshold), null, 2)}\n`);
  for (const judged of leftOut) process.stdout.write(`left out by thread:     ${told(judged, threshold)}\n`);
  process.stdout.write(`left out by repository: ${told(crossValidateSubstance(reviews, 'repository'), threshold)}\n`);
}

if (import.meta.main) {
  const data = realData();
  if (data === null) throw new RangeError('no real threads: set STAFF_SIGNALS_DATA');
  await train(data);
}
