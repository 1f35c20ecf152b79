/** Reads the past of repositories that opted in: newest first, behind live traffic, and going on where it was cut off. */
import { addDays, type Instant } from '../domain/instant.ts';
import type { RepositoryRef, SubjectKind } from '../domain/subject.ts';
import { askForDueReports, askForFirstReports } from './ask-for-reports.ts';
import { subjectKinds } from './list-changes.ts';
import type {
  Change,
  ChangeList,
  ChangePage,
  Clock,
  History,
  HistoryList,
  HistoryLists,
  StoredRepository,
  Tenant,
  WaitingPast,
} from './ports.ts';
import { type Again, type RefreshPorts, refreshPast } from './refresh-subjects.ts';
import { retentionStart } from './retention.ts';
import { organisationSettings } from './tenant-settings.ts';

export type HistoryPorts = RefreshPorts & {
  /** In how many milliseconds the past may be read on, so that live traffic has its share of the rate limit; 0: now. */
  readonly historyPauseMs: (installationId: number) => number;
};

/** How far back the past is read at most: what a promotion case wants. */
export const historyDays = 550;
/** Lists that are gone on with in one request. */
const listsAtOnce = 30;
const atOnce: Again = { delayMs: 0 };

/**
 * Has a repository's past read back to `since`, but no further than 18 months and than anything is kept. One that is being read already
 * goes on where it is, unless `isAnew`: other settings may find other things in what was read. The caller asks for the job.
 */
export async function beginHistory(
  tenant: Tenant,
  of: { readonly repositoryId: number; readonly since: Instant; readonly now: Instant; readonly isAnew: boolean },
): Promise<void> {
  const { repositoryId, now } = of;
  const kept = retentionStart(now, await organisationSettings(tenant)).at;
  const since = [of.since, addDays(now, -historyDays), kept].reduce((latest, at) => (at > latest ? at : latest));
  const known = (await tenant.histories.list()).find((history) => history.repositoryId === repositoryId && history.finishedAt === null);
  if (known !== undefined && !of.isAnew && known.since <= since) return;
  const start = { after: null, reachedAt: now };
  const earliest = known !== undefined && known.since < since ? known.since : since;
  const lists = { pull: start, issue: start, discussion: start };
  await tenant.histories.begin({ repositoryId, since: earliest, startedAt: now, lists, listedCount: 0, finishedAt: null });
}

type Step =
  | { readonly kind: 'rest' }
  | { readonly kind: 'list'; readonly lists: readonly ChangeList[] }
  | { readonly kind: 'refresh'; readonly repositoryId: number }
  | { readonly kind: 'finish' };

/**
 * Goes on reading an installation's past by one request or one batch of subjects, whichever is newest. Says when to go on; null at the end,
 * and while the installation rests. Repeating it changes nothing. Throws TransientFailure.
 */
export async function readHistory(ports: HistoryPorts, { installationId }: { readonly installationId: number }): Promise<Again> {
  const step = await ports.store.tenant(installationId, nextStep);
  if (step.kind === 'rest') return null;
  const pauseMs = ports.historyPauseMs(installationId);
  if (pauseMs > 0 && step.kind !== 'finish') return { delayMs: pauseMs };
  if (step.kind === 'list') await list(ports, installationId, step.lists);
  const again = step.kind === 'refresh' ? await refreshPast(ports, { installationId, repositoryId: step.repositoryId }) : atOnce;
  await ports.store.tenant(installationId, (tenant) => finishDone(tenant, ports.clock));
  await askForFirstReports(ports, { installationId });
  if (step.kind !== 'finish') return again ?? atOnce;
  await askForDueReports(ports, { installationId, isWhole: false });
  return null;
}

/** Unfinished histories of repositories that are opted in now. */
function openAmong(histories: readonly History[], repositories: readonly StoredRepository[]): readonly History[] {
  const sources = new Set(repositories.filter(({ optIn }) => optIn === 'in').map(({ id }) => id));
  return histories.filter(({ repositoryId, finishedAt }) => finishedAt === null && sources.has(repositoryId));
}

async function nextStep(tenant: Tenant): Promise<Step> {
  const installation = await tenant.installation.read();
  if (installation === null || installation.isSuspended) return { kind: 'rest' };
  const repositories = await tenant.repositories.list();
  const open = openAmong(await tenant.histories.list(), repositories);
  if (open.length === 0) return { kind: 'finish' };
  const openIds = new Set(open.map(({ repositoryId }) => repositoryId));
  const [newest] = (await tenant.histories.waiting()).filter(({ repositoryId }) => openIds.has(repositoryId));
  const lists = newestLists(open, repositories);
  const [first] = lists;
  if (first !== undefined && (newest === undefined || newest.newestAt < first.reachedAt))
    return { kind: 'list', lists: lists.map(({ list }) => list) };
  return newest === undefined ? { kind: 'finish' } : { kind: 'refresh', repositoryId: newest.repositoryId };
}

