/** Answers a push that lists a settings file, in a check on its head commit: what is wrong with the file, or what it means. */
import { PermanentFailure, UserMistake } from '../domain/errors.ts';
import { type Enrolled, type OrganisationView, type SettingsView, settingsWords, type SourceView } from '../reports/settings-summary.ts';
import { changedSettings } from '../settings/changed-settings.ts';
import {
  effectiveSettings,
  type OrganisationSettings,
  parseOrganisationFile,
  type Parsed,
  parseRepositoryFile,
  type RepositorySettings,
} from '../settings/files.ts';
import { rfcPathMatcher } from '../signals/rfc-path.ts';
import { enrolledPeople } from './enrolment.ts';
import type { CheckWriter, Duty, FileSource, SettingsSource, Store, StoredRepository, TakenDuty, Tenant } from './ports.ts';
import { isPersonal, isReportRepository, organisationSettings, reportRepositoryName } from './tenant-settings.ts';

export type CheckPorts = {
  readonly store: Store;
  readonly settingsFiles: SettingsSource;
  readonly files: FileSource;
  readonly checks: CheckWriter;
};

type CheckDuty = Extract<Duty, { readonly kind: 'check' }>;
type Paths = Awaited<ReturnType<FileSource['paths']>>;

/**
 * Checks the commits that wait for it. What GitHub refuses for one (the commit is gone, checks are not permitted) keeps none of the others
 * from being checked. Repeating it changes nothing. Throws TransientFailure.
 */
export async function checkSettings(
  ports: CheckPorts,
  { installationId, taken }: { readonly installationId: number; readonly taken: readonly TakenDuty[] },
): Promise<void> {
  for (const { duty } of taken) {
    if (duty.kind !== 'check') continue;
    try {
      await checkCommit(ports, installationId, duty);
    } catch (error) {
      if (!(error instanceof PermanentFailure)) throw error;
    }
  }
}

async function checkCommit(ports: CheckPorts, installationId: number, { repositoryId, headSha, isRerun }: CheckDuty): Promise<void> {
  const repository = await ports.store.tenant(installationId, (tenant) => tenant.repositories.find(repositoryId));
  if (repository === null) return;
  const at = { installationId, repository, sha: headSha };
  const text = await textAt(ports, at);
  // Of a repository that has not opted in, the settings file is all that is read.
  const paths = repository.optIn === 'in' && typeof text === 'string' ? await ports.files.paths(at) : null;
  const view = await ports.store.tenant(installationId, (tenant) => viewOf({ tenant, repository, paths }, text));
  await ports.checks.put({ installationId, repository, headSha, isRerun }, settingsWords(view));
}

/** A file that can't be read as one, such as a far too large one, is broken like one with mistakes in it. */
async function textAt(ports: CheckPorts, at: Parameters<SettingsSource['read']>[0]): Promise<string | null | UserMistake> {
  try {
    return await ports.settingsFiles.read(at);
  } catch (error) {
    if (error instanceof UserMistake) return error;
    throw error;
  }
}

type Place = { readonly tenant: Tenant; readonly repository: StoredRepository; readonly paths: Paths | null };

/** In the repository `.github` one file is both its own and the organisation's; without it, the organisation's defaults hold. */
async function viewOf(place: Place, text: string | null | UserMistake): Promise<SettingsView> {
  const isOrganisations = place.repository.fullName.endsWith('/.github');
  if (text instanceof UserMistake) return { kind: 'broken', isOrganisations, problems: [{ line: 1, message: text.message }] };
  if (isOrganisations) return organisationFileView(place, { parsed: parseOrganisationFile(text ?? ''), isAbsent: text === null });
  return text === null
    ? { kind: 'absent', isOptedIn: place.repository.optIn === 'in' }
    : repositoryFileView(place, parseRepositoryFile(text));
}

async function organisationFileView(
  place: Place,
  { parsed, isAbsent }: { readonly parsed: Parsed<OrganisationSettings>; readonly isAbsent: boolean },
): Promise<SettingsView> {
  if (!parsed.ok) return { kind: 'broken', isOrganisations: true, problems: parsed.problems };
  const { settings } = parsed;
  const source = await sourceView(place, settings, { enabled: settings.enabled });
  return { kind: 'valid', source, organisation: { ...(await organisationView(place.tenant, settings)), isAbsent } };
}

