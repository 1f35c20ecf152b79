/** The tick: a job of the queue `sweep` that asks for itself again, for ever. */
import { z } from 'zod';
import type { AnyJob, AnyQueue } from './backend.ts';
import { within } from './deadline.ts';
import { enqueue, enqueueAgain } from './enqueue.ts';
import type { QueueLog } from './log.ts';

export const tickName = 'tick';
export const tickKey = 'tick';

const dataSchema = z.object({ everyMs: z.number().positive() });

/** When the tick runs next, after an attempt that took `durationMs` milliseconds. */
export function nextTick(data: unknown, durationMs: number): { readonly delayMs: number } {
  return { delayMs: Math.max(0, dataSchema.parse(data).everyMs - durationMs) };
}

/**
 * Starts the tick unless there is one, and looks again every `lookEveryMs` milliseconds (sooner when it is to tick sooner) until `signal`
 * aborts, so that no accident ends it; `onLook` is called after each of these looks. BullMQ's job schedulers were no choice: on PostgreSQL,
 * `upsertJobScheduler` by three processes at once left a scheduler that never ticked again (bullmq 6.7).
 */
export async function keepTicking(
  queue: AnyQueue,
  options: {
    readonly everyMs: number;
    readonly onLook: () => Promise<void>;
    readonly lookEveryMs: number;
    readonly replyTimeoutMs: number;
    readonly signal: AbortSignal;
    readonly log: QueueLog;
  },
): Promise<void> {
  const { everyMs, onLook, lookEveryMs, replyTimeoutMs, signal, log } = options;
  const start = (): Promise<void> => within(replyTimeoutMs, 'The queue did not take the tick', () => startTick(queue, everyMs));
  await start();
  let isLooking = false;
  const look = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    await start().catch((err: unknown) => log.warn({ err }, 'The tick could not be looked after'));
    if (!signal.aborted) await onLook().catch((err: unknown) => log.warn({ err }, 'It could not be looked whether work has no job'));
    isLooking = false;
  };
  const timer = setInterval(() => void look(), Math.min(everyMs, lookEveryMs));
  timer.unref();
  signal.addEventListener('abort', () => clearInterval(timer));
}

async function startTick(queue: AnyQueue, everyMs: number): Promise<void> {
  const request = { name: tickName, key: tickKey, data: { everyMs } };
  const standing = await queue.getDeduplicationJobId(tickKey);
  if (standing === null) return enqueueAgain(queue, { ...request, delayMs: 0 });
  const job = await queue.getJob(standing);
  if (job === undefined || !isFarOff(job, everyMs) || (await job.getState()) !== 'delayed') return;
  await enqueue(queue, { ...request, delayMs: everyMs });
}

/** Asked for while the clock was ahead: without this it would not tick before that time has come. */
function isFarOff({ timestamp, delay }: AnyJob, everyMs: number): boolean {
  return timestamp + delay - Date.now() > 2 * everyMs;
}
