/** Opens the queue: on Redis where there is one, else on PostgreSQL. */
import { setMaxListeners } from 'node:events';
import { Queue, type Telemetry } from 'bullmq';
import type pg from 'pg';
import { type Instant, toInstant } from '../domain/instant.ts';
import type { Queues, WriteBudget } from '../usecases/ports.ts';
import type { AnyQueue, Backend, Keeper } from './backend.ts';
import { settledWithin, within } from './deadline.ts';
import { enqueue, enqueueAgain, jobOptions } from './enqueue.ts';
import { type JobOf, jobKey, parseJob, type QueueName, queueNames } from './jobs.ts';
import { type QueueLog, sparing } from './log.ts';
import { failedKeys } from './past-failures.ts';
import { openPostgres } from './postgres-backend.ts';
import { openRedis } from './redis-backend.ts';
import { defaultRetryPolicy, type RetryPolicy } from './retry.ts';
import { type Processors, runWorkers, type Workers, type WorkOptions } from './run-workers.ts';
import { type SparedAsking, sparedAsking } from './spared-asking.ts';
import { keepTicking, tickName } from './ticks.ts';
import { githubWriteLimits, makeWriteBudget, reportTurnMs, type WriteLimit } from './write-budget.ts';

/** Where jobs are kept. PostgreSQL: `openPool` makes a pool for the queue alone, of at most `max` connections; the queue ends it. */
export type QueueConnection =
  | { readonly kind: 'redis'; readonly url: string }
  | { readonly kind: 'postgres'; readonly openPool: (max: number) => pg.Pool };

export type QueueOptions = {
  readonly connection: QueueConnection;
  readonly log: QueueLog;
  /** Redis: what every key begins with. The braces keep all keys on one node of a cluster. */
  readonly prefix?: string;
  /** Empty: no limits. GitHub's own unless told. */
  readonly writeLimits?: readonly WriteLimit[];
  readonly retry?: RetryPolicy;
  /** Hears of every job that is asked for and run. */
  readonly telemetry?: Telemetry;
  /** How long asking for a job may take before it is refused; 5 s unless told. */
  readonly replyTimeoutMs?: number;
  /** How long a crashed process keeps a job from the others, unless its workers say otherwise; renewed while it lives. */
  readonly lockMs?: number;
  /** How often the tick is looked after; every minute unless told. */
  readonly lookAfterTickMs?: number;
};

/** A job that has failed for good, and whose work has not come through since. */
export type FailedJob = {
  readonly queue: QueueName;
  readonly id: string;
  readonly data: unknown;
  readonly reason: string;
  readonly at: Instant;
  readonly attempts: number;
};

/** `delayed` counts those that pause after a failure, too. */
export type JobCounts = { readonly waiting: number; readonly active: number; readonly delayed: number; readonly failed: number };

export type OpenQueue = {
  /** Asking throws TransientFailure when the queue does not take the job in time. */
  readonly queues: Queues;
  readonly writeBudget: WriteBudget;
  /** In how many milliseconds a new report of the installation may begin; 0: now. Part of the write budget is left for whoever waits for an answer. */
  reportTurnMs(installationId: number): Promise<number>;
  startWorkers(processors: Processors, options?: WorkOptions): Promise<Workers>;
  /**
   * Has the tick run every `everyMs` milliseconds (an hour unless told), the first time at once. Any number of processes may ask, again and
   * again: there is one tick, and one that fell due while no worker ran runs once when they are back. Throws TransientFailure when the
   * queue does not take it in time. The tick is looked after every minute until the queue is closed; `onLook` is called whenever that is done.
   */
  scheduleTicks(options?: { readonly everyMs?: number; readonly onLook?: () => Promise<void> }): Promise<void>;
  /** Throws TransientFailure when the queue does not answer in time. */
  counts(): Promise<Readonly<Record<QueueName, JobCounts>>>;
  /** For how many milliseconds the job at the head of each queue has been due; 0 when none waits. Throws as `counts` does. */
  oldestWaitingMs(): Promise<Readonly<Record<QueueName, number>>>;
  /** Newest first within a queue, at most 100 of each. */
  failed(): Promise<readonly FailedJob[]>;
  /** Asks for the work of a failed job once more; the failure is forgotten when it comes through. False when it is not among the failed. */
  again(job: { readonly queue: string; readonly id: string }): Promise<boolean>;
  /** Throws TransientFailure when the queue does not answer. */
  ping(): Promise<void>;
  /** What keeps the jobs. Throws TransientFailure when it does not answer. */
  keeper(): Promise<Keeper>;
  /** Close the workers first. */
  close(): Promise<void>;
};

