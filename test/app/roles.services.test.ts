/** Web and worker as processes of their own: they share the work and end in order. */
import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../queue/until.ts';
import { holdNextIssue } from './hold-next-issue.ts';
import { comesToOneReport } from './one-report.ts';
import { type Stage, setStage } from './stage.ts';

const stages: Stage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.stop();
});

async function newStage(kind: 'PostgreSQL' | 'Redis and PostgreSQL'): Promise<Stage> {
  const stage = await setStage(kind);
  stages.push(stage);
  return stage;
}

const kinds = ['PostgreSQL', 'Redis and PostgreSQL'] as const;

describe.each(kinds)('on %s', (kind) => {
  it('a worker that is asked to stop finishes the report that it writes, and another one has nothing to repair', async () => {
    const stage = await newStage(kind);
    const [web, worker] = await Promise.all([stage.start({ ROLE: 'web' }), stage.start({ ROLE: 'worker' })]);
    stage.deliverTo(web);
    stage.install();
    await stage.settle();
    stage.openRfc(1, 'one retry policy');
    await stage.settle();
    const hold = holdNextIssue(stage.sandbox);
    await stage.sweep();
    await hold.asked;
    worker.terminate();
    await until('it stops', () => worker.output().includes('Stopping'));
    stage.openRfc(2, 'owners of queues');
    await stage.sandbox.flush();
    expect(worker.isRunning()).toBe(true);
    hold.release();
    expect(await worker.ended()).toMatchObject({ code: 0 });
    expect(stage.reports()).toMatchObject([{ assignees: ['ravi'] }]);
    await stage.start({ ROLE: 'worker' });
    await until('the rest is worked off', async () => (await stage.evidence()).length === 2, 30_000);
    await stage.settle();
    await until('the report says so', () => stage.reports()[0]?.body.includes('owners of queues') ?? false, 30_000);
    expect(stage.reports()).toHaveLength(1);
    web.terminate();
    expect(await web.ended()).toMatchObject({ code: 0 });
  });
});

// On Redis the services of docker-compose.yml tell the same.
it('on PostgreSQL two webs and two workers, started at once, come to one report', async () => {
  const stage = await newStage('PostgreSQL');
  const [one, other] = await Promise.all([
    stage.start({ ROLE: 'web' }),
    stage.start({ ROLE: 'web' }),
    stage.start({ ROLE: 'worker' }),
    stage.start({ ROLE: 'worker' }),
  ]);
  await comesToOneReport(stage, [one, other]);
});
