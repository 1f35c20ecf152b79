/** Reading an issue back: tolerant of what editors and people do to it, and never losing the engineer's text. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { monthView } from '../../src/reports/month-view.ts';
import { readMonth } from '../../src/reports/read-month.ts';
import { renderMonth } from '../../src/reports/render-month.ts';
import { evidenceOf, inputOf } from './evidence-of.ts';
import { hostileText } from './hostile-texts.ts';

const [a, b, c] = ['00000000000000a1', '00000000000000b2', '00000000000000c3'] as const;
const line = (box: string, number: number, key: string): string => `- [${box}] **${number}.** Title · 12 Oct · Because. <!-- e:${key} -->`;
const marker = '<!-- staff-signals:report {"person":41,"month":"2026-10"} -->';
const bodyOf = (items: readonly string[], notes = 'mine'): string =>
  [marker, '', ...items, '', '<!-- notes -->', notes, '<!-- /notes -->', '', '---'].join('\n');

describe('readMonth', () => {
  it('reads marker, boxes, numbers and notes', () => {
    const read = readMonth(bodyOf([line('x', 1, a), '  > a quote', line(' ', 2, b)]));
    expect(read.marker).toEqual({ personId: 41, month: '2026-10' });
    expect([...read.boxes]).toEqual([
      [a, true],
      [b, false],
    ]);
    expect([...read.numbers]).toEqual([
      [1, a],
      [2, b],
    ]);
    expect(read.notes).toBe('mine');
  });

  it('reads what editors leave behind: line breaks, capitals, other bullets, spaces, moved lines', () => {
    const edited = [`* [X] **1.** T <!-- e:${a} -->   `, `  + [ ]  **2.** T <!--e:${b}-->`, `3. [x] no number <!-- e:${c} -->\t`];
    for (const body of [bodyOf(edited), bodyOf(edited).replaceAll('\n', '\r\n')]) {
      expect([...readMonth(body).boxes]).toEqual([
        [a, true],
        [b, false],
        [c, true],
      ]);
      expect([...readMonth(body).numbers.keys()]).toEqual([1, 2]);
    }
  });

  it('takes copies that agree for one, and leaves out copies that disagree', () => {
    const read = readMonth(bodyOf([line('x', 1, a), line('x', 1, a), line('x', 2, b), line(' ', 2, b), line('x', 2, b)]));
    expect([...read.boxes]).toEqual([[a, true]]);
  });

  it('does not take quotations, notes or escaped text for items', () => {
    const items = [
      `  > - [x] quoted <!-- e:${a} -->`,
      `text <!-- e:${a} -->`,
      `- [x] key too short <!-- e:a1 -->`,
      `- [x] \\<!-- e:${a} --> more`,
    ];
    expect([...readMonth(bodyOf(items, line('x', 1, b))).boxes]).toEqual([]);
  });

  it.each([
    ['none', 'no section at all', null],
    ['empty', '<!-- notes -->\n\n<!-- /notes -->', ''],
    ['empty, tight', '<!-- notes -->\n<!-- /notes -->', ''],
    ['on one line', '<!-- notes -->mine<!-- /notes -->', 'mine'],
    ['with blank lines', '<!-- notes -->\n\n mine \n\n<!-- /notes -->', '\n mine \n'],
    ['with Windows line breaks', '<!-- notes -->\r\na\r\nb\r\n<!-- /notes -->', 'a\r\nb'],
    [
      'holding both markers',
      '<!-- notes -->\na <!-- /notes --> b <!-- notes --> c\n<!-- /notes -->',
      'a <!-- /notes --> b <!-- notes --> c',
    ],
    ['twice', '<!-- notes -->\na\n<!-- /notes -->\nand\n<!-- notes -->\nb\n<!-- /notes -->', 'a\n<!-- /notes -->\nand\n<!-- notes -->\nb'],
    ['without an end', '<!-- notes -->\nmine\n\n---\n\nYou get this because reasons.', 'mine'],
    ['without an end or a footer', '<!-- notes -->\nmine', 'mine'],
    ['without a beginning', '## Your notes\n\nmine\n<!-- /notes -->', 'mine'],
    ['without a beginning or a heading', 'mine\n<!-- /notes -->', null],
    ['backwards', '<!-- /notes -->\n<!-- notes -->\nmine', 'mine'],
  ])('finds notes %s', (_, section, notes) => {
    expect(readMonth(`${marker}\n\n${section}`).notes).toBe(notes);
  });

  it('reads from a rendered report what was rendered, whatever the texts and the notes', () => {
    const notesText = fc.oneof(
      hostileText,
      fc.constantFrom('<!-- notes -->', '<!-- /notes -->', '\r', '\n', line('x', 1, a), '## Your notes\n'),
    );
    const notes = fc.array(notesText, { maxLength: 4 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(notes, hostileText, hostileText, fc.constantFrom('kept', 'none'), (written, title, quote, decision) => {
        const items = [evidenceOf({ title, quote }), evidenceOf({ title, decision, strength: 'candidate' })];
        const { body } = renderMonth(monthView(inputOf({ audience: 'personal', evidence: items, notes: written })));
        const read = readMonth(body);
        expect(read.marker).toEqual({ personId: 41, month: '2026-10' });
        expect(read.notes).toBe(written);
        expect(read.items.map(({ key, number, isTicked, keptFrom }) => [key, number, isTicked, keptFrom])).toEqual([
          [items[0]?.key, 1, true, null],
          [items[1]?.key, 2, decision === 'kept', decision === 'kept' ? 'candidate' : null],
        ]);
      }),
      { numRuns: 200 },
    );
  });
});