async function repositoryFileView(place: Place, parsed: Parsed<RepositorySettings>): Promise<SettingsView> {
  if (!parsed.ok) return { kind: 'broken', isOrganisations: false, problems: parsed.problems };
  const organisation = await organisationSettings(place.tenant);
  return { kind: 'valid', source: await sourceView(place, organisation, parsed.settings), organisation: null };
}

async function sourceView(place: Place, organisation: OrganisationSettings, own: RepositorySettings): Promise<SourceView> {
  const { repository } = place;
  const settings = effectiveSettings(organisation, own);
  const [paths, labels] = [own.rfc?.paths ?? [], own.rfc?.labels ?? []];
  const inherited = settings.rfc.paths.length + settings.rfc.labels.length - new Set(paths).size - new Set(labels).size;
  const standing = standingOf(repository, { isReport: isReportRepository(repository.fullName, organisation), isEnabled: own.enabled });
  const before = standing === 'stays' ? parseRepositoryFile(repository.settingsText ?? '') : null;
  return {
    standing,
    signals: signalsOf(settings.signals),
    rfc: { paths, labels, inherited },
    found: standing === 'stays' ? await foundIn(place, organisation, settings.rfc.paths) : null,
    changes: before?.ok ? changedSettings(before.settings, own) : [],
  };
}

function standingOf(
  { optIn }: StoredRepository,
  { isReport, isEnabled }: { readonly isReport: boolean; readonly isEnabled: boolean },
): SourceView['standing'] {
  if (isReport) return 'report';
  if (optIn === 'in') return isEnabled ? 'stays' : 'leaves';
  return isEnabled ? 'joins' : 'out';
}

function signalsOf(signals: OrganisationSettings['signals']): SourceView['signals'] {
  const ids = Object.keys(signals);
  return { on: ids.filter((id) => signals[id]?.enabled === true), off: ids.filter((id) => signals[id]?.enabled !== true) };
}

async function foundIn(
  { tenant, paths }: Place,
  organisation: OrganisationSettings,
  globs: readonly string[],
): Promise<SourceView['found']> {
  if (paths === null) return null;
  const rfcFiles = paths.paths.filter(rfcPathMatcher(globs)).length;
  return { rfcFiles, isComplete: paths.isComplete, enrolled: (await peopleUnder(tenant, organisation))?.count ?? null };
}

type People = { readonly count: Enrolled; readonly logins: readonly string[] };

/** Who would be enrolled under these settings; null while the members were never looked up. */
async function peopleUnder(tenant: Tenant, settings: OrganisationSettings): Promise<People | null> {
  const snapshot = await tenant.organisation.newest();
  if (snapshot === null) return null;
  const enrolled = await enrolledPeople(tenant, settings, snapshot);
  const isByRequest = settings.people.enrolment === 'by-request';
  return {
    count: { isByRequest, enrolled: enrolled.size, members: snapshot.members.length },
    logins: snapshot.members.filter(({ id }) => enrolled.has(id)).map(({ login }) => login),
  };
}

async function organisationView(tenant: Tenant, settings: OrganisationSettings): Promise<Omit<OrganisationView, 'isAbsent'>> {
  const people = await peopleUnder(tenant, settings);
  const repositories = await tenant.repositories.list();
  const { reports, retention, rfc, signals } = settings;
  return {
    reports,
    destination: destinationOf(settings, { repositories, logins: people?.logins ?? [] }),
    enrolled: people?.count ?? null,
    retentionMonths: retention.months,
    signals: signalsOf(signals),
    rfc: { ...rfc, inherited: 0 },
    changes: changedSettings(await settingsInForce(tenant), settings),
  };
}

function destinationOf(
  settings: OrganisationSettings,
  { repositories, logins }: { readonly repositories: readonly StoredRepository[]; readonly logins: readonly string[] },
): OrganisationView['destination'] {
  const open = repositories.filter(({ isArchived }) => !isArchived);
  const names = new Set(open.map(({ fullName }) => (fullName.split('/')[1] ?? '').toLowerCase()));
  if (!isPersonal(settings)) return { kind: 'one', isThere: names.has(reportRepositoryName(settings, '')) };
  const there = logins.filter((login) => names.has(reportRepositoryName(settings, login))).length;
  return { kind: 'each', there, people: logins.length };
}

/** Null when the stored text is no longer valid: the file that mends it is checked all the same. */
async function settingsInForce(tenant: Tenant): Promise<OrganisationSettings | null> {
  try {
    return await organisationSettings(tenant);
  } catch (error) {
    if (error instanceof PermanentFailure) return null;
    throw error;
  }
}
