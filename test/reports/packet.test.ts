/** The packet: what it holds and where, as text and as JSON, and what it never says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import type { ListItem, Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Evidence } from '../../src/domain/evidence.ts';
import { isPacket } from '../../src/reports/packet-marker.ts';
import { packetDocument, packetDocumentSchema } from '../../src/reports/packet-json.ts';
import { packetSignals } from '../../src/reports/packet-signals.ts';
import { type PacketInput, type PacketItem, packetView } from '../../src/reports/packet-view.ts';
import { packetPages, renderPacket } from '../../src/reports/render-packet.ts';
import { signals } from '../../src/signals/registry.ts';
import { evidenceOf } from './evidence-of.ts';
import { readAsGitHub } from './github-reading.ts';
import { hostileText, hostileTexts } from './hostile-texts.ts';
import { fullYear, packetInputOf } from './packet-of.ts';

const itemsOf = (input: PacketInput): readonly PacketItem[] => {
  const { projects, sections } = packetView(input);
  return [...projects, ...sections].flatMap(({ items }) => items);
};

function descendants(node: Nodes): readonly Nodes[] {
  return 'children' in node ? [node, ...node.children.flatMap((child) => descendants(child))] : [node];
}

/** The numbered items of a packet's text, those for the engineer alone left out. */
function numberedItems(markdown: string): readonly ListItem[] {
  const nodes = descendants(fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }));
  return nodes.flatMap((node) => {
    const first = node.type === 'listItem' && node.children[0]?.type === 'paragraph' ? node.children[0].children[0] : undefined;
    return node.type === 'listItem' && first?.type === 'strong' && /^\d+\.$/.test(textIn(first)) ? [node] : [];
  });
}

function textIn(node: Nodes): string {
  return descendants(node)
    .map((one) => ('value' in one ? one.value : ''))
    .join('');
}

const spread = (count: number, told: (index: number) => Partial<Evidence>): readonly Evidence[] =>
  Array.from({ length: count }, (_, index) =>
    evidenceOf({
      key: index.toString(16).padStart(16, '0'),
      subject: { repositoryId: 7, kind: 'pull', number: index + 1 },
      at: '2026-05-05T08:00:00Z',
      month: '2026-05',
      ...told(index),
    }),
  );

const anyYear: fc.Arbitrary<PacketInput> = fc
  .array(
    fc.record({
      signal: fc.constantFrom(...packetSignals, 'unheard-of'),
      number: fc.integer({ min: 1, max: 12 }),
      strength: fc.constantFrom('confirmed' as const, 'candidate' as const),
      decision: fc.constantFrom('none' as const, 'kept' as const, 'dismissed' as const),
      isFound: fc.boolean(),
      text: hostileText,
      month: fc.integer({ min: 1, max: 10 }),
    }),
    { maxLength: 30 },
  )
  .map((told) =>
    packetInputOf({
      evidence: told.map(({ signal, number, strength, decision, isFound, text, month }, index) =>
        evidenceOf({
          key: index.toString(16).padStart(16, '0'),
          signal,
          strength,
          decision,
          isFound,
          title: text,
          because: text,
          quote: text,
          at: `2026-${String(month).padStart(2, '0')}-10T08:00:00Z`,
          subject: {
            repositoryId: 7,
            kind: 'pull',
            number,
          },
        }),
      ),
      itemNotes: new Map([['0000000000000000', told[0]?.text ?? '']]),
      entries: told.slice(0, 2).map(({ text }, index) => ({
        key: `ad${String(index).padStart(14, '0')}`,
        personId: 41,
        month: '2026-10',
        day: null,
        text,
        link: text,
        repositoryId: 8,
        addedAt: '2026-10-10T08:00:00Z',
        decision: 'none',
      })),
      references: new Map(told.map(({ number }) => [`pull ${number} of 7`, [{ repositoryId: 7, number: (number * 7) % 13 }]])),
    }),
  );

