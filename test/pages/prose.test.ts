/** What engineers write in Markdown, as HTML. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { proseHtml } from '../../src/pages/prose.ts';
import { hostileText } from '../reports/hostile-texts.ts';

it.each([
  ['<script>alert(1)</script>', '&lt;script&gt;'],
  ['a <b onclick="x">bold</b>', '&lt;b onclick='],
  ['[here](javascript:alert(1))', '<a>here</a>'],
  ['![a picture](https://elsewhere.example/x.png)', 'href="https://elsewhere.example/x.png">a picture</a>'],
  ['# Mine', '<h3>Mine</h3>'],
  ['###### Deep', '<h6>Deep</h6>'],
  ['- [ ] open', '[ ] open'],
  ['said[^1]', 'said[^1]'],
])('%s becomes %s', (markdown, expected) => {
  expect(proseHtml(markdown, 3)?.markup).toContain(expected);
});

it('is nothing when nothing was written', () => {
  expect(proseHtml(' \n', 3)).toBeNull();
});

it('runs nothing and asks nobody, whatever is written', () => {
  fc.assert(
    fc.property(hostileText, fc.string(), (one, other) => {
      const { markup = '' } = proseHtml(`${one}\n\n${other} ![](https://x.example/${other})`, 3) ?? {};
      for (const [tag] of markup.matchAll(/<[a-z][^>]*>/gi))
        expect(tag).not.toMatch(/^<(?:img|script|style|iframe|link|svg|input)|\son\w+=|javascript:/i);
    }),
  );
});
