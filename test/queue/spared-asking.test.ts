/** Requests that a waiting job answers already are spared, and none is lost. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { sparedAsking } from '../../src/queue/spared-asking.ts';

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

function asking() {
  const asked: (readonly [string, number, number])[] = [];
  const errors: unknown[] = [];
  const trouble: Error[] = [];
  const spared = sparedAsking<string>(
    async (job, delayMs) => {
      const error = trouble.pop();
      if (error !== undefined) throw error;
      asked.push([job, Date.now(), delayMs]);
    },
    (job) => job,
    (error) => void errors.push(error),
  );
  return { asked, errors, trouble, spared };
}

it('asks once for those that come before a job is due, and once more when it was', async () => {
  const { asked, spared } = asking();
  await spared.ask('one', 1_000);
  await vi.advanceTimersByTimeAsync(400);
  await spared.ask('one', 1_000);
  await spared.ask('one', 5_000);
  await spared.ask('other', 1_000);
  expect(asked).toEqual([
    ['one', 0, 1_000],
    ['other', 400, 1_000],
  ]);
  await vi.advanceTimersByTimeAsync(600);
  expect(asked.slice(2)).toEqual([['one', 1_000, 400]]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveLength(3);
});

it('spares nobody who wants it sooner, or at once', async () => {
  const { asked, spared } = asking();
  await spared.ask('one', 1_000);
  await spared.ask('one', 500);
  await spared.ask('one', 0);
  await spared.ask('one', 0);
  expect(asked.map(([, , delayMs]) => delayMs)).toEqual([1_000, 500, 0, 0]);
});

it('remembers nothing that was not asked for', async () => {
  const { asked, trouble, spared } = asking();
  trouble.push(new Error('the queue is away'));
  await expect(spared.ask('one', 1_000)).rejects.toThrow('away');
  await spared.ask('one', 1_000);
  expect(asked).toHaveLength(1);
});

it('asks for what was spared before it ends, and tells when that fails', async () => {
  const { asked, errors, trouble, spared } = asking();
  for (const job of ['one', 'one', 'other', 'other', 'alone']) await spared.ask(job, 1_000);
  trouble.push(new Error('the queue is away'));
  await spared.flush();
  expect(asked.slice(3)).toEqual([['other', 0, 1_000]]);
  expect(errors).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked).toHaveLength(4);
});
