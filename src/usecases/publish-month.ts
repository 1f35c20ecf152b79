/** Writes one engineer's monthly issue so that it says what the store holds, keeping what the engineer decided and wrote. */
import { PermanentFailure } from '../domain/errors.ts';
import type { Instant } from '../domain/instant.ts';
import type { Month } from '../domain/month.ts';
import type { Heard } from '../reports/decisions.ts';
import { isContinuation } from '../reports/month-words.ts';
import { reportMarker } from '../reports/marker.ts';
import { readMonth } from '../reports/read-month.ts';
import { renderMonth } from '../reports/render-month.ts';
import { hearReport, lastEdits, type StandingReport } from './hear-report.ts';
import { gatherMonth, type MonthMaterials, viewOf } from './month-materials.ts';
import { hidesWhatItShowed } from './shown-before.ts';
import type { Clock, OrganisationSource, ReportDestination, ReportIssue, ReportTracker, Store } from './ports.ts';
import { withdrawPackets } from './withdraw-packets.ts';

export type PublishPorts = {
  readonly store: Store;
  readonly tracker: ReportTracker;
  readonly organisations: Pick<OrganisationSource, 'readers'>;
  readonly clock: Clock;
  /** Where the organisation's GitHub is browsed, and where the rubric is read. */
  readonly addresses: { readonly webUrl: string; readonly rubricUrl: string };
};

export type MonthJob = { readonly installationId: number; readonly personId: number; readonly month: Month };

export type Published =
  | { readonly kind: 'written' | 'unchanged'; readonly number: number; readonly repository: string }
  | { readonly kind: 'nothing' }
  /** It can't be written now. `reason` is for the organisation's owner. */
  | { readonly kind: 'trouble'; readonly reason: string }
  /** Somebody is editing: come again after `delayMs`. */
  | { readonly kind: 'later'; readonly delayMs: number };

type Task = { readonly job: MonthJob; readonly destination: ReportDestination; readonly materials: MonthMaterials };

/** An issue that somebody edited less than this ago is left alone. */
const restMs = 60_000;
const mostWrites = 3;

const doubleTitle = 'An empty report';
const doubleBody = 'The same report was written twice in one moment. The other issue holds; this one is empty and can be deleted.\n';

/**
 * Publishes a person's month. Publishing again changes nothing when nothing changed. What keeps it from being written is told and noted, and
 * not tried again before the next occasion. Throws TransientFailure when GitHub may recover.
 */
export async function publishMonth(ports: PublishPorts, job: MonthJob): Promise<Published> {
  const gathered = await gatherMonth(ports, job);
  if (gathered.kind === 'nobody') return { kind: 'nothing' };
  if (gathered.kind === 'homeless') return { kind: 'trouble', reason: gathered.reason };
  const { materials } = gathered;
  const task = { job, materials, destination: { installationId: job.installationId, repository: materials.destination } };
  try {
    const issue = await locate(ports.tracker, task);
    return issue === null ? await createIssue(ports, task) : await rewriteIssue(ports, task, issue);
  } catch (error) {
    if (!(error instanceof PermanentFailure)) throw error;
    return noteTrouble(ports, task, error);
  }
}

async function locate(tracker: ReportTracker, task: Task): Promise<ReportIssue | null> {
  const { destination, materials } = task;
  const { stored } = materials;
  const isHere = stored !== null && stored.repositoryId === destination.repository.id;
  const known = isHere ? await tracker.read(destination, stored.number) : null;
  return known ?? locateByMarker(tracker, task);
}

function locateByMarker(tracker: ReportTracker, { destination, materials }: Task): Promise<ReportIssue | null> {
  return tracker.find(destination, reportMarker({ personId: materials.person.id, month: materials.month }));
}

/**
 * Somebody else made the same report in the same moment: a command beside the service, or a job whose lock ran out. Theirs came first and
 * holds; ours is emptied, and nobody was told of it, since it was not assigned yet.
 */
