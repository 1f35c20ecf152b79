/** The README's sizing says what is reckoned, rounded. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { needsOf } from './reckoning.ts';

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
const numberOf = (text: string | undefined): number => Number((text ?? '').replaceAll(',', ''));

function expectNear(told: number, reckoned: number): void {
  expect(told).toBeGreaterThan(reckoned * 0.8);
  expect(told).toBeLessThan(reckoned * 1.2);
}

it.each(['100', '1,000', '10,000'])('for %s engineers', (engineers) => {
  const cells = new RegExp(String.raw`^\| ${engineers} \| ([\d.,]+) \| ([\d.,]+) \| ([\d.,]+) \|`, 'm').exec(readme);
  const { deliveriesPerSecond, looksPerSecond, pointsPerWorkingHour } = needsOf(numberOf(engineers));
  expectNear(numberOf(cells?.[1]), deliveriesPerSecond);
  expectNear(numberOf(cells?.[2]), looksPerSecond);
  expectNear(numberOf(cells?.[3]), pointsPerWorkingHour);
});

it('for a million engineers, average and peak', () => {
  const told = /a million engineers .* are (\d+) deliveries a second, ([\d,]+) at peaks; (\d+) looks a second, ([\d,]+) at peaks/.exec(
    readme,
  );
  const { deliveriesPerSecond, looksPerSecond } = needsOf(1_000_000);
  expectNear(numberOf(told?.[1]), deliveriesPerSecond);
  expectNear(numberOf(told?.[2]), deliveriesPerSecond * 10);
  expectNear(numberOf(told?.[3]), looksPerSecond);
  expectNear(numberOf(told?.[4]), looksPerSecond * 10);
});
