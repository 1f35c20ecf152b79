/** The monthly issue before it is text: decides which evidence is shown to the report's readers, and what is said about it. */
import type { ManualEntry } from '../domain/entry.ts';
import { pillars, type Evidence, type Pillar } from '../domain/evidence.ts';
import { monthsEndingWith, type Month } from '../domain/month.ts';
import type { Readers } from '../domain/organisation.ts';
import type { PersonRef } from '../domain/person.ts';
import { countsAsEvidence } from './counting.ts';
import { questionsFor } from './questions.ts';
import type { ReadingInput } from './reading/facts.ts';
import { type Reading, readingOf } from './reading/reading.ts';
import { dayLabel, shortName } from './wording.ts';

/**
 * `personal`: a repository of the engineer's own (`{login}` in its name). `shared`: others read it, so only what is confirmed or kept
 * stands there.
 */
export type MonthAudience = 'shared' | 'personal';

export type MonthInput = {
  readonly person: PersonRef;
  readonly month: Month;
  /** The organisation's login. */
  readonly organisation: string;
  /** IANA name. */
  readonly timezone: string;
  readonly audience: MonthAudience;
  /** Everything held about the person, in any order and of any month, dismissed and unfound items included. */
  readonly evidence: readonly Evidence[];
  /** Evidence of older months that changed since their reports were last written. */
  readonly sinceThen?: readonly Evidence[];
  /** What the engineer added of their own that this month's readers may see, dismissed ones included. */
  readonly entries?: readonly ManualEntry[];
  /** What became of items, in the engineer's words, by the item's key; only what the report's readers may see. */
  readonly itemNotes?: ReadonlyMap<string, string>;
  /** Whether some reader of the report may be unable to read what the item comes from. */
  readonly isRestricted: (evidence: Evidence) => boolean;
  /**
   * Whether every reader of the report can read a repository, by full name. Links into repositories of which it is not known are left
   * out.
   */
  readonly canAllReadRepository?: (fullName: string) => boolean;
  /** Ids of signals that are shown to their engineer alone. */
  readonly engineerOnlySignals?: ReadonlySet<string>;
  /** What the month's reading is drawn from beside the evidence; absent when it was not looked up. Used for a personal report alone. */
  readonly reading?: Pick<ReadingInput, 'work' | 'sourceCount' | 'people' | 'teammates'>;
  /** The engineer's own text, byte for byte. */
  readonly notes: string;
  /** The repository that the report is written to, and who can read it. */
  readonly destination: { readonly fullName: string; readonly readers: Readers };
  /** A preview without an installation: nothing can be ticked or written there, and there is nothing to stop. */
  readonly isTrial?: boolean;
  /** The organisation's owners. */
  readonly ownerIds: readonly number[];
  readonly rubricUrl: string;
  /** Where the organisation's GitHub is browsed: `https://github.com`. */
  readonly webUrl: string;
};

export type MonthItem = {
  readonly key: string;
  /** The id of the signal that found it, which names its section of the rubric. */
  readonly signal: string;
  readonly pillar: Pillar;
  readonly isTicked: boolean;
  /** What a kept item was before: `null` when it was not kept. */
  readonly keptFrom: Evidence['strength'] | null;
  readonly isFound: boolean;
  readonly title: string;
  /** Without the owner when it is the organisation itself. */
  readonly repository: string;
  /** The local day, such as `12 Oct`. */
  readonly day: string;
  readonly because: string;
  readonly quote: string | null;
  readonly links: readonly string[];
  /** What became of it, in the engineer's words. */
  readonly note: string | null;
};

/** Work that the engineer added. */
export type MonthEntry = {
  readonly key: string;
  readonly text: string;
  readonly links: readonly string[];
  /** The local day, such as `12 Oct`; null when it was not told. */
  readonly day: string | null;
  readonly keptFrom: Evidence['strength'] | null;
  readonly note: string | null;
};

