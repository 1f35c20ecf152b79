/** How long the first reports of 10,000 engineers take within GitHub's limits, by the real write budget, in simulated time. */
import { TransientFailure } from '../../src/domain/errors.ts';
import { pauseAsked } from '../../src/queue/retry.ts';
import { githubWriteLimits, makeWriteBudget, reportTurnMs, timeForReportsMs, type WriteLog } from '../../src/queue/write-budget.ts';
import { randomFrom } from './generated-dossiers.ts';
import { atMost, type Bench } from './measuring.ts';

const engineers = 10_000;
const installationId = 1;
/** What GitHub takes to create an issue. */
const writeMs = 400;
const hourMs = 3_600_000;

/** A report's job: what it has written so far of an issue and its assignment, and when it has its next turn. */
type Job = { readonly written: number; readonly atMs: number };

const writesOfReport = 2;

/** What the queue's database keeps, by a clock that is set. */
function writeLogAt(clock: { nowMs: number }, writes: number[]): WriteLog {
  return {
    look: async (_installationId, limits, { isTaking }) => {
      const waits = limits.map(({ count, windowMs }) => (writes.at(-count) ?? Number.NEGATIVE_INFINITY) + windowMs - clock.nowMs);
      if (isTaking && waits.every((wait) => wait <= 0)) writes.push(clock.nowMs);
      return waits;
    },
  };
}

/** Jobs by their time; what comes first is last. */
function insert(jobs: Job[], job: Job): void {
  let [low, high] = [0, jobs.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((jobs[middle]?.atMs ?? 0) > job.atMs) low = middle + 1;
    else high = middle;
  }
  jobs.splice(low, 0, job);
}

/** Times of all writes, in milliseconds from the start. */
async function publishAll(): Promise<readonly number[]> {
  const clock = { nowMs: 0 };
  const writes: number[] = [];
  const random = randomFrom(1);
  const chance = (): number => random(1_000_000) / 1_000_000;
  const log = writeLogAt(clock, writes);
  const budget = makeWriteBudget({ log, limits: githubWriteLimits, replyTimeoutMs: 60_000 });
  const jobs: Job[] = Array.from({ length: engineers }, () => ({ written: 0, atMs: 0 }));
  const turnMs = () =>
    reportTurnMs({ log, limits: githubWriteLimits, installationId, countWaiting: async () => jobs.length, random: chance });
  for (let job = jobs.pop(); job !== undefined; job = jobs.pop()) {
    clock.nowMs = Math.max(clock.nowMs, job.atMs);
    const waitMs = job.written === 0 ? await turnMs() : 0;
    if (waitMs > 0) insert(jobs, { ...job, atMs: clock.nowMs + waitMs });
    else await write(job);
  }
  async function write(job: Job): Promise<void> {
    try {
      await budget.spend(installationId);
      if (job.written + 1 < writesOfReport) insert(jobs, { written: job.written + 1, atMs: clock.nowMs + writeMs });
    } catch (error) {
      if (!(error instanceof TransientFailure)) throw error;
      insert(jobs, { ...job, atMs: clock.nowMs + pauseAsked(error.retryAfterMs ?? 0, chance()) });
    }
  }
  return writes;
}

/** The most writes in any window of so long. */
function mostWithin(writes: readonly number[], windowMs: number): number {
  let [first, most] = [0, 0];
  for (const [index, at] of writes.entries()) {
    while ((writes[first] ?? 0) <= at - windowMs) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}

export const publishing: Bench = {
  about: `hours that the first reports of ${engineers.toLocaleString('en')} engineers take within GitHub's limits, in simulated time`,
  run: async () => {
    const writes = await publishAll();
    const hours = (writes.at(-1) ?? 0) / hourMs;
    const told = timeForReportsMs(engineers) / hourMs;
    return {
      figures: { engineers, writes: writes.length, hours, toldHours: told },
      lines: [`${hours.toFixed(1)} hours for ${writes.length} writes; \`doctor\` foretells ${told.toFixed(1)}`],
      verdicts: [
        ...githubWriteLimits.map(({ count, windowMs }) =>
          atMost(`writes in any ${windowMs / 60_000} minutes`, mostWithin(writes, windowMs), count, 'writes'),
        ),
        atMost('missing', engineers * writesOfReport - writes.length, 0, 'writes'),
      ],
    };
  },
};
