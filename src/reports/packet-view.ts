/** The promotion packet before it is text: which items it holds, where each stands, and what is missing. */
import type { ManualEntry } from '../domain/entry.ts';
import { type Evidence, pillars, type Pillar } from '../domain/evidence.ts';
import type { Ladder } from '../domain/ladder.ts';
import { dayOf, type Month } from '../domain/month.ts';
import { monthsIn, type Period } from '../domain/period.ts';
import type { PersonRef } from '../domain/person.ts';
import { subjectLabel } from '../domain/subject.ts';
import { countsAsEvidence } from './counting.ts';
import { type MonthCount, shownLinks } from './month-view.ts';
import { type LadderReading, pillarGaps, type PillarGap, readLadder } from './packet-gaps.ts';
import { findProjects, type References, type Tie } from './packet-projects.ts';
import { packetRank, type PacketSectionId, packetSectionOf, packetSections } from './packet-signals.ts';

export type PacketInput = {
  readonly person: PersonRef;
  /** The organisation's login. */
  readonly organisation: string;
  /** IANA name. */
  readonly timezone: string;
  readonly period: Period;
  /** Everything held about the person, in any order and of any time, dismissed and unfound items included. */
  readonly evidence: readonly Evidence[];
  readonly entries: readonly ManualEntry[];
  /** What became of items, in the engineer's words, by the item's key. */
  readonly itemNotes: ReadonlyMap<string, string>;
  /** Whether some reader of the packet may be unable to read what the item comes from. */
  readonly isRestricted: (evidence: Evidence) => boolean;
  /** Whether every reader of the packet can read a repository, by full name. */
  readonly canAllReadRepository: (fullName: string) => boolean;
  /** Whether everybody in the world can read what an item comes from. */
  readonly isPublic: (evidence: Evidence) => boolean;
  readonly references: References;
  /** Whose work an item's subject is, by `subjectLabel`: logins of people who may be named; others are null. */
  readonly workOf: ReadonlyMap<string, readonly (string | null)[]>;
  /** People who may be named and who credited the engineer, by the item's key. */
  readonly creditors: ReadonlyMap<string, readonly Creditor[]>;
  readonly ladder: Ladder;
  /** Nothing older is kept. */
  readonly keptSince: Month;
  readonly rubricUrl: string;
  /** Where the organisation's GitHub is browsed: `https://github.com`. */
  readonly webUrl: string;
};

/** `isOutside`: in none of the engineer's teams. */
export type Creditor = { readonly login: string; readonly isOutside: boolean };

export type PacketItem = Pick<
  Evidence,
  'key' | 'signal' | 'strength' | 'pillar' | 'at' | 'month' | 'title' | 'quote' | 'links' | 'isFound'
> & {
  /** Items and entries of a packet are numbered through. */
  readonly number: number;
  readonly isKept: boolean;
  /** The local day, `YYYY-MM-DD`. */
  readonly day: string;
  /** Without the owner when it is the organisation itself. */
  readonly repository: string;
  /** Of which subject, so that a project tells its title once. */
  readonly subject: string;
  /** The reason, speaking of the engineer in the third person. */
  readonly because: string;
  /** What became of it, in the engineer's words. */
  readonly note: string | null;
  /** Mentoring only, else empty: whose work it was; null for people who may not be named. */
  readonly guided: readonly (string | null)[];
  /** Glue only, else empty: numbers of items whose subjects refer to it. */
  readonly enabled: readonly number[];
};

/** What the engineer wrote around the evidence of a packet that they arranged, Markdown; by the id of the part that it stands in. */
export type PacketWords = { readonly title: string; readonly summary: string; readonly byPart: Readonly<Record<string, string>> };

export type PacketProject = {
  readonly title: string;
  readonly subject: string;
  readonly repositories: readonly string[];
  readonly ties: readonly Tie[];
  /** By time, or as the engineer ordered them. */
  readonly items: readonly PacketItem[];
  /** Of an arranged packet: items that stand here and that its reader can't see. */
  readonly restrictedCount?: number;
};

/** `above`: numbers of items of this kind that projects show. */
export type PacketSection = {
  readonly id: PacketSectionId;
  readonly items: readonly PacketItem[];
  readonly above: readonly number[];
  /** Of an arranged packet: items that stand here and that its reader can't see. */
  readonly restrictedCount?: number;
};

/** Work that GitHub can't see, in the engineer's words. */
export type PacketEntry = Pick<ManualEntry, 'key' | 'text' | 'link' | 'moreLinks' | 'day' | 'month'> & {
  readonly number: number;
  readonly note: string | null;
};

