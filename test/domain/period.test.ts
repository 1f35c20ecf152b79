/** Periods as people ask for them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askedPeriod, firstDayOf, lastDayOf, monthsIn } from '../../src/domain/period.ts';

const today = '2026-11-21';

describe('askedPeriod', () => {
  it.each([
    ['', '2025-12-01', '2026-11-30'],
    ['12m', '2025-12-01', '2026-11-30'],
    [' 18M ', '2025-06-01', '2026-11-30'],
    ['1m', '2026-11-01', '2026-11-30'],
    ['6 months', '2026-06-01', '2026-11-30'],
    ['2025-11..2026-10', '2025-11-01', '2026-10-31'],
    ['2024-02..2024-02', '2024-02-01', '2024-02-29'],
    ['2025-11-15..2026-10-03', '2025-11-15', '2026-10-03'],
    ['2025-11-15 .. 2026-10', '2025-11-15', '2026-10-31'],
    ['2026-10-03...2026-10-03', '2026-10-03', '2026-10-03'],
    ['2016-11..2026-10', '2016-11-01', '2026-10-31'],
  ])('%j is %s to %s', (asked, from, to) => {
    expect(askedPeriod(asked, today)).toEqual({ kind: 'period', period: { from, to } });
  });

  it.each([
    ['0m', 'unclear'],
    ['a year', 'unclear'],
    ['-3m', 'unclear'],
    ['2025-11', 'unclear'],
    ['2025-13..2026-01', 'unclear'],
    ['2025-02-30..2026-01-01', 'unclear'],
    ['2025-11..', 'unclear'],
    ['12m please', 'unclear'],
    ['2026-10..2025-11', 'reversed'],
    ['2026-10-02..2026-10-01', 'reversed'],
    ['121m', 'too-long'],
    ['9999m', 'too-long'],
    ['2006-01..2026-01', 'too-long'],
  ])('%j is none: %s', (asked, trouble) => {
    expect(askedPeriod(asked, today)).toEqual({ kind: 'trouble', trouble });
  });

  it('never throws, and what it gives begins before it ends', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d.m-]{0,24}$/)), (asked) => {
        const answer = askedPeriod(asked, today);
        if (answer.kind === 'period') expect(answer.period.from <= answer.period.to).toBe(true);
      }),
    );
  });
});

it('monthsIn lists every month that a period touches', () => {
  expect(monthsIn({ from: '2025-11-30', to: '2026-02-01' })).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
  expect(monthsIn({ from: firstDayOf('2026-02'), to: lastDayOf('2026-02') })).toEqual(['2026-02']);
});
