/** Which month's reports are due, in the organisation's timezone. */
import { describe, expect, it } from 'vitest';
import { newestDueMonth } from '../../src/usecases/ask-for-reports.ts';
import { retentionStart } from '../../src/usecases/retention.ts';

describe('the newest due month', () => {
  it.each([
    ['2026-10-31T23:59:59Z', 'UTC', 1, '2026-09'],
    ['2026-11-01T00:00:00Z', 'UTC', 1, '2026-10'],
    ['2026-11-01T00:00:00Z', 'America/New_York', 1, '2026-09'],
    ['2026-11-01T04:00:00Z', 'America/New_York', 1, '2026-10'],
    ['2026-10-31T10:00:00Z', 'Pacific/Kiritimati', 1, '2026-10'],
    ['2026-11-09T12:00:00Z', 'UTC', 10, '2026-09'],
    ['2026-11-10T00:00:00Z', 'UTC', 10, '2026-10'],
    ['2027-01-01T00:00:00Z', 'Europe/Lisbon', 1, '2026-12'],
  ])('at %s in %s with day %i is %s', (now, timezone, day, month) => {
    expect(newestDueMonth(now, { timezone, day })).toBe(month);
  });
});

it('keeps as many whole months as the settings say', () => {
  const reports = { repository: 'brag-log', timezone: 'UTC', day: 1 };
  expect(retentionStart('2026-11-21T00:00:00Z', { reports, retention: { months: 24 } })).toEqual({
    at: '2024-11-01T00:00:00Z',
    month: '2024-11',
  });
});
