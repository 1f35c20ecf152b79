/** Tests what a sentence of a review is taken for. */
import { describe, expect, it } from 'vitest';
import { isEngaging, processCuesFor, readSentence } from '../../../src/signals/substance/sentence.ts';

const read = (text: string, title = 'Batch the writes', place: 'conversation' | 'inline' = 'conversation') =>
  readSentence(text, place, processCuesFor(title));

describe('readSentence', () => {
  it.each([
    ['handling', 'Could you rebase this on main?'],
    ['process', 'The licence has to be one of our list.'],
    ['process', "I'm waiting for an approval from the maintainers."],
    ['nit', 'There is a trailing space here.'],
    ['courtesy', 'Thanks for the quick answer!'],
    ['courtesy', 'Thanks @ada for the careful and very thorough work on this series.'],
    ['courtesy', 'Great work on the table of the currencies, really.'],
    ['courtesy', 'Yes, sure, that looks good to me.'],
    ['short', 'LGTM'],
    ['short', 'utACK 0123456789abcdef'],
    ['checked', 'Tested it with two clients on the staging cluster, and both reconnect.'],
    ['style', 'It would be more readable in the other order of arguments.'],
    ['craft', 'The second query reads the table before the lock is taken.'],
    ['plain', 'People will press that twice whenever the page is slow to load.'],
  ] as const)('takes for %s: %s', (sort, text) => {
    expect(read(text).sort).toBe(sort);
  });

  it('takes for content what the title is about', () => {
    const text = 'The licence has to allow copying the examples without naming their source.';
    expect(isEngaging(read(text))).toBe(false);
    expect(isEngaging(read(text, 'Change the licence of the examples'))).toBe(true);
  });

  it('hears the matter after a verdict, and a few words in the margin', () => {
    expect(read('ACK 0123456789, the lock is released on every path now')).toMatchObject({ sort: 'craft', words: 8 });
    expect(isEngaging(read('Leaks the handle.', 'Batch the writes', 'inline'))).toBe(true);
    expect(isEngaging(read('Remove this one.', 'Batch the writes', 'inline'))).toBe(false);
    expect(isEngaging(read('Leaks it.'))).toBe(false);
  });

  it('counts neither names nor commits, and code as a word', () => {
    expect(read('@ada ¤ returns the wrong ¤ after 0123456789abcdef is applied').words).toBe(8);
  });
});
