/** The parts of the monthly issue as mdast. */
import type { BlockContent, ListItem, PhrasingContent, RootContent, Table } from 'mdast';
import { pillars } from '../domain/evidence.ts';
import { reportMarker } from './marker.ts';
import type { MonthCount, MonthEntry, MonthItem, MonthView } from './month-view.ts';
import {
  commentIntro,
  creditWords,
  pillarNames,
  readersSentence,
  requestWords,
  sectionNotes,
  summary,
  trialSentence,
} from './month-words.ts';
import { type NeutralAddress, type Neutrality, neutralAddress, neutralPhrasing } from './neutralise.ts';
import { emphasis, link, paragraph, strong, text } from './nodes.ts';
import type { Advocate } from './reading/advocates.ts';
import type { Reading } from './reading/reading.ts';
import { longestEntry, longestName, longestNote, longestQuote, longestReason, longestTitle, mostLinks } from './text-limits.ts';
import { shortenText } from './tidy-text.ts';
import { dayLabel, monthName, shortMonthName, spanName } from './wording.ts';

/** Fewer items than this in twelve months make no chart. */
const fewestCharted = 3;

/** A group of items under one heading. */
export type Section = { readonly heading: string; readonly note: string | null; readonly items: readonly ListItem[] };

/** The sections with items, in the order of the report; items are numbered through. */
export function sectionsOf(view: MonthView): readonly Section[] {
  const asItem = (item: MonthItem) => (number: number) => itemBlock(item, number, view);
  const groups = [
    ...pillars.map((pillar) => ({
      heading: pillarNames[pillar],
      note: null,
      items: view.items.filter((item) => item.pillar === pillar).map(asItem),
    })),
    {
      heading: 'Added by you',
      note: sectionNotes.entries,
      items: view.entries.map((entry) => (number: number) => entryBlock(entry, number, view)),
    },
    {
      heading: 'Is this right?',
      note: view.isTrial === true ? sectionNotes.trialCandidates : sectionNotes.candidates,
      items: view.candidates.map(asItem),
    },
    { heading: 'Since then', note: sectionNotes.sinceThen, items: view.sinceThen.map(asItem) },
  ];
  let number = 0;
  return groups
    .filter((group) => group.items.length > 0)
    .map((group) => ({ ...group, items: group.items.map((blockOf) => blockOf((number += 1))) }));
}

/** A section's heading, or the heading again where the section goes on in another comment. */
export function headingBlocks(section: Section, { isContinued }: { readonly isContinued: boolean }): RootContent[] {
  const heading = headingBlock(isContinued ? `${section.heading} (continued)` : section.heading);
  return section.note === null || isContinued ? [heading] : [heading, paragraph(text(section.note))];
}

/** Items as one task list. */
export function taskList(items: readonly ListItem[]): RootContent {
  return { type: 'list', ordered: false, spread: false, children: [...items] };
}

function itemBlock(item: MonthItem, number: number, host: Neutrality & Pick<MonthView, 'rubricUrl'>): ListItem {
  const line: PhrasingContent[] = [
    strong(`${number}.`),
    text(' '),
    ...titlePhrasing(item, host),
    text(' · '),
    ...neutralPhrasing(shortenText(item.repository, longestName), host),
    text(` · ${item.day} · `),
    ...neutralPhrasing(shortenText(item.because, longestReason), host),
    ...linksPhrasing(item, host),
    ...rulePhrasing(item, host),
    ...(item.isFound ? [] : [text(' · '), emphasis('no longer found'), text(', and here because you kept it')]),
    text(' '),
    ...keptMark(item),
    comment(`e:${item.key}`),
  ];
  const children = [paragraph(...line), ...quoteBlocks(item, host), ...noteBlocks(item.note, host)];
  return { type: 'listItem', checked: item.isTicked, spread: false, children };
}

function entryBlock(entry: MonthEntry, number: number, host: Neutrality): ListItem {
  const line: PhrasingContent[] = [
    strong(`${number}.`),
    text(' '),
    ...neutralPhrasing(shortenText(entry.text, longestEntry), host),
    ...(entry.day === null ? [] : [text(` · ${entry.day}`)]),
    ...entry.links.slice(0, mostLinks).flatMap((url) => {
      const address = neutralAddress(url, host);
      return address === null ? [] : [text(' · '), addressPhrasing(address, linkName(url))];
    }),
    text(' '),
    ...keptMark(entry),
    comment(`e:${entry.key}`),
  ];
  return { type: 'listItem', checked: true, spread: false, children: [paragraph(...line), ...noteBlocks(entry.note, host)] };
}

function addressPhrasing(address: NeutralAddress, name: string): PhrasingContent {
  return address.kind === 'link' ? link(address.url, [text(name)]) : { type: 'inlineCode', value: address.text };
}

/** A list of one, since a paragraph of the item's would run on into the quotation above it. */
function noteBlocks(note: string | null, host: Neutrality): BlockContent[] {
  if (note === null) return [];
  const words = paragraph(emphasis('Your note:'), text(' '), ...neutralPhrasing(shortenText(note, longestNote), host));
  return [{ type: 'list', ordered: false, spread: false, children: [{ type: 'listItem', spread: false, children: [words] }] }];
}

