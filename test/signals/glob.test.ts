/** Globs: what they take, and that no pattern makes them slow. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globMatcher } from '../../src/signals/glob.ts';
import { cpuMsSince } from '../fixtures/cpu-time.ts';

const withSets = { hasSets: true, ignoresCase: true };

describe('globMatcher', () => {
  it.each([
    ['docs/rfcs/*.md', 'docs/rfcs/cache.md'],
    ['docs/**/*.md', 'docs/cache.md'],
    ['docs/**/*.md', 'docs/a/b/cache.md'],
    ['**/rfcs/**', 'a/rfcs/b/c.md'],
    ['**', 'a/.b/c'],
    ['rfc-[0-9][0-9].md', 'RFC-12.md'],
    ['rfc-[!a-z].md', 'rfc-1.md'],
    ['{docs,doc}/adr/*.{md,rst}', 'doc/adr/x.rst'],
    ['{a,b{c,d}}.md', 'bd.md'],
    ['a?c', 'abc'],
    ['a*b*c', 'aXbYbZc'],
  ])('%s takes %s', (glob, path) => expect(globMatcher(glob, withSets)(path)).toBe(true));

  it.each([
    ['docs/rfcs/*.md', 'docs/rfcs/old/cache.md'],
    ['docs/*', 'lib/docs/x'],
    ['rfc-[0-9].md', 'rfc-x.md'],
    ['a?c', 'ac'],
    ['a?c', 'a/c'],
    ['a*b*c', 'aXcYb'],
    ['{a,b}.md', 'c.md'],
    ['**/x/y', 'x/z/y'],
  ])('%s leaves %s', (glob, path) => expect(globMatcher(glob, withSets)(path)).toBe(false));

  it('takes braces and brackets for letters where the syntax has no sets', () => {
    expect(globMatcher('[a]/{b}', { hasSets: false, ignoresCase: false })('[a]/{b}')).toBe(true);
    expect(globMatcher('[a]', { hasSets: false, ignoresCase: false })('a')).toBe(false);
    expect(globMatcher('A', { hasSets: false, ignoresCase: false })('a')).toBe(false);
  });

  it('agrees with a regular expression made from the same glob', () => {
    const glob = fc.array(fc.constantFrom('a', 'b', '*', '?', '/', '/**/'), { minLength: 1, maxLength: 7 }).map((parts) => parts.join(''));
    const path = fc.array(fc.constantFrom('a', 'b', '/'), { maxLength: 10 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(glob, path, (pattern, text) => {
        // `a/**` takes `a` as well, which the plain translation does not.
        fc.pre(!pattern.endsWith('/**'));
        expect(globMatcher(pattern, withSets)(text)).toBe(asExpression(pattern).test(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    '*a*a*a*a*a*a*ac',
    '**/**/**/**/**/**/x',
    'a*a*a*a*a*b*',
    '**/a*/**/a*/**/a*/**/c',
    '{a,b}'.repeat(90),
    '{'.repeat(400),
    '['.repeat(400),
  ])('is quick with %s', (glob) => {
    const name = 'a'.repeat(255);
    const start = process.cpuUsage();
    globMatcher(glob, withSets)(`${`${name}/`.repeat(15)}b`);
    expect(cpuMsSince(start)).toBeLessThan(1_000);
  });
});

/** The plain translation: `**` as a whole segment stands for any number of segments. */
function asExpression(glob: string): RegExp {
  const segments = glob.split('/');
  const body = segments.map((segment, index) => {
    const isLast = index === segments.length - 1;
    if (segment === '**') return isLast ? '(?:[^/]*(?:/[^/]*)*)' : '(?:[^/]*/)*';
    return `${segment.replaceAll(/\*+/g, '[^/]*').replaceAll('?', '[^/]')}${isLast ? '' : '/'}`;
  });
  return new RegExp(`^${body.join('')}$`);
}
