/** The parts of the promotion packet as mdast. */
import type { BlockContent, ListItem, PhrasingContent, RootContent, Table } from 'mdast';
import { pillars } from '../domain/evidence.ts';
import { entriesPartId } from './arrange-packet.ts';
import { historyTable, linkName, monthChart } from './month-blocks.ts';
import { linksOf, type MonthCount } from './month-view.ts';
import { pillarNames } from './month-words.ts';
import { type Neutrality, neutralAddress, neutralPhrasing } from './neutralise.ts';
import { bullets, emphasis, heading, html, link, listItem, paragraph, strong, text } from './nodes.ts';
import { packetMarker } from './packet-marker.ts';
import type { PacketSectionId } from './packet-signals.ts';
import type { PacketEntry, PacketItem, PacketProject, PacketSection, PacketView } from './packet-view.ts';
import {
  aboveWords,
  caveats,
  dayWords,
  enabledWords,
  gapWords,
  generalQuestions,
  guidedWords,
  itemsWords,
  packetSummary,
  partNotes,
  projectWords,
  restrictedWords,
  sectionTitles,
  stepWords,
} from './packet-words.ts';
import { proseBlocks } from './prose.ts';
import { longestEntry, longestName, longestNote, longestQuote, longestReason, longestTitle, mostLinks } from './text-limits.ts';
import { shortenText } from './tidy-text.ts';
import { monthName, shortMonthName } from './wording.ts';

/** What stands in the open; the rest is folded away. */
const openProjects = 4;
const openItems: Readonly<Record<PacketSectionId | 'project' | 'entries', number>> = {
  project: 5,
  direction: 5,
  improvements: 5,
  mentoring: 4,
  recognition: 4,
  reach: 3,
  glue: 3,
  entries: 6,
};

/** Fewer items make no chart. */
const fewestCharted = 3;
/** More months are drawn by the year. */
const mostMonthBars = 24;

/** A heading with what stands under it: blocks, then items in the open and items folded away. */
export type Part = {
  readonly heading: RootContent;
  readonly before: readonly RootContent[];
  readonly open: readonly ListItem[];
  readonly folded: readonly ListItem[];
};

const nothing = { before: [], open: [], folded: [] } as const;

/** All parts of a packet, in order: what is handed in, then what is for the engineer alone. */
export function partsOf(view: PacketView): readonly Part[] {
  return [
    titlePart(view),
    ...projectParts(view),
    ...view.sections.flatMap((section) => sectionPart(section, view) ?? []),
    ...entriesPart(view),
    ...historyPart(view),
    ...(view.words === undefined ? ownParts(view) : []),
  ];
}

function titlePart(view: PacketView): Part {
  const named = shortenText(view.words?.title ?? '', longestTitle);
  const period =
    named === '' ? [text('Evidence for a promotion: '), ...neutralPhrasing(view.person.login, view)] : neutralPhrasing(named, view);
  const rubric = neutralAddress(view.rubricUrl, view);
  const rules = rubric?.kind === 'link' ? link(rubric.url, [text('published')]) : text('published');
  const reading = paragraph(
    text('Every numbered item was seen on GitHub and links to what shows it; the rules are '),
    rules,
    text('. What nobody else has checked is marked as the engineer’s own words.'),
  );
  const summary = paragraph(...neutralPhrasing(packetSummary(view), view));
  // The marker tells comments that hold packets apart; what the engineer arranged is a file.
  const opening = view.words === undefined ? [html(packetMarker(view))] : proseBlocks(view.words.summary, view);
  return { ...nothing, heading: heading(1, period), before: [...opening, summary, reading] };
}

function projectParts(view: PacketView): readonly Part[] {
  const open = view.words === undefined ? openProjects : view.projects.length;
  const [shown, more] = [view.projects.slice(0, open), view.projects.slice(open)];
  if (shown.length === 0) return [];
  const intro: Part = { ...nothing, heading: heading(2, [text('Staff projects')]) };
  const further: Part = {
    ...nothing,
    heading: heading(3, [text('Further projects')]),
    folded: more.flatMap(({ items }) => items.map((item) => itemBlock(item, view))),
  };
  return [intro, ...shown.map((project) => projectPart(project, view)), ...(more.length === 0 ? [] : [further])];
}

function projectPart(project: PacketProject, view: PacketView): Part {
  const title = neutralPhrasing(shortenText(project.title, longestTitle) || 'Untitled', view);
  const blockOf = (item: PacketItem): ListItem =>
    item.subject === project.subject ? itemBlock(item, view, 'untitled') : itemBlock(item, view);
  return {
    ...nothing,
    heading: heading(3, title),
    before: [...projectLine(project, view), ...proseOf(project.subject, view)],
    ...split([...project.items.map(blockOf), ...restrictedBlock(project)], openIn(view, 'project')),
  };
}

/** What the engineer wrote for a part; nothing but in a packet that they arranged. */
function proseOf(part: string, view: PacketView): readonly BlockContent[] {
  return proseBlocks(view.words?.byPart[part] ?? '', view);
}

