/** Working days between instants. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, workingDaysBetween } from '../../src/domain/instant.ts';

describe('workingDaysBetween', () => {
  it.each([
    ['2026-06-01T09:00:00Z', '2026-06-01T23:00:00Z', 0],
    ['2026-06-01T23:00:00Z', '2026-06-02T01:00:00Z', 1],
    ['2026-06-05T09:00:00Z', '2026-06-08T09:00:00Z', 1],
    ['2026-06-05T09:00:00Z', '2026-06-07T09:00:00Z', 0],
    ['2026-06-01T09:00:00Z', '2026-06-15T09:00:00Z', 10],
    ['2026-12-23T09:00:00Z', '2027-01-04T09:00:00Z', 1],
    ['2026-06-02T09:00:00Z', '2026-06-01T09:00:00Z', 0],
    ['never', '2026-06-01T09:00:00Z', 0],
  ])('from %s to %s are %i', (from, to, days) => expect(workingDaysBetween(from, to)).toBe(days));

  it('are never more than five of seven, and never fewer for a later end', () => {
    const start = fc.integer({ min: 0, max: 20_000 });
    fc.assert(
      fc.property(start, fc.integer({ min: 0, max: 350 }), fc.integer({ min: 0, max: 14 }), (day, length, more) => {
        const from = addDays('2000-01-01T12:00:00Z', day);
        const days = workingDaysBetween(from, addDays(from, length));
        expect(days).toBeLessThanOrEqual(5 * Math.ceil(length / 7));
        expect(workingDaysBetween(from, addDays(from, length + more))).toBeGreaterThanOrEqual(days);
      }),
    );
  });

  it('take no time over thousands of years', () => {
    expect(workingDaysBetween('0001-01-01T00:00:00Z', '9999-12-31T00:00:00Z')).toBeGreaterThan(2_000_000);
  });
});