/** Somebody outside the engineer's teams who credited them. */
export type Advocate = { readonly login: string; readonly numbers: readonly number[] };

export type PacketView = Pick<PacketInput, 'person' | 'organisation' | 'period' | 'rubricUrl' | 'webUrl'> & {
  readonly projects: readonly PacketProject[];
  readonly sections: readonly PacketSection[];
  readonly entries: readonly PacketEntry[];
  /** The months of the period, oldest first. */
  readonly history: readonly MonthCount[];
  readonly pillarGaps: readonly PillarGap[];
  readonly ladder: LadderReading;
  readonly advocates: readonly Advocate[];
  /** Items left out because not every reader can read their source. */
  readonly restrictedCount: number;
  /** Items whose links not everybody can follow. */
  readonly privateNumbers: readonly number[];
  /** The first month of which something is kept, when the period begins before it. */
  readonly keptSince: Month | null;
  /** Only of a packet that the engineer arranged: it is handed in as it is, so that nothing in it is folded or for them alone. */
  readonly words?: PacketWords;
};

/**
 * What a packet holds for its readers: kept items, confirmed ones that were not dismissed, and entries, of the period. Every one of them
 * appears once. The order of what comes in changes nothing. Pure.
 */
export function packetView(input: PacketInput): PacketView {
  const ofPeriod = input.evidence.filter(
    (evidence) => countsAsEvidence(evidence) && isIn(dayOf(evidence.at, input.timezone), input.period),
  );
  const shown = uniqueByKey(ofPeriod.filter((evidence) => !input.isRestricted(evidence))).toSorted(byStrength);
  const layout = lay(shown, input);
  const items = [...layout.projects, ...layout.sections].flatMap((part) => part.items);
  const last = input.period.to.slice(0, 7);
  const { person, organisation, period, rubricUrl, webUrl } = input;
  return {
    person,
    organisation,
    period,
    rubricUrl,
    webUrl,
    ...layout,
    entries: entriesOf(input, items.length),
    history: historyOf(items, period),
    pillarGaps: pillarGaps(items, last),
    ladder: readLadder(input.ladder, items, last),
    advocates: advocatesOf(items, input),
    restrictedCount: uniqueByKey(ofPeriod).length - shown.length,
    privateNumbers: items.filter(({ key }) => shown.some((one) => one.key === key && !input.isPublic(one))).map((item) => item.number),
    keptSince: period.from.slice(0, 7) < input.keptSince ? input.keptSince : null,
  };
}

/** Whether a packet holds neither items nor entries. */
export function isEmptyPacket({ projects, sections, entries }: PacketView): boolean {
  return [...projects, ...sections].every(({ items }) => items.length === 0) && entries.length === 0;
}

function isIn(day: string, { from, to }: Period): boolean {
  return day >= from && day <= to;
}

function uniqueByKey(evidence: readonly Evidence[]): readonly Evidence[] {
  return [...new Map(evidence.map((one) => [one.key, one])).values()];
}

/** The newest of equal signals first: it is what readers remember. */
function byStrength(left: Evidence, right: Evidence): number {
  const byRank = packetRank(left.signal) - packetRank(right.signal);
  if (byRank !== 0) return byRank;
  const [a, b] = [`${left.at} ${left.key}`, `${right.at} ${right.key}`];
  if (a === b) return 0;
  return a < b ? 1 : -1;
}

/** Projects first, then what they do not hold by section; numbered in that order. */
function lay(shown: readonly Evidence[], input: PacketInput): Pick<PacketView, 'projects' | 'sections'> {
  const found = findProjects(shown, input.references);
  const inProjects = new Set(found.flatMap((project) => project.items.map(({ key }) => key)));
  const rest = shown.filter(({ key }) => !inProjects.has(key));
  const bySection = packetSections.map((id) => ({ id, own: rest.filter((one) => packetSectionOf(one) === id) }));
  const ordered = [...found.flatMap((project) => project.items), ...bySection.flatMap(({ own }) => own)];
  const numbers = new Map(ordered.map(({ key }, index) => [key, index + 1]));
  const itemOf = toItem(input, { ordered, numbers });
  const projects = found.map(({ centre, items, ties }) => ({
    title: centre.title,
    subject: subjectLabel(centre.subject),
    repositories: [...new Set(items.map(({ repository }) => shortName(repository.fullName, input.organisation)))],
    ties,
    items: items.map(itemOf),
  }));
  const above = (id: PacketSectionId): readonly number[] =>
    ordered.flatMap((one, index) => (inProjects.has(one.key) && packetSectionOf(one) === id ? [index + 1] : []));
  return { projects, sections: bySection.map(({ id, own }) => ({ id, items: own.map(itemOf), above: above(id) })) };
}

