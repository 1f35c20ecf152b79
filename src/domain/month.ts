/** Months of the calendar in an organisation's timezone. */
import type { Instant } from './instant.ts';

/** `YYYY-MM`. Months sort as text. */
export type Month = string;

const monthPattern = /^\d{4}-(0[1-9]|1[0-2])$/;

/** Whether the text is a month, `YYYY-MM`. */
export function isMonth(text: string): boolean {
  return monthPattern.test(text);
}

const utcPattern = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;
const formatters = new Map<string, Intl.DateTimeFormat>();

function localDate(instant: Instant, timezone: string): string {
  if (timezone === 'UTC' && utcPattern.test(instant)) return instant.slice(0, 10);
  let formatter = formatters.get(timezone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-CA', { timeZone: timezone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formatters.set(timezone, formatter);
  }
  return formatter.format(new Date(instant));
}

/** The local month an instant falls in. `timezone` is an IANA name; throws RangeError when it is unknown. */
export function monthOf(instant: Instant, timezone: string): Month {
  return localDate(instant, timezone).slice(0, 7);
}

/** The local day an instant falls on, `YYYY-MM-DD`. `timezone` is an IANA name; throws RangeError when it is unknown. */
export function dayOf(instant: Instant, timezone: string): string {
  return localDate(instant, timezone);
}

/** The local day of the month an instant falls on, 1 to 31. `timezone` is an IANA name; throws RangeError when it is unknown. */
export function dayOfMonth(instant: Instant, timezone: string): number {
  return Number(localDate(instant, timezone).slice(8, 10));
}

/** Whole months since the year 0: for choices that take turns by the month. */
export function monthOrdinal(month: Month): number {
  const [year = 0, ordinal = 1] = month.split('-').map(Number);
  return year * 12 + ordinal - 1;
}

/** The month `count` months after `month` (before it, when negative). */
export function addMonths(month: Month, count: number): Month {
  const index = monthOrdinal(month) + count;
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
}

/** The `count` months that end with `last`, oldest first. */
export function monthsEndingWith(last: Month, count: number): readonly Month[] {
  return Array.from({ length: count }, (_, index) => addMonths(last, index - count + 1));
}
