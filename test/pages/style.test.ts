/** The stylesheet: its sections stand for themselves, and it fetches nothing. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const style = readFileSync(new URL('../../src/pages/style.css', import.meta.url), 'utf8');
const sections = style.split(/\/\* -{10,} /).map((text): readonly [string, string] => [text.slice(0, text.indexOf('*/')).trim(), text]);

it.each(sections.slice(1))('closes in "%s" every block that it opens', (_, text) => {
  expect(text.split('{').length).toBe(text.split('}').length);
});

it('fetches nothing', () => {
  expect(style).not.toMatch(/@import|url\(/);
});
