/** Acknowledged deliveries a second, beside bare Probot apps, and how long an answer takes at half of that load. */
import { Redis } from 'ioredis';
import { acceptedPerSecond, type LoadGenerator, startLoadGenerator } from './loading.ts';
import { alternatingRounds, atLeast, atMost, type Bench, median, rounds } from './measuring.ts';
import { inPlace, type Place } from './place.ts';
import { type MeasuredServer, startServer } from './servers.ts';

const roundSeconds = 4;
const steadySeconds = 4;
const bareProbot = 'test/bench/contenders/bare-probot.ts';

type Contestants = { readonly ours: MeasuredServer; readonly queueing: MeasuredServer; readonly idle: MeasuredServer };

export async function startContestants(place: Place): Promise<Contestants> {
  const { credentials, databaseUrl: DATABASE_URL, redisUrl: REDIS_URL, otherRedisUrl } = place;
  const [ours, queueing, idle] = await Promise.all([
    startServer('src/main.ts', { ...credentials, DATABASE_URL, REDIS_URL, ROLE: 'web' }),
    startServer(bareProbot, { ...credentials, REDIS_URL: otherRedisUrl }, ['queue']),
    startServer(bareProbot, { ...credentials }, ['nothing']),
  ]);
  return { ours, queueing, idle };
}

export const webhooks: Bench = {
  about: 'acknowledged deliveries a second, 23 kB each over 20 connections and 5,000 subjects, on Redis and PostgreSQL',
  run: (progress) =>
    inPlace(async (place) => {
      const contestants = await startContestants(place);
      const generator = await startLoadGenerator();
      try {
        return await measure(place, contestants, generator, progress);
      } finally {
        generator.stop();
        await Promise.all(Object.values(contestants).map((server) => server.stop()));
      }
    }),
};

async function measure(place: Place, contestants: Contestants, generator: LoadGenerator, progress: (text: string) => void) {
  const flood = async ({ port }: MeasuredServer) => acceptedPerSecond(await generator.run({ kind: 'flood', port, seconds: roundSeconds }));
  const redis = new Redis(place.otherRedisUrl);
  const perSecond = await alternatingRounds(
    {
      ours: () => flood(contestants.ours),
      queueing: async () => {
        const figure = await flood(contestants.queueing);
        // Nobody works them off, and a Redis full of payloads is nobody's aim.
        await redis.flushdb();
        return figure;
      },
      idle: () => flood(contestants.idle),
    },
    progress,
  ).finally(() => redis.disconnect());
  const half = perSecond.ours / 2;
  const p99s: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { p99Ms } = await generator.run({ kind: 'steady', port: contestants.ours.port, perSecond: half, seconds: steadySeconds });
    progress(`99th percentile at ${Math.round(half)} a second: ${p99Ms.toFixed(1)} ms`);
    p99s.push(p99Ms);
  }
  const { ours, queueing, idle } = perSecond;
  const percentile = median(p99s);
  return {
    figures: { perSecond, p99MsAtHalf: percentile },
    lines: [
      `${Math.round(ours)} a second; Probot that adds to a BullMQ queue ${Math.round(queueing)}, Probot that does nothing ${Math.round(idle)}`,
    ],
    verdicts: [
      atLeast('beside Probot and a BullMQ queue', ours / queueing, 1.15, 'times'),
      atLeast('beside Probot that does nothing', ours / idle, 0.5, 'times'),
      atMost(`99th percentile at half of that load (${Math.round(half)} a second)`, percentile, 25, 'ms'),
    ],
  };
}
