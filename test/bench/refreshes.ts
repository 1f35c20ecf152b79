/** Subjects refreshed a second with a GitHub that answers at once, beside workers that only run the same store transaction. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { messageOf } from './child-messages.ts';
import { alternatingRounds, atLeast, type Bench } from './measuring.ts';
import { inPlace, type Place } from './place.ts';
import type { Order } from './refreshing.ts';

const replySchema = z.object({ perSecond: z.number() });

async function replyOf(child: ChildProcess): Promise<number> {
  return replySchema.parse(await messageOf(child)).perSecond;
}

/** A process that obeys; its rounds are counted here. */
async function start(program: string, variables: Readonly<Record<string, string>>) {
  const env = { PATH: process.env['PATH'] ?? '', ...variables };
  const child = fork(join(import.meta.dirname, program), { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  await replyOf(child);
  let round = 0;
  const order = (kind: Order['kind']): Promise<number> => {
    child.send({ kind, round } satisfies Order);
    return replyOf(child);
  };
  const run = async (): Promise<number> => {
    await order('prepare');
    const perSecond = await order('work');
    round += 1;
    return perSecond;
  };
  return { run, stop: () => void child.kill('SIGKILL') };
}

export const refreshes: Bench = {
  about: 'subjects refreshed a second with a GitHub that answers at once, patterns over months included',
  run: (progress) => inPlace((place) => measure(place, progress)),
};

async function measure({ credentials, databaseUrl, redisUrl, otherRedisUrl }: Place, progress: (text: string) => void) {
  const ours = await start('instant-workers.ts', { ...credentials, DATABASE_URL: databaseUrl, REDIS_URL: redisUrl });
  const bare = await start('contenders/bare-workers.ts', { ...credentials, DATABASE_URL: databaseUrl, REDIS_URL: otherRedisUrl });
  try {
    const perSecond = await alternatingRounds({ ours: ours.run, storeAlone: bare.run }, progress);
    return {
      figures: { perSecond },
      lines: [`${Math.round(perSecond.ours)} a second; the store's transaction alone ${Math.round(perSecond.storeAlone)}`],
      verdicts: [atLeast("beside workers that only run the store's transaction", perSecond.ours / perSecond.storeAlone, 0.6, 'times')],
    };
  } finally {
    ours.stop();
    bare.stop();
  }
}
