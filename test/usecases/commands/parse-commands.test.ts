/** Reading commands: what people type, and what they type wrongly. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCommands } from '../../../src/usecases/commands/parse-commands.ts';

describe('parseCommands', () => {
  it.each([
    ['/brag keep 3', { verb: 'keep', number: 3 }],
    ['  /BRAG Dismiss #12, please', { verb: 'dismiss', number: 12 }],
    ['/brag why 2.', { verb: 'why', number: 2 }],
    ['/brag\tkeep\t3\nthank you', { verb: 'keep', number: 3 }],
    ['/brag note 4 Saved  three\nweeks', { verb: 'note', number: 4, text: 'Saved three weeks' }],
    ['/brag note 4: 30 % fewer pages', { verb: 'note', number: 4, text: '30 % fewer pages' }],
    ['/brag undo', { verb: 'undo' }],
    ['/brag pause.', { verb: 'pause' }],
    ['/brag rebuild', { verb: 'rebuild' }],
    ['/brag packet', { verb: 'packet', asked: '' }],
    ['/brag packet\nthank you', { verb: 'packet', asked: '' }],
    ['/brag Packet  18m ', { verb: 'packet', asked: '18m' }],
    ['/brag packet 2025-11 .. 2026-10', { verb: 'packet', asked: '2025-11 .. 2026-10' }],
    ['/brag packet 2026-10..2025-11', { verb: 'packet', asked: '2026-10..2025-11' }],
    ['/brag stop please', { verb: 'stop' }],
    ['/brag', { verb: 'help' }],
    ['/brag add Ran the forum', { verb: 'add', text: 'Ran the forum', link: null, day: null }],
    ['/brag add Ran it https://a.example/b 2026-10-01', { verb: 'add', text: 'Ran it', link: 'https://a.example/b', day: '2026-10-01' }],
    ['/brag add Ran it 2024-02-29 <https://a.example/b>', { verb: 'add', text: 'Ran it', link: 'https://a.example/b', day: '2024-02-29' }],
    ['/brag add See https://a.example for it', { verb: 'add', text: 'See https://a.example for it', link: null, day: null }],
    [
      '/brag add Two https://a.example https://b.example',
      { verb: 'add', text: 'Two https://a.example', link: 'https://b.example', day: null },
    ],
    ['/brag add javascript:alert(1)', { verb: 'add', text: 'javascript:alert(1)', link: null, day: null }],
  ])('reads %j', (text, command) => {
    expect(parseCommands(text)).toEqual([command]);
  });

  it.each([
    ['/brag keep', 'keep N'],
    ['/brag keep three', 'keep N'],
    ['/brag keep 3 4', 'keep N'],
    ['/brag dismiss 3, 4 and 5', 'dismiss N'],
    ['/brag keep 3rd', 'keep N'],
    ['/brag keep -1', 'keep N'],
    ['/brag keep 99999999999999999999', 'keep N'],
    ['/brag note 3', 'note N what became of it'],
    ['/brag note Saved weeks', 'note N what became of it'],
    ['/brag add', 'add what you did https://a.link 2026-01-31'],
    ['/brag add https://a.example 2026-10-01', 'add what you did https://a.link 2026-01-31'],
    ['/brag add Ran it 2026-02-30', 'add what you did https://a.link 2026-01-31'],
    ['/brag packet please', 'packet 18m` or `/brag packet 2025-11..2026-10'],
    ['/brag packet 12m 18m', 'packet 18m` or `/brag packet 2025-11..2026-10'],
    ['/brag rank everybody', null],
    ['/brag __proto__', null],
  ])('does not guess at %j', (text, usage) => {
    expect(parseCommands(text)).toEqual([{ verb: 'unclear', usage }]);
  });

  it('reads several in one comment, one to a line', () => {
    expect(parseCommands('/brag keep 1\n/brag note 2 first\nsecond\n  /brag undo\nI like /brag')).toEqual([
      { verb: 'keep', number: 1 },
      { verb: 'note', number: 2, text: 'first second' },
      { verb: 'undo' },
    ]);
    expect(parseCommands('/brag undo\n'.repeat(1_000))).toHaveLength(50);
  });

  it('hears no command in other words, and throws at nothing', () => {
    expect(parseCommands('bragging about /brag keep 1')).toEqual([]);
    expect(parseCommands('/bragging 1')).toEqual([]);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('keep', 'note 1', 'add', ''), (text, verb) => {
        for (const command of parseCommands(`/brag ${verb} ${text}`)) {
          if ('text' in command) expect(command.text.length).toBeLessThanOrEqual(1_000);
        }
      }),
    );
  });
});
