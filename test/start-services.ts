/** Starts a Redis and a PostgreSQL of its own, from their Debian packages, for tests and benchmarks. */
import { execFileSync, spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import pg from 'pg';
import { serviceDatabaseUrl, serviceRedisUrl } from './services.ts';

export type Services = { readonly redisUrl: string; readonly databaseUrl: string; readonly stop: () => Promise<void> };

const readyWithinMs = 30_000;
const stopWithinMs = 10_000;

/** A server that can be started, ended and started again at the same address with what it kept. */
export type OwnServer = {
  readonly url: string;
  /** Resolves when it answers. */
  readonly start: () => Promise<void>;
  /** Ends it as this signal does, with all its processes when it is SIGKILL. */
  readonly kill: (signal: NodeJS.Signals) => Promise<void>;
  /** Ends it in order. */
  readonly stop: () => Promise<void>;
};

type Owner = { readonly uid: number; readonly gid: number };

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
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

/** A Redis of one's own, not yet running. `isDurable`: with an append-only file, synced once a second. */
export async function redisServer(of: {
  readonly folder: string;
  readonly isDurable: boolean;
  readonly more?: readonly string[];
}): Promise<OwnServer> {
  const port = await freePort();
  const keeping = ['--save', '', '--appendonly', of.isDurable ? 'yes' : 'no', '--maxmemory-policy', 'noeviction'];
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--dir', of.folder, ...keeping, ...(of.more ?? [])];
  return ownServer({
    name: 'redis-server',
    url: `redis://127.0.0.1:${port}`,
    stopSignal: 'SIGTERM',
    command: ['redis-server', ...options],
    options: { stdio: ['ignore', 'ignore', 'inherit'] },
    ask: async () => {
      const redis = new Redis(port, '127.0.0.1', { lazyConnect: true, retryStrategy: () => null });
      redis.on('error', () => undefined);
      // While it reads its file it answers that it is loading.
      await redis.ping().finally(() => redis.disconnect());
    },
  });
}

/** Debian keeps PostgreSQL's programs out of the path, in a folder for each version. */
export function postgresPrograms(): string {
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

/** A PostgreSQL of one's own in an empty folder, not yet running. `isDurable`: it waits for the disk. */
export async function postgresServer(of: { readonly folder: string; readonly isDurable: boolean }): Promise<OwnServer> {
  const { folder, isDurable } = of;
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
  const command = [join(programs, 'postgres'), '-D', cluster, ...options.flatMap((option) => ['-c', option])];
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  return ownServer({
    name: 'postgres',
    url,
    stopSignal: 'SIGINT',
    command,
    options: { ...asOwner, stdio: ['ignore', 'ignore', 'ignore'] },
    ask: async () => {
      const client = new pg.Client({ connectionString: url });
      client.on('error', () => undefined);
      await client
        .connect()
        .then(() => client.query('select 1'))
        .finally(() => client.end());
    },
  });
}

type Recipe = {
  readonly name: string;
  readonly url: string;
  /** Ends it quickly and in order. */
  readonly stopSignal: NodeJS.Signals;
  readonly command: readonly string[];
  readonly options: SpawnOptions;
  /** Rejects while it does not serve. */
  readonly ask: () => Promise<unknown>;
};

/** In a group of its own, so that SIGKILL meets all of it; and it ends with this process, however that ends. */
function begin({ command, options, stopSignal }: Recipe): ChildProcess {
  return spawn('setpriv', ['--pdeathsig', stopSignal.slice('SIG'.length), ...command], { ...options, detached: true });
}

function ownServer(recipe: Recipe): OwnServer {
  const { name, url, ask, stopSignal } = recipe;
  let child: ChildProcess | null = null;
  return {
    url,
    start: async () => {
      child = begin(recipe);
      await untilReady(child, name, ask);
    },
    kill: async (signal) => {
      if (child === null || !isAlive(child)) return;
      const ended = once(child, 'exit');
      // SIGKILL ends nobody's children by itself; the others are for the first process alone.
      if (signal === 'SIGKILL') process.kill(-(child.pid ?? 0), signal);
      else child.kill(signal);
      await ended;
    },
    stop: async () => {
      if (child === null || !isAlive(child)) return;
      const ended = once(child, 'exit');
      const running = child;
      running.kill(stopSignal);
      const killer = setTimeout(() => running.kill('SIGKILL'), stopWithinMs);
      await ended;
      clearTimeout(killer);
    },
  };
}

function isAlive(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

/**
 * Starts what the environment does not already name. `isDurable`: both keep what they acknowledged on disk, as in production (Redis by its
 * append-only file, once a second); else neither does, which is quicker.
 */
export async function startServices({ isDurable }: { readonly isDurable: boolean }): Promise<Services> {
  const folder = mkdtempSync(join(tmpdir(), 'staff-signals-services-'));
  const running: OwnServer[] = [];
  const stopAll = async (): Promise<void> => {
    await Promise.all(running.map((server) => server.stop()));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    chmodSync(folder, 0o755);
    const [redisFolder, postgresFolder] = [join(folder, 'redis'), join(folder, 'postgres')] as const;
    mkdirSync(redisFolder);
    mkdirSync(postgresFolder);
    const begin = async (server: OwnServer): Promise<string> => {
      running.push(server);
      await server.start();
      return server.url;
    };
    const redisUrl = serviceRedisUrl() ?? (await begin(await redisServer({ folder: redisFolder, isDurable })));
    const databaseUrl = serviceDatabaseUrl() ?? (await begin(await postgresServer({ folder: postgresFolder, isDurable })));
    return { redisUrl, databaseUrl, stop: stopAll };
  } catch (error) {
    await stopAll();
    throw error;
  }
}
