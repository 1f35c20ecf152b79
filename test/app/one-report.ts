/** The story of several processes that share the work: whichever web takes a delivery, and however often, it comes to one report. */
import { expect } from 'vitest';
import type { ServiceProcess } from '../program.ts';
import { until } from '../queue/until.ts';
import type { Stage } from './stage.ts';

/** Tells it to two webs, beside workers that run already. Fails where work is lost, done twice, or refused. */
export async function comesToOneReport(stage: Stage, [one, other]: readonly [ServiceProcess, ServiceProcess]): Promise<void> {
  stage.deliverTo(one);
  stage.install();
  await stage.settle();
  stage.openRfc(1, 'one retry policy');
  await stage.sandbox.flush();
  stage.deliverTo(other);
  stage.openRfc(2, 'owners of queues');
  for (const { id } of stage.sandbox.deliveries()) stage.sandbox.redeliver(id);
  await stage.settle();
  expect(await stage.evidence()).toEqual(['RFC: one retry policy', 'RFC: owners of queues']);
  await Promise.all([stage.sweep(), stage.sweep()]);
  await until('ravi is told', () => stage.reports().some(({ assignees }) => assignees.includes('ravi')), 30_000);
  await stage.settle();
  expect(stage.reports()).toHaveLength(1);
  expect(stage.sandbox.deliveries().flatMap(({ answers }) => answers.map(({ status }) => status))).not.toContain(503);
}
