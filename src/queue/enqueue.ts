/** Asking for a job, once for all who ask. */
import { randomUUID } from 'node:crypto';
import type { JobsOptions } from 'bullmq';
import type { AnyJob, AnyQueue } from './backend.ts';
import type { RetryPolicy } from './retry.ts';

export type JobRequest = { readonly name: string; readonly key: string; readonly data: unknown; readonly delayMs: number };

const keptFailures = { count: 500, age: 30 * 86_400 } as const;

/** Finished jobs are forgotten at once; failed ones are kept until their work comes through, 500 of a queue for 30 days. */
export function jobOptions(retry: RetryPolicy): JobsOptions {
  return { attempts: retry.attempts, backoff: { type: 'custom' }, removeOnComplete: true, removeOnFail: keptFailures };
}

/**
 * Asks for a job to run in `delayMs` milliseconds. While one with the same key waits, that one answers both, brought forward when it is
 * due later than asked; one that pauses after a failure keeps its pause. While one runs, exactly one more runs after it.
 */
export async function enqueue(queue: AnyQueue, request: JobRequest): Promise<void> {
  const standing = await add(queue, request, { isReplacing: false });
  if (standing === null) return;
  const job = await queue.getJob(standing);
  const state = job === undefined ? 'unknown' : await job.getState();
  if (state === 'delayed' && job !== undefined) {
    if (isInTime(job, Date.now() + request.delayMs)) return;
    await add(queue, request, { isReplacing: true });
    return;
  }
  if (state === 'waiting' || request.delayMs === 0) return;
  // It runs, or just did. BullMQ keeps the last request only, so a long delay would push out the short one of somebody else.
  // Its processor knows what is due: better once too early than too late.
  await add(queue, { ...request, delayMs: 0 }, { isReplacing: true });
}

/**
 * Asks for a job unless one with the same key waits, and leaves that one's time as it is. From within a running job it asks for the same job
 * again after it: the queue holds it before this one ends, so nothing is lost.
 */
export async function enqueueAgain(queue: AnyQueue, request: JobRequest): Promise<void> {
  await add(queue, request, { isReplacing: false });
}

/** Adds the job in one atomic step. Returns the id of the one that stands for it, or null when it was added itself. */
async function add(queue: AnyQueue, request: JobRequest, { isReplacing }: { readonly isReplacing: boolean }): Promise<string | null> {
  const jobId = randomUUID();
  const job = await queue.add(request.name, request.data, {
    jobId,
    // PostgreSQL takes whole numbers only.
    delay: Math.ceil(request.delayMs),
    deduplication: { id: request.key, keepLastIfActive: true, replace: isReplacing },
  });
  return job.id === undefined || job.id === jobId ? null : job.id;
}

function isInTime(job: AnyJob, dueAtMs: number): boolean {
  return job.attemptsStarted > 0 || job.timestamp + job.delay <= dueAtMs;
}
