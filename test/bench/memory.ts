/** How much memory a web process takes while it acknowledges a million deliveries, beside a bare Probot app. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { acceptedPerSecond, type LoadGenerator, startLoadGenerator } from './loading.ts';
import { atMost, type Bench, median } from './measuring.ts';
import { credentials, inPlace, type Place, prepareStore } from './place.ts';
import { type MeasuredServer, startServer } from './servers.ts';
import { startContestants } from './webhooks.ts';

const deliveries = 1_000_000;
const chunk = 100_000;
/** Of deliveries to the contender and to the embedded store, which need no million to show what they take. */
const chunksBeside = 1;
const longestChunkSeconds = 600;

type Grown = { readonly megabytes: readonly number[]; readonly perSecond: readonly number[] };

async function grow(
  server: MeasuredServer,
  generator: LoadGenerator,
  of: { readonly chunks: number; readonly count: number },
): Promise<Grown> {
  const megabytes: number[] = [];
  const perSecond: number[] = [];
  for (let done = 0; done < of.chunks; done += 1) {
    const load = { kind: 'flood', port: server.port, seconds: longestChunkSeconds, count: of.count } as const;
    perSecond.push(acceptedPerSecond(await generator.run(load)));
    megabytes.push(server.residentMegabytes());
  }
  return { megabytes, perSecond };
}

async function embeddedMegabytes(generator: LoadGenerator): Promise<number> {
  const dataDir = mkdtempSync(join(tmpdir(), 'staff-signals-bench-'));
  try {
    await prepareStore({ databaseUrl: null, dataDir });
    const server = await startServer('src/main.ts', { ...credentials, DATA_DIR: dataDir });
    const { megabytes } = await grow(server, generator, { chunks: chunksBeside, count: 5_000 }).finally(() => server.stop());
    return megabytes.at(-1) ?? Number.NaN;
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

export const memory: Bench = {
  about: 'megabytes of resident set while a million deliveries are acknowledged',
  run: (progress) => inPlace((place) => measure(place, progress)),
};

async function measure(place: Place, progress: (text: string) => void) {
  const contestants = await startContestants(place);
  const generator = await startLoadGenerator();
  const redis = new Redis(place.otherRedisUrl);
  try {
    const bare = await grow(contestants.idle, generator, { chunks: chunksBeside, count: chunk });
    progress(`bare Probot: ${bare.megabytes.join(', ')} MB`);
    const ours: { megabytes: number; perSecond: number }[] = [];
    for (let done = 0; done < deliveries; done += chunk) {
      const { megabytes, perSecond } = await grow(contestants.ours, generator, { chunks: 1, count: chunk });
      ours.push({ megabytes: megabytes[0] ?? Number.NaN, perSecond: perSecond[0] ?? Number.NaN });
      progress(`after ${done + chunk}: ${Math.round(ours.at(-1)?.megabytes ?? 0)} MB, ${Math.round(ours.at(-1)?.perSecond ?? 0)} a second`);
    }
    const embedded = await embeddedMegabytes(generator);
    const megabytes = ours.map((each) => each.megabytes);
    const [first = Number.NaN, last = Number.NaN] = [megabytes[0], megabytes.at(-1)];
    const bareMegabytes = bare.megabytes.at(-1) ?? Number.NaN;
    return {
      figures: { afterEach100000: ours, bareProbotMegabytes: bareMegabytes, embeddedMegabytes: embedded },
      lines: [
        `web ${megabytes.map(Math.round).join(', ')} MB after each 100,000`,
        `bare Probot ${Math.round(bareMegabytes)} MB; everything in one process on the embedded store ${Math.round(embedded)} MB`,
      ],
      verdicts: [
        atMost('after the last 100,000 beside after the first', last / first, 1.1, 'times'),
        atMost('web beside a bare Probot app', median(megabytes) / bareMegabytes, 1.6, 'times'),
      ],
    };
  } finally {
    redis.disconnect();
    generator.stop();
    await Promise.all(Object.values(contestants).map((server) => server.stop()));
  }
}
