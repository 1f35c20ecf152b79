/** Fetches touched subjects of one repository, classifies them and replaces what is held about them. */
import { PermanentFailure } from '../domain/errors.ts';
import type { Dossier, TimelineEvent } from '../domain/dossier.ts';
import type { Finding } from '../domain/evidence.ts';
import { addDays, type Instant, toInstant } from '../domain/instant.ts';
import type { OrganisationHistory } from '../domain/organisation.ts';
import type { Participation } from '../domain/participation.ts';
import { type SubjectPlace, type SubjectRef, subjectLabel } from '../domain/subject.ts';
import type { EffectiveSettings } from '../settings/files.ts';
import { classify } from '../signals/classify.ts';
import { isCodeownersPath } from '../signals/codeowners.ts';
import { referencesOf } from '../signals/references.ts';
import { rfcPathMatcher } from '../signals/rfc-path.ts';
import { asEvidence } from './as-evidence.ts';
import { askForFirstReports, askForReports } from './ask-for-reports.ts';
import type { Deed, TellPort } from './deeds.ts';
import { enrolledPeople } from './enrolment.ts';
import { handleReportIssue, type ReportIssuePorts } from './handle-report-issue.ts';
import { nameOnlyEnrolled } from './name-only-enrolled.ts';
import type { Clock, DossierSource, Queues, Store, StoredRepository, TakenTouch, Tenant } from './ports.ts';
import { recomputePatterns } from './recompute-patterns.ts';
import { retentionStart } from './retention.ts';
import { touchReferenced } from './touch-referenced.ts';
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
  const repository = await tenant.repositories.find(repositoryId);
  if (installation === null || installation.isSuspended || repository === null) return rest(tenant, repository, await takeAll(take));
  if (repository.optIn === 'broken') return rest(tenant, repository, await takeApart(tenant, take));
  const organisationWide = await organisationSettings(tenant);
  if (isReportRepository(repository.fullName, organisationWide)) return { kind: 'rest', repository, taken: [], spokenTo: await take() };
  const settings = repositorySettings(repository, organisationWide);
  if (settings === null) return rest(tenant, repository, await takeApart(tenant, take));
  const organisation = await tenant.organisation.history(addDays(ports.clock(), -historyDays));
  if (organisation === null) return { kind: 'await-organisation' };
  const sources = (await tenant.repositories.list()).filter((candidate) => candidate.optIn === 'in');
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
  const changed = await ports.store.tenant(installationId, async (tenant) => {
    const sources = (await tenant.repositories.list()).filter((repository) => repository.optIn === 'in');
    const sourceIds = new Set(sources.map((repository) => repository.id));
    if (!sourceIds.has(source.repository.id)) return null;
    const of = { installationId, source, fetchedAt, sources };
    const changes: Change[] = [];
    for (const { subject, dossier } of fetched) {
      changes.push(
        dossier === null
          ? { subject, participations: await tenant.subjects.erase(subject), found: [], touchedIn: [] }
          : await replaceSubject(tenant, { ...of, subject, dossier: ofConsenting(dossier, sourceIds) }),
      );
    }
    const answered = new Set(fetched.map(({ subject }) => subjectLabel(subject)));
    for (const { subject } of taken.filter((touch) => !answered.has(subjectLabel(touch.subject)))) {
      await tenant.touches.add(subject, { at: fetchedAt, dueAt: toInstant(Date.parse(fetchedAt) + unansweredMs) });
    }
    await tenant.touches.finish(taken);
    return changes;
  });
  if (changed === null) return;
  const touches = new Map(taken.map((touch) => [subjectLabel(touch.subject), touch]));
  for (const change of changed)
    ports.tell?.(refreshed(change, { installationId, now: ports.clock(), touch: touches.get(subjectLabel(change.subject)) }));
  for (const repositoryId of new Set(changed.flatMap((change) => change.touchedIn))) {
    await ports.queues.refresh({ installationId, repositoryId });
  }
  const recomputed = await recomputePatterns(ports, { installationId, changed: changed.flatMap((change) => change.participations) });
  const deliveries = new Map<number, string[]>();
  for (const change of changed) {
    const led = touches.get(subjectLabel(change.subject))?.deliveries ?? [];
    for (const id of peopleOf(change)) deliveries.set(id, [...(deliveries.get(id) ?? []), ...led]);
  }
  await askForReports(ports, { installationId, personIds: new Set([...recomputed, ...deliveries.keys()]), deliveries });
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

