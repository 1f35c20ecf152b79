/** Instants are ISO 8601 strings in UTC, as GitHub writes them: `2026-10-01T09:30:00Z`. They sort as text. */
export type Instant = string;

const dayMs = 86_400_000;

/** An instant as the canonical string, seconds precision, so that equal instants are equal strings. Throws RangeError on an invalid date. */
export function toInstant(date: Date | number | string): Instant {
  return `${new Date(date).toISOString().slice(0, 19)}Z`;
}

/** The instant `days` days after `instant` (before it, when negative). */
export function addDays(instant: Instant, days: number): Instant {
  return toInstant(Date.parse(instant) + days * dayMs);
}

/** Days between two instants, with fraction; negative when `to` is before `from`. */
export function daysBetween(from: Instant, to: Instant): number {
  return (Date.parse(to) - Date.parse(from)) / dayMs;
}

/**
 * Whole working days between two instants, by the days of the calendar in UTC: Mondays to Fridays after the first day, the last day
 * included, without those around the turn of the year (24 December to 2 January), when most people are away. Zero when `to` is not later.
 */
export function workingDaysBetween(from: Instant, to: Instant): number {
  const [first, last] = [Math.floor(Date.parse(from) / dayMs), Math.floor(Date.parse(to) / dayMs)];
  if (!(last > first)) return 0;
  const weeks = Math.floor((last - first) / 7);
  // Over a year the turn of it no longer matters, and whole weeks are counted at once.
  const skipped = weeks > 52 ? weeks : 0;
  let count = skipped * 5;
  for (let day = first + skipped * 7 + 1; day <= last; day += 1) if (isWorkingDay(day)) count += 1;
  return count;
}

function isWorkingDay(day: number): boolean {
  const date = new Date(day * dayMs);
  const weekday = date.getUTCDay();
  const [month, ofMonth] = [date.getUTCMonth(), date.getUTCDate()];
  const isTurnOfYear = (month === 11 && ofMonth >= 24) || (month === 0 && ofMonth <= 2);
  return weekday !== 0 && weekday !== 6 && !isTurnOfYear;
}
