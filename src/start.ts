/** Runs the service until it is asked to stop: set-up first when there are no credentials. */
import { openApp } from './app.ts';
import { TransientFailure, UserMistake } from './domain/errors.ts';
import { toInstant } from './domain/instant.ts';
import { createLog } from './log.ts';
import { serve } from './serve.ts';
import type { Options as SetUpOptions } from './set-up.ts';
import { loadEnvironment } from './settings/load.ts';

async function main(): Promise<void> {
  const loaded = loadEnvironment();
  const log = createLog(loaded.logLevel);
  const print = (text: string) => void process.stderr.write(`${text}\n`);
  const known = loaded.app === null ? null : { environment: loaded, credentials: loaded.app };
  const { environment, credentials } = known ?? (await setUpFirst({ environment: loaded, log, print }));
  const app = await openApp({ environment, credentials, clock: () => toInstant(Date.now()), log, storeRole: 'service' });
  const service = await serve({ app, environment, credentials }).catch(async (error: unknown) => {
    await app.close();
    throw error;
  });
  const signal = await new Promise<string>((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => resolve(name));
  });
  log.info({ signal }, 'Stopping');
  await service.stop();
}

/** Loaded only where there are no credentials yet. */
async function setUpFirst(options: SetUpOptions) {
  const { setUp } = await import('./set-up.ts');
  return setUp(options);
}

/** Mistakes and outages are told in a sentence; anything else keeps its stack. */
function told(error: unknown): string {
  if (error instanceof UserMistake || error instanceof TransientFailure) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

try {
  await main();
  process.exit(0);
} catch (error) {
  process.stderr.write(`${told(error)}\n`);
  process.exit(1);
}
