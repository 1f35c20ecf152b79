/** Failed jobs are kept until the same work comes through. */
import type { AnyJob, AnyQueue } from './backend.ts';

/** As many as are kept at most. */
const looked = 500;

function keyOf(job: AnyJob): string | undefined {
  return job.opts.deduplication?.id;
}

/** The keys of the work that has failed for good. Asks one question when nothing has, as is usual. */
export async function failedKeys(queue: AnyQueue): Promise<ReadonlySet<string | undefined>> {
  if ((await queue.getFailedCount()) === 0) return new Set();
  return new Set((await queue.getFailed(0, looked - 1)).map(keyOf));
}

/** Forgets the failed jobs whose work `done` has just repeated. Asks one question when nothing has failed, as is usual. */
export async function forgetFailures(queue: AnyQueue, done: AnyJob): Promise<void> {
  const key = keyOf(done);
  if (key === undefined || (await queue.getFailedCount()) === 0) return;
  const failed = await queue.getFailed(0, looked - 1);
  await Promise.all(failed.filter((job) => keyOf(job) === key).map((job) => job.remove()));
}
