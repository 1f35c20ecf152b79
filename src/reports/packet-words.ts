/** The sentences of the promotion packet. */
import { pillars, type Pillar } from '../domain/evidence.ts';
import type { Month } from '../domain/month.ts';
import { firstDayOf, lastDayOf, type Period } from '../domain/period.ts';
import { pillarNames } from './month-words.ts';
import type { LadderStep, PillarGap } from './packet-gaps.ts';
import type { Tie } from './packet-projects.ts';
import type { PacketSectionId } from './packet-signals.ts';
import type { PacketItem, PacketProject, PacketView } from './packet-view.ts';
import { counted, inWords } from '../domain/number-words.ts';
import { listed, monthName, shortMonthName } from './wording.ts';

export const sectionTitles: Readonly<Record<PacketSectionId, string>> = {
  direction: 'Technical direction',
  improvements: 'Organisational improvements',
  mentoring: 'People guided and work handed on',
  recognition: 'Recognised by peers',
  reach: 'Reviews and advice beyond the home team',
  glue: 'Glue work',
};

/** What is said under a heading. */
export const partNotes = {
  entries: 'Told by the engineer; nobody else has checked it.',
  glue: 'Upkeep that others rely on, and what it enabled where that is known.',
  own: 'What follows is for you. Leave it out when you hand the packet in.',
} as const;

/** `December 2025 to November 2026`, or by days where the months are not whole. */
export function periodWords({ from, to }: Period): string {
  const [first, last] = [from.slice(0, 7), to.slice(0, 7)];
  const isWhole = from === firstDayOf(first) && to === lastDayOf(last);
  if (!isWhole) return from === to ? dayWords(from) : `${dayWords(from)} to ${dayWords(to)}`;
  return first === last ? monthName(first) : `${monthName(first)} to ${monthName(last)}`;
}

/** `8 Oct 2026`, of `2026-10-08`. */
export function dayWords(day: string): string {
  return `${Number(day.slice(8))} ${shortMonthName(day.slice(0, 7))} ${day.slice(0, 4)}`;
}

/** The paragraph at the top: what the packet holds. Everything in it is counted from the numbered items below. */
export function packetSummary(view: PacketView): string {
  const items = packetItems(view);
  const period = periodWords(view.period);
  if (items.length + view.entries.length === 0) return `Nothing that could go into a packet is held for ${period}.`;
  const repositories = new Set(items.map(({ repository }) => repository)).size;
  const where = items.length === 0 ? '' : ` in ${counted(repositories, 'repository', 'repositories')}`;
  const projects = view.projects.length === 0 ? '' : `, ${counted(view.projects.length, 'project')} among them`;
  const held = items.length === 0 ? 'no evidence from GitHub' : `${counted(items.length, 'piece')} of evidence${where}${projects}`;
  const byPillar = pillarWords(items);
  const own =
    view.entries.length === 0 ? '' : ` ${sentence(counted(view.entries.length, 'entry', 'entries'))} in the engineer’s own words.`;
  return `${period}: ${held}${byPillar}.${own}`;
}

function pillarWords(items: readonly PacketItem[]): string {
  const parts = pillars.flatMap((pillar) => {
    const count = items.filter((item) => item.pillar === pillar).length;
    return count === 0 ? [] : [`${inWords(count)} for ${pillarNames[pillar].toLowerCase()}`];
  });
  return parts.length === 0 ? '' : `; ${listed(parts)}`;
}

/** All numbered items but the entries. */
export function packetItems({ projects, sections }: Pick<PacketView, 'projects' | 'sections'>): readonly PacketItem[] {
  return [...projects, ...sections].flatMap((part) => part.items);
}

const tieWords: Readonly<Record<Tie, string>> = {
  subject: 'one subject',
  reference: 'references between the subjects',
  'third-subject': 'references to the same subject',
};

/** The line under a project's heading: when, where, and what ties its items. */
export function projectWords({ items, repositories, ties }: PacketProject): string {
  const days = items.map(({ day }) => day).toSorted();
  const [first = '', last = ''] = [days[0], days.at(-1)];
  const when = first === last ? dayWords(first) : `${dayWords(first)} to ${dayWords(last)}`;
  const tied = ties.length === 0 ? [] : [`tied by ${listed(ties.map((tie) => tieWords[tie]))}`];
  return items.length === 0 ? '' : [when, listed(repositories), ...tied].join(' · ');
}