async function giveWay(
  ports: PublishPorts,
  task: Task,
  { first, number }: { readonly first: ReportIssue; readonly number: number },
): Promise<Published> {
  await ports.tracker.update(task.destination, number, { title: doubleTitle, body: doubleBody });
  return rewriteIssue(ports, task, first);
}

async function createIssue(ports: PublishPorts, task: Task): Promise<Published> {
  if (task.materials.isPaused) return { kind: 'nothing' };
  // An issue that somebody deleted comes back with the notes that were in it.
  const notes = readMonth(task.materials.stored?.body ?? '').notes ?? '';
  const view = viewOf(task.materials, { decisions: new Map(), decidedAt: new Map(), notes }, ports.addresses);
  const shown = [view.items, view.entries, view.candidates, view.sinceThen].flat();
  if (shown.length + view.restrictedCount === 0) return { kind: 'nothing' };
  const { title, body, comments } = renderMonth(view);
  if (await hasLeft(ports, task.job)) return { kind: 'nothing' };
  const { number } = await ports.tracker.create(task.destination, { title, body });
  const first = await locateByMarker(ports.tracker, task);
  if (first !== null && first.number !== number) return giveWay(ports, task, { first, number });
  await complete(ports, task, { number, body, comments, commentIds: [] });
  return { kind: 'written', number, repository: task.destination.repository.fullName };
}

/** The overflow comments come before the assignment, which is what tells the engineer. */
async function complete(ports: PublishPorts, task: Task, written: Written): Promise<void> {
  const commentIds = await ports.tracker.putComments(task.destination, written.number, {
    ids: written.commentIds,
    bodies: written.comments,
  });
  await ports.tracker.assign(task.destination, written.number, task.materials.person.login);
  await save(ports, task, { ...written, commentIds });
}

type Written = {
  readonly number: number;
  readonly body: string;
  readonly comments: readonly string[];
  readonly commentIds: readonly string[];
};

/** Writes until the issue says what it should: an edit that came between a read and the write after it is heard in the next round. */
async function rewriteIssue(ports: PublishPorts, task: Task, found: ReportIssue): Promise<Published> {
  const { destination, materials } = task;
  const { number } = found;
  let commentIds = materials.stored?.commentIds ?? found.comments.filter(({ body }) => isContinuation(body)).map(({ id }) => id);
  let standing = await withOverflow(ports, task, { issue: found, commentIds });
  const waitMs = remainingRestMs(standing, { now: ports.clock(), materials });
  if (waitMs > 0) return { kind: 'later', delayMs: waitMs };
  if (!found.isLabelled) await ports.tracker.label(destination, number);
  await withdrawPackets(ports.tracker, { destination, issue: found, materials });
  for (let writes = 0; writes <= mostWrites; writes += 1) {
    const { issue } = standing;
    const heard = hearReport(standing, materials);
    await decide(ports, task, heard);
    const { title, body, comments } = renderMonth(viewOf(materials, heard, ports.addresses));
    const isBodyRight = isSameText(issue.body, body);
    const areCommentsRight = isSameList(
      commentIds.map((id) => bodyOf(issue, id)),
      comments,
    );
    if (isBodyRight && areCommentsRight) {
      const written = { number, body, comments, commentIds };
      await (materials.stored === null ? complete(ports, task, written) : save(ports, task, written));
      return { kind: writes > 0 ? 'written' : 'unchanged', number, repository: destination.repository.fullName };
    }
    if (await hasLeft(ports, task.job)) return { kind: 'nothing' };
    if (hidesWhatItShowed(materials, { body, comments })) await noteLingering(ports, task, number);
    if (!isBodyRight) await ports.tracker.update(destination, number, { title, body });
    if (!areCommentsRight) commentIds = await ports.tracker.putComments(destination, number, { ids: commentIds, bodies: comments });
    standing = await withOverflow(ports, task, { issue: (await ports.tracker.read(destination, number)) ?? issue, commentIds });
  }
  return { kind: 'later', delayMs: restMs };
}