type Fetched = Awaited<ReturnType<DossierSource['fetch']>>;

/** Nothing below reads a secret, so nothing can quote one, or keep half of it. */
async function withoutSecrets(fetched: Fetched): Promise<Fetched> {
  const clean: Fetched[number][] = [];
  for (const { subject, dossier } of fetched) clean.push({ subject, dossier: dossier === null ? null : await withholdSecretsOf(dossier) });
  return clean;
}

/** The dossier without what refers to it from repositories that have not opted in, or lies there: what happens there is not looked at. */
function ofConsenting(dossier: Dossier, sourceIds: ReadonlySet<number>): Dossier {
  const isFromSource = (event: TimelineEvent) => event.kind !== 'cross-referenced' || sourceIds.has(event.source.repository.id);
  const { questions, ...rest } = dossier;
  const consenting = questions?.filter((question) => sourceIds.has(question.repository.id));
  return { ...rest, timeline: dossier.timeline.filter(isFromSource), ...(consenting === undefined ? {} : { questions: consenting }) };
}

/** What a replacement changed: participations, and where it touched other subjects; and what its signals found now. */
type Change = {
  readonly subject: SubjectRef;
  readonly participations: readonly Participation[];
  readonly found: readonly Finding[];
  readonly touchedIn: readonly number[];
};

async function replaceSubject(
  tenant: Tenant,
  of: {
    readonly installationId: number;
    readonly source: Source;
    readonly subject: SubjectRef;
    readonly dossier: Dossier;
    readonly fetchedAt: Instant;
    readonly sources: readonly StoredRepository[];
  },
): Promise<Change> {
  const { source, dossier, sources } = of;
  const { findings, participations } = classify({ dossier, organisation: source.organisation, settings: source.settings });
  const enrolled = await enrolledPeople(tenant, source.settings, newest(source.organisation));
  const keptFrom = retentionStart(of.fetchedAt, source.settings).at;
  const kept = findings.filter((finding) => enrolled.has(finding.person.id) && finding.at >= keptFrom);
  const changed = await tenant.subjects.replace(
    {
      subject: of.subject,
      url: dossier.url,
      title: dossier.title,
      updatedAt: dossier.updatedAt,
      fetchedAt: of.fetchedAt,
      refersTo: referredSubjects(dossier, sources),
    },
    {
      participations: participations.filter(({ person, at }) => enrolled.has(person.id) && at >= keptFrom),
      evidence: kept.map((finding) => asEvidence(nameOnlyEnrolled(finding, dossier, enrolled), of.installationId, source.settings)),
    },
  );
  const touchedIn = await touchReferenced(tenant, { dossier, changed, at: of.fetchedAt });
  return { subject: of.subject, participations: changed, found: kept, touchedIn };
}

/** What a subject's texts refer to in repositories that opted in, and what it closes. */
function referredSubjects(dossier: Dossier, sources: readonly StoredRepository[]): readonly SubjectPlace[] {
  const ids = new Map(sources.map((repository) => [repository.fullName.toLowerCase(), repository.id]));
  const closed = (dossier.closes ?? []).map(({ number }) => ({ fullName: dossier.repository.fullName.toLowerCase(), number }));
  const places = [...closed, ...referencesOf(dossier)].flatMap(({ fullName, number }) => {
    const repositoryId = ids.get(fullName);
    const isItself = repositoryId === dossier.repository.id && number === dossier.number;
    return repositoryId === undefined || isItself ? [] : [[`${repositoryId}#${number}`, { repositoryId, number }] as const];
  });
  return [...new Map(places).values()];
}

function newest(organisation: OrganisationHistory) {
  return organisation.at(-1) ?? organisation[0];
}
