/** What texts refer to. */
import { describe, expect, it } from 'vitest';
import { referencesOf } from '../../src/signals/references.ts';
import { aComment, aCommit, aDossier } from '../fixtures/dossier.ts';

const found = (body: string): readonly string[] => referencesOf(aDossier({ body })).map(({ fullName, number }) => `${fullName}#${number}`);

describe('references', () => {
  it.each([
    ['Implements #12.', ['acme/billing#12']],
    ['Part of Acme/Handbook#4, after (#7)', ['acme/handbook#4', 'acme/billing#7']],
    [
      'See https://github.com/acme/ledger/pull/3#discussion_r1 and https://ghe.acme.example/acme/web/issues/9',
      ['acme/ledger#3', 'acme/web#9'],
    ],
    ['Twice #1 and #1', ['acme/billing#1']],
    ['An anchor a&#39;b, a colour #fff, `#5`', []],
    ['> as in #12\n\n```\n#13\n```', []],
  ])('of %j', (body, expected) => {
    expect(found(body).toSorted()).toEqual(expected.toSorted());
  });

  it('come from comments and commits too, and are no more than 50', () => {
    const dossier = aDossier({ comments: [aComment({ text: '#2' })], commits: [aCommit({ message: 'Move (#3)' })] });
    expect(referencesOf(dossier).map(({ number }) => number)).toEqual([2, 3]);
    const many = Array.from({ length: 90 }, (_, index) => `#${index + 1}`).join(' ');
    expect(found(many)).toHaveLength(50);
  });

  it('are read in time in proportion to the text', () => {
    const hostile = `${'a/'.repeat(10_000)} ${'https://a'.repeat(5_000)} ${'#'.repeat(10_000)}`;
    const start = performance.now();
    found(hostile);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
