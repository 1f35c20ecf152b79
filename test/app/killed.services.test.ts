/** A worker that is killed in the middle of a job loses nothing and doubles nothing. */
import { describe, expect, it } from 'vitest';
import { until } from '../queue/until.ts';
import { holdNextIssue } from './hold-next-issue.ts';
import { setStage } from './stage.ts';

/** BullMQ gives a dead worker's job to another when its lock of 30 s has run out, and looks every 30 s. */
const takenOverWithinMs = 100_000;

describe('a worker killed while it writes a report', () => {
  it.concurrent.each(['PostgreSQL', 'Redis and PostgreSQL'] as const)(
    'on %s leaves it to the next one, which finds what was written',
    async (kind) => {
      const stage = await setStage(kind);
      try {
        const [web, worker] = await Promise.all([stage.start({ ROLE: 'web' }), stage.start({ ROLE: 'worker' })]);
        stage.deliverTo(web);
        stage.install();
        await stage.settle();
        stage.openRfc(1, 'one retry policy');
        await stage.settle();
        const hold = holdNextIssue(stage.sandbox);
        await stage.sweep();
        await hold.asked;
        await worker.kill();
        hold.release();
        stage.openRfc(2, 'owners of queues');
        await stage.sandbox.flush();
        expect(await stage.evidence()).toEqual(['RFC: one retry policy']);
        await stage.start({ ROLE: 'worker' });
        await until('what came meanwhile is worked off', async () => (await stage.evidence()).length === 2, takenOverWithinMs);
        await until('ravi is told', () => stage.reports()[0]?.assignees.includes('ravi') ?? false, takenOverWithinMs);
        await until('of everything', () => stage.reports()[0]?.body.includes('owners of queues') ?? false, takenOverWithinMs);
        await stage.settle();
        expect(stage.reports()).toHaveLength(1);
        expect(await (await stage.watch()).queue.failed()).toEqual([]);
      } finally {
        await stage.stop();
      }
    },
    takenOverWithinMs * 2,
  );

  it.concurrent(
    'on the embedded store takes it up again when it is started again',
    async () => {
      const stage = await setStage('embedded');
      try {
        const first = await stage.start();
        stage.deliverTo(first);
        stage.install();
        await stage.settle();
        stage.openRfc(1, 'one retry policy');
        await stage.settle();
        const hold = holdNextIssue(stage.sandbox);
        await stage.sweep();
        await hold.asked;
        await first.kill();
        hold.release();
        const second = await stage.start();
        await until('ravi is told', () => stage.reports()[0]?.assignees.includes('ravi') ?? false, takenOverWithinMs);
        second.terminate();
        expect(await second.ended()).toMatchObject({ code: 0 });
        expect(stage.reports()).toHaveLength(1);
      } finally {
        await stage.stop();
      }
    },
    takenOverWithinMs * 2,
  );
});