/** Asked right before each write: who left meanwhile gets nothing written any more. */
async function hasLeft({ store }: PublishPorts, { installationId, personId }: MonthJob): Promise<boolean> {
  return store.tenant(installationId, async (tenant) => (await tenant.people.left()).has(personId));
}

/** How long an issue that somebody is editing still rests, whatever the clock says; 0 or less when nobody is. The App's own writing is no editing. */
function remainingRestMs(
  standing: StandingReport,
  { now, materials }: { readonly now: Instant; readonly materials: MonthMaterials },
): number {
  const waits = lastEdits(standing, materials.stored).map(({ last, ownText }) => {
    if (last === undefined || last.editor === null || last.isByApp || isSameText(last.body, ownText ?? '')) return 0;
    return Math.min(restMs, restMs - (Date.parse(now) - Date.parse(last.at)));
  });
  return Math.max(...waits);
}

/** The versions of comments are asked for only where a report goes on in some. */
async function withOverflow(
  { tracker }: PublishPorts,
  { destination }: Task,
  { issue, commentIds }: { readonly issue: ReportIssue; readonly commentIds: readonly string[] },
): Promise<StandingReport> {
  if (commentIds.length === 0) return { issue, overflow: [] };
  const versions = await tracker.commentVersions(destination, issue.number);
  return { issue, overflow: versions.filter(({ id }) => commentIds.includes(id)) };
}

/** As of when the engineer made each decision: what they decided on the log's page meanwhile is newer and stays. */
async function decide({ store, clock }: PublishPorts, { job, materials }: Task, heard: Heard): Promise<void> {
  const current = new Map([...materials.evidence, ...materials.entries].map((item) => [item.key, item.decision]));
  const changed = [...heard.decisions].filter(([key, decision]) => current.has(key) && current.get(key) !== decision);
  if (changed.length === 0) return;
  await store.tenant(job.installationId, async (tenant) => {
    for (const [key, decision] of changed) {
      await tenant.evidence.decide({ key, personId: job.personId, decision, at: heard.decidedAt.get(key) ?? clock() });
    }
  });
}

async function save(
  { store, clock }: PublishPorts,
  { job, destination, materials }: Task,
  { number, body, comments, commentIds }: Written,
): Promise<void> {
  const { personId, month } = job;
  const place = { repositoryId: destination.repository.id, number, readers: materials.readers };
  const report = { ...place, personId, month, body, comments, commentIds, writtenAt: clock(), trouble: null };
  await store.tenant(job.installationId, (tenant) => tenant.reports.save(report));
}

/** Written down before the issue is: a crash in between costs a false alarm, never a silence. */
async function noteLingering({ store, clock }: PublishPorts, { job, destination }: Task, number: number): Promise<void> {
  const issue = { repositoryId: destination.repository.id, number, noticedAt: clock(), reason: 'closed' } as const;
  await store.tenant(job.installationId, (tenant) => tenant.lingering.add(issue));
}

async function noteTrouble(ports: PublishPorts, { job, destination, materials }: Task, failure: PermanentFailure): Promise<Published> {
  const reason = (await ports.tracker.trouble(destination)) ?? failure.message;
  const { stored } = materials;
  if (stored !== null) await ports.store.tenant(job.installationId, (tenant) => tenant.reports.save({ ...stored, trouble: reason }));
  return { kind: 'trouble', reason };
}

function bodyOf(issue: ReportIssue, commentId: string): string | null {
  return issue.comments.find((comment) => comment.id === commentId)?.body ?? null;
}

function isSameList(left: readonly (string | null)[], right: readonly string[]): boolean {
  return left.length === right.length && right.every((text, index) => isSameText(left[index] ?? null, text));
}

/** GitHub may give line ends and white space at the end back in another form. */
function isSameText(left: string | null, right: string): boolean {
  return left !== null && comparable(left) === comparable(right);
}

function comparable(text: string): string {
  return text.replaceAll('\r\n', '\n').trimEnd();
}
