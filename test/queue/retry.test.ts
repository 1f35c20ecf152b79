/** When failed jobs are tried again. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PermanentFailure, TransientFailure, UserMistake } from '../../src/domain/errors.ts';
import { defaultRetryPolicy, mayPass, pauseAfter } from '../../src/queue/retry.ts';

const policy = { attempts: 8, baseMs: 1_000, longestMs: 30_000 };
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('the pause after a failure', () => {
  it('doubles, up to the longest, less at most a half', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), random, (attempt, chance) => {
        const fullMs = Math.min(policy.longestMs, policy.baseMs * 2 ** (attempt - 1));
        const pauseMs = pauseAfter({ attempt, error: new Error('Unforeseen') }, policy, chance);
        expect(pauseMs).toBeLessThanOrEqual(fullMs);
        expect(pauseMs).toBeGreaterThanOrEqual(fullMs / 2);
        expect(Number.isInteger(pauseMs)).toBe(true);
      }),
    );
  });

  it('is never shorter than the failure asks for', () => {
    fc.assert(
      fc.property(fc.nat({ max: 4_000_000 }), random, (retryAfterMs, chance) => {
        const error = new TransientFailure('Rate limited', { retryAfterMs });
        expect(pauseAfter({ attempt: 1, error }, policy, chance)).toBeGreaterThanOrEqual(retryAfterMs);
      }),
    );
  });

  it('gives eight attempts a quarter of an hour at least', () => {
    const pauses = Array.from({ length: defaultRetryPolicy.attempts - 1 }, (_, index) =>
      pauseAfter({ attempt: index + 1, error: null }, defaultRetryPolicy, 0),
    );
    expect(pauses.reduce((sum, pauseMs) => sum + pauseMs, 0)).toBeGreaterThan(900_000);
  });
});

describe('what may pass', () => {
  it('is everything but what is said not to', () => {
    expect(mayPass(new TransientFailure('Away'))).toBe(true);
    expect(mayPass(new TypeError('Unforeseen'))).toBe(true);
    expect(mayPass(new PermanentFailure('Gone'))).toBe(false);
    expect(mayPass(new UserMistake('Name a day.'))).toBe(false);
  });
});
