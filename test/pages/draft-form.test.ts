/** The packet editor's form: what a filled-in one says, and where typed places and buttons put things. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrange, draftFields, moveValue, readDraftForm } from '../../src/pages/draft-form.ts';

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(16)) as [string, string, string, string];
const at = (key: string, place: number | string) => [draftFields.position(key), String(place)] as const;
const ticked = (key: string) => [draftFields.chosen, key] as const;

describe('places that were typed', () => {
  const rows = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,3}$/), { minLength: 1, maxLength: 12 });

  it('lose and double nothing, whatever is typed', () => {
    fc.assert(
      fc.property(rows, fc.array(fc.oneof(fc.integer({ min: -5, max: 2_000 }).map(String), fc.string())), (ids, typed) => {
        const order = arrange(ids.map((id, index) => ({ id, typed: typed[index] ?? String(index + 1) })));
        expect(order.toSorted()).toEqual(ids.toSorted());
      }),
    );
  });

  it('put the one thing that was moved exactly there, and leave the others in order', () => {
    fc.assert(
      fc.property(rows, fc.nat(), fc.nat(), (ids, from, to) => {
        const [index, place] = [from % ids.length, to % ids.length];
        const order = arrange(ids.map((id, each) => ({ id, typed: String(each === index ? place + 1 : each + 1) })));
        expect(order.indexOf(ids[index] ?? '')).toBe(place);
        expect(order.filter((id) => id !== ids[index])).toEqual(ids.filter((id) => id !== ids[index]));
      }),
    );
  });
});

describe('a form', () => {
  const fields = [
    ['version', '7'],
    ['title', ' My year '],
    ['from', '2026-01'],
    ['to', '2026-10'],
    ['summary', 'One\r\ntwo'],
    ['place:pull 1 of 7', '1'],
    ['prose:pull 1 of 7', 'Words'],
    ['part', 'pull 1 of 7'],
    ticked(a),
    at(a, 1),
    ticked(b),
    at(b, 2),
    at(c, 3),
    ['place:pull 2 of 7', '2'],
    ['part', 'pull 2 of 7'],
    ticked(d),
    at(d, 1),
  ] as const;

  it('says what was chosen, in which order, and every word', () => {
    expect(readDraftForm(fields)).toEqual({
      basedOn: 7,
      change: {
        title: 'My year',
        summary: 'One\ntwo',
        prose: { 'pull 1 of 7': 'Words' },
        offered: [a, b, c, d],
        chosen: [a, b, d],
        projects: ['pull 1 of 7', 'pull 2 of 7'],
      },
      months: { from: '2026-01', to: '2026-10' },
      isAutomatic: false,
      isForPreview: false,
      moved: null,
    });
  });

  it.each([
    [moveValue('item', 'down', a), [b, a, d]],
    [moveValue('item', 'up', a), [a, b, d]],
    [moveValue('item', 'up', d), [a, b, d]],
    [moveValue('item', 'up', 'f'.repeat(16)), [a, b, d]],
    ['item sideways', [a, b, d]],
  ])('with the button %s puts items as %j, within their part', (move, chosen) => {
    expect(readDraftForm([...fields, [draftFields.move, move]]).change.chosen).toEqual(chosen);
  });

  it('moves projects by a button, and by their places', () => {
    const byButton = readDraftForm([...fields, [draftFields.move, moveValue('project', 'down', 'pull 1 of 7')]]);
    expect(byButton.change.projects).toEqual(['pull 2 of 7', 'pull 1 of 7']);
    const typed = fields.map(([name, value]) => [name, name === 'place:pull 2 of 7' ? '1' : value] as const);
    expect(readDraftForm(typed).change.projects).toEqual(['pull 2 of 7', 'pull 1 of 7']);
  });

  it('of anybody’s making is read without a complaint', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.oneof(fc.string(), fc.constantFrom('version', 'at:x', 'in', 'part', 'move')), fc.string())),
        (any) => {
          const { basedOn, change } = readDraftForm(any);
          expect(Number.isInteger(basedOn)).toBe(true);
          expect(change.chosen.every((key) => change.offered.includes(key))).toBe(true);
        },
      ),
    );
  });
});