function titlePhrasing(item: Pick<MonthItem, 'title' | 'links'>, host: Neutrality): PhrasingContent[] {
  const title = shortenText(item.title, longestTitle) || 'Untitled';
  const address = neutralAddress(item.links[0] ?? '', host);
  if (address?.kind === 'link') return [link(address.url, neutralPhrasing(title, { ...host, isInLink: true }))];
  return neutralPhrasing(title, host);
}

/** The links beyond the title's. Where links leave traces the title has none, and all of them follow as code. */
function linksPhrasing(item: MonthItem, host: Neutrality): PhrasingContent[] {
  return item.links.slice(0, mostLinks).flatMap((one, index): PhrasingContent[] => {
    const address = neutralAddress(one, host);
    if (address === null || (address.kind === 'link' && index === 0)) return [];
    return [text(' · '), addressPhrasing(address, linkName(one))];
  });
}

/** The item's rule in the rubric. Where that can't be a link, the one address at the end of the report has to do. */
function rulePhrasing({ signal }: MonthItem, { rubricUrl, webUrl }: Neutrality & Pick<MonthView, 'rubricUrl'>): PhrasingContent[] {
  const address = neutralAddress(`${rubricUrl}#${signal}`, { webUrl });
  return address?.kind === 'link' ? [text(' · '), link(address.url, [text('what counts')])] : [];
}

