/** What one person's own token can tell of their work: the way of the service, without an installation, a store and consent of others. */
import type { Dossier } from '../domain/dossier.ts';
import { PermanentFailure } from '../domain/errors.ts';
import type { Evidence, Finding } from '../domain/evidence.ts';
import type { Instant } from '../domain/instant.ts';
import type { OrganisationSnapshot } from '../domain/organisation.ts';
import type { PersonRef } from '../domain/person.ts';
import { subjectLabel } from '../domain/subject.ts';
import type { EffectiveSettings } from '../settings/files.ts';
import { classify, classifyPatterns } from '../signals/classify.ts';
import { isCodeownersPath } from '../signals/codeowners.ts';
import { rfcPathMatcher } from '../signals/rfc-path.ts';
import { asEvidence } from './as-evidence.ts';
import { listChanges } from './list-changes.ts';
import type { Change, Clock, DossierCache, DossierSource, InstalledRepository, OrganisationSource } from './ports.ts';
import { withholdSecretsOf } from './withhold-secrets.ts';

export type PreviewPorts = {
  readonly dossiers: DossierSource;
  readonly organisations: Pick<OrganisationSource, 'fetch'>;
  readonly cache: DossierCache;
  readonly clock: Clock;
  /** Does the work, and waits for GitHub's limits. */
  readonly patiently: <T>(work: () => Promise<T>) => Promise<T>;
  readonly progress: (text: string) => void;
};

export type PreviewAsked = {
  readonly person: PersonRef;
  readonly repositories: readonly InstalledRepository[];
  readonly since: Instant;
  readonly settings: EffectiveSettings;
};

export type Previewed = { readonly snapshot: OrganisationSnapshot; readonly evidence: readonly Evidence[] };

/** There is no installation; the ports ask for a number. */
const noInstallation = 0;
/** Looked up at once, and kept. */
const batchSize = 10;

/** The person's evidence in these repositories since then. Writes nothing but the cache. Throws TransientFailure and PermanentFailure. */
export async function previewAlone(ports: PreviewPorts, asked: PreviewAsked): Promise<Previewed> {
  const snapshot = await lookAround(ports, asked);
  const dossiers: Dossier[] = [];
  for (const repository of asked.repositories) dossiers.push(...(await dossiersOf(ports, { ...asked, repository })));
  return { snapshot, evidence: findAll(dossiers, { ...asked, snapshot, until: ports.clock() }) };
}

/** Members and teams when the token may see them, else the person alone: homes are then told by merged pull requests. */
async function lookAround(ports: PreviewPorts, { person, repositories }: PreviewAsked): Promise<OrganisationSnapshot> {
  const owners = new Set(repositories.map(({ fullName }) => fullName.split('/')[0]?.toLowerCase() ?? ''));
  const [login = ''] = owners;
  const now = ports.clock();
  const sourceIds = new Set(repositories.map(({ id }) => id));
  const self = { ...person, role: 'member' as const };
  const bare = repositories.map((repository) => ({ ...repository, readers: { kind: 'unknown' as const }, codeowners: null }));
  const alone = { takenAt: now, login, members: [self], teams: [], repositories: bare };
  if (owners.size !== 1) return alone;
  try {
    const ask = { installationId: noInstallation, login, repositories, sourceIds, now };
    const whole = await ports.patiently(() => ports.organisations.fetch(ask));
    const isMember = whole.members.some(({ id }) => id === person.id);
    return isMember ? whole : { ...whole, members: [...whole.members, self] };
  } catch (error) {
    if (!(error instanceof PermanentFailure)) throw error;
    ports.progress(`The token does not see the members and teams of ${login}: where you are at home is told by your merged pull requests`);
    return alone;
  }
}

type InRepository = PreviewAsked & { readonly repository: InstalledRepository };

async function dossiersOf(ports: PreviewPorts, of: InRepository): Promise<readonly Dossier[]> {
  const { repository } = of;
  const changes = await changesIn(ports, of);
  const held = new Map(await ports.cache.read(repository.id));
  const missing = changes.filter(({ subject, updatedAt }) => held.get(subjectLabel(subject))?.updatedAt !== updatedAt);
  for (let from = 0; from < missing.length; from += batchSize) {
    ports.progress(`${repository.fullName}: ${changes.length - missing.length + from} of ${changes.length} read`);
    const part = missing.slice(from, from + batchSize);
    for (const [label, dossier] of await fetchPart(ports, of, part)) {
      const updatedAt = part.find(({ subject }) => subjectLabel(subject) === label)?.updatedAt;
      if (updatedAt !== undefined) held.set(label, { updatedAt, dossier });
    }
    await ports.cache.write(repository.id, held);
  }
  return changes.flatMap(({ subject }) => held.get(subjectLabel(subject))?.dossier ?? []);
}

async function changesIn(ports: PreviewPorts, { repository, since }: InRepository): Promise<readonly Change[]> {
  return ports.patiently(async () => {
    const changes = new Map<string, Change>();
    for await (const page of listChanges(ports.dossiers, { installationId: noInstallation, wanted: [{ repository, since }] })) {
      const refusal = page.refusals.get(repository.id);
      if (refusal !== undefined) throw refusal;
      for (const change of page.changes) changes.set(subjectLabel(change.subject), change);
    }
    return [...changes.values()];
  });
}

async function fetchPart(
  ports: PreviewPorts,
  { repository, repositories, settings }: InRepository,
  part: readonly Change[],
): Promise<readonly (readonly [label: string, dossier: Dossier | null])[]> {
  const isRfc = rfcPathMatcher(settings.rfc.paths);
  const names = new Set(repositories.map(({ fullName }) => fullName.toLowerCase()));
  const fetched = await ports.patiently(() =>
    ports.dossiers.fetch({
      installationId: noInstallation,
      repository,
      subjects: part.map(({ subject }) => subject),
      isDocument: (path) => isRfc(path) || isCodeownersPath(path),
      isSource: (fullName) => names.has(fullName),
    }),
  );
  return Promise.all(
    fetched.map(
      async ({ subject, dossier }) => [subjectLabel(subject), dossier === null ? null : await withholdSecretsOf(dossier)] as const,
    ),
  );
}

type Found = PreviewAsked & { readonly snapshot: OrganisationSnapshot; readonly until: Instant };

function findAll(dossiers: readonly Dossier[], { person, repositories, since, settings, snapshot, until }: Found): readonly Evidence[] {
  const organisation = [snapshot] as const;
  const classified = dossiers.map((dossier) => classify({ dossier, organisation, settings }));
  const participations = classified.flatMap((one) => one.participations).filter((one) => one.person.id === person.id);
  const titles = new Map(
    dossiers.map(({ repository, kind, number, title }) => [subjectLabel({ repositoryId: repository.id, kind, number }), title]),
  );
  const patterns = classifyPatterns({ person, participations, organisation, settings, titles, span: { from: since, to: `${until}~` } });
  const own = classified.flatMap((one) => one.findings).filter((finding) => finding.person.id === person.id && finding.at >= since);
  const named = new Map(repositories.map(({ id, fullName }) => [id, fullName]));
  return [...own, ...patterns].map((finding) => evidenceOf(finding, { settings, fullName: named.get(finding.subject.repositoryId) ?? '' }));
}

function evidenceOf(finding: Finding, of: { readonly settings: EffectiveSettings; readonly fullName: string }): Evidence {
  const repository = { id: finding.subject.repositoryId, fullName: of.fullName };
  return { ...asEvidence(finding, noInstallation, of.settings), repository, decision: 'none', isFound: true };
}
