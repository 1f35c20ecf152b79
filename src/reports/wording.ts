/** Plain words for lists, months and days, as reports write them. */
import { dayOfMonth, monthOf, type Month } from '../domain/month.ts';
import type { Instant } from '../domain/instant.ts';

const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}

/** A repository's name without its owner, when that is the organisation. */
export function shortName(fullName: string, organisation: string): string {
  return fullName.toLowerCase().startsWith(`${organisation.toLowerCase()}/`) ? fullName.slice(organisation.length + 1) : fullName;
}

/** `October 2026`. */
export function monthName(month: Month): string {
  return `${monthNames[Number(month.slice(5)) - 1] ?? ''} ${month.slice(0, 4)}`;
}

/** `From August to October 2026`, `From December 2025 to February 2026`. */
export function spanName(first: Month, last: Month): string {
  const from = first.slice(0, 4) === last.slice(0, 4) ? monthName(first).slice(0, -5) : monthName(first);
  return `From ${from} to ${monthName(last)}`;
}

/** `Oct`. */
export function shortMonthName(month: Month): string {
  return (monthNames[Number(month.slice(5)) - 1] ?? '').slice(0, 3);
}

/** The local day of an instant: `12 Oct`, and `12 Dec 2025` when its year is not the report's. Throws RangeError on an unknown timezone. */
export function dayLabel(at: Instant, of: { readonly timezone: string; readonly reportMonth: Month }): string {
  const month = monthOf(at, of.timezone);
  const day = `${dayOfMonth(at, of.timezone)} ${shortMonthName(month)}`;
  return month.slice(0, 4) === of.reportMonth.slice(0, 4) ? day : `${day} ${month.slice(0, 4)}`;
}