type OpenList = { readonly list: ChangeList; readonly reachedAt: Instant };

/** The lists that are least far back; as many as go into one request. */
function newestLists(open: readonly History[], repositories: readonly StoredRepository[]): readonly OpenList[] {
  const byId = new Map(repositories.map((repository) => [repository.id, repository]));
  return open
    .flatMap(({ repositoryId, lists }) => openLists(byId.get(repositoryId), lists))
    .toSorted((one, other) => (one.reachedAt > other.reachedAt ? -1 : one.reachedAt < other.reachedAt ? 1 : 0))
    .slice(0, listsAtOnce);
}

function openLists(repository: RepositoryRef | undefined, lists: HistoryLists): readonly OpenList[] {
  if (repository === undefined) return [];
  const { id, fullName } = repository;
  return subjectKinds.flatMap((kind) => {
    const open = lists[kind];
    return open === null ? [] : [{ list: { repository: { id, fullName }, kind, after: open.after }, reachedAt: open.reachedAt }];
  });
}

/** Throws PermanentFailure when GitHub refuses all that was asked for; nothing else is left to be listed then. */
async function list(ports: HistoryPorts, installationId: number, lists: readonly ChangeList[]): Promise<void> {
  const pages = await ports.dossiers.changes({ installationId, lists });
  const listedCount = await ports.store.tenant(installationId, async (tenant) => {
    let count = 0;
    for (const history of await tenant.histories.list()) {
      // A list that was begun anew since it was asked for is asked for again.
      const own = pages.filter(
        ({ list: { repository, kind, after } }) => repository.id === history.repositoryId && history.lists[kind]?.after === after,
      );
      if (own.length === 0) continue;
      const advanced = own.every((page) => 'refusal' in page) ? postponed(history) : advance(history, own);
      await tenant.touches.addPast(advanced.changes, { at: ports.clock() });
      await tenant.histories.advance(advanced.history);
      count += advanced.changes.length;
    }
    return count;
  });
  ports.tell?.({ kind: 'touched', by: 'past', count: listedCount });
  const [first] = pages;
  if (first !== undefined && 'refusal' in first && pages.every((page) => 'refusal' in page)) throw first.refusal;
}

type Advanced = { readonly history: History; readonly changes: readonly Change[] };

/** A repository that GitHub refuses to list is tried again after all others. */
function postponed(history: History): Advanced {
  const lists = byKind((kind) => history.lists[kind] && { ...history.lists[kind], reachedAt: history.since });
  return { changes: [], history: { ...history, lists } };
}

function byKind(listOf: (kind: SubjectKind) => HistoryList | null): HistoryLists {
  return { pull: listOf('pull'), issue: listOf('issue'), discussion: listOf('discussion') };
}

/** A single list that GitHub refuses (discussions without their permission) is at its end. */
function advance(history: History, pages: readonly ChangePage[]): Advanced {
  const recent = (page: ChangePage) => ('refusal' in page ? [] : page.changes.filter(({ updatedAt }) => updatedAt >= history.since));
  const changes = pages.flatMap(recent);
  const lists = byKind((kind) => {
    const page = pages.find((candidate) => candidate.list.kind === kind);
    return page === undefined ? history.lists[kind] : restOf(page, recent(page).length);
  });
  return { changes, history: { ...history, lists, listedCount: history.listedCount + changes.length } };
}

function restOf(page: ChangePage, recentCount: number): HistoryList | null {
  if ('refusal' in page || page.next === null || recentCount < page.changes.length) return null;
  const last = page.changes.at(-1);
  return last === undefined ? null : { after: page.next, reachedAt: last.updatedAt };
}

/** Histories of which nothing is left to list or to look up are finished. */
async function finishDone(tenant: Tenant, clock: Clock): Promise<void> {
  const waiting = new Set((await tenant.histories.waiting()).map(({ repositoryId }: WaitingPast) => repositoryId));
  for (const history of await tenant.histories.list()) {
    const isListed = subjectKinds.every((kind) => history.lists[kind] === null);
    if (history.finishedAt !== null || !isListed || waiting.has(history.repositoryId)) continue;
    await tenant.histories.advance({ ...history, finishedAt: clock() });
  }
}