/** `Also items 1, 4 and 5, in the projects above.` */
export function aboveWords(numbers: readonly number[]): string {
  return `Also ${itemsWords(numbers).toLowerCase()}, in the projects above.`;
}

/** `Item 3`, `Items 3, 4 and 9`; beyond a dozen, the first ones and how many more. */
export function itemsWords(numbers: readonly number[]): string {
  const shown = numbers.length > 12 ? [...numbers.slice(0, 12).map(String), `${numbers.length - 12} more`] : numbers.map(String);
  return `${numbers.length === 1 ? 'Item' : 'Items'} ${listed(shown)}`;
}

/** Who was guided; null when nothing is known of them. People who may not be named are somebody. */
export function guidedWords({ guided }: Pick<PacketItem, 'guided'>): string | null {
  const named = guided.filter((login) => login !== null);
  const others = guided.length - named.length;
  if (guided.length === 0) return null;
  const somebody = others === 0 ? [] : [others === 1 ? 'somebody' : `${others} others`];
  return `The work was of ${listed([...named, ...somebody])}.`;
}

/** What became of glue; null when nothing is known. */
export function enabledWords({ enabled }: Pick<PacketItem, 'enabled'>): string | null {
  if (enabled.length === 0) return null;
  return `${itemsWords(enabled)} ${enabled.length === 1 ? 'refers' : 'refer'} to it.`;
}

const nextSteps: Readonly<Record<Pillar, string>> = {
  'technical-direction': 'Write down one decision that people argue about, as an RFC, and ask another team to review it.',
  'cross-team-impact': 'Take the review of one design that touches your work and lies outside your team.',
  'multiplying-others': 'Shape one piece of work as an issue that somebody else can ship, and review it with your reasons.',
  'operating-with-ambiguity': 'Pick one question that has been open for a month, and bring it to a written decision.',
};

/** A gap and one step that would begin to close it. */
export function gapWords(gap: PillarGap): string {
  const what =
    gap.kind === 'none' ? 'nothing in this period.' : `nothing in its last three months; the newest is of ${monthName(gap.since)}.`;
  return `${what} ${nextSteps[gap.pillar]}`;
}

/** Beside an expectation of the ladder: what shows it, and what was asked. */
export function stepWords({ asks, numbers, isShown }: LadderStep): string {
  if (asks === null) return 'GitHub can’t show it: bring your own example';
  const wanted = `${asks.times} in ${counted(asks.months, 'month')}`;
  if (numbers.length === 0) return `not shown yet; asks for ${wanted}`;
  const items = itemsWords(numbers).toLowerCase();
  return isShown === true ? `shown: ${items}` : `begun: ${items}; asks for ${wanted}`;
}

/** What to know before the packet is handed to others. */
export function caveats(view: PacketView): readonly string[] {
  const unfound = packetItems(view).flatMap((item) => (item.isFound ? [] : [item.number]));
  return [
    view.privateNumbers.length === 0
      ? null
      : `${itemsWords(view.privateNumbers)}: not everybody can follow the links, since the repositories are not public.`,
    unfound.length === 0
      ? null
      : `${itemsWords(unfound)}: no longer found on GitHub, and here because you kept ${unfound.length === 1 ? 'it' : 'them'}.`,
    view.restrictedCount === 0
      ? null
      : `${restrictedWords(view.restrictedCount)}: left out, because not everyone who reads this can read ${view.restrictedCount === 1 ? 'it' : 'them'}.`,
    view.keptSince === null ? null : keptWords(view.keptSince),
  ].filter((words) => words !== null);
}

/** What stands for items that a reader can't see. */
export function restrictedWords(count: number): string {
  return count === 1 ? '1 item in a restricted repository' : `${count} items in restricted repositories`;
}

function keptWords(since: Month): string {
  return `Evidence is kept from ${monthName(since)} on; of the time before, nothing can be shown.`;
}

/** Questions that GitHub can't answer, those about the packet's own projects first. */
export const generalQuestions: readonly string[] = [
  'Who is your sponsor: who will speak for this packet in the room, and have they read it?',
  'Is there an opening: what does the organisation need somebody at the next level for?',
  'When did you last go through this with your manager, and what did they say is missing?',
  'Which decisions did you shape in meetings, strategy or hiring that no link here shows? Add them with `/brag add`.',
  'What did you stop, or decide not to do, and what did that save?',
];

function sentence(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}
