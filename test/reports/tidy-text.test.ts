/** Tidy text: one line, nothing hidden, cut between what people see as characters. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortenText, tidyText } from '../../src/reports/tidy-text.ts';

describe('tidyText', () => {
  it.each([
    ['  a\t\r\n b \u2028c\u0000d ', 'a b c d'],
    ['\u202ea\u202c\u2066b\u2069\u200e', 'ab'],
    ['pay\u200bload\ufeff\u00ad', 'payload'],
    ['a\u200db', 'ab'],
    ['👩‍💻', '👩‍💻'],
    ['\ud800', '\ufffd'],
  ])('makes of %j', (text, expected) => {
    expect(tidyText(text)).toBe(expected);
  });
});

describe('shortenText', () => {
  it('leaves what is short enough', () => {
    expect(shortenText('twelve chars', 12)).toBe('twelve chars');
  });

  it('cuts 1,000 emoji between families, not inside one', () => {
    const family = '👩‍👩‍👧‍👦';
    const short = shortenText(family.repeat(1_000), 150);
    expect(short).toBe(`${family.repeat(13)}…`);
  });

  it('is within its limit for any text, tidy, and shortened again stays the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.integer({ min: 2, max: 300 }), (text, max) => {
        const short = shortenText(text, max);
        expect(short.length).toBeLessThanOrEqual(max);
        expect(short.isWellFormed()).toBe(true);
        expect(shortenText(short, max)).toBe(short);
      }),
    );
  });
});
