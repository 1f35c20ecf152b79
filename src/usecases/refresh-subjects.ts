/** Fetches touched subjects of one repository, classifies them and replaces what is held about them. */
import { PermanentFailure } from '../domain/errors.ts';
import { addDays, type Instant, toInstant } from '../domain/instant.ts';
import type { OrganisationHistory } from '../domain/organisation.ts';
import { subjectLabel } from '../domain/subject.ts';
import type { EffectiveSettings } from '../settings/files.ts';
import { isCodeownersPath } from '../signals/codeowners.ts';
import { rfcPathMatcher } from '../signals/rfc-path.ts';
import { askForFirstReports, askForReports } from './ask-for-reports.ts';
import type { Deed, TellPort } from './deeds.ts';
import { handleReportIssue, type ReportIssuePorts } from './handle-report-issue.ts';
import type { Clock, DossierSource, Queues, Store, StoredRepository, TakenTouch, Tenant } from './ports.ts';
import { touchReferenced } from './touch-referenced.ts';
import { recomputePatterns, tellRecomputed } from './recompute-patterns.ts';
import { type Change, type FetchedSubject, replaceSubjects } from './replace-subjects.ts';
import { isReportRepository, organisationSettings, repositorySettings } from './tenant-settings.ts';
import { withholdSecretsOf } from './withhold-secrets.ts';

export type RefreshPorts = ReportIssuePorts &
  TellPort & {
    readonly store: Store;
    readonly queues: Queues;
    readonly clock: Clock;
    readonly dossiers: DossierSource;
    /** Subjects taken at once. */
    readonly batchSize: number;
    readonly log: { readonly warn: (fields: Readonly<Record<string, unknown>>, message: string) => void };
  };

/** A repository's next turn: null when nothing waits. */
export type Again = { readonly delayMs: number } | null;

type Source = {
  readonly repository: StoredRepository;
  /** Names, in lower case, of all repositories that opted in. */
  readonly consenting: ReadonlySet<string>;
  readonly settings: EffectiveSettings;
  readonly organisation: OrganisationHistory;
};

/** `taken` is looked up, or left alone where nothing is collected; `spokenTo` are issues in which people speak to the App. */
type Taken = { readonly taken: readonly TakenTouch[]; readonly spokenTo: readonly TakenTouch[] };

type Plan =
  | { readonly kind: 'await-organisation' }
  | (Taken & { readonly kind: 'rest'; readonly repository: StoredRepository | null })
  | (Taken & { readonly kind: 'source'; readonly repository: StoredRepository; readonly source: Source });

const awaitOrganisationMs = 5_000;
/** When a subject that GitHub did not answer for is tried again, so that it does not stand in the way of the others. */
const unansweredMs = 600_000;
/** How far back the organisation's history is looked at; the oldest snapshot of that time stands in for what lies before. */
const historyDays = 400;

/** Refreshes up to `batchSize` due subjects of a repository. Says when the repository wants its next turn. Repeating it changes nothing. */
export async function refreshSubjects(
  ports: RefreshPorts,
  job: { readonly installationId: number; readonly repositoryId: number },
): Promise<Again> {
  const { batchSize: limit } = ports;
  const plan = await takeAndWork(ports, job, (tenant) => tenant.touches.take(job.repositoryId, { now: ports.clock(), limit }));
  if (plan.kind === 'await-organisation') return { delayMs: awaitOrganisationMs };
  const nextDueAt = await ports.store.tenant(job.installationId, (tenant) => tenant.touches.nextDueAt(job.repositoryId));
  if (nextDueAt !== null) return { delayMs: Math.max(0, Date.parse(nextDueAt) - Date.parse(ports.clock())) };
  if (plan.kind === 'source') await askForFirstReports(ports, job);
  return null;
}

/** Refreshes the newest subjects of a repository's past. Says when to come again, if that is not at once. Repeating it changes nothing. */
export async function refreshPast(
  ports: RefreshPorts,
  job: { readonly installationId: number; readonly repositoryId: number },
): Promise<Again> {
  const plan = await takeAndWork(ports, job, (tenant) => tenant.touches.takePast(job.repositoryId, { limit: ports.batchSize }));
  if (plan.kind === 'await-organisation') return { delayMs: awaitOrganisationMs };
  // What GitHub did not answer for waits as live traffic does.
  const nextDueAt = await ports.store.tenant(job.installationId, (tenant) => tenant.touches.nextDueAt(job.repositoryId));
  if (nextDueAt !== null) await ports.queues.refresh(job, { delayMs: Math.max(0, Date.parse(nextDueAt) - Date.parse(ports.clock())) });
  return null;
}

type Take = (tenant: Tenant) => Promise<readonly TakenTouch[]>;

