/** Runs jobs: one worker for each queue, with retries, repeats and an orderly end. */
import { type Processor as BullProcessor, DelayedError, UnrecoverableError, WaitingError, type Telemetry, Worker } from 'bullmq';
import { TransientFailure } from '../domain/errors.ts';
import type { AnyJob, AnyQueue, AnyWorker, Backend } from './backend.ts';
import { settledWithin } from './deadline.ts';
import { enqueueAgain, type JobRequest } from './enqueue.ts';
import { type JobOf, jobKey, parseJob, type QueueName, queueNames } from './jobs.ts';
import { type QueueLog, sparing } from './log.ts';
import { forgetFailures } from './past-failures.ts';
import { mayPass, pauseAfter, pauseAsked, type RetryPolicy } from './retry.ts';
import { nextTick, tickKey, tickName } from './ticks.ts';

/** What a processor says at its end: whether, and when, the same job shall run again. */
export type Outcome = { readonly again: { readonly delayMs: number } | null };

/** One processor for each queue, and one for the scheduled tick. They may run twice for one request, never at once for one key. */
export type Processors = ProcessorOf & { readonly tick: () => Promise<void> };
type ProcessorOf = { readonly [Name in QueueName]: (job: JobOf[Name]) => Promise<Outcome> };

/** Told of every attempt, for metrics. */
export type WorkObserver = {
  readonly finished: (attempt: { readonly queue: QueueName; readonly durationMs: number }) => void;
  readonly failed: (attempt: { readonly queue: QueueName; readonly durationMs: number; readonly willRetry: boolean }) => void;
};

export type WorkOptions = {
  /** Jobs of a queue that one process runs at once; 4 unless told. */
  readonly concurrency?: Partial<Record<QueueName, number>>;
  readonly observer?: WorkObserver;
  /** How long a crashed process keeps a job from the others; renewed while it lives. */
  readonly lockMs?: number;
};

export type Workers = {
  /** Takes no more jobs, and resolves when all that run have ended. After `graceMs` (25 s unless told) the rest is handed back. */
  close(options?: { readonly graceMs: number }): Promise<void>;
};

type Setting = {
  readonly backend: Backend;
  readonly queues: Readonly<Record<QueueName, AnyQueue>>;
  readonly retry: RetryPolicy;
  readonly log: QueueLog;
  readonly telemetry: Telemetry | undefined;
};

const defaultConcurrency = 4;
const defaultLockMs = 30_000;
const defaultGraceMs = 25_000;
/**
 * An abandoned job is noticed at the first look after its lock ran out, and was marked at the one before. With one look for each lock, a job
 * whose worker lost its connection just when it took it waited for 64 s; that was 1 of 300 cut connections to PostgreSQL.
 */
const looksPerLock = 3;
/** A job may be found abandoned this often before it counts as failed. */
const maxStalledCount = 3;

/** How long BullMQ may take to close a worker that runs nothing. One that lost its connection never does. */
const closeMs = 3_000;

type Ending = { isClosing: boolean; readonly handBack: PromiseWithResolvers<'hand-back'>; readonly running: Set<Promise<unknown>> };

/** Starts a worker for each queue; resolves when all are ready. Rejects, leaving nothing behind, when the database does not answer. */
export async function runWorkers(setting: Setting, processors: Processors, options: WorkOptions): Promise<Workers> {
  const ending: Ending = { isClosing: false, handBack: Promise.withResolvers(), running: new Set() };
  const workers = queueNames.map((name) => makeWorker(name, setting, options, makeProcessor(name, setting, processors, options, ending)));
  const close = async (graceMs: number): Promise<void> => {
    ending.isClosing = true;
    const closing = workers.map((worker) => worker.close());
    await settledWithin(graceMs, [...ending.running]);
    ending.handBack.resolve('hand-back');
    if (!(await settledWithin(closeMs, closing))) setting.log.warn({}, 'Workers were left without an orderly end');
  };
  try {
    await Promise.all(workers.map((worker) => worker.waitUntilReady()));
  } catch (error) {
    await close(0);
    throw new TransientFailure('The queue does not answer', { cause: error });
  }
  return { close: (closing) => close(closing?.graceMs ?? defaultGraceMs) };
}

function makeWorker(name: QueueName, setting: Setting, options: WorkOptions, processor: BullProcessor<unknown, unknown>): AnyWorker {
  const { backend, retry, log, telemetry } = setting;
  const lockMs = options.lockMs ?? defaultLockMs;
  const worker: AnyWorker = new Worker(
    name,
    processor,
    {
      connection: backend.name,
      prefix: backend.prefix,
      concurrency: options.concurrency?.[name] ?? defaultConcurrency,
      drainDelay: backend.idleSeconds,
      lockDuration: lockMs,
      stalledInterval: Math.ceil(lockMs / looksPerLock),
      maxStalledCount,
      ...(telemetry === undefined ? {} : { telemetry }),
      settings: { backoffStrategy: (attempt, _type, error) => pauseAfter({ attempt, error }, retry, Math.random()) },
    },
    backend.factory,
  );
  worker.on(
    'error',
    sparing((err) => log.error({ queue: name, err }, 'A worker met an error')),
  );
  return worker;
}

