/** The monthly issue as Markdown: one body, and comments where it is longer than GitHub takes. */
import type { ListItem, RootContent } from 'mdast';
import { blocksMarkdown, markdownSize } from './markdown.ts';
import {
  commentIntroBlock,
  footerBlocks,
  headingBlocks,
  historyBlocks,
  markerBlock,
  notesBlocks,
  notesRegion,
  plainBlock,
  questionBlocks,
  readingBlocks,
  sectionsOf,
  summaryBlocks,
  taskList,
  type Section,
} from './month-blocks.ts';
import type { MonthView } from './month-view.ts';
import { continuationNote } from './month-words.ts';
import { monthName } from './wording.ts';

/** GitHub's limit for a body or comment is 65,536 characters; we count bytes, which are never fewer. */
const longestBody = 65_536;

/** Room kept for the note that the report goes on below, and for the line breaks round it. */
const continuationSize = 200;

export type RenderedMonth = { readonly title: string; readonly body: string; readonly comments: readonly string[] };

/** An item with its section, and its place in it. */
type Entry = { readonly section: Section; readonly item: ListItem; readonly index: number };

/** The items of one body or comment. */
type Page = readonly Entry[];

/** A body without its items: what stands before and after them, and what is left for the last comment. */
type Frame = {
  readonly before: readonly RootContent[];
  readonly after: readonly RootContent[];
  readonly postponed: readonly RootContent[];
};

/**
 * A month's title, body and overflow comments; each text holds at most 65,536 bytes. The body begins with the marker's line and holds the
 * notes as they are; only notes that fill the body by themselves can make it longer. The same view gives the same bytes.
 */
export function renderMonth(view: MonthView): RenderedMonth {
  const title = `${monthName(view.month)}: evidence for ${view.person.login}`;
  const sections = sectionsOf(view);
  const whole = frames(view)[0];
  const body = blocksMarkdown([
    ...whole.before,
    ...sections.flatMap((section) => [...headingBlocks(section, { isContinued: false }), taskList(section.items)]),
    ...whole.after,
  ]);
  if (markdownSize(body) <= longestBody) return { title, body, comments: [] };
  return { title, ...renderLong(view, sections) };
}

/** From the full body to the barest one, for notes that leave little room. */
function frames(view: MonthView): readonly [Frame, ...Frame[]] {
  const [marker, summary, footer] = [markerBlock(view), summaryBlocks(view), footerBlocks(view)];
  const extras = [...readingBlocks(view), ...historyBlocks(view), ...questionBlocks(view)];
  return [
    { before: [marker, ...summary], after: [...extras, ...notesBlocks(view), ...footer], postponed: [] },
    { before: [marker, ...summary], after: [...notesBlocks(view), ...footer], postponed: extras },
    { before: [marker], after: [notesRegion(view)], postponed: [...summary, ...extras, ...footer] },
  ];
}

function renderLong(view: MonthView, sections: readonly Section[]): Omit<RenderedMonth, 'title'> {
  const all = frames(view);
  const frame = all.find(({ before, after }) => frameSize([...before, ...after]) <= longestBody) ?? all[all.length - 1] ?? all[0];
  const introSize = markdownSize(blocksMarkdown([commentIntroBlock()])) + 2;
  const pages = paginate(sections, {
    firstRoom: longestBody - frameSize([...frame.before, ...frame.after]),
    room: longestBody - introSize,
  });
  const [first = [], ...rest] = pages;
  const comments = [...rest.map((page) => pageBlocks(page)), ...(frame.postponed.length === 0 ? [] : [frame.postponed])];
  const total = sections.reduce((sum, { items }) => sum + items.length, 0);
  const note = plainBlock(continuationNote({ first: first.length + 1, last: total, comments: comments.length }));
  return {
    body: blocksMarkdown([...frame.before, ...pageBlocks(first), ...(comments.length === 0 ? [] : [note]), ...frame.after]),
    comments: comments.map((blocks) => blocksMarkdown([commentIntroBlock(), ...blocks])),
  };
}

function frameSize(blocks: readonly RootContent[]): number {
  return markdownSize(blocksMarkdown(blocks)) + continuationSize;
}

/** Fills the body's room, then comment after comment, always breaking between items. The first page may be empty. */
function paginate(
  sections: readonly Section[],
  { firstRoom, room }: { readonly firstRoom: number; readonly room: number },
): readonly Page[] {
  const pages: Entry[][] = [[]];
  let left = firstRoom;
  for (const entry of sections.flatMap(entriesOf)) {
    const size = entrySize(entry, pages.at(-1)?.at(-1));
    if (size <= left) {
      pages.at(-1)?.push(entry);
      left -= size;
    } else {
      pages.push([entry]);
      left = room - entrySize(entry, undefined);
    }
  }
  return pages;
}

function entriesOf(section: Section): readonly Entry[] {
  return section.items.map((item, index) => ({ section, item, index }));
}

/** With its heading, where it is the first of its section on the page. Counts two line breaks after each block. */
function entrySize({ section, item, index }: Entry, before: Entry | undefined): number {
  const heading = before?.section === section ? [] : headingBlocks(section, { isContinued: index > 0 });
  return markdownSize(blocksMarkdown([...heading, taskList([item])])) + 2;
}

function pageBlocks(page: Page): readonly RootContent[] {
  return [...new Set(page.map(({ section }) => section))].flatMap((section) => {
    const own = page.filter((entry) => entry.section === section);
    const isContinued = own[0]?.index !== 0;
    return [...headingBlocks(section, { isContinued }), taskList(own.map(({ item }) => item))];
  });
}