describe('a packet', () => {
  it('of a full year', async () => {
    await expect(renderPacket(packetView(fullYear))).toMatchFileSnapshot('../golden/reports/packet.md');
  });

  it('of a full year, as JSON that keeps to the published schema', async () => {
    const document = packetDocument(packetView(fullYear));
    expect(packetDocumentSchema.parse(document)).toEqual(document);
    const published = readFileSync(join(import.meta.dirname, '../../config/packet.schema.json'), 'utf8');
    const isPacketDocument = new Ajv({ strict: true, validateFormats: false }).compile(
      z.record(z.string(), z.unknown()).parse(JSON.parse(published)),
    );
    expect(isPacketDocument(document)).toBe(true);
    expect(isPacketDocument({ ...document, score: 1 })).toBe(false);
    await expect(`${JSON.stringify(document, null, 2)}\n`).toMatchFileSnapshot('../golden/reports/packet.json');
  });

  it('holds kept and confirmed items of the period, and nothing else', () => {
    const titles = itemsOf(fullYear).map(({ title }) => title);
    expect(titles).toHaveLength(10);
    for (const title of ['Undecided', 'Dismissed', 'Gone', 'Too old', 'A secret plan']) expect(titles).not.toContain(title);
    expect(packetView(fullYear)).toMatchObject({ restrictedCount: 1, entries: [{ day: '2026-09-14' }, { day: null }] });
  });

  it('groups what belongs together into a project, by references and by subject', () => {
    expect(packetView(fullYear).projects.map(({ title, ties, items }) => ({ title, ties, items: items.length }))).toEqual([
      { title: 'RFC 14: one way to cache across services', ties: ['reference'], items: 4 },
    ]);
    const alone = packetView({ ...fullYear, references: new Map() });
    expect(alone.projects.map(({ ties, items }) => ({ ties, items: items.length }))).toEqual([{ ties: ['subject'], items: 2 }]);
  });

  it('names a project after what its work gathers round', () => {
    const [pointing, other] = spread(2, (index) => ({ signal: 'duplicate-effort-found', title: `Their own cache ${index}` }));
    const redirect = evidenceOf({
      signal: 'design-review-redirect',
      title: 'One cache',
      subject: { repositoryId: 7, kind: 'pull', number: 30 },
    });
    if (pointing === undefined || other === undefined) throw new Error('There are two.');
    const references = new Map([pointing, other].map(({ subject }) => [`pull ${subject.number} of 7`, [{ repositoryId: 7, number: 30 }]]));
    expect(packetView(packetInputOf({ evidence: [pointing, other, redirect], references })).projects).toMatchObject([
      { title: 'One cache' },
    ]);
  });

  it('ties what refers to the same third subject, but not by a list that everything refers to', () => {
    const redirects = (count: number): PacketInput => {
      const evidence = spread(count, () => ({ signal: 'design-review-redirect', pillar: 'technical-direction' }));
      const references = new Map(evidence.map(({ subject }) => [`pull ${subject.number} of 7`, [{ repositoryId: 7, number: 900 }]]));
      return packetInputOf({ evidence, references });
    };
    expect(packetView(redirects(4)).projects).toMatchObject([{ ties: ['third-subject'], items: [{}, {}, {}, {}] }]);
    expect(packetView(redirects(9)).projects).toEqual([]);
  });

  it('speaks of the engineer, and gives no advice where others read', () => {
    const because = itemsOf(fullYear).map((item) => item.because);
    expect(because.join(' ')).toContain('cross-team: their home is platform');
    expect(because.join(' ')).toContain('Credited by li, in answer to their remark,');
    expect(because.join(' ')).toContain('Credited by noor, by name, for what they found.');
    expect(because.join(' ')).not.toMatch(/staff-level version|for you to say/);
  });

  it('names whom it guided only where they may be named', () => {
    expect(renderPacket(packetView(fullYear))).toContain('The work was of li and somebody.');
  });

  it('knows every signal that there is', () => {
    expect(signals.map(({ id }) => id).filter((id) => !packetSignals.includes(id))).toEqual([]);
  });

  it('says of an empty period that it is empty', () => {
    const view = packetView(packetInputOf({ ...fullYear, period: { from: '2020-01-01', to: '2020-12-31' } }));
    expect(renderPacket(view)).toContain('Nothing that could go into a packet is held for January 2020 to December 2020.');
    expect(packetDocumentSchema.safeParse(packetDocument(view)).success).toBe(true);
  });

  it('of ten years draws years, and of one month a month', () => {
    const evidence = spread(4, (index) => ({ at: `${2018 + index * 2}-05-05T08:00:00Z`, month: `${2018 + index * 2}-05` }));
    const years = renderPacket(packetView(packetInputOf({ evidence, period: { from: '2016-11-01', to: '2026-10-31' } })));
    expect(years).toContain('x-axis ["2016", "2017", "2018",');
    expect(years).toContain('4 items in 4 of 120 months.');
    const month = spread(3, () => ({}));
    expect(renderPacket(packetView(packetInputOf({ evidence: month, period: { from: '2026-05-01', to: '2026-05-31' } })))).toContain(
      'x-axis ["May 26"]',
    );
  });

  it('of 500 items is whole, opens with the strongest, and breaks into pages that GitHub takes', () => {
    const signal = (index: number): string => packetSignals[index % packetSignals.length] ?? '';
    const evidence = spread(500, (index) => ({
      signal: signal(index),
      quote: 'Please keep the old field until nobody reads it. '.repeat(6),
    }));
    const view = packetView(packetInputOf({ evidence }));
    const pages = packetPages(view);
    expect(pages.length).toBeGreaterThan(2);
    expect(Math.max(...pages.map((page) => new TextEncoder().encode(page).length))).toBeLessThanOrEqual(65_000);
    expect(pages.map(isPacket)).toEqual(pages.map((_, index) => index === 0));
    for (const page of [...pages, renderPacket(view)]) {
      expect(page.split('<details>').length).toBe(page.split('</details>').length);
      expect(readAsGitHub(page).traces).toEqual([]);
    }
    const numbers = pages.flatMap(numberedItems).map((item) => Number.parseInt(textIn(item), 10));
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 500 }, (_, index) => index + 1));
    const folded = renderPacket(view).replaceAll(/<details>[\s\S]*?<\/details>/g, '');
    expect(numberedItems(folded).length).toBeLessThan(45);
  });
});

