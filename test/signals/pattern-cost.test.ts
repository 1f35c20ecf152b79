/** Holds every regular expression of the signals to linear time: hostile texts must not make a pattern search for long. */
import { readdirSync, readFileSync } from 'node:fs';
import { parseSync } from '@swc/core';
import { describe, expect, it } from 'vitest';
import { cpuMsSince } from '../fixtures/cpu-time.ts';

const folder = new URL('../../src/signals/', import.meta.url);

type Literal = { readonly file: string; readonly pattern: string; readonly flags: string };

/** Every regular expression that stands in the source, found by a parser rather than by another expression. */
function literalsIn(file: string): readonly Literal[] {
  const found: Literal[] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('type' in node && node.type === 'RegExpLiteral' && 'pattern' in node && 'flags' in node) {
      found.push({ file, pattern: String(node.pattern), flags: String(node.flags) });
    }
    for (const value of Object.values(node)) walk(value);
  };
  walk(parseSync(readFileSync(new URL(file, folder), 'utf8'), { syntax: 'typescript', target: 'es2024' }));
  return found;
}

const literals = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .toSorted()
  .flatMap(literalsIn);

/** Cues are tried on sentences, which are cut at this length; everything else on texts. */
const lengths = { sentence: 800, text: 20_000 };

/** In milliseconds of processor time; linear work on such a text takes less than one. */
const mostMs = 100;

/** Beginnings of what patterns look for, apart by a bar; each is repeated without its end. */
const seeds = [
  'a| |a |\t|\n|-|- |_|.|/|a/|a-|a.|@|@a|#|#1|1|1.|(|[|[a]|](|<|<a|<!--|`|`a|```|"|"a|\u201c|\'|a\'|*|**|> |!|?|:|: |\\\\|\\\\\n|+|=|->|A|Aa |é|👍',
  "¶|¶ |¶'s |¶ has |as ¶ also, |※|§|http://|https://a|On a|not |the |isn't |would |instead |thanks to |(thanks |suggested by |based on ",
  'found a |update the |bump to |status |inspired by the |good |well, |add a link |picks up the |not understand ',
].flatMap((some) => some.split('|'));

/** The words that a pattern looks for, with which a text can begin a match again and again without ever ending it. */
function wordsOf(pattern: string): readonly string[] {
  const words = pattern.replaceAll(/\\[a-zA-Z]/g, ' ').match(/[a-zA-Z']{2,}/g) ?? [];
  return [...new Set(words)].slice(0, 40).map((word) => `${word} `);
}

/** The costliest of the hostile texts, in milliseconds of processor time. */
function worstOf({ pattern, flags }: Literal, length: number): { readonly seed: string; readonly ms: number } {
  const expression = new RegExp(pattern, flags);
  let worst = { seed: '', ms: 0 };
  for (const seed of [...seeds, ...wordsOf(pattern)]) {
    const text = `${seed.repeat(Math.ceil(length / seed.length))}\u0000`;
    const start = process.cpuUsage();
    expression.lastIndex = 0;
    text.replace(expression, '');
    const ms = cpuMsSince(start);
    if (ms > worst.ms) worst = { seed, ms };
  }
  return worst;
}

describe('regular expressions of the signals', () => {
  it('are found', () => {
    expect(literals.length).toBeGreaterThan(250);
    expect(literals.filter(({ file }) => file.startsWith('cues/')).length).toBeGreaterThan(100);
  });

  it('would not pass if one of them took quadratic time', () => {
    expect(worstOf({ file: '', pattern: '-+!', flags: '' }, 2 * lengths.text).ms).toBeGreaterThan(mostMs);
  });

  it.each([...new Set(literals.map(({ file }) => file))])(
    'of %s take little time',
    (file) => {
      for (const literal of literals.filter((one) => one.file === file)) {
        const length = file.startsWith('cues/') ? lengths.sentence : lengths.text;
        const first = worstOf(literal, length);
        // What is slow is slow again; what the machine held up is not.
        const { seed, ms } = first.ms < mostMs ? first : worstOf(literal, length);
        expect.soft(ms, `/${literal.pattern}/${literal.flags} on ${JSON.stringify(seed)}, again and again`).toBeLessThan(mostMs);
      }
    },
    120_000,
  );
});
