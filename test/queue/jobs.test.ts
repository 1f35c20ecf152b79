/** What makes jobs the same, and what is read back from a queue. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PermanentFailure } from '../../src/domain/errors.ts';
import { jobKey, parseJob } from '../../src/queue/jobs.ts';

const id = fc.nat();
const month = fc.constantFrom('2026-09', '2026-10');
const report = fc.record({ installationId: id, personId: id, month });

describe('the key of a job', () => {
  it('is the same for the same job only, and free of colons', () => {
    fc.assert(
      fc.property(report, report, (one, other) => {
        const isSame = one.installationId === other.installationId && one.personId === other.personId && one.month === other.month;
        expect(jobKey('report', one) === jobKey('report', other)).toBe(isSame);
        expect(jobKey('report', one)).not.toContain(':');
      }),
    );
  });

  it('tells repositories of different installations apart', () => {
    expect(jobKey('refresh', { installationId: 1, repositoryId: 23 })).not.toBe(jobKey('refresh', { installationId: 12, repositoryId: 3 }));
  });
});

describe('a job read back', () => {
  it('is what was written', () => {
    fc.assert(
      fc.property(report, (job) => {
        expect(parseJob('report', JSON.parse(JSON.stringify(job)))).toEqual(job);
      }),
    );
  });

  it.each([null, {}, { installationId: '1' }, { installationId: 1, personId: 2, month: '2026-13' }])(
    'is refused for good when it is %j',
    (data) => {
      expect(() => parseJob('report', data)).toThrow(PermanentFailure);
    },
  );
});
