/** How long things are kept. */
import type { Instant } from '../domain/instant.ts';
import { addMonths, type Month, monthOf } from '../domain/month.ts';
import type { OrganisationSettings } from '../settings/files.ts';

/** The first month that is still kept, and its first instant in UTC: at the most some hours more than the timezone asks for are kept. */
export function retentionStart(
  now: Instant,
  settings: Pick<OrganisationSettings, 'reports' | 'retention'>,
): { readonly at: Instant; readonly month: Month } {
  const month = addMonths(monthOf(now, settings.reports.timezone), -settings.retention.months);
  return { at: `${month}-01T00:00:00Z`, month };
}