describe('any packet', () => {
  it('shows every item once, numbered through, each with a link; whatever order they come in', () => {
    fc.assert(
      fc.property(anyYear, (input) => {
        const items = itemsOf(input);
        const counting = input.evidence.filter(
          ({ decision, strength, isFound }) => decision === 'kept' || (decision === 'none' && strength === 'confirmed' && isFound),
        );
        expect(items.map(({ key }) => key).toSorted()).toEqual(counting.map(({ key }) => key).toSorted());
        const view = packetView(input);
        expect([...items, ...view.entries].map(({ number }) => number)).toEqual(
          Array.from({ length: items.length + view.entries.length }, (_, index) => index + 1),
        );
        expect(packetView({ ...input, evidence: input.evidence.toReversed() })).toEqual(view);
        expect(packetDocumentSchema.safeParse(packetDocument(view)).success).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('leaves no trace and makes no claim without a link or the word that it is the engineer’s own', () => {
    fc.assert(
      fc.property(anyYear, (input) => {
        const view = packetView(input);
        const text = renderPacket(view);
        expect(readAsGitHub(text).traces).toEqual([]);
        const entries = new Set(view.entries.map(({ number }) => number));
        for (const item of numberedItems(text)) {
          if (entries.has(Number.parseInt(textIn(item), 10))) continue;
          expect(descendants(item).some(({ type }) => type === 'link')).toBe(true);
        }
        expect(numberedItems(text)).toHaveLength(view.entries.length + itemsOf(input).length);
      }),
      { numRuns: 60 },
    );
  });

  it.each(hostileTexts)('holds %j without harm', (hostile) => {
    const evidence = spread(3, () => ({ title: hostile, because: hostile, quote: hostile, signal: 'rfc-authorship' }));
    const text = renderPacket(
      packetView(
        packetInputOf({
          evidence,
          references: new Map([['pull 1 of 7', [{ repositoryId: 7, number: 2 }]]]),
          itemNotes: new Map([['0000000000000001', hostile]]),
          workOf: new Map(),
        }),
      ),
    );
    expect(readAsGitHub(text).traces).toEqual([]);
    expect(numberedItems(text)).toHaveLength(3);
  });
});
