/** Tests what counts as credit in one sentence: plain, faint, or courtesy. */
import { describe, expect, it } from 'vitest';
import { creditInSentence } from '../../../src/signals/recognition/sentence.ts';

describe('creditInSentence', () => {
  it.each([
    'This batches the writes, as suggested by @bob.',
    'Credit to @bob for the two-phase design.',
    'Inspired by https://github.com/acme/ledger/pull/3 by @bob.',
    '@bob convinced me that the cache belongs to the caller.',
    'Per @bob’s [proposal](https://github.com/acme/ledger/issues/9) the lease lives in the database.',
    'The window function was proposed by Grace Hopper in the design meeting.',
    'Picks up @bob’s draft from last year.',
    'I was inspired by your importer, and wrote one for invoices.',
    'Thanks to @bob for finding the race.',
    'All credit goes to @bob for the schema.',
    '@bob deserves the credit for this.',
    'Could not have done this without @bob.',
    '@bob talked me into the smaller interface.',
    '@bob tested this on the old driver and found the crash.',
    'Good catch @bob, the test was wrong; fixed.',
    '@bob’s investigation led to this fix.',
    'As suggested in https://github.com/acme/ledger/issues/9 by @bob',
  ])('is plain: %s', (text) => {
    expect(creditInSentence(text)).toBe('plain');
  });

  it.each(['I agree with @bob here.', 'Reworded the paragraph as suggested by @bob.', 'Thanks to @bob for the tip on batching.'])(
    'is faint: %s',
    (text) => {
      expect(creditInSentence(text)).toBe('faint');
    },
  );

  it.each([
    'Thanks @bob!',
    'Thank you for your contribution, @bob.',
    '@bob thanks for the detailed review, I will revise accordingly.',
    '@bob nice catch!',
    'As @bob said, it is only a tool for debugging.',
    'The loader suggested by @bob did not work.',
    'Was this suggested by @bob?',
    'cc @bob @carol',
    'Ping @bob; this happened again.',
    'I could not build without these changes (suggested by the compiler).',
    'This gives a better idea of the load.',
    'See https://example.com/by/@bob for more.',
    '`suggested by @bob` is printed twice.',
    '> suggested by @bob',
    'We follow the specification proposed by @acme/platform here.',
    'If @bob suggests it, we can do it.',
    'The bug was introduced by @bob in #3.',
    '@bob suggested that I ask you.',
    'Thanks @bob for the suggestion, I will have a look.',
    '',
  ])('is none: %s', (text) => {
    expect(creditInSentence(text)).toBe('none');
  });
});
