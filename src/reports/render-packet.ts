/** The promotion packet as Markdown: one text, or pages of a size that GitHub takes. */
import type { ListItem, RootContent } from 'mdast';
import { blocksMarkdown, markdownSize } from './markdown.ts';
import { bullets, emphasis, heading, html, paragraph, text } from './nodes.ts';
import { type Part, partsOf } from './packet-blocks.ts';
import { packetContinues } from './packet-marker.ts';
import type { PacketView } from './packet-view.ts';

/** GitHub's limit for a comment is 65,536 characters; we count bytes, which are never fewer, and leave room for a marker. */
export const longestPage = 65_000;

/** One thing that stays whole. */
type Unit =
  | { readonly kind: 'head'; readonly part: Part; readonly blocks: readonly RootContent[] }
  | { readonly kind: 'open' | 'folded'; readonly part: Part; readonly item: ListItem };

/** The whole packet as one text, which ends with a line break. The same view gives the same bytes. */
export function renderPacket(view: PacketView): string {
  return `${pageMarkdown(unitsOf(partsOf(view)))}\n`;
}

/** The packet in pages of at most 65,000 bytes each, which break between items; the first one has the marker. Never empty. */
export function packetPages(view: PacketView): readonly string[] {
  const continued = blocksMarkdown([paragraph(emphasis(packetContinues))]);
  return paginate(unitsOf(partsOf(view)), longestPage - markdownSize(continued) - 2).map((units, index) =>
    index === 0 ? pageMarkdown(units) : `${continued}\n\n${pageMarkdown(units)}`,
  );
}

function unitsOf(parts: readonly Part[]): readonly Unit[] {
  return parts.flatMap((part): readonly Unit[] => [
    { kind: 'head', part, blocks: [part.heading, ...part.before] },
    ...part.open.map((item) => ({ kind: 'open' as const, part, item })),
    ...part.folded.map((item) => ({ kind: 'folded' as const, part, item })),
  ]);
}

/** Room for the heading that a page repeats, and for folding. */
const frameSize = 1_200;

function paginate(units: readonly Unit[], room: number): readonly (readonly Unit[])[] {
  const pages: Unit[][] = [[]];
  let left = room - frameSize;
  for (const unit of units) {
    const size = markdownSize(blocksMarkdown('item' in unit ? [bullets([unit.item])] : unit.blocks)) + 2;
    if (size > left && pages.at(-1)?.length !== 0) {
      pages.push([]);
      left = room - frameSize;
    }
    pages.at(-1)?.push(unit);
    left -= size + (unit.kind === 'folded' ? 0 : 80);
  }
  return pages;
}

function pageMarkdown(units: readonly Unit[]): string {
  return blocksMarkdown([...Map.groupBy(units, ({ part }) => part)].flatMap(([part, own]) => partBlocks(part, own)));
}

function partBlocks(part: Part, units: readonly Unit[]): readonly RootContent[] {
  const itemsOf = (kind: 'open' | 'folded') => units.flatMap((unit) => (unit.kind === kind ? [unit.item] : []));
  const head = units.flatMap((unit) => (unit.kind === 'head' ? unit.blocks : []));
  const [open, folded] = [itemsOf('open'), itemsOf('folded')];
  return [
    ...(head.length === 0 ? continuedHeading(part) : head),
    ...(open.length === 0 ? [] : [bullets(open)]),
    ...(folded.length === 0 ? [] : foldedBlocks(folded)),
  ];
}

function continuedHeading({ heading: first }: Part): readonly RootContent[] {
  if (first.type !== 'heading') return [first];
  return [heading(first.depth === 3 ? 3 : 2, [...first.children, text(' (continued)')])];
}

function foldedBlocks(items: readonly ListItem[]): readonly RootContent[] {
  return [html(`<details>\n<summary>${items.length} more</summary>`), bullets(items), html('</details>')];
}
