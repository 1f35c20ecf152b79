/** Ten times an organisation's peak, 3,000 deliveries a minute, to a web and a worker process, and what becomes of them. */
import { setTimeout as pause } from 'node:timers/promises';
import { openStore } from '../../src/store/open.ts';
import { type LoadGenerator, startLoadGenerator } from './loading.ts';
import { atMost, type Bench } from './measuring.ts';
import { credentials, inPlace } from './place.ts';
import { type MeasuredServer, startServer } from './servers.ts';

const perMinute = 3_000;
const defaultMinutes = 10;
const settleSeconds = 5;
const drainedWithinMs = 300_000;
const pollMs = 250;
/** GitHub stops waiting then. https://docs.github.com/webhooks/using-webhooks/best-practices-for-using-webhooks#respond-within-10-seconds */
const githubWaitsMs = 10_000;
const mostGrowth = 1.1;

export type Endured = {
  readonly deliveries: number;
  /** Answers by status. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly slowestMs: number;
  readonly p99Ms: number;
  /** From the last delivery until nothing waits, the time to settle included. */
  readonly drainSeconds: number;
  /** Web and worker together: after the first tenth of the load, and when all is worked off. */
  readonly megabytes: { readonly early: number; readonly after: number };
};

type Services = { readonly databaseUrl: string; readonly redisUrl: string };

/** Bears the load for so many minutes. Throws when the queue does not drain within five minutes. */
export async function endure(services: Services, minutes: number): Promise<Endured> {
  const variables = { ...credentials, DATABASE_URL: services.databaseUrl, REDIS_URL: services.redisUrl };
  const web = await startServer('src/main.ts', { ...variables, ROLE: 'web', SETTLE_SECONDS: String(settleSeconds) });
  const worker = await startServer('test/bench/load-workers.ts', variables);
  const generator = await startLoadGenerator();
  try {
    return await bear(services, { web, worker, generator }, minutes);
  } finally {
    generator.stop();
    await Promise.all([web.stop(), worker.stop()]);
  }
}

type Players = { readonly web: MeasuredServer; readonly worker: MeasuredServer; readonly generator: LoadGenerator };

async function bear(services: Services, { web, worker, generator }: Players, minutes: number): Promise<Endured> {
  const send = (share: number) =>
    generator.run({ kind: 'steady', port: web.port, perSecond: perMinute / 60, seconds: minutes * 60 * share });
  const megabytes = (): number => web.residentMegabytes() + worker.residentMegabytes();
  const first = await send(0.1);
  const early = megabytes();
  const rest = await send(0.9);
  const endedAt = performance.now();
  await untilDrained(services.databaseUrl);
  const statuses = { ...first.statuses };
  for (const [status, count] of Object.entries(rest.statuses)) statuses[status] = (statuses[status] ?? 0) + count;
  return {
    deliveries: first.answered + rest.answered,
    statuses,
    slowestMs: Math.max(first.slowestMs, rest.slowestMs),
    p99Ms: rest.p99Ms,
    drainSeconds: (performance.now() - endedAt) / 1_000,
    megabytes: { early, after: megabytes() },
  };
}

async function untilDrained(databaseUrl: string): Promise<void> {
  const store = await openStore({ databaseUrl, dataDir: '', role: 'command' });
  const deadline = Date.now() + drainedWithinMs;
  try {
    for (;;) {
      const waiting = await store.everywhere((everywhere) => everywhere.waitingRepositories());
      if (waiting.length === 0) return;
      if (Date.now() > deadline) throw new Error(`Touches of ${waiting.length} repositories still wait.`);
      await pause(pollMs);
    }
  } finally {
    await store.close();
  }
}

export const load: Bench = {
  about: '3,000 deliveries a minute to a web and a worker process, over 5,000 subjects',
  run: (_progress, { minutes = defaultMinutes }) =>
    inPlace(async (place) => {
      const endured = await endure(place, minutes);
      const { deliveries, statuses, slowestMs, p99Ms, drainSeconds, megabytes } = endured;
      const refused = Object.entries(statuses).filter(([status]) => status.startsWith('5'));
      return {
        figures: { minutes, ...endured },
        lines: [
          `${deliveries} deliveries in ${minutes} minutes: ${JSON.stringify(statuses)}, 99th percentile ${p99Ms.toFixed(1)} ms`,
          `worked off ${drainSeconds.toFixed(0)} s after the last, ${settleSeconds} s of which are waited anyway`,
          `web and worker ${Math.round(megabytes.early)} MB after a tenth, ${Math.round(megabytes.after)} MB when all was worked off`,
        ],
        verdicts: [
          atMost(
            'answered with 5xx',
            refused.reduce((sum, [, count]) => sum + count, 0),
            0,
            'deliveries',
          ),
          atMost('the slowest answer', slowestMs, githubWaitsMs, 'ms'),
          atMost('web and worker when all was worked off, beside after a tenth', megabytes.after / megabytes.early, mostGrowth, 'times'),
        ],
      };
    }),
};