type QueueMap = Readonly<Record<QueueName, AnyQueue>>;

const defaultReplyTimeoutMs = 5_000;
const openTimeoutMs = 30_000;
const away = 'The queue does not answer';
/** A Redis that lost its memory lost the tick with it, and everything that waits in the store waits for the tick. */
const minuteMs = 60_000;
const hourMs = 3_600_000;
const listedFailures = 100;
const mostForgotten = 500;
/** Nobody reads BullMQ's events here. */
const keptEvents = 100;

/**
 * Connects and brings the queue's tables up to date. Throws TransientFailure when the database does not answer within 30 seconds, UserMistake
 * when Redis is named wrongly.
 */
export async function openQueue(options: QueueOptions): Promise<OpenQueue> {
  const { log, retry = defaultRetryPolicy, replyTimeoutMs = defaultReplyTimeoutMs, lookAfterTickMs = minuteMs } = options;
  const limits = options.writeLimits ?? githubWriteLimits;
  const backend = await within(openTimeoutMs, away, () => openBackend(options, replyTimeoutMs));
  const { telemetry } = options;
  const queues = makeQueues(backend, { retry, log, telemetry });
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal);
  const ask = makeAsk(queues, replyTimeoutMs);
  const refreshes = sparedAsking<JobOf['refresh']>(
    (job, delayMs) => ask('refresh', job, delayMs),
    (job) => jobKey('refresh', job),
    (err) => log.warn({ err }, 'The queue did not take a job that others stood for'),
  );
  const close = () => closeAll({ backend, queues, refreshes, stopping, replyTimeoutMs });
  await untilReady(queues, replyTimeoutMs, close);
  return {
    queues: makePort(ask, refreshes, makeAskForgotten(queues, replyTimeoutMs)),
    writeBudget: makeWriteBudget({ log: backend.writeLog, limits, replyTimeoutMs }),
    reportTurnMs: (installationId) =>
      reportTurnMs({
        log: backend.writeLog,
        limits,
        installationId,
        countWaiting: () => queues.report.getDelayedCount(),
        random: Math.random,
      }),
    startWorkers: (processors, workOptions) =>
      runWorkers({ backend, queues, retry, log, telemetry }, processors, { ...lockOf(options), ...workOptions }),
    scheduleTicks: ({ everyMs = hourMs, onLook = async () => {} } = {}) =>
      keepTicking(queues.sweep, { everyMs, onLook, lookEveryMs: lookAfterTickMs, replyTimeoutMs, signal: stopping.signal, log }),
    counts: () => within(replyTimeoutMs, away, () => ofEach(queues, countIn)),
    oldestWaitingMs: () => within(replyTimeoutMs, away, () => ofEach(queues, oldestIn)),
    failed: () => listFailed(queues),
    again: (job) => within(replyTimeoutMs, away, () => askAgain(queues, job)),
    ping: () => within(replyTimeoutMs, away, () => backend.ping()),
    keeper: () => within(replyTimeoutMs, away, () => backend.keeper()),
    close,
  };
}

function lockOf({ lockMs }: QueueOptions): Pick<WorkOptions, 'lockMs'> {
  return lockMs === undefined ? {} : { lockMs };
}

async function untilReady(queues: QueueMap, replyTimeoutMs: number, close: () => Promise<void>): Promise<void> {
  try {
    await within(replyTimeoutMs, away, () => Promise.all(Object.values(queues).map((queue) => queue.waitUntilReady())));
  } catch (error) {
    await close();
    throw error;
  }
}

async function closeAll(open: {
  readonly backend: Backend;
  readonly queues: QueueMap;
  readonly refreshes: SparedAsking<JobOf['refresh']>;
  readonly stopping: AbortController;
  readonly replyTimeoutMs: number;
}): Promise<void> {
  open.stopping.abort();
  await settledWithin(open.replyTimeoutMs, [open.refreshes.flush()]);
  const closing = Object.values(open.queues).map((queue) => queue.close());
  await settledWithin(open.replyTimeoutMs, closing);
  await open.backend.close();
}

async function openBackend({ connection, log, prefix = '{staff-signals}' }: QueueOptions, replyTimeoutMs: number): Promise<Backend> {
  if (connection.kind === 'redis') return openRedis({ url: connection.url, prefix, log, replyTimeoutMs });
  return openPostgres({ openPool: connection.openPool, log });
}

type QueueMaking = { readonly retry: RetryPolicy; readonly log: QueueLog; readonly telemetry: Telemetry | undefined };

