/** The settings of an installation, read from the texts that the store holds. */
import { PermanentFailure } from '../domain/errors.ts';
import {
  type EffectiveSettings,
  effectiveSettings,
  type OrganisationSettings,
  parseOrganisationFile,
  type Parsed,
  parseRepositoryFile,
  type RepositorySettings,
} from '../settings/files.ts';
import type { StoredRepository, Tenant } from './ports.ts';

/**
 * The organisation's settings; the defaults when it has no file. Throws PermanentFailure when the text that was valid once no longer is (a
 * stricter release): guessing the defaults could send reports to a repository that the owner never chose.
 */
export async function organisationSettings(tenant: Tenant): Promise<OrganisationSettings> {
  const parsed = parseOrganisationFile((await tenant.installation.readSettingsText()) ?? '');
  if (parsed.ok) return parsed.settings;
  throw new PermanentFailure("The organisation's settings file is no longer valid; it is read again at its next push and once a day");
}

/** What holds in one repository that has opted in; null when it has not. */
export function repositorySettings(repository: StoredRepository, organisation: OrganisationSettings): EffectiveSettings | null {
  if (repository.optIn !== 'in' || repository.settingsText === null) return null;
  const parsed = parseSourceFile(repository.fullName, repository.settingsText);
  return parsed.ok && parsed.settings.enabled ? effectiveSettings(organisation, parsed.settings) : null;
}

/** A repository's own settings. In the repository `.github` one file is both its own and the organisation's. */
export function parseSourceFile(fullName: string, text: string): Parsed<RepositorySettings> {
  if (!fullName.endsWith('/.github')) return parseRepositoryFile(text);
  const parsed = parseOrganisationFile(text);
  return parsed.ok ? { ok: true, settings: { enabled: parsed.settings.enabled } } : parsed;
}

/** The name of the report repository for a person: `brag-log`, or `brag-{login}` with the login put in, lower case. */
export function reportRepositoryName(settings: OrganisationSettings, login: string): string {
  return settings.reports.repository.replaceAll('{login}', login).toLowerCase();
}

/** Whether reports go to one repository per person. */
export function isPersonal(settings: OrganisationSettings): boolean {
  return settings.reports.repository.includes('{login}');
}

/** Whether a repository is one that reports are written to. Such a repository is never a source. */
export function isReportRepository(fullName: string, settings: Pick<OrganisationSettings, 'reports'>): boolean {
  const name = (fullName.split('/')[1] ?? '').toLowerCase();
  const [before = '', after = null] = settings.reports.repository.toLowerCase().split('{login}');
  if (after === null) return name === before;
  return name.length > before.length + after.length && name.startsWith(before) && name.endsWith(after);
}
