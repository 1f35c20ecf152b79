/** The queue's promises, on every database that it runs on. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PermanentFailure, TransientFailure, UserMistake } from '../../src/domain/errors.ts';
import { openQueue, type OpenQueue, type QueueOptions } from '../../src/queue/open-queue.ts';
import type { Processors, WorkOptions } from '../../src/queue/run-workers.ts';
import { done, idle } from './idle.ts';
import { connectionTo, type Place, placeKinds, quiet } from './places.ts';
import { until } from './until.ts';

const retry = { attempts: 4, baseMs: 20, longestMs: 100 };
const repository = { installationId: 1, repositoryId: 10 };
const farMs = 60_000;

describe.each(placeKinds())('on $name', ({ open }) => {
  let place: Place;
  const closing: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    place = await open();
  });
  afterAll(async () => {
    await place.close();
  });
  let queue: OpenQueue;
  beforeEach(async () => {
    queue = await another();
  });
  afterEach(async () => {
    place.gate.open();
    for (const close of closing.splice(0).reverse()) await close();
    await place.reset();
  });

  const another = async (options: Partial<QueueOptions> = {}): Promise<OpenQueue> => {
    const opened = await openQueue({ connection: connectionTo(place.target), log: quiet, retry, replyTimeoutMs: 3_000, ...options });
    closing.push(() => opened.close());
    return opened;
  };
  const work = async (processors: Partial<Processors>, options?: WorkOptions, on = queue) => {
    const workers = await on.startWorkers({ ...idle, ...processors }, options);
    let isClosed = false;
    const close = async (closeOptions?: { readonly graceMs: number }): Promise<void> => {
      isClosed = true;
      await workers.close(closeOptions);
    };
    closing.push(async () => {
      if (!isClosed) await close({ graceMs: 0 });
    });
    return { close };
  };
  /** All jobs have run that could; nothing waits, runs or pauses. */
  const isEmpty = async (): Promise<boolean> => {
    const counts = Object.values(await queue.counts());
    return counts.every(({ waiting, active, delayed }) => waiting + active + delayed === 0);
  };
  const untilEmpty = () => until('the queue is empty', isEmpty);

  it('tells what keeps it', async () => {
    const keeper = await queue.keeper();
    expect(keeper.kind).toBe(place.target.kind);
    if (keeper.kind === 'redis') expect(keeper).toMatchObject({ evictionPolicy: 'noeviction', isAppendOnly: false, maxBytes: null });
  });

  it('hands each queue its jobs', async () => {
    const seen: unknown[] = [];
    const note = (name: string) => async (job: unknown) => {
      seen.push({ name, job });
      return done;
    };
    await work({ refresh: note('refresh'), organisation: note('organisation'), report: note('report'), sweep: note('sweep') });
    await queue.queues.refresh(repository);
    await queue.queues.organisation({ installationId: 1 });
    await queue.queues.report({ installationId: 1, personId: 5, month: '2026-10' });
    await queue.queues.sweep({ installationId: 1 });
    await until('four jobs ran', () => seen.length === 4);
    await untilEmpty();
    expect(seen).toHaveLength(4);
    expect(seen).toEqual(
      expect.arrayContaining([
        { name: 'refresh', job: repository },
        { name: 'organisation', job: { installationId: 1 } },
        { name: 'report', job: { installationId: 1, personId: 5, month: '2026-10' } },
        { name: 'sweep', job: { installationId: 1 } },
      ]),
    );
  });

  it('keeps one job for all who ask while it waits', async () => {
    await Promise.all(Array.from({ length: 20 }, () => queue.queues.refresh(repository)));
    await queue.queues.refresh({ installationId: 1, repositoryId: 11 });
    expect((await queue.counts()).refresh).toEqual({ waiting: 2, active: 0, delayed: 0, failed: 0 });
    const seen: number[] = [];
    await work({
      refresh: async ({ repositoryId }) => {
        seen.push(repositoryId);
        return done;
      },
    });
    await untilEmpty();
    expect(seen).toEqual([10, 11]);
  });

  it('runs once more, and no more, when asked while it runs', async () => {
    const first = Promise.withResolvers<void>();
    let runs = 0;
    await work({
      refresh: async () => {
        runs += 1;
        if (runs === 1) await first.promise;
        return done;
      },
    });
    await queue.queues.refresh(repository);
    await until('it runs', () => runs === 1);
    for (let times = 0; times < 5; times += 1) await queue.queues.refresh(repository);
    expect(runs).toBe(1);
    first.resolve();
    await until('it ran again', () => runs === 2);
    await untilEmpty();
    expect(runs).toBe(2);
  });

  it.each([
    ['at once', 0],
    ['earlier', 100],
  ])('brings a waiting job forward when somebody wants it %s', async (_when, delayMs) => {
    let runs = 0;
    await work({
      refresh: async () => {
        runs += 1;
        return done;
      },
    });
    await queue.queues.refresh(repository, { delayMs: farMs });
    await queue.queues.refresh(repository, { delayMs: farMs / 2 });
    await queue.queues.refresh(repository, { delayMs });
    await until('it ran', () => runs === 1);
    await untilEmpty();
    expect(runs).toBe(1);
  });

  it('does not put a waiting job off when somebody wants it later', async () => {
    await queue.queues.refresh(repository, { delayMs: 50 });
    await queue.queues.refresh(repository, { delayMs: farMs });
    expect((await queue.counts()).refresh.delayed).toBe(1);
    await work({});
    await untilEmpty();
  });

  it('adds forgotten jobs, and leaves alone what waits, runs or has failed for good', async () => {
    const forgotten = { refresh: [repository, { ...repository, repositoryId: 11 }], organisation: [{ installationId: 1 }] };
    const running = Promise.withResolvers<void>();
    let runs = 0;
    await work({
      organisation: async () => {
        runs += 1;
        await running.promise;
        return done;
      },
      refresh: async () => {
        throw new PermanentFailure('Broken');
      },
    });
    await queue.queues.refresh(repository);
    await queue.queues.refresh({ ...repository, repositoryId: 11 }, { delayMs: farMs });
    await queue.queues.organisation({ installationId: 1 });
    await until('one runs and one failed', async () => runs === 1 && (await queue.failed()).length === 1);
    await queue.queues.forgotten(forgotten);
    running.resolve();
    await until('it ran', async () => (await queue.counts()).organisation.active === 0);
    const none = { waiting: 0, active: 0, delayed: 0, failed: 0 };
    expect(await queue.counts()).toMatchObject({ organisation: none, refresh: { ...none, delayed: 1, failed: 1 } });
    expect(runs).toBe(1);
    await place.reset();
    await queue.queues.forgotten({ ...forgotten, refresh: [] });
    await until('the forgotten one ran', () => runs === 2);
  });

  it('does not let a long delay push out a short one while the job runs', async () => {
    const first = Promise.withResolvers<void>();
    let runs = 0;
    await work({
      refresh: async () => {
        runs += 1;
        if (runs === 1) await first.promise;
        return done;
      },
    });
    await queue.queues.refresh(repository);
    await until('it runs', () => runs === 1);
    await queue.queues.refresh(repository);
    await queue.queues.refresh(repository, { delayMs: farMs });
    first.resolve();
    await until('it ran again', () => runs === 2);
    await untilEmpty();
  });

  it('lets repositories take turns', async () => {
    const seen: number[] = [];
    for (const repositoryId of [1, 2, 3]) await queue.queues.refresh({ installationId: 1, repositoryId });
    await work(
      {
        refresh: async ({ repositoryId }) => {
          seen.push(repositoryId);
          return { again: seen.length <= 6 ? { delayMs: 0 } : null };
        },
      },
      { concurrency: { refresh: 1 } },
    );
    await until('all turns are over', () => seen.length === 9);
    await untilEmpty();
    expect(seen).toEqual([1, 2, 3, 1, 2, 3, 1, 2, 3]);
  });

  it('repeats a job after the delay that it asks for, and sooner when somebody else asks', async () => {
    const at: number[] = [];
    await work({
      refresh: async () => {
        at.push(performance.now());
        return { again: at.length === 1 ? { delayMs: 200 } : at.length === 2 ? { delayMs: farMs } : null };
      },
    });
    await queue.queues.refresh(repository);
    await until('it ran twice', () => at.length === 2);
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThan(190);
    await until('it waits', async () => (await queue.counts()).refresh.delayed === 1);
    await queue.queues.refresh(repository);
    await until('it ran a third time', () => at.length === 3);
    await untilEmpty();
  });

  it('tries again what may pass, not before it is allowed to', async () => {
    const at: number[] = [];
    const attempts: unknown[] = [];
    await work(
      {
        organisation: async () => {
          at.push(performance.now());
          if (at.length === 1) throw new TransientFailure('Rate limited', { retryAfterMs: 400 });
          if (at.length === 2) throw new TypeError('Unforeseen');
          return done;
        },
      },
      {
        observer: {
          finished: ({ queue: name }) => attempts.push(name),
          failed: ({ queue: name, willRetry, durationMs }) => attempts.push({ name, willRetry, isTimed: durationMs >= 0 }),
        },
      },
    );
    await queue.queues.organisation({ installationId: 1 });
    await until('it paused', async () => (await queue.counts()).organisation.delayed === 1);
    await queue.queues.organisation({ installationId: 1 });
    await until('it came through', () => at.length === 3);
    await untilEmpty();
    expect(at).toHaveLength(3);
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThan(390);
    expect(attempts).toEqual([
      { name: 'organisation', willRetry: true, isTimed: true },
      { name: 'organisation', willRetry: true, isTimed: true },
      'organisation',
    ]);
    expect(await queue.failed()).toEqual([]);
  });

  it.each([
    ['PermanentFailure', () => new PermanentFailure('Gone'), 'Gone', 1],
    ['UserMistake', () => new UserMistake('Name a **day**.'), 'Name a **day**.', 1],
    ['too many failures', () => new TransientFailure('Away'), 'Away', 4],
  ])('keeps and lists a job after %s, and runs it when asked again', async (_name, makeError, reason, attempts) => {
    let runs = 0;
    let isBroken = true;
    await work({
      refresh: async () => {
        runs += 1;
        if (isBroken) throw makeError();
        return done;
      },
    });
    await queue.queues.refresh(repository);
    await until('it failed', async () => (await queue.counts()).refresh.failed === 1);
    expect(runs).toBe(attempts);
    expect(await queue.failed()).toEqual([
      { queue: 'refresh', id: expect.any(String), data: repository, reason, at: expect.stringMatching(/^\d{4}-.*Z$/), attempts },
    ]);
    isBroken = false;
    const [failed] = await queue.failed();
    expect(await queue.again({ queue: 'refresh', id: 'none of that id' })).toBe(false);
    expect(await queue.again({ queue: 'nothing', id: failed?.id ?? '' })).toBe(false);
    expect(await queue.again({ queue: 'refresh', id: failed?.id ?? '' })).toBe(true);
    await until('it ran again', () => runs === attempts + 1);
    await untilEmpty();
    expect(await queue.failed()).toEqual([]);
  });

  it('keeps the last failure of each piece of work', async () => {
    let isBroken = true;
    await work({
      refresh: async ({ repositoryId }) => {
        if (isBroken || repositoryId === 11) throw new PermanentFailure(`Broken ${repositoryId}`);
        return done;
      },
    });
    const failedRepositories = async () => (await queue.failed()).map(({ data }) => data);
    for (let times = 0; times < 3; times += 1) await queue.queues.refresh(repository).then(untilEmpty);
    await queue.queues.refresh({ ...repository, repositoryId: 11 });
    await untilEmpty();
    expect(await failedRepositories()).toEqual(expect.arrayContaining([repository, { ...repository, repositoryId: 11 }]));
    expect(await failedRepositories()).toHaveLength(2);
    isBroken = false;
    await queue.queues.refresh(repository);
    await untilEmpty();
    expect(await failedRepositories()).toEqual([{ ...repository, repositoryId: 11 }]);
  });

  it('has one tick, however many schedule it, and runs a missed one once', async () => {
    const others = await Promise.all([another(), another()]);
    const everyMs = 1_000;
    const scheduleAll = () => Promise.all([queue, ...others, queue].map((one) => one.scheduleTicks({ everyMs })));
    await scheduleAll();
    let ticks = 0;
    const tick = async (): Promise<void> => {
      ticks += 1;
    };
    const startedAt = Date.now();
    const workers = await Promise.all([queue, ...others].map((one) => work({ tick }, {}, one)));
    await until('it ticks', () => ticks >= 3);
    await scheduleAll();
    await until('it ticks on', () => ticks >= 4);
    expect(ticks).toBeLessThanOrEqual(Math.floor((Date.now() - startedAt) / everyMs) + 2);
    await Promise.all(workers.map((one) => one.close()));
    const before = ticks;
    const stoppedAt = Date.now();
    expect((await queue.counts()).sweep.delayed).toBe(1);
    await until('two ticks are missed', () => Date.now() - stoppedAt > 2.5 * everyMs);
    await scheduleAll();
    expect((await queue.counts()).sweep.failed).toBe(0);
    const restartedAt = Date.now();
    await work({ tick });
    await until('it ticks again', () => ticks > before);
    expect(ticks).toBeLessThanOrEqual(before + 1 + Math.floor((Date.now() - restartedAt) / everyMs));
  });

  it('goes on ticking when a tick fails for good', async () => {
    let ticks = 0;
    const seen = Promise.withResolvers<void>();
    await work({
      tick: async () => {
        ticks += 1;
        if (ticks === 1) throw new PermanentFailure('Broken');
        await seen.promise;
      },
    });
    const scheduling = await another();
    await scheduling.scheduleTicks({ everyMs: 200 });
    await scheduling.close();
    await until('it ticks again', () => ticks === 2);
    expect(await queue.failed()).toMatchObject([{ queue: 'sweep', reason: 'Broken', attempts: 1 }]);
    seen.resolve();
    await until('it is told no more', async () => (await queue.failed()).length === 0);
  });

  it('begins to tick again when the queue forgot the tick, and calls whoever wants to look then', async () => {
    let ticks = 0;
    let looks = 0;
    const onLook = async (): Promise<void> => {
      looks += 1;
      if (looks === 1) throw new TransientFailure('The store is away');
    };
    await queue.scheduleTicks({ everyMs: 200, onLook });
    await place.reset();
    await work({
      tick: async () => {
        ticks += 1;
      },
    });
    await until('it ticks', () => ticks === 2);
    await until('it is looked again after a failure', () => looks > 1);
  });

  it('ticks again soon when the next tick was put days away, as by a clock that was ahead', async () => {
    let ticks = 0;
    await work({
      tick: async () => {
        ticks += 1;
      },
    });
    await queue.scheduleTicks({ everyMs: 40 * 86_400_000 });
    await until('it ticks', () => ticks === 1);
    await until('the next one waits', async () => (await queue.counts()).sweep.delayed === 1);
    await queue.scheduleTicks({ everyMs: 200 });
    await until('it ticks again', () => ticks > 1);
  });

  it('finishes what runs before it closes', async () => {
    const release = Promise.withResolvers<void>();
    let isFinished = false;
    let runs = 0;
    const workers = await work({
      refresh: async () => {
        runs += 1;
        await release.promise;
        isFinished = true;
        return done;
      },
    });
    await queue.queues.refresh(repository);
    await until('it runs', () => runs === 1);
    const closed = workers.close();
    await queue.queues.refresh({ installationId: 1, repositoryId: 11 });
    release.resolve();
    await closed;
    expect(isFinished).toBe(true);
    expect(runs).toBe(1);
    expect((await queue.counts()).refresh).toMatchObject({ waiting: 1, active: 0 });
  });

  it('hands back what does not finish in time, and another worker repeats it', async () => {
    let isStuck = false;
    const workers = await work({
      refresh: () => {
        isStuck = true;
        return new Promise(() => undefined);
      },
    });
    await queue.queues.refresh(repository);
    await until('it runs', () => isStuck);
    await workers.close({ graceMs: 50 });
    expect((await queue.counts()).refresh).toMatchObject({ waiting: 1, active: 0 });
    let runs = 0;
    await work({
      refresh: async () => {
        runs += 1;
        return done;
      },
    });
    await until('another worker ran it', () => runs === 1);
    await untilEmpty();
  });

  it('repeats what a killed process had begun', async () => {
    const child = fork(fileURLToPath(new URL('stuck-worker.ts', import.meta.url)), [JSON.stringify(place.target)], { stdio: 'inherit' });
    await once(child, 'message');
    child.kill('SIGKILL');
    await once(child, 'exit');
    let runs = 0;
    await work(
      {
        refresh: async () => {
          runs += 1;
          return done;
        },
      },
      { lockMs: 500 },
    );
    await until('it was repeated', () => runs === 1);
    await untilEmpty();
  });

  it('refuses jobs in time while the database is away, and goes on when it is back', async () => {
    let runs = 0;
    await work({
      refresh: async () => {
        runs += 1;
        return done;
      },
    });
    await queue.queues.refresh(repository);
    await until('it ran', () => runs === 1);
    place.gate.shut();
    const shutAt = Date.now();
    await expect(queue.queues.refresh(repository)).rejects.toBeInstanceOf(TransientFailure);
    await expect(queue.ping()).rejects.toBeInstanceOf(TransientFailure);
    expect(Date.now() - shutAt).toBeLessThan(7_000);
    place.gate.open();
    await until('the queue answers', () =>
      queue.ping().then(
        () => true,
        () => false,
      ),
    );
    const before = runs;
    await queue.queues.refresh(repository);
    // A job that a cut connection had just taken is free again when its lock has run out.
    await until('it runs again', () => runs > before, 60_000);
  }, 90_000);

  it('lets a quiet installation have its turn among the endless work of a noisy one', async () => {
    const noisy = Array.from({ length: 20 }, (_, index) => ({ installationId: 31, repositoryId: index + 1 }));
    let quietRanAfter: number | null = null;
    let noisyRuns = 0;
    let askedAfter = 0;
    await work(
      {
        refresh: async ({ installationId }) => {
          if (installationId === 31) {
            noisyRuns += 1;
            return { again: quietRanAfter === null ? { delayMs: 0 } : null };
          }
          quietRanAfter = noisyRuns;
          return done;
        },
      },
      { concurrency: { refresh: 1 } },
    );
    for (const job of noisy) await queue.queues.refresh(job);
    await until('the noisy one is at work', () => noisyRuns > 30);
    await queue.queues.refresh({ installationId: 32, repositoryId: 99 });
    askedAfter = noisyRuns;
    await until('the quiet one had its turn', () => quietRanAfter !== null);
    expect((quietRanAfter ?? 0) - askedAfter).toBeLessThanOrEqual(noisy.length + 1);
    await untilEmpty();
  });

  it('lets no more writes through than the limits allow, over all processes', async () => {
    const limits = [
      { count: 3, windowMs: 300 },
      { count: 5, windowMs: 900 },
    ];
    const both = await Promise.all([another({ writeLimits: limits }), another({ writeLimits: limits })]);
    const at: number[] = [];
    const write = async (one: OpenQueue, installationId: number): Promise<void> => {
      for (;;) {
        const refused = await one.writeBudget.spend(installationId).then(
          () => null,
          (error: unknown) => error,
        );
        if (refused === null) break;
        expect(refused).toBeInstanceOf(TransientFailure);
        await pause(Math.min(50, (refused as TransientFailure).retryAfterMs ?? 0));
      }
      if (installationId === 7) at.push(performance.now());
    };
    const startedAt = performance.now();
    await Promise.all([...Array.from({ length: 8 }, (_, index) => write(index % 2 === 0 ? both[0] : both[1], 7)), write(both[0], 8)]);
    const toleranceMs = 40;
    at.sort((a, b) => a - b);
    expect(at).toHaveLength(8);
    for (const { count, windowMs } of limits) {
      for (let first = 0; first + count < at.length; first += 1) {
        expect((at[first + count] ?? 0) - (at[first] ?? 0)).toBeGreaterThan(windowMs - toleranceMs);
      }
    }
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  it('refuses a write at once and says when to come again; without limits all come through', async () => {
    const limited = await another({ writeLimits: [{ count: 1, windowMs: farMs }] });
    const free = await another({ writeLimits: [] });
    await limited.writeBudget.spend(9);
    const refused = await limited.writeBudget.spend(9).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(TransientFailure);
    const { retryAfterMs } = refused as TransientFailure;
    expect(retryAfterMs).toBeGreaterThan(farMs - 10_000);
    expect(retryAfterMs).toBeLessThanOrEqual(farMs);
    await limited.writeBudget.spend(10);
    for (let writes = 0; writes < 600; writes += 1) await free.writeBudget.spend(9);
    expect(await free.reportTurnMs(9)).toBe(0);
  });

  it('leaves a quarter of the writes to what somebody waits for', async () => {
    const limited = await another({ writeLimits: [{ count: 4, windowMs: farMs }] });
    for (let writes = 0; writes < 3; writes += 1) {
      expect(await limited.reportTurnMs(11)).toBe(0);
      await limited.writeBudget.spend(11);
    }
    expect(await limited.reportTurnMs(11)).toBeGreaterThan(farMs - 10_000);
    expect(await limited.reportTurnMs(12)).toBe(0);
    await limited.writeBudget.spend(11);
    await expect(limited.writeBudget.spend(11)).rejects.toBeInstanceOf(TransientFailure);
  });

  it('holds no worker for a write that has to wait, and counts no attempt', async () => {
    const limited = await another({ writeLimits: [{ count: 1, windowMs: 700 }], retry: { ...retry, attempts: 1 } });
    const written: number[] = [];
    const others: number[] = [];
    await work(
      {
        report: async ({ installationId, personId }) => {
          await limited.writeBudget.spend(installationId);
          (installationId === 21 ? written : others).push(personId);
          return done;
        },
      },
      { concurrency: { report: 1 } },
      limited,
    );
    for (const personId of [1, 2, 3]) await limited.queues.report({ installationId: 21, personId, month: '2026-10' });
    await limited.queues.report({ installationId: 22, personId: 9, month: '2026-10' });
    await until('another installation wrote', () => others.length === 1);
    expect(written.length).toBeLessThan(3);
    await until('all wrote', () => written.length === 3);
    expect(written.toSorted()).toEqual([1, 2, 3]);
    expect(await limited.failed()).toEqual([]);
  });

  it('does not open while the database is away', async () => {
    place.gate.shut();
    await expect(another({ replyTimeoutMs: 500 })).rejects.toBeInstanceOf(TransientFailure);
  });
});
