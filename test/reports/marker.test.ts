/** The marker finds an issue again: it must not change by a byte, and must survive what editors do to line breaks. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseReportMarker, reportMarker } from '../../src/reports/marker.ts';

describe('reportMarker', () => {
  it('is the line of the contract', () => {
    expect(reportMarker({ personId: 583231, month: '2026-10' })).toBe('<!-- staff-signals:report {"person":583231,"month":"2026-10"} -->');
  });

  it('is read back from any body that it begins', () => {
    const months = fc
      .tuple(fc.integer({ min: 2000, max: 9999 }), fc.integer({ min: 1, max: 12 }))
      .map(([year, month]) => `${year}-${String(month).padStart(2, '0')}`);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 40 }),
        months,
        fc.constantFrom('', '\n', '\r\n', ' \r\nmore', '\n\nmore'),
        (personId, month, rest) => {
          expect(parseReportMarker(`${reportMarker({ personId, month })}${rest}`)).toEqual({ personId, month });
        },
      ),
    );
  });
});

describe('parseReportMarker', () => {
  it.each([
    '',
    'Hello',
    '\n<!-- staff-signals:report {"person":1,"month":"2026-10"} -->',
    '<!-- staff-signals:report {"person":1,"month":"2026-13"} -->',
    '<!-- staff-signals:report {"person":"1","month":"2026-10"} -->',
    '<!-- staff-signals:report {"person":1,"month":"2026-10"} --> and more',
    'see <!-- staff-signals:report {"person":1,"month":"2026-10"} -->',
  ])('finds none in %j', (body) => {
    expect(parseReportMarker(body)).toBeNull();
  });
});