export type MonthCount = { readonly month: Month; readonly byPillar: Readonly<Record<Pillar, number>>; readonly total: number };

/** Who can read the report, in the cases that need different words. `count` is of people. */
export type ReportReaders =
  | { readonly kind: 'owners'; readonly count: number }
  | { readonly kind: 'people'; readonly count: number }
  | { readonly kind: 'enterprise' | 'everyone' | 'unknown' };

export type MonthView = Pick<
  MonthInput,
  'isTrial' | 'person' | 'month' | 'timezone' | 'organisation' | 'audience' | 'notes' | 'rubricUrl' | 'webUrl'
> & {
  /** Confirmed and kept items of the month, by pillar and then time. */
  readonly items: readonly MonthItem[];
  /** Undecided candidates, of the month and of `sinceThen`; always empty in a shared report. */
  readonly candidates: readonly MonthItem[];
  readonly sinceThen: readonly MonthItem[];
  readonly entries: readonly MonthEntry[];
  /** Items of the month that are left out because not every reader can read their source. */
  readonly restrictedCount: number;
  /** The twelve months that end with this one, oldest first: confirmed and kept items that every reader may see. */
  readonly history: readonly MonthCount[];
  /** Gaps, traps and possible advocates; always null in a shared report. */
  readonly reading: Reading | null;
  /** What GitHub can't see. */
  readonly questions: readonly string[];
  readonly destination: string;
  readonly readers: ReportReaders;
};

/**
 * Decides what one month's report holds for its readers. Dismissed items appear nowhere, restricted ones only as a count, candidates only
 * to their engineer.
 */
export function monthView(input: MonthInput): MonthView {
  const shownKinds = input.evidence.filter((evidence) => isForReaders(evidence, input));
  const shown = shownKinds.filter((evidence) => !input.isRestricted(evidence));
  const ofMonth = shown.filter((evidence) => evidence.month === input.month);
  const older = (input.sinceThen ?? []).filter(
    (evidence) => evidence.month !== input.month && isForReaders(evidence, input) && !input.isRestricted(evidence),
  );
  const items = itemsOf(ofMonth.filter(countsAsEvidence), input);
  return {
    person: input.person,
    month: input.month,
    timezone: input.timezone,
    organisation: input.organisation,
    audience: input.audience,
    notes: input.notes,
    rubricUrl: input.rubricUrl,
    webUrl: input.webUrl,
    ...(input.isTrial === true ? { isTrial: true } : {}),
    items,
    candidates: itemsOf(
      [...ofMonth, ...older].filter((evidence) => !countsAsEvidence(evidence)),
      input,
    ),
    sinceThen: itemsOf(older.filter(countsAsEvidence), input),
    entries: (input.entries ?? []).filter(({ decision }) => decision !== 'dismissed').map((entry) => entryOf(entry, input)),
    restrictedCount: shownKinds.filter((evidence) => evidence.month === input.month && input.isRestricted(evidence)).length,
    history: historyOf(shown.filter(countsAsEvidence), input.month),
    reading: readingFor(input),
    questions: questionsFor({ month: input.month, personId: input.person.id, pillars: items.map(({ pillar }) => pillar) }),
    destination: input.destination.fullName,
    readers: readersOf(input),
  };
}

/** Gaps, traps, next steps and possible advocates are for the engineer alone. */
function readingFor({ audience, reading, engineerOnlySignals = new Set(), ...input }: MonthInput): Reading | null {
  return audience === 'personal' && reading !== undefined ? readingOf({ ...reading, ...input, engineerOnlySignals }) : null;
}

function isForReaders(evidence: Evidence, { audience, engineerOnlySignals }: MonthInput): boolean {
  if (evidence.decision === 'dismissed') return false;
  if (evidence.decision === 'none' && !evidence.isFound) return false;
  if (audience === 'personal') return true;
  return countsAsEvidence(evidence) && engineerOnlySignals?.has(evidence.signal) !== true;
}

