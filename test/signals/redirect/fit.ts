/** Fits a logistic regression with bounds on the signs of its weights; deterministic. */

export type Example = { readonly values: readonly number[]; readonly isPositive: boolean };

/** Which sign a weight may have. */
export type Sign = 'any' | 'positive' | 'negative';

/** A fitted line: the log odds are `bias` plus the sum of weights times values. */
export type Fit = { readonly bias: number; readonly weights: readonly number[] };

type Standard = { readonly mean: readonly number[]; readonly deviation: readonly number[] };

function standardOf(examples: readonly Example[], width: number): Standard {
  const mean = Array.from(
    { length: width },
    (_, column) => examples.reduce((sum, { values }) => sum + (values[column] ?? 0), 0) / examples.length,
  );
  const deviation = mean.map((middle, column) => {
    const variance = examples.reduce((sum, { values }) => sum + ((values[column] ?? 0) - middle) ** 2, 0) / examples.length;
    return Math.sqrt(variance) + 1e-6;
  });
  return { mean, deviation };
}

function bounded(weight: number, sign: Sign | undefined): number {
  if (sign === 'positive') return Math.max(0, weight);
  return sign === 'negative' ? Math.min(0, weight) : weight;
}

/** The largest eigenvalue of the examples' second moments, by power iteration; with it the step is known to be safe. */
function steepness(rows: readonly Float64Array[], width: number): number {
  let vector = new Float64Array(width).fill(1);
  let norm = 1;
  for (let round = 0; round < 40; round += 1) {
    const next = new Float64Array(width);
    for (const row of rows) {
      let product = 0;
      for (let column = 0; column < width; column += 1) product += (row[column] ?? 0) * (vector[column] ?? 0);
      for (let column = 0; column < width; column += 1) next[column] = (next[column] ?? 0) + product * (row[column] ?? 0);
    }
    norm = Math.hypot(...next);
    vector = next.map((value) => value / norm);
  }
  return norm;
}

/** Accelerated projected gradient descent on the log loss plus `ridge` times the squared weights of the standardised values. */
export function fitLogistic(examples: readonly Example[], signs: readonly Sign[], ridge: number): Fit {
  const width = signs.length;
  const { mean, deviation } = standardOf(examples, width);
  const rows = examples.map(({ values }) =>
    Float64Array.from({ length: width + 1 }, (_, column) =>
      column === width ? 1 : ((values[column] ?? 0) - (mean[column] ?? 0)) / (deviation[column] ?? 1),
    ),
  );
  const step = 1 / (steepness(rows, width + 1) / 4 + 2 * ridge);
  let [weights, ahead, momentum] = [new Float64Array(width + 1), new Float64Array(width + 1), 1];
  for (let round = 0; round < 300; round += 1) {
    const gradient = new Float64Array(width + 1);
    for (const [index, row] of rows.entries()) {
      let logit = 0;
      for (let column = 0; column <= width; column += 1) logit += (row[column] ?? 0) * (ahead[column] ?? 0);
      const error = 1 / (1 + Math.exp(-logit)) - (examples[index]?.isPositive === true ? 1 : 0);
      for (let column = 0; column <= width; column += 1) gradient[column] = (gradient[column] ?? 0) + error * (row[column] ?? 0);
    }
    const next = ahead.map((weight, column) =>
      bounded(weight - step * ((gradient[column] ?? 0) + (column < width ? 2 * ridge * weight : 0)), signs[column]),
    );
    const nextMomentum = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
    ahead = next.map((weight, column) => weight + ((momentum - 1) / nextMomentum) * (weight - (weights[column] ?? 0)));
    [weights, momentum] = [next, nextMomentum];
  }
  const raw = Array.from({ length: width }, (_, column) => (weights[column] ?? 0) / (deviation[column] ?? 1));
  return { weights: raw, bias: (weights[width] ?? 0) - raw.reduce((sum, weight, column) => sum + weight * (mean[column] ?? 0), 0) };
}

/** The log odds that a fit gives to values. */
export function logOdds(fit: Fit, values: readonly number[]): number {
  return fit.weights.reduce((sum, weight, column) => sum + weight * (values[column] ?? 0), fit.bias);
}
