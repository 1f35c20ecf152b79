/** The load generator as seen by benchmarks: a process of its own, which is asked for one load after the other. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { messageOf } from './child-messages.ts';

/** Against the webhooks of a server at 127.0.0.1. `flood`: as fast as it answers, for so long or so often. `steady`: so many a second. */
export type Load =
  | { readonly kind: 'flood'; readonly port: number; readonly seconds: number; readonly count?: number }
  | { readonly kind: 'steady'; readonly port: number; readonly seconds: number; readonly perSecond: number };

const loadedSchema = z.object({
  answered: z.number(),
  seconds: z.number(),
  statuses: z.record(z.string(), z.number()),
  p50Ms: z.number(),
  p99Ms: z.number(),
  slowestMs: z.number(),
});
export type Loaded = Readonly<z.output<typeof loadedSchema>>;

const messageSchema = z.union([
  z.object({ ok: z.literal(true), loaded: loadedSchema.nullable() }),
  z.object({ ok: z.literal(false), reason: z.string() }),
]);

export type LoadGenerator = {
  /** One load at a time. Throws when a connection fails. */
  readonly run: (load: Load) => Promise<Loaded>;
  readonly stop: () => void;
};

async function answerOf(child: ChildProcess): Promise<Loaded | null> {
  const parsed = messageSchema.parse(await messageOf(child));
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.loaded;
}

/** Resolves once all deliveries are made and signed. */
export async function startLoadGenerator(): Promise<LoadGenerator> {
  const child = fork(join(import.meta.dirname, 'load-generator.ts'), { stdio: 'inherit' });
  await answerOf(child);
  return {
    run: async (load) => {
      child.send(load);
      const loaded = await answerOf(child);
      if (loaded === null) throw new Error('The load generator did not answer what it was asked.');
      return loaded;
    },
    stop: () => void child.kill(),
  };
}

/** Answers a second. Throws when the server answered anything but 2xx. */
export function acceptedPerSecond({ answered, seconds, statuses }: Loaded): number {
  const refused = Object.keys(statuses).filter((status) => !status.startsWith('2'));
  if (refused.length > 0) throw new Error(`Not everything was accepted: ${JSON.stringify(statuses)}`);
  return answered / seconds;
}
