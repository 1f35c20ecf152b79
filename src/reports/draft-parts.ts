/** A packet as its editor lays it out: every part with all that could stand in it, chosen or not. */
import type { DraftContents } from '../domain/packet-draft.ts';
import { entriesPartId, inOrder } from './arrange-packet.ts';
import type { PacketEntry, PacketItem, PacketView } from './packet-view.ts';
import { projectWords, sectionTitles } from './packet-words.ts';

/** `new`: it came after the draft was last saved, and stays out until its engineer says so. */
export type Choice = 'chosen' | 'left' | 'new';

export type DraftRow =
  | { readonly kind: 'item'; readonly key: string; readonly choice: Choice; readonly item: PacketItem }
  | { readonly kind: 'entry'; readonly key: string; readonly choice: Choice; readonly entry: PacketEntry };

export type DraftPart = {
  readonly id: string;
  readonly kind: 'project' | 'section' | 'entries';
  readonly title: string;
  /** When, where and why of a project; else empty. */
  readonly about: string;
  /** What the engineer wrote there, Markdown. */
  readonly prose: string;
  /** Chosen ones first, in their order. */
  readonly rows: readonly DraftRow[];
  /** Chosen items that the engineer can't read on GitHub at present. */
  readonly restrictedCount: number;
};

export type DraftParts = {
  readonly parts: readonly DraftPart[];
  /** Words for parts that are no longer there, by the part's id; they are kept. */
  readonly homeless: readonly { readonly id: string; readonly prose: string }[];
};

/** The parts of an editor. Sections that hold nothing are left out. `hidden`: keys of items that the engineer can't read. Pure. */
export function draftParts(
  view: PacketView,
  { contents, hidden }: { readonly contents: DraftContents; readonly hidden: ReadonlySet<string> },
): DraftParts {
  const partOf = partFrom(contents, hidden);
  const projects = inOrder(view.projects, contents.projects, ({ subject }) => subject).map((project) =>
    partOf(
      { id: project.subject, kind: 'project', title: project.title || 'Untitled', about: projectWords(project) },
      project.items.map(itemRow),
    ),
  );
  const sections = view.sections.map(({ id, items }) =>
    partOf({ id, kind: 'section', title: sectionTitles[id], about: '' }, items.map(itemRow)),
  );
  const entries = partOf({ id: entriesPartId, kind: 'entries', title: 'In your own words', about: '' }, view.entries.map(entryRow));
  const all = [...projects, ...sections, entries];
  const parts = all.filter(({ rows, prose, restrictedCount }) => rows.length + restrictedCount > 0 || prose !== '');
  const known = new Set(all.map(({ id }) => id));
  const homeless = Object.entries(contents.prose).flatMap(([id, prose]) => (known.has(id) ? [] : [{ id, prose }]));
  return { parts, homeless };
}

type Bare =
  | { readonly kind: 'item'; readonly key: string; readonly item: PacketItem }
  | { readonly kind: 'entry'; readonly key: string; readonly entry: PacketEntry };

const itemRow = (item: PacketItem): Bare => ({ kind: 'item', key: item.key, item });
const entryRow = (entry: PacketEntry): Bare => ({ kind: 'entry', key: entry.key, entry });

function partFrom(
  contents: DraftContents,
  hidden: ReadonlySet<string>,
): (head: Pick<DraftPart, 'id' | 'kind' | 'title' | 'about'>, rows: readonly Bare[]) => DraftPart {
  const [chosen, left] = [new Set(contents.chosen), new Set(contents.left)];
  const choiceOf = (key: string): Choice => (chosen.has(key) ? 'chosen' : left.has(key) ? 'left' : 'new');
  return (head, rows) => ({
    ...head,
    prose: contents.prose[head.id] ?? '',
    rows: inOrder(
      rows.filter(({ key }) => !hidden.has(key)).map((row): DraftRow => ({ ...row, choice: choiceOf(row.key) })),
      contents.chosen,
      ({ key }) => key,
    ),
    restrictedCount: rows.filter(({ key }) => hidden.has(key) && chosen.has(key)).length,
  });
}
