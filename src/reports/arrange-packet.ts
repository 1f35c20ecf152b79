/** A packet as its engineer arranged it: what they chose, in their order and with their words, for a reader who may not see all of it. */
import type { DraftContents } from '../domain/packet-draft.ts';
import { packetSectionOf } from './packet-signals.ts';
import { historyOf, type PacketEntry, type PacketItem, type PacketProject, type PacketSection, type PacketView } from './packet-view.ts';
import { packetItems } from './packet-words.ts';

/** The id of the part that holds what the engineer added. */
export const entriesPartId = 'entries';

/** What a project is called whose own subject its reader can't see. */
export const restrictedProjectTitle = 'A project in a restricted repository';

type Arranging = {
  readonly contents: DraftContents;
  /** Keys of items that the reader can't see. */
  readonly hidden: ReadonlySet<string>;
};

/**
 * The packet for one reader. `view` is laid out of everything that is held of the period, whoever reads it, so that a project stays the same
 * project however much of it is chosen or shown. What is not chosen is left out; what is hidden is counted where it would stand, and gives
 * away neither title, reason, repository nor number. Words of the engineer are shown. Pure.
 */
export function arrangePacket(view: PacketView, arranging: Arranging): PacketView {
  const { contents } = arranging;
  const projects = inOrder(view.projects, contents.projects, ({ subject }) => subject).flatMap((project) => projectFor(project, arranging));
  const sections = view.sections.map((section) => sectionFor(section, arranging));
  const numbers = new Map(packetItems({ projects, sections }).map(({ number }, index) => [number, index + 1]));
  const shownProjects = projects.map((project) => ({ ...project, items: project.items.map((item) => renumbered(item, numbers)) }));
  const shownSections = sections.map((section) => ({
    ...section,
    items: section.items.map((item) => renumbered(item, numbers)),
    above: shownProjects.flatMap(({ items }) => items.flatMap((item) => (packetSectionOf(item) === section.id ? [item.number] : []))),
  }));
  const items = packetItems({ projects: shownProjects, sections: shownSections });
  const { title, summary, prose } = contents;
  return {
    ...view,
    projects: shownProjects,
    sections: shownSections,
    entries: entriesFor(view.entries, contents, items.length),
    history: historyOf(items, view.period),
    pillarGaps: [],
    ladder: { ...view.ladder, steps: [] },
    advocates: [],
    restrictedCount: [...projects, ...sections].reduce((sum, { restrictedCount }) => sum + (restrictedCount ?? 0), 0),
    privateNumbers: view.privateNumbers.flatMap((number) => numbers.get(number) ?? []),
    words: { title, summary, byPart: prose },
  };
}

function projectFor(project: PacketProject, { contents, hidden }: Arranging): readonly PacketProject[] {
  const chosen = chosenOf(project.items, contents);
  if (chosen.length === 0) return [];
  const items = chosen.filter(({ key }) => !hidden.has(key));
  const isNamed = project.items.some(({ subject, key }) => subject === project.subject && !hidden.has(key));
  return [
    {
      ...project,
      title: isNamed ? project.title : restrictedProjectTitle,
      repositories: [...new Set(items.map(({ repository }) => repository))],
      ties: items.length < 2 ? [] : project.ties,
      items,
      restrictedCount: chosen.length - items.length,
    },
  ];
}

function sectionFor(section: PacketSection, { contents, hidden }: Arranging): PacketSection {
  const chosen = chosenOf(section.items, contents);
  const items = chosen.filter(({ key }) => !hidden.has(key));
  return { ...section, items, restrictedCount: chosen.length - items.length };
}

function chosenOf<One extends { readonly key: string }>(items: readonly One[], { chosen }: DraftContents): readonly One[] {
  const isChosen = new Set(chosen);
  return inOrder(
    items.filter(({ key }) => isChosen.has(key)),
    chosen,
    ({ key }) => key,
  );
}

/** Those that the order names, in its order; then the others, in theirs. */
export function inOrder<One>(list: readonly One[], order: readonly string[], idOf: (one: One) => string): readonly One[] {
  const places = new Map(order.map((id, index) => [id, index]));
  const placeOf = (one: One): number => places.get(idOf(one)) ?? order.length;
  return list.toSorted((left, right) => placeOf(left) - placeOf(right));
}

function renumbered(item: PacketItem, numbers: ReadonlyMap<number, number>): PacketItem {
  return { ...item, number: numbers.get(item.number) ?? 0, enabled: item.enabled.flatMap((number) => numbers.get(number) ?? []) };
}

function entriesFor(entries: readonly PacketEntry[], contents: DraftContents, after: number): readonly PacketEntry[] {
  return chosenOf(entries, contents).map((entry, index) => ({ ...entry, number: after + index + 1 }));
}
