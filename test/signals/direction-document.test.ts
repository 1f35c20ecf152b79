/** Which paths are documents that set a direction. */
import { expect, it } from 'vitest';
import { isDirectionDocument } from '../../src/signals/direction-document.ts';

it.each([
  'ROADMAP.md',
  'docs/roadmap.md',
  'docs/strategy/payments.md',
  'docs/tech-strategy.md',
  'vision/2027.rst',
  'docs/engineering-principles.md',
  'docs/data-strategy-2027.md',
])('%s sets a direction', (path) => {
  expect(isDirectionDocument(path)).toBe(true);
});

it.each([
  'src/strategy/retry.ts',
  'src/strategies/readme.md',
  'README.md',
  'docs/roadmap-template.md',
  'templates/roadmap.md',
  'test/fixtures/strategy.md',
  'vendor/lib/ROADMAP.md',
  'docs/supervision.md',
  'docs/television.md',
  'roadmap.png',
])('%s sets none', (path) => {
  expect(isDirectionDocument(path)).toBe(false);
});