type Attempt = { readonly name: QueueName; readonly job: AnyJob; readonly startedAt: number };

/** Runs the attempts at a queue's jobs, and knows which are running. */
function makeProcessor(
  name: QueueName,
  setting: Setting,
  processors: Processors,
  options: WorkOptions,
  ending: Ending,
): BullProcessor<unknown, unknown> {
  return async (job, token) => {
    if (ending.isClosing) return handBack(job, token);
    const attempt = { name, job, startedAt: performance.now() };
    const work = process(attempt, processors);
    const running = work.catch(() => undefined);
    ending.running.add(running);
    try {
      const outcome = await Promise.race([work, ending.handBack.promise]);
      if (outcome === 'hand-back') return await handBack(job, token);
      if (outcome.again !== null) await enqueueAgain(setting.queues[name], { ...requestOf(attempt), delayMs: outcome.again.delayMs });
      await forget(attempt, setting);
      options.observer?.finished({ queue: name, durationMs: performance.now() - attempt.startedAt });
      return null;
    } catch (error) {
      if (error instanceof WaitingError) throw error;
      if (error instanceof TransientFailure && error.retryAfterMs !== null) return await delay(attempt, { error, token }, setting, options);
      throw await fail(attempt, error, setting, options);
    } finally {
      ending.running.delete(running);
    }
  };
}

/** Hands a job back untouched: it waits again, for another worker. */
async function handBack(job: AnyJob, token: string | undefined): Promise<never> {
  await job.moveToWait(token);
  throw new WaitingError();
}

/** Whoever was told when to come again has not failed, so the attempt does not count. The job keeps its pause, whoever asks for it meanwhile. */
async function delay(
  { name, job, startedAt }: Attempt,
  of: { readonly error: TransientFailure; readonly token: string | undefined },
  { log }: Setting,
  options: WorkOptions,
): Promise<never> {
  const pauseMs = pauseAsked(of.error.retryAfterMs ?? 0, Math.random());
  log.info({ queue: name, job: job.data, pauseMs, reason: of.error.message }, 'A job waits for its turn');
  options.observer?.failed({ queue: name, durationMs: performance.now() - startedAt, willRetry: true });
  await job.moveToDelayed(Date.now() + pauseMs, of.token);
  throw new DelayedError();
}

async function process({ name, job, startedAt }: Attempt, processors: Processors): Promise<Outcome> {
  if (job.name !== tickName) return runProcessor(name, job, processors);
  await processors.tick();
  return { again: nextTick(job.data, performance.now() - startedAt) };
}

async function runProcessor<Name extends QueueName>(name: Name, job: AnyJob, processors: Processors): Promise<Outcome> {
  const of: ProcessorOf = processors;
  return of[name](parseJob(name, job.data));
}

/** Tells of a failed attempt. Returns the error for BullMQ, which must be told what cannot pass. A tick goes on all the same. */
async function fail(attempt: Attempt, error: unknown, setting: Setting, options: WorkOptions): Promise<unknown> {
  const { name, job, startedAt } = attempt;
  const durationMs = performance.now() - startedAt;
  const willRetry = mayPass(error) && job.attemptsMade + 1 < (job.opts.attempts ?? 1);
  setting.log.warn({ queue: name, job: job.data, attempt: job.attemptsMade + 1, willRetry, err: error }, 'A job failed');
  options.observer?.failed({ queue: name, durationMs, willRetry });
  if (willRetry) return error;
  await forget(attempt, setting);
  if (job.name === tickName) {
    await enqueueAgain(setting.queues[name], { ...requestOf(attempt), delayMs: nextTick(job.data, durationMs).delayMs });
  }
  return mayPass(error) ? error : unrecoverable(error);
}

/** What failed before is told no more: the same work came through, or failed anew. */
async function forget({ name, job }: Attempt, { queues, log }: Setting): Promise<void> {
  await forgetFailures(queues[name], job).catch((err: unknown) => {
    log.warn({ queue: name, err }, 'Failures of the past could not be forgotten');
  });
}

function requestOf({ name, job }: Attempt): Omit<JobRequest, 'delayMs'> {
  const key = job.name === tickName ? tickKey : jobKey(name, parseJob(name, job.data));
  return { name: job.name, key, data: job.data };
}

function unrecoverable(cause: unknown): UnrecoverableError {
  const error = new UnrecoverableError(cause instanceof Error ? cause.message : String(cause));
  error.cause = cause;
  return error;
}
