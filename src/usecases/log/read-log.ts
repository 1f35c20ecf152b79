/** The list of a person's log: what they ask for of what they can read now, or why there is nothing yet. */
import type { OrganisationSnapshot } from '../../domain/organisation.ts';
import type { Asked, Choice, Emptiness, LastChange, LogView, MonthGroup, PillarGroup, Progress } from '../../pages/log/view.ts';
import { asksForAll } from '../../pages/log/asked.ts';
import { signalName } from '../../pages/log/words.ts';
import { shortName } from '../../reports/wording.ts';
import type { OrganisationSettings } from '../../settings/files.ts';
import { historyProgress } from '../history-progress.ts';
import type { Clock, Store, StoredCommand, Tenant } from '../ports.ts';
import { organisationSettings } from '../tenant-settings.ts';
import { type LogCounts, type LogFilter, type LogItem, logStrengths, type LogScope, type LogSource } from './ports.ts';
import { lightFor, type LogReader, showItem } from './show-items.ts';
import { repositoriesOfTeam, visibleTeams } from './teams.ts';

export type LogPorts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly addresses: { readonly rubricUrl: string };
};

/** Items on one page: with texts of the greatest length its HTML stays below 100 kB. */
export const pageSize = 25;

/** What is known before it is asked what the person can read. */
type Held = {
  readonly settings: OrganisationSettings;
  readonly snapshot: OrganisationSnapshot;
  readonly sources: readonly LogSource[];
  readonly last: StoredCommand | null;
};

type Part = {
  readonly counts: LogCounts;
  readonly items: readonly LogItem[];
  readonly progress: Progress | null;
  readonly hasOptedIn: boolean;
  readonly last: LogItem | null;
};

/**
 * A page of the log. Null while the organisation was never looked up. What lies in repositories that the person can't read now is counted and
 * not shown. Throws TransientFailure, and what `readable` throws.
 */
export async function readLog(
  ports: LogPorts,
  reader: LogReader,
  { asked, isChanged }: { readonly asked: Asked; readonly isChanged: boolean },
): Promise<LogView | null> {
  const { installationId, person } = reader;
  const held = await ports.store.tenant(installationId, (tenant) => readHeld(tenant, reader, ports.clock()));
  if (held === null) return null;
  const readable = await reader.readable(held.sources.map(({ repositoryId }) => repositoryId));
  const sources = held.sources.filter(({ repositoryId }) => readable.has(repositoryId));
  const readableIds = sources.map(({ repositoryId }) => repositoryId);
  const scope = { personId: person.id, readableIds, filter: filterOf(asked, { ...held, sources, reader }) };
  const part = await ports.store.tenant(installationId, (tenant) => readPart(tenant, { scope, asked, last: held.last }));
  const light = await lightFor([...part.items, ...(part.last === null ? [] : [part.last])], {
    reader,
    snapshot: held.snapshot,
    timezone: held.settings.reports.timezone,
  });
  const items = part.items.map((item) => showItem(item, light, { isBrief: true }));
  return {
    organisation: held.snapshot.login,
    rubricUrl: ports.addresses.rubricUrl,
    asked,
    choices: choicesOf({ held, sources, counts: part.counts, reader }),
    months: part.counts.months,
    groups: groupsOf(items, { counts: part.counts, page: asked.page }),
    matching: part.counts.matching,
    pageCount: Math.max(1, Math.ceil(part.counts.matching / pageSize)),
    counts: countsOf(part.counts),
    restricted: held.sources.reduce((sum, { repositoryId, count }) => sum + (readable.has(repositoryId) ? 0 : count), 0),
    progress: part.progress,
    empty: items.length > 0 ? null : emptinessOf(part, { asked, settings: held.settings }),
    lastChange: lastChangeOf(held.last, part.last === null ? null : showItem(part.last, light, { isBrief: true }).title),
    isChanged,
  };
}

async function readHeld(tenant: Tenant, { person }: LogReader, now: string): Promise<Held | null> {
  const snapshot = await tenant.organisation.newest();
  if (snapshot === null) return null;
  return {
    settings: await organisationSettings(tenant),
    snapshot,
    sources: await tenant.log.sources(person.id),
    last: await tenant.commands.lastUndoable(person.id, now),
  };
}

