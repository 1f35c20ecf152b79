/** While the database or Redis is away the service says so and takes nothing in; it recovers by itself when they are back. */
import { afterEach, describe, expect, it } from 'vitest';
import { openGate } from '../queue/gate.ts';
import { until } from '../queue/until.ts';
import type { PlaceKind } from './places.ts';
import type { ServiceProcess } from '../program.ts';
import { type Stage, setStage } from './stage.ts';

type Gate = Awaited<ReturnType<typeof openGate>>;
type Service = 'DATABASE_URL' | 'REDIS_URL';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** A stage whose processes reach one of the services through a gate. */
async function stageBehindGate(kind: PlaceKind, service: Service): Promise<{ readonly stage: Stage; readonly gate: Gate }> {
  let gate: Gate | null = null;
  const stage = await setStage(kind, async (variables) => {
    const url = new URL(variables[service] ?? '');
    gate = await openGate({ host: url.hostname, port: Number(url.port) });
    url.host = `127.0.0.1:${gate.port}`;
    return { [service]: url.href };
  });
  if (gate === null) throw new Error('a stage asks for the way to its services');
  const opened: Gate = gate;
  cleanups.push(opened.close, stage.stop);
  return { stage, gate: opened };
}

async function statusOf(service: ServiceProcess, path: string): Promise<number> {
  return (await fetch(`${service.address}${path}`)).status;
}

function lastAnswer(stage: Stage): number | null | undefined {
  return stage.sandbox.deliveries().at(-1)?.answers.at(-1)?.status;
}

const outages = [
  { kind: 'PostgreSQL', service: 'DATABASE_URL' },
  { kind: 'Redis and PostgreSQL', service: 'DATABASE_URL' },
  { kind: 'Redis and PostgreSQL', service: 'REDIS_URL' },
] as const;

describe.each(outages)('on $kind, while $service does not answer', ({ kind, service }) => {
  it('the service is not ready, answers deliveries with 503, and goes on when it is back', async () => {
    const { stage, gate } = await stageBehindGate(kind, service);
    const running = await stage.start();
    stage.deliverTo(running);
    stage.install();
    await stage.settle();
    expect(await statusOf(running, '/readyz')).toBe(200);
    gate.shut();
    expect(await statusOf(running, '/readyz')).toBe(503);
    expect(await statusOf(running, '/healthz')).toBe(200);
    stage.openRfc(1, 'one retry policy');
    await stage.sandbox.flush();
    expect(lastAnswer(stage)).toBe(503);
    gate.open();
    await until('it is ready', async () => (await statusOf(running, '/readyz')) === 200, 30_000);
    stage.sandbox.redeliver(stage.sandbox.deliveries().length);
    await stage.sandbox.flush();
    expect(lastAnswer(stage)).toBe(202);
    await until('it works on', async () => (await stage.evidence()).length === 1, 45_000);
    expect(running.isRunning()).toBe(true);
    running.terminate();
    expect(await running.ended()).toMatchObject({ code: 0 });
  });
});