async function takeAndWork(
  ports: RefreshPorts,
  { installationId, repositoryId }: { readonly installationId: number; readonly repositoryId: number },
  take: Take,
): Promise<Plan> {
  const plan = await ports.store.tenant(installationId, (tenant) => makePlan(tenant, ports, { repositoryId, take }));
  if (plan.kind === 'await-organisation') {
    await ports.store.tenant(installationId, (tenant) => tenant.duties.add({ kind: 'organisation' }));
    await ports.queues.organisation({ installationId });
    return plan;
  }
  try {
    await work(ports, installationId, plan);
  } catch (error) {
    const deliveries = deliveriesOf([...plan.taken, ...plan.spokenTo]);
    if (deliveries.length > 0) ports.tell?.({ kind: 'not-refreshed', installationId, repositoryId, deliveries });
    throw error;
  }
  return plan;
}

function deliveriesOf(taken: readonly TakenTouch[]): readonly string[] {
  return taken.flatMap((touch) => touch.deliveries);
}

async function work(ports: RefreshPorts, installationId: number, plan: Exclude<Plan, { kind: 'await-organisation' }>): Promise<void> {
  const { repository, taken, spokenTo } = plan;
  if (plan.kind === 'source' && taken.length > 0) await refreshSource(ports, installationId, plan.source, taken);
  if (repository !== null) await handleIssues(ports, installationId, { repository, spokenTo });
  const done = plan.kind === 'source' ? spokenTo : [...taken, ...spokenTo];
  if (done.length > 0) await ports.store.tenant(installationId, (tenant) => tenant.touches.finish(done));
}

/** What can't be done for one issue keeps nobody else's from being heard. */
async function handleIssues(
  ports: RefreshPorts,
  installationId: number,
  { repository, spokenTo }: { readonly repository: StoredRepository; readonly spokenTo: readonly TakenTouch[] },
): Promise<void> {
  for (const { subject, deliveries } of spokenTo) {
    try {
      await handleReportIssue(ports, { installationId, repository, subject, deliveries });
    } catch (error) {
      if (!(error instanceof PermanentFailure)) throw error;
      ports.log.warn({ installationId, subject, reason: error.message }, 'A report issue could not be handled');
    }
  }
}

async function makePlan(tenant: Tenant, ports: RefreshPorts, of: { readonly repositoryId: number; readonly take: Take }): Promise<Plan> {
  const { repositoryId } = of;
  const take = () => of.take(tenant);
  const installation = await tenant.installation.read();
  const repositories = await tenant.repositories.list();
  const repository = repositories.find(({ id }) => id === repositoryId) ?? null;
  if (installation === null || installation.isSuspended || repository === null) return rest(tenant, repository, await takeAll(take));
  if (repository.optIn === 'broken') return rest(tenant, repository, await takeApart(tenant, take));
  const organisationWide = await organisationSettings(tenant);
  if (isReportRepository(repository.fullName, organisationWide)) return { kind: 'rest', repository, taken: [], spokenTo: await take() };
  const settings = repositorySettings(repository, organisationWide);
  if (settings === null) return rest(tenant, repository, await takeApart(tenant, take));
  const organisation = await tenant.organisation.history(addDays(ports.clock(), -historyDays));
  if (organisation === null) return { kind: 'await-organisation' };
  const sources = repositories.filter((candidate) => candidate.optIn === 'in');
  const consenting = new Set(sources.map(({ fullName }) => fullName.toLowerCase()));
  return { kind: 'source', repository, source: { repository, consenting, settings, organisation }, ...(await takeApart(tenant, take)) };
}

async function takeAll(take: () => Promise<readonly TakenTouch[]>): Promise<Taken> {
  return { taken: await take(), spokenTo: [] };
}

/** The welcome issue may lie in a repository that is a source, or that never opted in: it is no work, and people speak to the App there. */
async function takeApart(tenant: Tenant, take: () => Promise<readonly TakenTouch[]>): Promise<Taken> {
  const all = await take();
  const welcome = await tenant.welcome.read();
  const isSpokenTo = ({ subject: { repositoryId, kind, number } }: TakenTouch) =>
    kind === 'issue' && repositoryId === welcome?.repositoryId && number === welcome.number;
  return { taken: all.filter((touch) => !isSpokenTo(touch)), spokenTo: all.filter(isSpokenTo) };
}

/** Nothing is collected here now. What waited is looked at once that changes: the next sweep of the repository lists all again. */
async function rest(tenant: Tenant, repository: StoredRepository | null, taken: Taken): Promise<Plan> {
  if (repository !== null && taken.taken.length > 0) await tenant.repositories.setSweptUntil(repository.id, null);
  return { kind: 'rest', repository, ...taken };
}

