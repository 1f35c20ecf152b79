/** The queue on more than one Redis: a small cluster, and a server that a sentinel names. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TransientFailure, UserMistake } from '../../src/domain/errors.ts';
import { openQueue } from '../../src/queue/open-queue.ts';
import { freePort, redisServer } from '../start-services.ts';
import { done, idle } from './idle.ts';
import { quiet } from './places.ts';
import { until } from './until.ts';

const run = promisify(execFile);

const cleanups: (() => Promise<unknown>)[] = [];
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'staff-signals-many-'));
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
});
afterAll(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function startRedis(name: string, more: readonly string[] = []): Promise<string> {
  await mkdir(join(folder, name));
  const server = await redisServer({ folder: join(folder, name), isDurable: false, more });
  cleanups.push(server.stop);
  await server.start();
  return new URL(server.url).host;
}

async function startCluster(): Promise<readonly string[]> {
  const start = async (name: string) => startRedis(name, ['--cluster-enabled', 'yes', '--cluster-port', String(await freePort())]);
  const hosts = await Promise.all(['one', 'two', 'three'].map(start));
  await run('redis-cli', ['--cluster', 'create', ...hosts, '--cluster-replicas', '0', '--cluster-yes']);
  return hosts;
}

async function startSentinel(master: string): Promise<string> {
  const port = await freePort();
  const file = join(folder, 'sentinel.conf');
  await writeFile(file, `port ${port}\nbind 127.0.0.1\ndir ${folder}\nsentinel monitor jobs ${master.replace(':', ' ')} 1\n`);
  const child = spawn('redis-server', [file, '--sentinel'], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  cleanups.push(async () => {
    child.kill();
    await ended;
  });
  await until('the sentinel answers', async () => {
    const sentinel = new Redis(port, '127.0.0.1', { lazyConnect: true, retryStrategy: () => null });
    sentinel.on('error', () => undefined);
    const known = await sentinel.call('SENTINEL', 'get-master-addr-by-name', 'jobs').catch(() => null);
    sentinel.disconnect();
    return known !== null;
  });
  return `127.0.0.1:${port}`;
}

/** Jobs of every queue, one of them twice, a failure, and the write budget. */
async function work(url: string, installationId = 1): Promise<void> {
  const queue = await openQueue({ connection: { kind: 'redis', url }, log: quiet, writeLimits: [{ count: 1, windowMs: 60_000 }] });
  const seen: string[] = [];
  const note = (name: string) => async () => {
    seen.push(name);
    return done;
  };
  await queue.queues.refresh({ installationId, repositoryId: 10 });
  await queue.queues.refresh({ installationId, repositoryId: 10 });
  const workers = await queue.startWorkers({ ...idle, refresh: note('refresh'), report: note('report'), history: note('history') });
  await queue.queues.report({ installationId, personId: 5, month: '2026-10' });
  await queue.queues.history({ installationId });
  await until('all ran', () => seen.length === 3);
  expect(seen.toSorted()).toEqual(['history', 'refresh', 'report']);
  await queue.writeBudget.spend(installationId);
  await expect(queue.writeBudget.spend(installationId)).rejects.toThrow(TransientFailure);
  expect(await queue.keeper()).toMatchObject({ kind: 'redis', evictionPolicy: 'noeviction' });
  await queue.ping();
  await workers.close();
  await queue.close();
}

describe('the queue', () => {
  it('works on a cluster, found by any of its nodes', async () => {
    const [one = '', ...others] = await startCluster();
    await work(`redis://${one}?cluster=true`);
    await work(`redis://127.0.0.1:1?cluster=true${others.map((host) => `&node=${host}`).join('')}`, 2);
    const nodes = await Promise.all([one, ...others].map((host) => run('redis-cli', ['-u', `redis://${host}`, 'dbsize'])));
    expect(nodes.filter(({ stdout }) => stdout.trim() !== '0')).toHaveLength(1);
  });

  it('works on the server that a sentinel names', async () => {
    const sentinel = await startSentinel(await startRedis('alone'));
    await work(`redis://${sentinel}?sentinel=jobs`);
  });

  it('is told when an address asks for both, or for a node that is none', async () => {
    await expect(openQueue({ connection: { kind: 'redis', url: 'redis://a?cluster=true&sentinel=b' }, log: quiet })).rejects.toThrow(
      UserMistake,
    );
    await expect(openQueue({ connection: { kind: 'redis', url: 'redis://a?cluster=true&node=' }, log: quiet })).rejects.toThrow(
      UserMistake,
    );
  });
});