async function readPart(
  tenant: Tenant,
  { scope, asked, last }: { readonly scope: LogScope; readonly asked: Asked; readonly last: StoredCommand | null },
): Promise<Part> {
  const counts = await tenant.log.counts(scope);
  const offset = (asked.page - 1) * pageSize;
  const items = counts.matching > offset ? await tenant.log.page(scope, { offset, limit: pageSize }) : [];
  const changed = last?.key == null ? null : await tenant.log.find(scope.personId, last.key);
  const isReadable = changed?.kind === 'entry' || (changed !== null && scope.readableIds.includes(changed.evidence.repository.id));
  const optedIn = items.length > 0 || (await tenant.repositories.list()).some(({ optIn }) => optIn === 'in');
  return { counts, items, progress: await progressIn(tenant), hasOptedIn: optedIn, last: isReadable ? changed : null };
}

async function progressIn(tenant: Tenant): Promise<Progress | null> {
  const progress = await historyProgress(tenant);
  if (progress === null || progress.finishedCount === progress.repositoryCount) return null;
  const { share, reachedAt, since, readCount } = progress;
  return { share, readCount, reachedOn: reachedAt.slice(0, 10), since: since.slice(0, 10) };
}

function filterOf(
  asked: Asked,
  of: Pick<Held, 'settings' | 'snapshot'> & { readonly sources: readonly LogSource[]; readonly reader: LogReader },
): LogFilter {
  const { snapshot, sources } = of;
  const named = sources.filter(({ fullName }) => shortName(fullName, snapshot.login) === asked.repository);
  const team = asked.team === '' ? null : repositoriesOfTeam(asked.team, of);
  const ofTeam = team === null ? sources : sources.filter(({ repositoryId }) => team.has(repositoryId));
  const isNarrowed = asked.repository !== '' || team !== null;
  const chosen = (asked.repository === '' ? ofTeam : named.filter((one) => ofTeam.includes(one))).map(({ repositoryId }) => repositoryId);
  return {
    signal: asked.signal === '' ? null : asked.signal,
    repositoryIds: isNarrowed ? chosen : null,
    strength: logStrengths.find((strength) => strength === asked.strength) ?? null,
    from: asked.from === '' ? null : asked.from,
    to: asked.to === '' ? null : asked.to,
    words: asked.q
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '')
      .slice(0, 8),
  };
}

function choicesOf(of: {
  readonly held: Held;
  readonly sources: readonly LogSource[];
  readonly counts: LogCounts;
  readonly reader: LogReader;
}): LogView['choices'] {
  const { settings, snapshot } = of.held;
  const same = (value: string): Choice => ({ value, label: value });
  const teams = visibleTeams({ settings, snapshot, reader: of.reader, sources: of.sources });
  return {
    signals: of.counts.signals.map((value) => ({ value, label: signalName(value) })).toSorted((a, b) => (a.label < b.label ? -1 : 1)),
    repositories: of.sources.map(({ fullName }) => same(shortName(fullName, snapshot.login))),
    teams: teams.map(same),
  };
}

/** Grouped as the store ordered them. The first month goes on from the page before when not all of it that matches came before. */
function groupsOf(
  items: LogView['groups'][number]['pillars'][number]['items'],
  { counts, page }: { readonly counts: LogCounts; readonly page: number },
): readonly MonthGroup[] {
  let before = (page - 1) * pageSize;
  const continued = counts.months.find(({ matching }) => {
    before -= matching;
    return before < 0;
  });
  const wholly = continued !== undefined && before === -continued.matching;
  return [...Map.groupBy(items, ({ month }) => month)].map(([month, ofMonth], index) => ({
    month,
    matching: counts.months.find((one) => one.month === month)?.matching ?? ofMonth.length,
    isContinued: index === 0 && !wholly,
    pillars: [...Map.groupBy(ofMonth, ({ pillar }) => pillar)].map(([pillar, own]): PillarGroup => ({ pillar, items: own })),
  }));
}

function countsOf({ strengths }: LogCounts): LogView['counts'] {
  return { standing: strengths.confirmed + strengths.kept, candidate: strengths.candidate, dismissed: strengths.dismissed };
}

function emptinessOf(
  { counts, progress, hasOptedIn }: Part,
  { asked, settings }: { readonly asked: Asked; readonly settings: OrganisationSettings },
): Emptiness {
  const hasItems = Object.values(counts.strengths).some((count) => count > 0);
  if (hasItems || (!asksForAll(asked) && hasOptedIn)) return { kind: 'no-match' };
  if (!hasOptedIn) return { kind: 'nothing-opted-in' };
  return progress === null ? { kind: 'nothing-found', reportDay: settings.reports.day } : { kind: 'being-read' };
}

function lastChangeOf(last: StoredCommand | null, title: string | null): LastChange | null {
  return last === null ? null : { command: `${last.commentId}/${last.ordinal}`, verb: last.verb, title };
}
