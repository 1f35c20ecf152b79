/** CODEOWNERS as GitHub reads it. The expectations follow the examples of its documentation. */
import { describe, expect, it } from 'vitest';
import { dividesOwnership, ownersOf, peopleNamed, readCodeowners } from '../../src/signals/codeowners.ts';
import { cpuMsSince } from '../fixtures/cpu-time.ts';

const rules = readCodeowners(`
# who owns what
*                 @acme/Everyone
*.js              @js-owner # inline comment
/build/logs/      @doctor
docs/*            docs@example.com
apps/             @octocat
/docs/            @doctor
/scripts/         @doctor @octocat
**/logs           @logger
/apps/ @octocat
/apps/github
/with\\ space/    @spacer
!negated          @nobody
[a-z].txt         @nobody
`);

function owner(path: string): readonly string[] {
  return ownersOf(rules, [path]);
}

describe('ownersOf', () => {
  it.each([
    ['Makefile', 'everyone'],
    ['lib/deep/tool.js', 'js-owner'],
    ['build/logs/today.txt', 'logger'],
    ['docs/start.md', 'doctor'],
    ['docs/deep/start.md', 'doctor'],
    ['lib/apps/one.txt', 'octocat'],
    ['deploy/logs/one.txt', 'logger'],
    ['with space/one.txt', 'spacer'],
    ['negated', 'everyone'],
    ['a.txt', 'everyone'],
    ['.hidden/file', 'everyone'],
  ])('gives %s to %s', (path, name) => expect(owner(path)).toEqual([name]));

  it('gives paths without owners in the last rule to nobody', () => {
    expect(owner('apps/github/one.txt')).toEqual([]);
  });

  it('reaches one level only with a star at the end', () => {
    const shallow = readCodeowners('docs/* docs@example.com');
    expect(ownersOf(shallow, ['docs/start.md'])).toEqual(['docs@example.com']);
    expect(ownersOf(shallow, ['docs/deep/start.md', 'lib/docs/start.md'])).toEqual([]);
  });

  it('collects the owners of all paths, each once, sorted', () => {
    expect(ownersOf(rules, ['scripts/run', 'scripts/stop', 'Makefile'])).toEqual(['doctor', 'everyone', 'octocat']);
  });

  it('is quick with many files and rules', () => {
    const many = readCodeowners(Array.from({ length: 300 }, (_, index) => `/area${index}/**/src/*.ts @acme/team${index}`).join('\n'));
    const start = process.cpuUsage();
    ownersOf(
      many,
      Array.from({ length: 10_000 }, (_, index) => `area${index % 300}/${'deep/'.repeat(10)}src/file.ts`),
    );
    expect(cpuMsSince(start)).toBeLessThan(5_000);
  });
});

describe('dividesOwnership', () => {
  it('tells a file for one team from one for several', () => {
    expect(dividesOwnership(readCodeowners('* @acme/a\n/docs/ @acme/a'))).toBe(false);
    expect(dividesOwnership(readCodeowners('/a/ @acme/a\n/b/ @acme/b'))).toBe(true);
    expect(dividesOwnership([])).toBe(false);
  });
});

describe('peopleNamed', () => {
  it('tells people by login from teams, addresses, comments and patterns', () => {
    const text = '# @nobody\n* @acme/ledger @Ada\n/src/@scope/ @ben ada@acme.example # @carol\n/docs/ @ada\n@dave\n';
    expect(peopleNamed(text)).toEqual(['ada', 'ben']);
  });
});