function projectLine(project: PacketProject, view: PacketView): readonly BlockContent[] {
  const words = projectWords(project);
  return words === '' ? [] : [paragraph(...neutralPhrasing(words, view))];
}

/** In the place of what the reader can't see. */
function restrictedBlock({ restrictedCount = 0 }: { readonly restrictedCount?: number | undefined }): readonly ListItem[] {
  return restrictedCount === 0 ? [] : [listItem(paragraph(emphasis(restrictedWords(restrictedCount))))];
}

/** What was chosen by hand is not folded away. */
function openIn(view: PacketView, part: keyof typeof openItems): number {
  return view.words === undefined ? openItems[part] : Number.POSITIVE_INFINITY;
}

/** What stands in the open and what is folded; one item alone is not worth folding. */
function split(items: readonly ListItem[], open: number): Pick<Part, 'open' | 'folded'> {
  return items.length <= open + 1 ? { open: items, folded: [] } : { open: items.slice(0, open), folded: items.slice(open) };
}

function sectionPart({ id, items, above, restrictedCount }: PacketSection, view: PacketView): Part | null {
  const prose = proseOf(id, view);
  const blocks = [...items.map((item) => itemBlock(item, view)), ...restrictedBlock({ restrictedCount })];
  if (blocks.length + above.length + prose.length === 0) return null;
  return {
    ...nothing,
    heading: heading(2, [text(sectionTitles[id])]),
    before: [
      ...prose,
      ...(id === 'glue' ? [paragraph(text(partNotes.glue))] : []),
      ...(above.length === 0 ? [] : [paragraph(text(aboveWords(above)))]),
    ],
    ...split(blocks, openIn(view, id)),
  };
}

/** Within a project the title of its own subject is not said again. */
function itemBlock(item: PacketItem, host: Neutrality, title: 'titled' | 'untitled' = 'titled'): ListItem {
  const named = title === 'titled' ? namedPhrasing(item, host) : { phrasing: [], linked: false };
  const more = [guidedWords(item), enabledWords(item)].filter((words) => words !== null);
  const line: PhrasingContent[] = [
    strong(`${item.number}.`),
    text(' '),
    ...named.phrasing,
    text(`${dayWords(item.day)} · `),
    ...neutralPhrasing(shortenText(item.because, longestReason), host),
    ...more.flatMap((words) => [text(' '), ...neutralPhrasing(words, host)]),
    ...linksPhrasing(item, { host, from: named.linked ? 1 : 0 }),
    ...(item.isKept && item.strength === 'candidate' ? [text(' · '), emphasis('judged right by the engineer')] : []),
    ...(item.isFound ? [] : [text(' · '), emphasis('no longer found')]),
  ];
  return listItem(paragraph(...line), ...quoteBlocks(item, host), ...noteBlocks(item.note, host));
}

function namedPhrasing(item: PacketItem, host: Neutrality): { readonly phrasing: PhrasingContent[]; readonly linked: boolean } {
  const title = shortenText(item.title, longestTitle) || 'Untitled';
  const address = neutralAddress(item.links[0] ?? '', host);
  const linked = address?.kind === 'link';
  const words = linked ? [link(address.url, neutralPhrasing(title, { ...host, isInLink: true }))] : neutralPhrasing(title, host);
  return { phrasing: [...words, text(' · '), ...neutralPhrasing(shortenText(item.repository, longestName), host), text(' · ')], linked };
}

/** The links that are not the title's. Where links leave traces, they stand as code. */
function linksPhrasing({ links }: PacketItem, { host, from }: { readonly host: Neutrality; readonly from: number }): PhrasingContent[] {
  return links.slice(from, mostLinks).flatMap((one) => addressPhrasing(one, host));
}

function addressPhrasing(address: string, host: Neutrality): PhrasingContent[] {
  const neutral = neutralAddress(address, host);
  if (neutral === null) return [];
  const words = linkName(address);
  return [text(' · '), neutral.kind === 'link' ? link(neutral.url, [text(words)]) : { type: 'inlineCode', value: neutral.text }];
}

function quoteBlocks(item: PacketItem, host: Neutrality): BlockContent[] {
  const quote = shortenText(item.quote ?? '', longestQuote);
  return quote === '' ? [] : [{ type: 'blockquote', children: [paragraph(...neutralPhrasing(quote, host))] }];
}

/** A list of one, since a paragraph of the item's would run on into the quotation above it. */
function noteBlocks(note: string | null, host: Neutrality): BlockContent[] {
  if (note === null) return [];
  const words = paragraph(emphasis('In the engineer’s words:'), text(' '), ...neutralPhrasing(shortenText(note, longestNote), host));
  return [bullets([listItem(words)])];
}

function entriesPart(view: PacketView): readonly Part[] {
  const prose = proseOf(entriesPartId, view);
  if (view.entries.length + prose.length === 0) return [];
  const title = heading(2, [text('In the engineer’s own words')]);
  const blocks = view.entries.map((entry) => entryBlock(entry, view));
  return [
    { ...nothing, heading: title, before: [...prose, paragraph(text(partNotes.entries))], ...split(blocks, openIn(view, 'entries')) },
  ];
}

