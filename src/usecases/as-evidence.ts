/** A finding as it is stored. */
import type { Finding } from '../domain/evidence.ts';
import { toInstant } from '../domain/instant.ts';
import { monthOf } from '../domain/month.ts';
import type { OrganisationSettings } from '../settings/files.ts';
import { evidenceKey } from '../signals/evidence-key.ts';
import type { NewEvidence } from './ports.ts';

/** Adds the key, and the month in the reports' timezone. */
export function asEvidence(finding: Finding, installationId: number, settings: Pick<OrganisationSettings, 'reports'>): NewEvidence {
  const { subject, signal, person } = finding;
  return {
    ...finding,
    at: toInstant(finding.at),
    key: evidenceKey({ installationId, subject, signal, personId: person.id }),
    month: monthOf(finding.at, settings.reports.timezone),
  };
}
