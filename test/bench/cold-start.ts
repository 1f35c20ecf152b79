/** Seconds from the start of the service to its first acknowledged delivery. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LoadGenerator, startLoadGenerator } from './loading.ts';
import { alternatingRounds, atMost, type Bench } from './measuring.ts';
import { credentials, inPlace, prepareStore } from './place.ts';
import { startServer, type Variables } from './servers.ts';

async function secondsToFirstAnswer(generator: LoadGenerator, variables: Variables): Promise<number> {
  const startedAt = performance.now();
  const server = await startServer('src/main.ts', { ...credentials, ...variables });
  try {
    const { statuses } = await generator.run({ kind: 'flood', port: server.port, seconds: 10, count: 1 });
    const seconds = (performance.now() - startedAt) / 1_000;
    if (statuses['202'] !== 1) throw new Error(`The first delivery was answered by ${JSON.stringify(statuses)}.`);
    return seconds;
  } finally {
    await server.stop();
  }
}

export const coldStart: Bench = {
  about: 'seconds from the start of the service to its first acknowledged delivery',
  run: (progress) =>
    inPlace(async ({ databaseUrl: DATABASE_URL, redisUrl: REDIS_URL }) => {
      const folder = mkdtempSync(join(tmpdir(), 'staff-signals-bench-'));
      const generator = await startLoadGenerator();
      try {
        await prepareStore({ databaseUrl: null, dataDir: join(folder, 'embedded') });
        const run = (variables: Variables) => secondsToFirstAnswer(generator, { ...variables, NODE_COMPILE_CACHE: '' });
        const seconds = await alternatingRounds(
          { postgres: () => run({ DATABASE_URL, REDIS_URL }), embedded: () => run({ DATA_DIR: join(folder, 'embedded') }) },
          progress,
        );
        return {
          figures: { seconds },
          lines: [],
          verdicts: [
            atMost('on PostgreSQL and Redis', seconds.postgres, 2, 's'),
            atMost('on the embedded store, with the queue in it', seconds.embedded, 5, 's'),
          ],
        };
      } finally {
        generator.stop();
        rmSync(folder, { recursive: true, force: true });
      }
    }),
};