function entryBlock(entry: PacketEntry, host: Neutrality): ListItem {
  const line: PhrasingContent[] = [
    strong(`${entry.number}.`),
    text(` ${entry.day === null ? monthName(entry.month) : dayWords(entry.day)} · `),
    ...neutralPhrasing(shortenText(entry.text, longestEntry), host),
    ...linksOf(entry)
      .slice(0, mostLinks)
      .flatMap((link) => addressPhrasing(link, host)),
  ];
  return listItem(paragraph(...line), ...noteBlocks(entry.note, host));
}

function historyPart({ history }: PacketView): readonly Part[] {
  const total = history.reduce((sum, month) => sum + month.total, 0);
  if (total < fewestCharted) return [];
  const active = history.filter((month) => month.total > 0).length;
  const words = `${total} items in ${active} of ${history.length} ${history.length === 1 ? 'month' : 'months'}.`;
  return [
    {
      ...nothing,
      heading: heading(2, [text('Pattern over time')]),
      before: [paragraph(text(words)), { type: 'code', lang: 'mermaid', value: chartOf(history) }, historyTable(history)],
    },
  ];
}

function chartOf(history: readonly MonthCount[]): string {
  if (history.length <= mostMonthBars) return monthChart(history, (month) => `${shortMonthName(month)} ${month.slice(2, 4)}`);
  const years = [...Map.groupBy(history, ({ month }) => month.slice(0, 4))];
  return monthChart(
    years.map(([year, months]) => ({ month: year, total: months.reduce((sum, { total }) => sum + total, 0) })),
    (year) => year,
    'year',
  );
}

/** What is for the engineer alone. */
function ownParts(view: PacketView): readonly Part[] {
  const told = caveats(view);
  const before: Part = {
    ...nothing,
    heading: heading(2, [text('For you, before you hand it in')]),
    before: [paragraph(emphasis(partNotes.own))],
    open: told.map((words) => listItem(paragraph(text(words)))),
  };
  return [before, gapsPart(view), ladderPart(view), ...advocatesPart(view), questionsPart(view)];
}

function gapsPart({ pillarGaps }: PacketView): Part {
  const gaps = pillarGaps.map((gap) => listItem(paragraph(strong(`${pillarNames[gap.pillar]}:`), text(` ${gapWords(gap)}`))));
  const none = [paragraph(text('Each of the four pillars has evidence in the last three months of the period.'))];
  return { ...nothing, heading: heading(3, [text('What is missing, by pillar')]), before: gaps.length === 0 ? none : [], open: gaps };
}

function ladderPart(view: PacketView): Part {
  const { ladder } = view;
  const source = paragraph(...neutralPhrasing(`${ladder.title}, ${ladder.level}. ${ladder.source}`, view));
  const rows = pillars.flatMap((pillar) =>
    ladder.steps
      .filter((step) => step.pillar === pillar)
      .map((step) => [[text(pillarNames[pillar])], neutralPhrasing(step.text, view), [text(stepWords(step))]]),
  );
  const head = ['Pillar', 'What the level asks', 'What this packet shows'].map((words) => [text(words)]);
  return { ...nothing, heading: heading(3, [text('Beside the career ladder')]), before: [source, tableOf([head, ...rows])] };
}

function tableOf(rows: readonly (readonly PhrasingContent[][])[]): Table {
  const children = rows.map((cells) => ({
    type: 'tableRow' as const,
    children: cells.map((cell) => ({ type: 'tableCell' as const, children: cell })),
  }));
  return { type: 'table', children };
}

function advocatesPart(view: PacketView): readonly Part[] {
  if (view.advocates.length === 0) return [];
  const open = view.advocates.map(({ login, numbers }) =>
    listItem(paragraph(...neutralPhrasing(login, view), text(`: ${itemsWords(numbers).toLowerCase()}.`))),
  );
  const note = paragraph(text('People outside your teams who credited you. Ask them whether they would say so again.'));
  return [{ ...nothing, heading: heading(3, [text('Possible advocates')]), before: [note], ...split(open, 6) }];
}

function questionsPart(view: PacketView): Part {
  const open = view.projects.slice(0, openProjects).filter(({ items }) => items.every(({ note }) => note === null));
  const about = open.map(({ title }) => [
    text('What changed in numbers because of “'),
    ...neutralPhrasing(shortenText(title, longestTitle) || 'Untitled', view),
    text('”: time, cost, incidents, people unblocked? Say it with a note on one of its items.'),
  ]);
  const general = generalQuestions.map((question) => question.split('`').map(codeOrText));
  const items = [...about, ...general].map((phrasing) => listItem(paragraph(...phrasing)));
  return { ...nothing, heading: heading(3, [text('What GitHub can’t answer')]), open: items };
}

function codeOrText(words: string, index: number): PhrasingContent {
  return index % 2 === 0 ? text(words) : { type: 'inlineCode', value: words };
}
