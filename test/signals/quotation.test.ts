/** Tests that own words are told from quoted text and code, and that a quotation holds own words only. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quotationOf, readText, sentencesOf } from '../../src/signals/quotation.ts';

const plain = (): number => 0;

describe('readText', () => {
  it('tells own words from quoted lines and from fenced and indented code', () => {
    const read = readText('> why not a queue?\n\nBecause of order.\n\n```ts\nconst queue = [];\n```\n\n    indented();\n\nSo no.');
    expect(read.ownLines.filter(Boolean)).toEqual(['Because of order.', 'So no.']);
    expect(read.quotedLines).toEqual(['why not a queue?']);
    expect(read.codeLines).toBe(2);
  });

  it('takes what follows each quotation as the answer to it', () => {
    const { answers } = readText('> first\n\nyes\n\n> second\n> still second\n\nno');
    expect(answers.map(({ quoted, prose }) => ({ quoted, prose: prose.trim() }))).toEqual([
      { quoted: ['first'], prose: 'yes' },
      { quoted: ['second', 'still second'], prose: 'no' },
    ]);
  });

  it('closes a fence only with as many of the same marks', () => {
    expect(readText('````\n```\ninside\n```\n````\nafter').ownLines).toEqual(['after']);
    expect(readText('```\nnever closed').ownLines).toEqual([]);
  });

  it('keeps list items that are indented as own words', () => {
    expect(readText('1. one\n\n    more of one').ownLines).toContain('    more of one');
  });

  it('knows a block that can be committed as it stands', () => {
    expect(readText('Try this:\n```suggestion\nx\n```').hasSuggestion).toBe(true);
    expect(readText('Try this:\n```diff\nx\n```').hasSuggestion).toBe(false);
  });

  it('leaves out the header of a reply by e-mail and HTML comments', () => {
    expect(readText('Fine.\n\nOn Mon, 3 May 2027, Ada Example wrote:\n> text <!-- x -->').ownLines.filter(Boolean)).toEqual(['Fine.']);
    expect(readText('a <!-- hidden\nlines --> b').ownLines).toEqual(['a  b']);
  });

  it('blanks code spans, addresses and words between quotation marks in the prose', () => {
    const { prose } = readText('Use `instead` as in https://example.com/instead, not "instead of that".');
    expect(prose).not.toContain('instead');
  });

  it('finds mentions and references in own words only', () => {
    const read = readText('> @carol see #9\n\n@Bob-B see #12, mail a@b.c and &#39;');
    expect(read.mentions).toEqual(['bob-b']);
    expect(read.references).toEqual([12]);
  });
});

describe('sentencesOf', () => {
  it('splits at stops and line ends and drops list marks', () => {
    expect(sentencesOf('One. Two?\n- three\n2. four')).toEqual(['One.', 'Two?', 'three', 'four']);
  });
});

describe('quotationOf', () => {
  it('prefers the weightiest sentence, with its neighbours while they fit', () => {
    const read = readText(`${'Filler words stand here. '.repeat(20)}\nThe weighty one.`);
    const quote = quotationOf(read, (sentence) => (sentence.includes('weighty') ? 1 : 0));
    expect(quote).toContain('The weighty one.');
  });

  it('cuts a long sentence at a word', () => {
    const quote = quotationOf(readText('word '.repeat(200)), plain) ?? '';
    expect(quote.length).toBeLessThanOrEqual(280);
    expect(quote.endsWith('word…')).toBe(true);
  });

  it('is null without own words', () => {
    expect(quotationOf(readText('> only quoted\n\n```\ncode\n```\n👍'), plain)).toBeNull();
  });

  it('never holds quoted text or blocks of code, is never too long, and never throws', () => {
    const line = fc.oneof(
      fc.constant('> QUOTED words'),
      fc.constant('```'),
      fc.constant('Own words, said plainly.'),
      fc.constant(''),
      fc.string({ maxLength: 400 }).map((text) => text.replaceAll(/[`~\n\r]/g, ' ').replaceAll('QUOTED', '')),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const quote = quotationOf(readText(lines.join('\n')), (sentence) => sentence.length % 7);
        expect(quote?.length ?? 0).toBeLessThanOrEqual(280);
        expect(quote ?? '').not.toContain('QUOTED');
      }),
    );
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void quotationOf(readText(text), plain)));
  });

  it('cuts no character in two', () => {
    const quote = quotationOf(readText(`a${'😀'.repeat(300)}`), plain) ?? '';
    expect(quote.isWellFormed()).toBe(true);
  });
});