const linkNames: readonly (readonly [RegExp, string])[] = [
  [/#pullrequestreview-/, 'review'],
  [/#(?:discussion_r|issuecomment-|discussioncomment-)/, 'comment'],
  [/#event-/, 'event'],
  [/\/commits?\//, 'commit'],
  [/\/compare\//, 'changes'],
  [/\/blob\//, 'document'],
  [/\/pull\//, 'pull request'],
  [/\/issues\//, 'issue'],
  [/\/discussions\//, 'discussion'],
];

/** What a link into GitHub leads to, in a word or two. */
export function linkName(address: string): string {
  return linkNames.find(([pattern]) => pattern.test(address))?.[1] ?? 'link';
}

/** Tells a later reader of this body what an untick takes back: nothing else in the line says that the engineer had decided. */
function keptMark(item: Pick<MonthItem, 'keptFrom'>): PhrasingContent[] {
  if (item.keptFrom === null) return [];
  return [comment(item.keptFrom === 'candidate' ? 'kept candidate' : 'kept'), text(' ')];
}

function quoteBlocks(item: MonthItem, host: Neutrality): BlockContent[] {
  const quote = shortenText(item.quote ?? '', longestQuote);
  return quote === '' ? [] : [{ type: 'blockquote', children: [paragraph(...neutralPhrasing(quote, host))] }];
}

/** The marker, which must be the first line. */
export function markerBlock(view: MonthView): RootContent {
  return { type: 'html', value: reportMarker({ personId: view.person.id, month: view.month }) };
}

/** The paragraph at the top. */
export function summaryBlocks(view: MonthView): RootContent[] {
  return [paragraph(...neutralPhrasing(summary(view), view))];
}

/** The chart of the last twelve months and the same as text; nothing below three items. */
export function historyBlocks(view: MonthView): RootContent[] {
  const total = view.history.reduce((sum, { total }) => sum + total, 0);
  if (total < fewestCharted) return [];
  return [
    headingBlock('The last twelve months'),
    { type: 'code', lang: 'mermaid', value: monthChart(view.history) },
    historyTable(view.history),
  ];
}

/** A chart of items per month, or per whatever is counted. Source of the syntax: https://mermaid.js.org/syntax/xyChart.html */
export function monthChart(
  history: readonly Pick<MonthCount, 'month' | 'total'>[],
  nameOf: (month: string) => string = shortMonthName,
  counted = 'month',
): string {
  const most = Math.max(...history.map(({ total }) => total));
  const names = history.map(({ month }) => `"${nameOf(month)}"`).join(', ');
  const bars = history.map(({ total }) => total).join(', ');
  const title = `  title "Items per ${counted}"`;
  return ['xychart-beta', title, `  x-axis [${names}]`, `  y-axis "Items" 0 --> ${most}`, `  bar [${bars}]`].join('\n');
}

/** Items by month and pillar. Months without items are left out: the chart shows them, and twelve rows of zeros tell nothing. */
export function historyTable(history: readonly MonthCount[]): Table {
  const rows = history
    .filter(({ total }) => total > 0)
    .map(({ month, byPillar, total }) => [monthName(month), ...pillars.map((pillar) => String(byPillar[pillar])), String(total)]);
  const head = ['Month', ...pillars.map((pillar) => pillarNames[pillar]), 'All'];
  return {
    type: 'table',
    align: head.map((_, column) => (column === 0 ? null : 'right')),
    children: [head, ...rows].map((cells) => ({
      type: 'tableRow',
      children: cells.map((cell) => ({ type: 'tableCell', children: [text(cell)] })),
    })),
  };
}

/** Gaps with a step each, traps and possible advocates; nothing in a shared report. */
export function readingBlocks(view: MonthView): RootContent[] {
  const { reading } = view;
  return reading === null ? [] : [...gapBlocks(reading, view), ...trapBlocks(reading, view), ...advocateBlocks(reading, view)];
}

function gapBlocks({ gaps, since }: Reading, view: MonthView): RootContent[] {
  if (gaps.length === 0) return [];
  const items = gaps.map(({ pillar, step }) => bullet([strong(`${pillarNames[pillar]}.`), text(' '), ...neutralPhrasing(step, view)]));
  const intro = `${spanName(since, view.month)} ${gaps.some(({ hasUpkeep }) => hasUpkeep) ? 'nothing but upkeep' : 'nothing'} stands for ${gaps.length === 1 ? 'this pillar; here is a step' : 'these pillars; here is a step for each'}.`;
  return [headingBlock('What could come next'), paragraph(text(intro)), taskList(items)];
}

function trapBlocks({ traps }: Reading, view: MonthView): RootContent[] {
  if (traps.length === 0) return [];
  const items = traps.map(({ words }) => bullet(neutralPhrasing(words, view)));
  return [headingBlock('Worth a thought'), paragraph(text(sectionNotes.traps)), taskList(items)];
}

function advocateBlocks({ advocates, hasTeams }: Reading, view: MonthView): RootContent[] {
  if (advocates.length === 0) return [];
  const note = hasTeams ? sectionNotes.advocates : sectionNotes.advocatesWithoutTeams;
  const items = advocates.map((advocate) => bullet(advocatePhrasing(advocate, view)));
  return [headingBlock('Who could speak for you'), paragraph(text(note)), taskList(items)];
}

function advocatePhrasing({ login, credits, lastCredit, requests }: Advocate, view: MonthView): PhrasingContent[] {
  const credited: PhrasingContent[] =
    lastCredit === null
      ? []
      : [
          text(`${creditWords(credits)} `),
          ...titlePhrasing(lastCredit, view),
          text(` (${dayLabel(lastCredit.at, { timezone: view.timezone, reportMonth: view.month })})`),
        ];
  const asked = requests === 0 ? '' : requestWords(requests);
  const between = lastCredit === null || asked === '' ? '' : ', and ';
  return [...neutralPhrasing(login, view), text(' '), ...credited, text(`${between}${asked}.`)];
}

function bullet(children: PhrasingContent[]): ListItem {
  return { type: 'listItem', spread: false, children: [paragraph(...children)] };
}

/** What GitHub can't see, asked. */
export function questionBlocks(view: MonthView): RootContent[] {
  const items = view.questions.map((question) => bullet([text(question)]));
  const asked = [headingBlock('What GitHub can’t see'), taskList(items)];
  return view.isTrial === true ? asked : [...asked, paragraph(text(sectionNotes.questions))];
}

/** The engineer's own section. Its text is written as it is, whatever it holds. */
export function notesBlocks(view: MonthView): RootContent[] {
  if (view.isTrial === true) return [];
  return [headingBlock('Your notes'), paragraph(text(sectionNotes.notes)), notesRegion(view)];
}

/** Only the markers and what is between them. */
export function notesRegion(view: MonthView): RootContent {
  return { type: 'html', value: `<!-- notes -->\n${view.notes}\n<!-- /notes -->` };
}

/** Why they got it, who can read it, how to stop, and where the rules are. */
export function footerBlocks(view: MonthView): RootContent[] {
  const rubric = neutralAddress(view.rubricUrl, view);
  const rules: PhrasingContent[] =
    rubric?.kind === 'link'
      ? [link(rubric.url, [text('What counts, and why')])]
      : [text('What counts, and why: '), { type: 'inlineCode', value: view.rubricUrl }];
  const about = view.isTrial === true ? [text(trialSentence)] : aboutReport(view);
  return [{ type: 'thematicBreak' }, paragraph(...about, text(' '), ...rules, text('.'))];
}

function aboutReport(view: MonthView): PhrasingContent[] {
  const { organisation } = view;
  const readers = readersSentence(view.readers, { organisation, repository: view.destination });
  const why = `You get this because repositories of ${organisation} that you work in opted in to collecting evidence for their engineers. `;
  return [
    ...neutralPhrasing(`${why}${readers}`, view),
    text(' To stop, and have everything erased, comment '),
    code('/brag stop'),
    text('; '),
    code('/brag help'),
    text(' lists what else you can say.'),
  ];
}

/** The first lines of a comment that continues the report. */
export function commentIntroBlock(): RootContent {
  return paragraph(emphasis(commentIntro));
}

/** A paragraph of our own words. */
export function plainBlock(words: string): RootContent {
  return paragraph(text(words));
}

function headingBlock(words: string): RootContent {
  return { type: 'heading', depth: 2, children: [text(words)] };
}

function code(value: string): PhrasingContent {
  return { type: 'inlineCode', value };
}

function comment(words: string): PhrasingContent {
  return { type: 'html', value: `<!-- ${words} -->` };
}
