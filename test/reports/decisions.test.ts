/** Who decided what: only the engineer's changes from the last rendered state count, whoever edited in between. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/domain/evidence.ts';
import { decisionsFrom } from '../../src/reports/decisions.ts';
import { monthView } from '../../src/reports/month-view.ts';
import { readMonth } from '../../src/reports/read-month.ts';
import { renderMonth } from '../../src/reports/render-month.ts';
import { evidenceOf, inputOf } from './evidence-of.ts';

const app = { id: 900, login: 'staff-signals[bot]' };
const engineer = { id: 41, login: 'maya' };
const colleague = { id: 50, login: 'li' };
const engineerId = engineer.id;

const confirmed = evidenceOf({ key: '00000000000000a1' });
const candidate = evidenceOf({ key: '00000000000000b2', strength: 'candidate' });
const keptCandidate = evidenceOf({ key: '00000000000000c3', strength: 'candidate', decision: 'kept' });
const keptConfirmed = evidenceOf({ key: '00000000000000d4', decision: 'kept' });
const everything = [confirmed, candidate, keptCandidate, keptConfirmed];

const render = (evidence: readonly Evidence[], notes = ''): string =>
  renderMonth(monthView(inputOf({ audience: 'personal', evidence, notes }))).body;
const tick = (body: string, key: string, box: 'x' | ' '): string =>
  body.replace(new RegExp(`^- \\[[ x]\\](.*e:${key} -->)$`, 'm'), `- [${box}]$1`);
const write = (body: string, notes: string): string =>
  body.replace(/(<!-- notes -->\n)[\s\S]*(\n<!-- \/notes -->)/, (_, open: string, close: string) => `${open}${notes}${close}`);

const rendered = render(everything, 'old');

/** Every edit is made to the body as the one before left it. */
function edited(
  ...edits: readonly (readonly [typeof app, (body: string) => string])[]
): readonly { readonly editor: typeof app | null; readonly body: string }[] {
  const versions: { readonly editor: typeof app | null; readonly body: string }[] = [{ editor: app, body: rendered }];
  for (const [editor, edit] of edits) versions.push({ editor, body: edit(versions.at(-1)?.body ?? rendered) });
  return versions;
}

const heard = (versions: Parameters<typeof decisionsFrom>[0]['versions']): readonly [Record<string, string>, string] => {
  const { decisions, notes } = decisionsFrom({ versions, rendered, engineerId });
  return [Object.fromEntries(decisions), notes];
};

