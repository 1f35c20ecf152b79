/** The monthly issue as text: golden reports, GitHub's limits, promises on mentions and backlinks, and the fixed point of publishing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/domain/evidence.ts';
import { decisionsFrom } from '../../src/reports/decisions.ts';
import { type MonthInput, monthView } from '../../src/reports/month-view.ts';
import { readMonth } from '../../src/reports/read-month.ts';
import { type RenderedMonth, renderMonth } from '../../src/reports/render-month.ts';
import { evidenceOf, inputOf } from './evidence-of.ts';
import { readAsGitHub, withoutNotes } from './github-reading.ts';
import { goldenMonths } from './golden-months.ts';
import { hostileText, hostileTexts } from './hostile-texts.ts';
import { readingOf, times } from './reading/a-work.ts';

const limit = 65_536;
const readingInput = readingOf({ work: times(12) });
const render = (change: Partial<MonthInput>): RenderedMonth => renderMonth(monthView(inputOf(change)));
const whole = ({ body, comments }: RenderedMonth): string => [body, ...comments].join('\n\n');
const itemLines = (text: string): readonly string[] => text.split('\n').filter((line) => / <!-- e:[0-9a-f]{16} -->$/.test(line));
const bytes = (text: string): number => new TextEncoder().encode(text).length;

describe('golden reports', () => {
  it.each(goldenMonths)('$name', async ({ name, input }) => {
    const { title, body, comments } = renderMonth(monthView(input));
    const pages = [`${title}\n\n${body}`, ...comments].join('\n\n=== comment ===\n\n');
    await expect(`${pages}\n`).toMatchFileSnapshot(`../golden/reports/${name}.md`);
  });

  it.each(goldenMonths)('$name: no trace, every item one task line, and publishing it again changes nothing', ({ input }) => {
    const rendered = renderMonth(monthView(input));
    const reading = readAsGitHub(withoutNotes(whole(rendered)));
    expect(reading.traces).toEqual([]);
    expect(reading.taskItems).toHaveLength(itemLines(whole(rendered)).length);
    const read = readMonth(rendered.body);
    const { decisions, notes } = decisionsFrom({
      versions: [{ editor: null, body: rendered.body }],
      rendered: rendered.body,
      engineerId: input.person.id,
    });
    expect(decisions.size).toBe(0);
    expect(read.marker).toEqual({ personId: input.person.id, month: input.month });
    expect(renderMonth(monthView({ ...input, notes }))).toEqual(rendered);
  });
});

describe('renderMonth', () => {
  it('writes an item as the contract says', () => {
    const evidence = evidenceOf({ key: '00000000000000aa', title: 'Use *one* cache', quote: 'Why a second one?' });
    expect(
      render({ evidence: [evidence] })
        .body.split('\n')
        .slice(6, 8),
    ).toEqual([
      '- [x] **1.** [Use \\*one\\* cache](https://redirect.github.com/acme/billing/pull/12#pullrequestreview-9001) · billing · 12 Oct · ' +
        'Asked for changes, with reasons, in a repository outside their home. · ' +
        '[what counts](https://redirect.github.com/staff-signals/staff-signals/blob/main/config/rubric.md#cross-repo-review) <!-- e:00000000000000aa -->',
      '  > Why a second one?',
    ]);
  });

  it('puts addresses into code where links would leave a trace', () => {
    const address = 'https://git.acme.example/acme/billing/pull/12';
    const evidence = [evidenceOf({ links: [address], quote: `see ${address}` })];
    const [line = ''] = itemLines(render({ evidence, webUrl: 'https://git.acme.example', rubricUrl: address }).body);
    expect(line).toContain(
      `**1.** Retry failed charges · billing · 12 Oct · Asked for changes, with reasons, in a repository outside their home. · \`${address}\` `,
    );
    expect(readAsGitHub(render({ evidence, webUrl: 'https://git.acme.example', rubricUrl: address }).body).linkUrls).toEqual([]);
  });

  it('links every item to its section of the rubric, quietly, wherever the rubric is', () => {
    const evidence = [evidenceOf({ signal: 'mentoring' }), evidenceOf({ signal: 'rfc-authorship' })];
    const rules = (rubricUrl: string) =>
      itemLines(render({ evidence, rubricUrl }).body).map((line) => /\[what counts\]\(([^)]*)\)/.exec(line)?.[1]);
    expect(rules('https://log.acme.example/rubric')).toEqual([
      'https://log.acme.example/rubric#mentoring',
      'https://log.acme.example/rubric#rfc-authorship',
    ]);
    expect(rules('https://github.com/acme/tool/blob/main/rubric.md')[0]).toBe(
      'https://redirect.github.com/acme/tool/blob/main/rubric.md#mentoring',
    );
  });

  it.each([
    [0, false],
    [2, false],
    [3, true],
  ])('with %i items in twelve months, a chart: %s', (count, hasChart) => {
    const evidence = Array.from({ length: count }, () => evidenceOf({ month: '2026-05' }));
    expect(render({ evidence }).body.includes('xychart')).toBe(hasChart);
  });

  it('asks the questions of the month', () => {
    const view = monthView(inputOf({ evidence: [evidenceOf()] }));
    expect(view.questions).toHaveLength(3);
    for (const question of view.questions) expect(renderMonth(view).body).toContain(`- ${question}`);
  });

  it.each([
    [{ kind: 'people', ids: [41, 1, 2, 3] }, 'You and the three owners of acme can read it.'],
    [{ kind: 'people', ids: [41, 1] }, 'You and one owner of acme can read it.'],
    [{ kind: 'people', ids: [41] }, 'Only you can read it.'],
    [{ kind: 'people', ids: [41, 1, 50] }, 'You and two other people with access to acme/brag-log can read it.'],
    [{ kind: 'everyone' }, 'Everyone can read it, since acme/brag-log is public.'],
    [{ kind: 'enterprise', outsiderIds: [] }, 'Everyone in your enterprise can read it, since acme/brag-log is internal.'],
    [{ kind: 'unknown' }, 'Everyone with access to acme/brag-log can read it.'],
  ] as const)('says in the footer who can read it: %j', (readers, sentence) => {
    expect(render({ destination: { fullName: 'acme/brag-log', readers } }).body).toContain(sentence);
  });

  it('gives the same bytes for the same evidence in any order', () => {
    const evidence = Array.from({ length: 6 }, (_, index) =>
      evidenceOf({ pillar: index % 2 === 0 ? 'technical-direction' : 'multiplying-others' }),
    );
    fc.assert(
      fc.property(fc.shuffledSubarray(evidence, { minLength: 6 }), (shuffled) => {
        expect(render({ evidence: shuffled })).toEqual(render({ evidence }));
      }),
      { numRuns: 20 },
    );
  });
});

describe('a report that is longer than an issue', () => {
  const many = (count: number): readonly Evidence[] =>
    Array.from({ length: count }, (_, index) =>
      evidenceOf({ pillar: index % 2 === 0 ? 'technical-direction' : 'cross-team-impact', quote: 'q'.repeat(280) }),
    );

  it('goes on in comments: all within the limit, every item once, numbers in order, breaks between items', () => {
    const evidence = many(400);
    const rendered = render({ evidence });
    expect(rendered.comments.length).toBeGreaterThan(1);
    for (const text of [rendered.body, ...rendered.comments]) expect(bytes(text)).toBeLessThanOrEqual(limit);
    const pages = [rendered.body, ...rendered.comments].map((text) => readMonth(text));
    expect(pages.flatMap(({ numbers }) => [...numbers.keys()])).toEqual(Array.from({ length: 400 }, (_, index) => index + 1));
    expect(new Set(pages.flatMap(({ boxes }) => [...boxes.keys()]))).toEqual(new Set(evidence.map(({ key }) => key)));
    const last = pages[0]?.boxes.size ?? 0;
    expect(rendered.body).toContain(`This report is longer than an issue can be. Items ${last + 1} to 400 follow in comments below.`);
    expect(rendered.comments[0]).toContain('(continued)');
    expect(readAsGitHub(whole(rendered)).taskItems).toHaveLength(400);
  });

  it('keeps the notes in the body even if nothing else fits, and says so', () => {
    for (const [length, hasRoomForNote] of [
      [40_000, true],
      [64_000, true],
      [65_300, false],
    ] as const) {
      const notes = 'n'.repeat(length);
      const rendered = render({ evidence: many(5), notes });
      expect(bytes(rendered.body)).toBeLessThanOrEqual(limit + (hasRoomForNote ? 0 : 200));
      expect(readMonth(rendered.body).notes).toBe(notes);
      expect(readMonth(rendered.body).marker).toEqual({ personId: 41, month: '2026-10' });
      expect([rendered.body, ...rendered.comments].flatMap((text) => readMonth(text).items)).toHaveLength(5);
      expect(whole(rendered)).toContain('/brag stop');
    }
  });

  it('shortens a giant item', () => {
    const giant = evidenceOf({
      title: 'é$@'.repeat(50_000),
      because: '😀<'.repeat(50_000),
      quote: '$'.repeat(50_000),
      links: Array.from({ length: 900 }, () => `https://github.com/${'%'.repeat(900)}`),
    });
    const rendered = render({ evidence: [giant] });
    expect(rendered.comments).toEqual([]);
    expect(bytes(rendered.body)).toBeLessThan(limit);
  });
});

describe('hostile texts', () => {
  const hostileEvidence = fc
    .record({
      title: hostileText,
      because: hostileText,
      quote: fc.option(hostileText),
      name: fc.constantFrom('acme/billing', 'other/deadbeef1', 'acme/a_b_'),
    })
    .map(({ name, ...texts }) => evidenceOf({ ...texts, repository: { id: 7, fullName: name } }));

  it('mention, link and close nothing, and change no item', () => {
    fc.assert(
      fc.property(
        fc.array(hostileEvidence, { minLength: 1, maxLength: 4 }),
        hostileText,
        fc.constantFrom('https://github.com', 'https://git.acme.example'),
        (evidence, notes, webUrl) => {
          const credits = evidence.map((one) => ({ ...one, signal: 'peer-recognition', speakerIds: [51] }));
          const rendered = render({ evidence: credits, notes, webUrl, audience: 'personal', reading: readingInput });
          expect(rendered.body).toContain('Who could speak for you');
          const outside = withoutNotes(rendered.body);
          const reading = readAsGitHub(outside);
          expect(reading.traces).toEqual([]);
          expect(reading.taskItems.map(({ checked }) => checked)).toEqual(evidence.map(() => true));
          expect(itemLines(outside)).toHaveLength(evidence.length);
          for (const line of itemLines(outside)) expect(line).toMatch(/^- \[x\] \*\*\d+\.\*\* /);
          expect(
            reading.html.filter(
              (html) => !/^(?:<\/?span>|<!-- (?:e:[0-9a-f]{16}|notes|\/notes|staff-signals:report \{.*\}) -->)$/.test(html.trim()),
            ),
          ).toEqual([]);
          for (const kind of ['image', 'footnoteReference', 'definition', 'footnoteDefinition', 'delete'])
            expect(reading.kinds).not.toContain(kind);
        },
      ),
      { numRuns: 150 },
    );
  });

  it.each(hostileTexts.map((text) => ({ name: text.slice(0, 60), text })))('title and quote $name', ({ text }) => {
    const rendered = render({ evidence: [evidenceOf({ title: text, because: text, quote: text })] });
    const reading = readAsGitHub(rendered.body);
    expect(reading.traces).toEqual([]);
    expect(reading.taskItems).toHaveLength(1);
    expect(readMonth(rendered.body).items).toHaveLength(1);
    expect(readMonth(rendered.body).notes).toBe('');
  });
});

describe('publishing', () => {
  it('is a fixed point: rendering what was read back gives the same text', () => {
    const texts = fc.record({
      title: hostileText,
      quote: fc.option(hostileText),
      strength: fc.constantFrom('confirmed', 'candidate'),
      decision: fc.constantFrom('none', 'kept', 'dismissed'),
    });
    const evidenceLists = fc.array(texts, { maxLength: 5 }).map((list) => list.map((change) => evidenceOf(change)));
    fc.assert(
      fc.property(
        evidenceLists,
        fc.oneof(hostileText, fc.string({ unit: 'binary' })),
        fc.constantFrom('shared', 'personal'),
        (evidence, notes, audience) => {
          const first = render({ evidence, notes, audience, reading: readingInput });
          const heard = decisionsFrom({ versions: [{ editor: null, body: first.body }], rendered: first.body, engineerId: 41 });
          const decided = evidence.map((item) => ({ ...item, decision: heard.decisions.get(item.key) ?? item.decision }));
          expect(heard.notes).toBe(notes);
          expect(render({ evidence: decided, notes: heard.notes, audience, reading: readingInput })).toEqual(first);
        },
      ),
      { numRuns: 100 },
    );
  });
});