function makeQueues(backend: Backend, { retry, log, telemetry }: QueueMaking): QueueMap {
  const make = (name: QueueName): AnyQueue => {
    const queue: AnyQueue = new Queue(
      name,
      {
        connection: backend.name,
        prefix: backend.prefix,
        defaultJobOptions: jobOptions(retry),
        streams: { events: { maxLen: keptEvents } },
        ...(telemetry === undefined ? {} : { telemetry }),
      },
      backend.factory,
    );
    queue.on(
      'error',
      sparing((err) => log.warn({ queue: name, err }, 'The queue met an error')),
    );
    return queue;
  };
  return {
    refresh: make('refresh'),
    organisation: make('organisation'),
    report: make('report'),
    sweep: make('sweep'),
    history: make('history'),
  };
}

type Ask = <Name extends QueueName>(name: Name, job: JobOf[Name], delayMs?: number) => Promise<void>;

function makeAsk(queues: QueueMap, replyTimeoutMs: number): Ask {
  return (name, job, delayMs = 0) =>
    within(replyTimeoutMs, 'The queue did not take a job', () =>
      enqueue(queues[name], { name, key: jobKey(name, job), data: job, delayMs }),
    );
}

type AskForgotten = <Name extends QueueName>(name: Name, jobs: readonly JobOf[Name][]) => Promise<void>;

function makeAskForgotten(queues: QueueMap, replyTimeoutMs: number): AskForgotten {
  return async (name, jobs) => {
    if (jobs.length === 0) return;
    const queue = queues[name];
    const failed = await within(replyTimeoutMs, away, () => failedKeys(queue));
    const asked = jobs.map((data) => ({ data, key: jobKey(name, data) })).filter(({ key }) => !failed.has(key));
    for (const { data, key } of asked.slice(0, mostForgotten)) {
      await within(replyTimeoutMs, 'The queue did not take a job', async () => {
        if ((await queue.getDeduplicationJobId(key)) === null) await enqueueAgain(queue, { name, key, data, delayMs: 0 });
      });
    }
  };
}

/** Refreshes alone come in such numbers, and with a delay, that sparing pays. */
function makePort(ask: Ask, refreshes: SparedAsking<JobOf['refresh']>, askForgotten: AskForgotten): Queues {
  return {
    refresh: (job, options) => refreshes.ask(job, options?.delayMs ?? 0),
    organisation: (job, options) => ask('organisation', job, options?.delayMs),
    report: (job) => ask('report', job),
    sweep: (job) => ask('sweep', job),
    history: (job) => ask('history', job),
    forgotten: async ({ refresh, organisation }) => {
      await askForgotten('organisation', organisation);
      await askForgotten('refresh', refresh);
    },
  };
}

async function countIn(queue: AnyQueue): Promise<JobCounts> {
  const { waiting = 0, active = 0, delayed = 0, failed = 0 } = await queue.getJobCounts('waiting', 'active', 'delayed', 'failed');
  return { waiting, active, delayed, failed };
}

async function oldestIn(queue: AnyQueue): Promise<number> {
  const isOldestFirst = true;
  const [oldest] = await queue.getJobs(['waiting'], 0, 0, isOldestFirst);
  return oldest === undefined ? 0 : Math.max(0, Date.now() - oldest.timestamp - oldest.delay);
}

async function ofEach<T>(queues: QueueMap, ask: (queue: AnyQueue) => Promise<T>): Promise<Readonly<Record<QueueName, T>>> {
  const [refresh, organisation, report, sweep, history] = await Promise.all([
    ask(queues.refresh),
    ask(queues.organisation),
    ask(queues.report),
    ask(queues.sweep),
    ask(queues.history),
  ]);
  return { refresh, organisation, report, sweep, history };
}

/** Not by BullMQ's own retry: the same work may wait or run already, and must not run twice at once. */
async function askAgain(queues: QueueMap, asked: { readonly queue: string; readonly id: string }): Promise<boolean> {
  const name = queueNames.find((each) => each === asked.queue);
  const job = name === undefined ? undefined : await queues[name].getJob(asked.id);
  if (name === undefined || job === undefined || job.name === tickName || (await job.getState()) !== 'failed') return false;
  const data = parseJob(name, job.data);
  await enqueue(queues[name], { name, key: jobKey(name, data), data, delayMs: 0 });
  return true;
}

async function listFailed(queues: QueueMap): Promise<readonly FailedJob[]> {
  const lists = await Promise.all(
    queueNames.map(async (name) => {
      const jobs = await queues[name].getFailed(0, listedFailures - 1);
      return jobs.map((job) => ({
        queue: name,
        id: job.id ?? '',
        data: job.data,
        reason: job.failedReason ?? '',
        at: toInstant(job.finishedOn ?? job.timestamp),
        attempts: job.attemptsMade,
      }));
    }),
  );
  return lists.flat();
}