/** Whose texts the signals read: RFCs and CODEOWNERS. */
function documentMatcher({ rfc }: EffectiveSettings): (path: string) => boolean {
  const isRfc = rfcPathMatcher(rfc.paths);
  return (path) => isRfc(path) || isCodeownersPath(path);
}

async function refreshSource(ports: RefreshPorts, installationId: number, source: Source, taken: readonly TakenTouch[]): Promise<void> {
  const fetchedAt = ports.clock();
  const fetched = await fetchDossiers(ports, { installationId, source, taken });
  const replaced = await ports.store.tenant(installationId, (tenant) =>
    replaceFetched(tenant, { installationId, source, taken, fetched, fetchedAt }),
  );
  if (replaced === null) return;
  const { changes, touchedIn, recomputed } = replaced;
  const touches = new Map(taken.map((touch) => [subjectLabel(touch.subject), touch]));
  for (const change of changes)
    ports.tell?.(refreshed(change, { installationId, now: ports.clock(), touch: touches.get(subjectLabel(change.subject)) }));
  tellRecomputed(ports, installationId, recomputed);
  for (const repositoryId of touchedIn) await ports.queues.refresh({ installationId, repositoryId });
  const deliveries = new Map<number, string[]>();
  for (const change of changes) {
    const led = touches.get(subjectLabel(change.subject))?.deliveries ?? [];
    for (const id of peopleOf(change)) deliveries.set(id, [...(deliveries.get(id) ?? []), ...led]);
  }
  await askForReports(ports, { installationId, personIds: new Set(deliveries.keys()), deliveries });
}

type ToReplace = Lookup & { readonly fetched: Fetched; readonly fetchedAt: Instant };

/**
 * Replaces what is held about the subjects and the patterns of everybody whose participations changed by that, and lets the touches go; in one
 * transaction, since patterns that a crash left out would wait for the person's next change. Null when the repository is no source any more.
 */
async function replaceFetched(tenant: Tenant, { installationId, source, taken, fetched, fetchedAt }: ToReplace) {
  const sources = (await tenant.repositories.list()).filter((repository) => repository.optIn === 'in');
  if (!sources.some(({ id }) => id === source.repository.id)) return null;
  const { settings, organisation } = source;
  const { changes, refreshed } = await replaceSubjects(tenant, fetched, { installationId, settings, organisation, sources, fetchedAt });
  const changed = changes.flatMap((change) => change.participations);
  const recomputed = await recomputePatterns(tenant, { installationId, changed });
  // Touches last: deliveries to the same subjects wait for their rows, and the patterns above may wait for another refresh.
  const touchedIn = await touchReferenced(tenant, refreshed, { sources, at: fetchedAt });
  const answered = new Set(fetched.map(({ subject }) => subjectLabel(subject)));
  const unanswered = taken.filter(({ subject }) => !answered.has(subjectLabel(subject)));
  const dueAt = toInstant(Date.parse(fetchedAt) + unansweredMs);
  await tenant.touches.addAll(unanswered.map(({ subject }) => ({ subject, at: fetchedAt, dueAt })));
  await tenant.touches.finish(taken);
  return { changes, touchedIn, recomputed };
}

/** People whose own evidence may differ after a change. */
function peopleOf({ participations, found }: Change): ReadonlySet<number> {
  return new Set([...participations, ...found].map(({ person }) => person.id));
}

function refreshed(
  { subject, found }: Change,
  { installationId, now, touch }: { readonly installationId: number; readonly now: Instant; readonly touch: TakenTouch | undefined },
): Deed {
  const dueAt = touch?.dueAt ?? null;
  const waitedMs = dueAt === null ? null : Math.max(0, Date.parse(now) - Date.parse(dueAt));
  const findings = found.map(({ signal, strength }) => ({ signal, strength }));
  return { kind: 'refreshed', installationId, subject, deliveries: touch?.deliveries ?? [], waitedMs, findings };
}

type Lookup = { readonly installationId: number; readonly source: Source; readonly taken: readonly TakenTouch[] };

async function fetchDossiers({ dossiers }: RefreshPorts, { installationId, source, taken }: Lookup): Promise<Fetched> {
  const fetched = await dossiers.fetch({
    installationId,
    repository: source.repository,
    subjects: taken.map((touch) => touch.subject),
    isDocument: documentMatcher(source.settings),
    isSource: (fullName) => source.consenting.has(fullName),
  });
  return withoutSecrets(fetched);
}

type Fetched = readonly FetchedSubject[];

/** Nothing below reads a secret, so nothing can quote one, or keep half of it. */
async function withoutSecrets(fetched: Fetched): Promise<Fetched> {
  const clean: FetchedSubject[] = [];
  for (const { subject, dossier } of fetched) clean.push({ subject, dossier: dossier === null ? null : await withholdSecretsOf(dossier) });
  return clean;
}