function toItem(
  input: PacketInput,
  { ordered, numbers }: { readonly ordered: readonly Evidence[]; readonly numbers: ReadonlyMap<string, number> },
): (evidence: Evidence) => PacketItem {
  return (evidence) => {
    const { key, signal, strength, pillar, at, month, title, quote, isFound } = evidence;
    const section = packetSectionOf(evidence);
    const subject = subjectLabel(evidence.subject);
    return {
      number: numbers.get(key) ?? 0,
      key,
      signal,
      strength,
      pillar,
      at,
      month,
      title,
      quote,
      isFound,
      isKept: evidence.decision === 'kept',
      day: dayOf(at, input.timezone),
      repository: shortName(evidence.repository.fullName, input.organisation),
      subject,
      because: inThirdPerson(evidence.because),
      links: shownLinks(evidence, input),
      note: input.itemNotes.get(key) ?? null,
      guided: section === 'mentoring' ? (input.workOf.get(subject) ?? []) : [],
      enabled:
        section === 'glue' ? ordered.flatMap((other, index) => (refersTo(other, evidence, input.references) ? [index + 1] : [])) : [],
    };
  };
}

function refersTo(from: Evidence, to: Evidence, references: References): boolean {
  const places = references.get(subjectLabel(from.subject)) ?? [];
  return places.some(({ repositoryId, number }) => repositoryId === to.subject.repositoryId && number === to.subject.number);
}

function shortName(fullName: string, organisation: string): string {
  return fullName.toLowerCase().startsWith(`${organisation.toLowerCase()}/`) ? fullName.slice(organisation.length + 1) : fullName;
}

const thirdPerson: Readonly<Record<string, string>> = { your: 'their', Your: 'Their', yours: 'theirs', you: 'they' };

/**
 * Reasons speak to the engineer, and of candidates with doubt; a packet speaks of the engineer, who has decided, and gives no advice to its
 * readers. Words within names and paths stay.
 */
function inThirdPerson(because: string): string {
  return because
    .replace(/; the staff-level version of it is [^;]*$/, '.')
    .replace(/; whether it is [^;]* is for you to say\.$/, '.')
    .replace(/^Perhaps (\w)/, (_, letter: string) => letter.toUpperCase())
    .replace(/(?<![\w./-])(your|Your|yours|you)(?![\w/-])/g, (word) => thirdPerson[word] ?? word);
}

function entriesOf({ entries, period, itemNotes }: PacketInput, after: number): readonly PacketEntry[] {
  const [first, last] = [period.from.slice(0, 7), period.to.slice(0, 7)];
  return entries
    .filter(({ decision }) => decision !== 'dismissed')
    .filter(({ day, month }) => (day === null ? month >= first && month <= last : isIn(day, period)))
    .toSorted((left, right) => (`${left.day ?? left.month} ${left.key}` < `${right.day ?? right.month} ${right.key}` ? -1 : 1))
    .map(({ key, text, link, moreLinks = [], day, month }, index) => ({
      number: after + index + 1,
      key,
      text,
      link,
      ...(moreLinks.length === 0 ? {} : { moreLinks }),
      day,
      month,
      note: itemNotes.get(key) ?? null,
    }));
}

/** How many items there are in each month of a period, oldest first. */
export function historyOf(items: readonly PacketItem[], period: Period): readonly MonthCount[] {
  const byMonth = Map.groupBy(items, ({ day }) => day.slice(0, 7));
  return monthsIn(period).map((month) => {
    const ofMonth = byMonth.get(month) ?? [];
    const byPillar = Object.fromEntries(pillars.map((pillar) => [pillar, ofMonth.filter((item) => item.pillar === pillar).length]));
    return { month, byPillar: byPillar as Readonly<Record<Pillar, number>>, total: ofMonth.length };
  });
}

function advocatesOf(items: readonly PacketItem[], { creditors }: PacketInput): readonly Advocate[] {
  const credits = items.flatMap(({ key, number }) =>
    (creditors.get(key) ?? []).filter(({ isOutside }) => isOutside).map(({ login }) => ({ login, number })),
  );
  return [...Map.groupBy(credits, ({ login }) => login)]
    .map(([login, own]) => ({ login, numbers: own.map(({ number }) => number) }))
    .toSorted((left, right) => right.numbers.length - left.numbers.length || (left.login < right.login ? -1 : 1));
}