function itemsOf(evidence: readonly Evidence[], input: MonthInput): readonly MonthItem[] {
  const byKey = new Map(evidence.map((one) => [one.key, one]));
  return [...byKey.values()].sort(byPillarAndTime).map((one) => itemOf(one, input));
}

function byPillarAndTime(left: Evidence, right: Evidence): number {
  const byPillar = pillars.indexOf(left.pillar) - pillars.indexOf(right.pillar);
  if (byPillar !== 0) return byPillar;
  const [a, b] = [`${left.at} ${left.key}`, `${right.at} ${right.key}`];
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function itemOf(evidence: Evidence, input: MonthInput): MonthItem {
  return {
    key: evidence.key,
    signal: evidence.signal,
    pillar: evidence.pillar,
    isTicked: countsAsEvidence(evidence),
    keptFrom: evidence.decision === 'kept' ? evidence.strength : null,
    isFound: evidence.isFound,
    title: evidence.title,
    repository: shortName(evidence.repository.fullName, input.organisation),
    day: dayLabel(evidence.at, { timezone: input.timezone, reportMonth: input.month }),
    because: evidence.because,
    quote: evidence.quote,
    links: shownLinks(evidence, input),
    note: input.itemNotes?.get(evidence.key) ?? null,
  };
}

/** The links of what an engineer added, the first one first. */
export function linksOf({ link, moreLinks = [] }: Pick<ManualEntry, 'link' | 'moreLinks'>): readonly string[] {
  return link === null ? [] : [link, ...moreLinks];
}

function entryOf(entry: ManualEntry, input: MonthInput): MonthEntry {
  const { key, text, day, decision } = entry;
  return {
    key,
    text,
    links: linksOf(entry),
    // A day has no time: noon of UTC is that day in the zone UTC.
    day: day === null ? null : dayLabel(`${day}T12:00:00Z`, { timezone: 'UTC', reportMonth: input.month }),
    keptFrom: decision === 'kept' ? 'confirmed' : null,
    note: input.itemNotes?.get(key) ?? null,
  };
}

/**
 * The links that every reader may follow. The first always stands: it is the item's own permalink, perhaps under a name that its repository
 * had before.
 */
export function shownLinks(evidence: Evidence, { canAllReadRepository }: Pick<MonthInput, 'canAllReadRepository'>): readonly string[] {
  const own = evidence.repository.fullName.toLowerCase();
  return evidence.links.filter((link, index) => {
    if (index === 0) return true;
    if (!URL.canParse(link)) return false;
    const fullName = new URL(link).pathname.split('/').slice(1, 3).join('/');
    return fullName.toLowerCase() === own || canAllReadRepository?.(fullName) === true;
  });
}

function historyOf(evidence: readonly Evidence[], last: Month): readonly MonthCount[] {
  return monthsEndingWith(last, 12).map((month) => {
    const ofMonth = evidence.filter((one) => one.month === month);
    const count = (pillar: Pillar): number => ofMonth.filter((one) => one.pillar === pillar).length;
    const byPillar: Record<Pillar, number> = {
      'technical-direction': count('technical-direction'),
      'cross-team-impact': count('cross-team-impact'),
      'multiplying-others': count('multiplying-others'),
      'operating-with-ambiguity': count('operating-with-ambiguity'),
    };
    return { month, byPillar, total: ofMonth.length };
  });
}

function readersOf({ destination, ownerIds, person }: MonthInput): ReportReaders {
  const { readers } = destination;
  if (readers.kind !== 'people') return { kind: readers.kind };
  const others = new Set(readers.ids.filter((id) => id !== person.id));
  const owners = new Set(ownerIds);
  return [...others].every((id) => owners.has(id)) ? { kind: 'owners', count: others.size } : { kind: 'people', count: others.size };
}