describe('decisionsFrom', () => {
  it('hears nothing where nothing was edited', () => {
    expect(heard([])).toEqual([{}, 'old']);
    expect(heard(edited())).toEqual([{}, 'old']);
    expect(heard(edited([engineer, (body) => body.replaceAll('\n', '\r\n')]))).toEqual([{}, 'old']);
  });

  it.each([
    ['a confirmed item unticked is dismissed', confirmed.key, ' ', 'dismissed'],
    ['a candidate ticked is kept', candidate.key, 'x', 'kept'],
    ['a kept candidate unticked is undecided again', keptCandidate.key, ' ', 'none'],
    ['a kept confirmed item unticked is dismissed', keptConfirmed.key, ' ', 'dismissed'],
  ] as const)('%s', (_, key, box, decision) => {
    expect(heard(edited([engineer, (body) => tick(body, key, box)]))).toEqual([{ [key]: decision }, 'old']);
  });

  it('lets a later command outweigh a box, and a later box a command', () => {
    const commandedAt = new Map([
      [confirmed.key, '2026-11-01T10:00:00Z'],
      [keptConfirmed.key, '2026-11-01T08:00:00Z'],
    ]);
    const both = tick(tick(rendered, confirmed.key, ' '), keptConfirmed.key, ' ');
    const versions = [
      { editor: app, body: rendered, at: '2026-11-01T00:00:00Z' },
      { editor: engineer, body: both, at: '2026-11-01T09:00:00Z' },
    ];
    const { decisions, decidedAt } = decisionsFrom({ versions, rendered, engineerId, commandedAt });
    expect(decisions).toEqual(new Map([[keptConfirmed.key, 'dismissed']]));
    expect(decidedAt).toEqual(new Map([[keptConfirmed.key, '2026-11-01T09:00:00Z']]));
  });

  it('takes a change back when the engineer does, to what the item was rendered from', () => {
    const versions = everything.flatMap(({ key }) => {
      const was = readMonth(rendered).boxes.get(key) === true ? 'x' : ' ';
      const other = was === 'x' ? ' ' : 'x';
      return [[engineer, (body: string) => tick(body, key, other)] as const, [engineer, (body: string) => tick(body, key, was)] as const];
    });
    const [decisions] = heard([...edited(...versions), { editor: engineer, body: write(rendered, 'new') }]);
    expect(decisions).toEqual({
      [confirmed.key]: 'none',
      [candidate.key]: 'none',
      [keptCandidate.key]: 'kept',
      [keptConfirmed.key]: 'kept',
    });
  });

  it('does not hear others, alone or under an edit of the engineer', () => {
    const versions = edited(
      [colleague, (body) => tick(write(body, 'spam'), confirmed.key, ' ')],
      [engineer, (body) => tick(body, candidate.key, 'x')],
    );
    expect(heard(versions)).toEqual([{ [candidate.key]: 'kept' }, 'old']);
  });

  it('keeps what the engineer decided and wrote when others change it back', () => {
    const versions = edited([engineer, (body) => tick(write(body, 'new'), confirmed.key, ' ')], [colleague, () => rendered]);
    expect(heard(versions)).toEqual([{ [confirmed.key]: 'dismissed' }, 'new']);
  });

  it('does not lose an edit that the App wrote over', () => {
    const later = render([...everything, evidenceOf()], 'old');
    const versions = edited(
      [engineer, (body) => tick(write(body, 'new'), confirmed.key, ' ')],
      [app, () => later],
      [engineer, (body) => tick(body, candidate.key, 'x')],
    );
    expect(heard(versions)).toEqual([{ [confirmed.key]: 'dismissed', [candidate.key]: 'kept' }, 'new']);
  });

  it('does not lose an edit that the App wrote over while it put somebody else’s edit right', () => {
    const versions = edited(
      [colleague, (body) => write(body, 'spam')],
      [engineer, (body) => tick(body, confirmed.key, ' ')],
      [app, () => rendered],
    );
    expect(heard(versions)).toEqual([{ [confirmed.key]: 'dismissed' }, 'old']);
  });

  it('does not hear again what was taken back since by other means', () => {
    const versions = edited([engineer, (body) => tick(body, confirmed.key, ' ')], [app, () => render([candidate])], [app, () => rendered]);
    expect(heard(versions)).toEqual([{}, 'old']);
  });

  it('starts from the last rendering, not from older edits', () => {
    const before = [
      { editor: app, body: render([candidate, confirmed]) },
      { editor: engineer, body: tick(render([candidate, confirmed]), confirmed.key, ' ') },
    ];
    expect(heard([...before, { editor: app, body: rendered }])).toEqual([{}, 'old']);
  });

  it('finds its rendering when the App’s account is unknown, and replays all when the rendering is in no version', () => {
    const anonymous = edited([engineer, (body) => tick(body, confirmed.key, ' ')]).map((version) =>
      version.editor === app ? { ...version, editor: null } : version,
    );
    expect(heard(anonymous)).toEqual([{ [confirmed.key]: 'dismissed' }, 'old']);
    expect(heard(anonymous.slice(1))).toEqual([{ [confirmed.key]: 'dismissed' }, 'old']);
  });

  it('ignores removed and invented lines, and keeps the notes when their section is gone', () => {
    const invented = '- [x] **9.** mine <!-- e:ffffffffffffffff -->';
    expect(heard(edited([engineer, () => `${rendered.split('\n')[0]}\n\n${invented}`]))).toEqual([{}, 'old']);
  });

  it('agrees with a plain account of who did what, for any sequence of edits', () => {
    type Act = {
      readonly by: 'engineer' | 'colleague' | 'app';
      readonly key: string | null;
      readonly box: 'x' | ' ';
      readonly notes: string | null;
      readonly isWindows: boolean;
    };
    const act: fc.Arbitrary<Act> = fc.record({
      by: fc.constantFrom('engineer', 'colleague', 'app'),
      key: fc.constantFrom(...everything.map(({ key }) => key), null),
      box: fc.constantFrom('x', ' '),
      notes: fc.constantFrom(null, null, 'one', 'two'),
      isWindows: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 8 }), (acts) => {
        const boxes = new Map(readMonth(rendered).boxes);
        const mine = new Map<string, boolean>();
        let [notes, shownNotes] = ['old', 'old'];
        const versions = acts.reduce<{ editor: typeof app; body: string }[]>(
          (made, { by, key, box, notes: text, isWindows }) => {
            const isMine = by === 'engineer';
            if (key !== null && isMine && boxes.get(key) !== (box === 'x')) mine.set(key, box === 'x');
            if (key !== null) boxes.set(key, box === 'x');
            if (text !== null && isMine && text !== shownNotes) notes = text;
            if (text !== null) shownNotes = text;
            const last = (made.at(-1)?.body ?? rendered).replaceAll('\r\n', '\n');
            const ticked = key === null ? last : tick(last, key, box);
            const body = text === null ? ticked : write(ticked, text);
            return [...made, { editor: { engineer, colleague, app }[by], body: isWindows ? body.replaceAll('\n', '\r\n') : body }];
          },
          [{ editor: app, body: rendered }],
        );
        // The App never writes its old text by chance after edits; that it starts anew there is tested above.
        fc.pre(!versions.slice(1).some(({ editor, body }) => editor === app && body.replaceAll('\r\n', '\n') === rendered));
        const result = decisionsFrom({ versions, rendered, engineerId });
        const expected = new Map([...mine].map(([key, isTicked]) => [key, expectedDecision(key, isTicked)]));
        expect(Object.fromEntries(result.decisions)).toEqual(Object.fromEntries(expected));
        expect(result.notes).toBe(notes);
      }),
      { numRuns: 300 },
    );
  });
});

function expectedDecision(key: string, isTicked: boolean): string {
  if (key === candidate.key) return isTicked ? 'kept' : 'none';
  if (key === keptCandidate.key) return isTicked ? 'kept' : 'none';
  if (key === keptConfirmed.key) return isTicked ? 'kept' : 'dismissed';
  return isTicked ? 'none' : 'dismissed';
}
