/** Runs the tests on a real Redis and a real PostgreSQL, and starts what the environment does not already name. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { databaseVariable, redisVariable } from './services.ts';
import { startServices } from './start-services.ts';

async function runTests(urls: Readonly<Record<string, string>>): Promise<number> {
  const vitest = join(import.meta.dirname, '../node_modules/vitest/vitest.mjs');
  const flags = [vitest, 'run', '--config', 'vitest.services.config.ts', ...process.argv.slice(2)];
  const child = spawn(process.execPath, flags, { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...urls } });
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  await once(child, 'exit');
  return child.exitCode ?? 1;
}

// The terminal's interrupt reaches the children by itself; this process stays to clean up after them.
process.on('SIGINT', () => undefined);
const services = await startServices({ isDurable: false });
try {
  process.exitCode = await runTests({ [redisVariable]: services.redisUrl, [databaseVariable]: services.databaseUrl });
} finally {
  await services.stop();
}
