/** An arranged packet: what was chosen, in which order, with whose words, and what its reader may not see. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DraftContents } from '../../src/domain/packet-draft.ts';
import { arrangePacket, restrictedProjectTitle } from '../../src/reports/arrange-packet.ts';
import { draftParts } from '../../src/reports/draft-parts.ts';
import { arrangedDocument, arrangedDocumentSchema } from '../../src/reports/packet-json.ts';
import { packetView } from '../../src/reports/packet-view.ts';
import { packetItems } from '../../src/reports/packet-words.ts';
import { renderPacket } from '../../src/reports/render-packet.ts';
import { readAsGitHub } from './github-reading.ts';
import { hostileText } from './hostile-texts.ts';
import { fullYear } from './packet-of.ts';

const view = packetView({ ...fullYear, isRestricted: () => false });
const everything = [...packetItems(view), ...view.entries].map(({ key }) => key);

function contentsOf(change: Partial<DraftContents> = {}): DraftContents {
  const { period } = fullYear;
  return { title: 'A year at acme', period, summary: '', prose: {}, chosen: everything, left: [], projects: [], ...change };
}

const arranged = (change: Partial<DraftContents> = {}, hidden: readonly string[] = []) =>
  arrangePacket(view, { contents: contentsOf(change), hidden: new Set(hidden) });
const keysIn = (packet: ReturnType<typeof arranged>) => packetItems(packet).map(({ key }) => key);
const keyOf = (title: string): string => packetItems(view).find((item) => item.title === title)?.key ?? `no item is titled ${title}`;

describe('an arranged packet', () => {
  it('holds what was chosen and nothing else, in the order of its engineer, numbered through', () => {
    const [adr, review] = [keyOf('ADR 3: queues are owned by who reads them'), keyOf('Retry failed charges')];
    const old = keyOf('Page through invoices');
    const packet = arranged({ chosen: [old, review, adr] });
    expect(keysIn(packet)).toEqual([adr, old, review]);
    expect(packetItems(packet).map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(packet.entries).toEqual([]);
    expect(packet.history.reduce((sum, { total }) => sum + total, 0)).toBe(3);
  });

  it('orders projects, and keeps one that lost its own subject', () => {
    const subjects = view.projects.map(({ subject }) => subject);
    expect(arranged({ projects: subjects.toReversed() }).projects.map(({ subject }) => subject)).toEqual(subjects.toReversed());
    const [first] = view.projects;
    const others = first?.items.filter(({ subject }) => subject !== first.subject).map(({ key }) => key) ?? [];
    expect(arranged({ chosen: others }).projects).toMatchObject([{ title: first?.title }]);
  });

  it('shows its words in Markdown and JSON, and nothing that is for the engineer alone', () => {
    const packet = arranged({ summary: 'I led **the** move.', prose: { direction: '- one\n- two', entries: 'Beside GitHub.' } });
    const markdown = renderPacket(packet);
    expect(markdown).toMatch(/^# A year at acme\n\nI led \*\*the\*\* move\.\n/);
    expect(markdown).toContain('## Technical direction\n\n- one\n- two');
    expect(markdown).toContain('Beside GitHub.');
    expect(markdown).not.toMatch(/For you, before|advocates|career ladder|<details>|staff-signals:packet/);
    const document = arrangedDocument(packet);
    expect(arrangedDocumentSchema.parse(document)).toEqual(document);
    expect(document).toMatchObject({ summary: 'I led **the** move.', entries: { prose: 'Beside GitHub.' } });
  });

  it('is neutral whatever is written in it', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (summary, words) => {
        const prose = Object.fromEntries(['direction', 'entries', ...view.projects.map(({ subject }) => subject)].map((id) => [id, words]));
        const { traces, html } = readAsGitHub(renderPacket(arranged({ title: words, summary, prose })));
        expect(traces).toEqual([]);
        expect(html.filter((one) => !/^<\/?span>$/.test(one))).toEqual([]);
      }),
      {
        numRuns: 30,
        examples: [
          [
            'Ahttps://bob@github.com/acme/billing/issues/3',
            '[![@li](https://x.example/a)](https://x.example/b) <b>github.com</b>/acme/billing',
          ],
        ],
      },
    );
  });
});

describe('what its reader may not see', () => {
  it('is a number where it would stand, whichever it is', () => {
    for (const item of packetItems(view)) {
      const packet = arranged({}, [item.key]);
      const texts = [renderPacket(packet), JSON.stringify(arrangedDocument(packet))];
      expect(packet.restrictedCount).toBe(1);
      expect(texts[0]).toContain('1 item in a restricted repository');
      for (const text of texts) {
        expect(text).not.toContain(item.key);
        for (const link of item.links.filter((one) => packetItems(packet).every(({ links }) => !links.includes(one))))
          expect(text).not.toContain(link);
        if (item.quote !== null) expect(text).not.toContain(item.quote.slice(0, 30));
        if (item.note !== null) expect(text).not.toContain(item.note.slice(0, 20));
      }
    }
  });

  it('gives away no title of a project whose own subject it is, and no number', () => {
    const [project] = view.projects;
    const own = project?.items.filter(({ subject }) => subject === project.subject).map(({ key }) => key) ?? [];
    const packet = arranged({ prose: { [project?.subject ?? '']: 'My own words.' } }, own);
    expect(packet.projects[0]).toMatchObject({ title: restrictedProjectTitle, restrictedCount: own.length });
    const markdown = renderPacket(packet);
    expect(markdown).not.toContain(project?.title);
    expect(markdown).toContain('My own words.');
    const numbers = new Set(packetItems(packet).map(({ number }) => number));
    for (const { above } of packet.sections) for (const number of above) expect(numbers).toContain(number);
    for (const { enabled } of packetItems(packet)) for (const number of enabled) expect(numbers).toContain(number);
  });
});

describe('its editor', () => {
  it('offers all of the period, tells chosen, left and new apart, and keeps words without a place', () => {
    const [first = '', second = ''] = everything;
    const { parts, homeless } = draftParts(view, {
      contents: contentsOf({ chosen: [second], left: [first], prose: { 'pull 1 of 1': 'Kept.', reach: 'Far.' } }),
      hidden: new Set(),
    });
    const choices = new Map(parts.flatMap(({ rows }) => rows.map(({ key, choice }) => [key, choice])));
    expect([...choices.keys()].toSorted()).toEqual(everything.toSorted());
    expect([choices.get(second), choices.get(first)]).toEqual(['chosen', 'left']);
    expect([...choices.values()].filter((choice) => choice === 'new')).toHaveLength(everything.length - 2);
    expect(parts.find(({ id }) => id === 'reach')?.prose).toBe('Far.');
    expect(homeless).toEqual([{ id: 'pull 1 of 1', prose: 'Kept.' }]);
  });
});
