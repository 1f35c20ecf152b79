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
