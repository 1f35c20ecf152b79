/** Starts a Redis and a PostgreSQL of its own, from their Debian packages, for tests and benchmarks. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { serviceDatabaseUrl, serviceRedisUrl } from './services.ts';

export type Services = { readonly redisUrl: string; readonly databaseUrl: string; readonly stop: () => Promise<void> };

const readyWithinMs = 30_000;
const stopWithinMs = 10_000;

/** A service that was started; `stopSignal` ends it quickly and in order. */
type Running = { readonly child: ChildProcess; readonly stopSignal: NodeJS.Signals };
type Owner = { readonly uid: number; readonly gid: number };

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('No port is free.');
  return address.port;
}

/** Asks again until the service answers; throws when it ends, or stays silent for too long. */
async function untilReady(child: ChildProcess, name: string, ask: () => Promise<unknown>): Promise<void> {
  const deadline = Date.now() + readyWithinMs;
  for (;;) {
    const isReady = await ask().then(
      () => true,
      () => false,
    );
    if (isReady) return;
    if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode} before it was ready.`);
    if (Date.now() > deadline) throw new Error(`${name} did not answer within ${readyWithinMs / 1000} seconds.`);
    await delay(50);
  }
}

async function startRedis(folder: string, running: Running[], isDurable: boolean): Promise<string> {
  const port = await freePort();
  const options = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    '--save',
    '',
    '--appendonly',
    isDurable ? 'yes' : 'no',
    '--maxmemory-policy',
    'noeviction',
  ];
  const child = spawn('redis-server', options, { stdio: ['ignore', 'ignore', 'inherit'] });
  running.push({ child, stopSignal: 'SIGTERM' });
  await untilReady(child, 'redis-server', async () => {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect').finally(() => socket.destroy());
  });
  return `redis://127.0.0.1:${port}`;
}

/** Debian keeps PostgreSQL's programs out of the path, in a folder for each version. */
function postgresPrograms(): string {
  const root = '/usr/lib/postgresql';
  const newest = existsSync(root) ? readdirSync(root).toSorted((one, other) => Number(other) - Number(one))[0] : undefined;
  return newest === undefined ? '' : join(root, newest, 'bin');
}

/** PostgreSQL refuses to run as root; its own account is there where it is installed. */
function postgresOwner(): Owner | null {
  if (process.getuid?.() !== 0) return null;
  const idOf = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

async function startPostgres(folder: string, running: Running[], isDurable: boolean): Promise<string> {
  const port = await freePort();
  const owner = postgresOwner();
  if (owner !== null) chownSync(folder, owner.uid, owner.gid);
  const programs = postgresPrograms();
  const cluster = join(folder, 'cluster');
  const asOwner = { ...owner, cwd: folder, env: { ...process.env, LC_ALL: 'C.UTF-8' } };
  execFileSync(join(programs, 'initdb'), ['-D', cluster, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--no-sync'], {
    ...asOwner,
    stdio: 'pipe',
  });
  const options = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
    `fsync=${isDurable ? 'on' : 'off'}`,
    'log_min_messages=fatal',
  ];
  const flags = ['-D', cluster, ...options.flatMap((option) => ['-c', option])];
  const child = spawn(join(programs, 'postgres'), flags, { ...asOwner, stdio: ['ignore', 'ignore', 'ignore'] });
  running.push({ child, stopSignal: 'SIGINT' });
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  await untilReady(child, 'postgres', async () => {
    const client = new pg.Client({ connectionString: url });
    await client
      .connect()
      .then(() => client.query('select 1'))
      .finally(() => client.end());
  });
  return url;
}

async function stop({ child, stopSignal }: Running): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(stopSignal);
  const killer = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
  await ended;
  clearTimeout(killer);
}

/**
 * Starts what the environment does not already name. `isDurable`: both keep what they acknowledged on disk, as in production (Redis by its
 * append-only file, once a second); else neither does, which is quicker.
 */
export async function startServices({ isDurable }: { readonly isDurable: boolean }): Promise<Services> {
  const folder = mkdtempSync(join(tmpdir(), 'staff-signals-services-'));
  const running: Running[] = [];
  const stopAll = async (): Promise<void> => {
    await Promise.all(running.map(stop));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    chmodSync(folder, 0o755);
    const [redisFolder, postgresFolder] = [join(folder, 'redis'), join(folder, 'postgres')] as const;
    mkdirSync(redisFolder);
    mkdirSync(postgresFolder);
    const redisUrl = serviceRedisUrl() ?? (await startRedis(redisFolder, running, isDurable));
    const databaseUrl = serviceDatabaseUrl() ?? (await startPostgres(postgresFolder, running, isDurable));
    return { redisUrl, databaseUrl, stop: stopAll };
  } catch (error) {
    await stopAll();
    throw error;
  }
}
