/** Items of a log as its pages show them: to their engineer, and no more than they can read themselves. */
import type { Evidence } from '../../domain/evidence.ts';
import type { Instant } from '../../domain/instant.ts';
import { dayOf, type Month } from '../../domain/month.ts';
import type { OrganisationSnapshot } from '../../domain/organisation.ts';
import type { PersonRef } from '../../domain/person.ts';
import type { ItemView, NoteView, Standing } from '../../pages/log/view.ts';
import { linkName } from '../../reports/month-blocks.ts';
import { linksOf, shownLinks } from '../../reports/month-view.ts';
import { longestEntry, longestNote, longestReason, longestTitle, mostLinks } from '../../reports/text-limits.ts';
import { shortenText } from '../../reports/tidy-text.ts';
import { dayLabel, shortName } from '../../reports/wording.ts';
import { signals } from '../../signals/registry.ts';
import { type LogItem, type LogNote, ownSignal } from './ports.ts';

/** Whose log it is, and what they can read themselves. */
export type LogReader = {
  readonly installationId: number;
  readonly person: PersonRef;
  /** Of these repositories the ones that the engineer can read now. Throws TransientFailure. */
  readonly readable: (repositoryIds: readonly number[]) => Promise<ReadonlySet<number>>;
};

/** What showing an item takes beside the item. */
export type Light = {
  readonly organisation: string;
  readonly timezone: string;
  /** Whether the engineer can read a repository, by full name. */
  readonly canRead: (fullName: string) => boolean;
};

const forEngineerAlone = new Set(signals.filter(({ audience }) => audience === 'engineer').map(({ id }) => id));

/** Which of the repositories that items link to the engineer can read. Throws TransientFailure. */
export async function lightFor(
  items: readonly LogItem[],
  of: { readonly reader: LogReader; readonly snapshot: OrganisationSnapshot; readonly timezone: string },
): Promise<Light> {
  const { reader, snapshot, timezone } = of;
  const ids = new Map(snapshot.repositories.map(({ fullName, id }) => [fullName.toLowerCase(), id]));
  const linked = items.flatMap((item) =>
    item.kind === 'evidence' ? item.evidence.links.flatMap((link) => ids.get(repositoryIn(link)) ?? []) : [],
  );
  const readable = await reader.readable([...new Set(linked)]);
  const canRead = (fullName: string): boolean => readable.has(ids.get(fullName.toLowerCase()) ?? -1);
  return { organisation: snapshot.login, timezone, canRead };
}

/** The repository that a link leads into, in lower case. */
function repositoryIn(link: string): string {
  return URL.canParse(link) ? new URL(link).pathname.split('/').slice(1, 3).join('/').toLowerCase() : '';
}

/** One item; its note is cut where it is `brief`. */
export function showItem(item: LogItem, light: Light, { isBrief }: { readonly isBrief: boolean }): ItemView {
  const note = item.note === null ? null : showNote(item.note, isBrief);
  return item.kind === 'evidence' ? { ...showEvidence(item.evidence, light), note } : { ...showEntry(item), note };
}

function showEvidence(evidence: Evidence, light: Light): Omit<ItemView, 'note'> {
  const links = shownLinks(evidence, { canAllReadRepository: light.canRead }).filter(isWebAddress).slice(0, mostLinks);
  return {
    key: evidence.key,
    isOwn: false,
    title: shortenText(evidence.title, longestTitle) || 'Untitled',
    pillar: evidence.pillar,
    signal: evidence.signal,
    month: evidence.month,
    repository: shortName(evidence.repository.fullName, light.organisation),
    day: dayLabel(evidence.at, { timezone: light.timezone, reportMonth: evidence.month }),
    because: shortenText(evidence.because, longestReason),
    quote: evidence.quote,
    links: links.map((url) => ({ url, name: linkName(url) })),
    standing: standingOf(evidence),
    decision: evidence.decision,
    isFound: evidence.isFound,
    isForEngineerAlone: forEngineerAlone.has(evidence.signal),
  };
}

function standingOf({ decision, strength }: Evidence): Standing {
  return decision === 'none' ? strength : decision;
}

function showEntry({ entry }: Extract<LogItem, { kind: 'entry' }>): Omit<ItemView, 'note'> {
  const { key, text, month, day, decision } = entry;
  return {
    key,
    isOwn: true,
    title: shortenText(text, longestEntry),
    pillar: null,
    signal: ownSignal,
    month,
    repository: null,
    // A day has no time: noon of UTC is that day in the zone UTC.
    day: day === null ? null : dayLabel(`${day}T12:00:00Z`, { timezone: 'UTC', reportMonth: month }),
    because: null,
    quote: null,
    links: linksOf(entry)
      .filter(isWebAddress)
      .map((url) => ({ url, name: nameOf(url) })),
    standing: decision === 'dismissed' ? 'dismissed' : 'own',
    decision,
    isFound: true,
    isForEngineerAlone: false,
  };
}

/** What a link of the engineer's own leads to: a word for GitHub's pages, else the host. */
function nameOf(url: string): string {
  const name = linkName(url);
  return name === 'link' ? new URL(url).host : name;
}

function isWebAddress(url: string): boolean {
  return /^https?:\/\//i.test(url) && URL.canParse(url);
}

function showNote({ outcome, metric, text }: LogNote, isBrief: boolean): NoteView | null {
  if ((outcome ?? '') === '' && (metric ?? '') === '' && text === '') return null;
  const brief = isBrief ? cut(text, longestNote) : text;
  return { outcome, metric, text: brief, isCut: brief !== text };
}

/** Cut between words where there are any; line breaks stay. */
function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text
    .slice(0, max - 1)
    .replace(/\s+\S{0,40}$/, '')
    .toWellFormed()}…`;
}

/** The local day of a wording, for its engineer. */
export function writtenOn(at: Instant, { timezone }: Light): string {
  const day = dayOf(at, timezone);
  const month: Month = day.slice(0, 7);
  return `${dayLabel(at, { timezone, reportMonth: month })} ${day.slice(0, 4)}`;
}
