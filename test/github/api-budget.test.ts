/** The budget of requests: what is left, when to stop, and how much the past may use. */
import { describe, expect, it } from 'vitest';
import { TransientFailure } from '../../src/domain/errors.ts';
import { createApiBudget } from '../../src/github/api-budget.ts';

const headers = (remaining: number, resetSeconds = 1_600) => ({
  'x-ratelimit-limit': '5000',
  'x-ratelimit-remaining': String(remaining),
  'x-ratelimit-reset': String(resetSeconds),
});

function start(atSeconds = 1_000) {
  let nowMs = atSeconds * 1000;
  return { budget: createApiBudget(() => nowMs), passSeconds: (seconds: number) => void (nowMs += seconds * 1000) };
}

function failureOf(work: () => void): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return null;
}

describe('the budget of requests', () => {
  it('stops where nothing is left, for that installation and kind alone, until the hour is over', () => {
    const { budget, passSeconds } = start();
    budget.observe(5, 'graphql', headers(0));
    const failure = failureOf(() => budget.check(5, 'graphql'));
    expect(failure).toBeInstanceOf(TransientFailure);
    expect(failure).toMatchObject({ retryAfterMs: 601_000 });
    budget.check(5, 'core');
    budget.check(6, 'graphql');
    passSeconds(601);
    budget.check(5, 'graphql');
  });

  it('stops for all of an installation when GitHub asks for a pause, and keeps the longest', () => {
    const { budget, passSeconds } = start();
    budget.hold(5, 60_000);
    budget.hold(5, 10_000);
    expect(failureOf(() => budget.check(5, 'core'))).toMatchObject({ retryAfterMs: 60_000 });
    expect(failureOf(() => budget.check(5, 'graphql'))).not.toBeNull();
    budget.check(6, 'core');
    passSeconds(60);
    budget.check(5, 'core');
  });

  it('does not keep to a time that was noted while the clock was days ahead', () => {
    const { budget, passSeconds } = start(40 * 86_400);
    budget.hold(5, 60_000);
    budget.observe(6, 'core', headers(0, 40 * 86_400 + 600));
    passSeconds(-30 * 86_400);
    budget.check(5, 'core');
    budget.check(6, 'core');
    budget.hold(5, 60_000);
  });

  it('gives the past half of the hour', () => {
    const { budget } = start();
    expect(budget.historyPauseMs(5)).toBe(0);
    budget.observe(5, 'graphql', headers(2_501));
    expect(budget.historyPauseMs(5)).toBe(0);
    budget.observe(5, 'core', headers(0));
    expect(budget.historyPauseMs(5)).toBe(0);
    budget.observe(5, 'graphql', headers(2_500));
    expect(budget.historyPauseMs(5)).toBe(601_000);
    budget.check(5, 'graphql');
  });

  it('is not misled by an answer that a later one overtook, and begins anew with the hour', () => {
    const { budget } = start();
    budget.observe(5, 'graphql', headers(2_500));
    budget.observe(5, 'graphql', headers(2_501));
    expect(budget.historyPauseMs(5)).toBe(601_000);
    budget.observe(5, 'graphql', headers(5_000, 5_200));
    expect(budget.historyPauseMs(5)).toBe(0);
  });

  it('tells what is left, and takes no notice of answers without numbers', () => {
    const { budget } = start();
    budget.observe(null, 'core', headers(10));
    budget.observe(5, 'core', {});
    budget.observe(5, 'core', { ...headers(3), 'x-ratelimit-limit': '' });
    expect(budget.list()).toEqual([{ installationId: null, resource: 'core', limit: 5_000, remaining: 10 }]);
  });
});
