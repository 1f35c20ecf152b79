/** The first contact with a Redis that is not there, is none, or refuses: told in words, in time, with nothing left open. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Redis } from 'ioredis';
import { afterEach, describe, expect, it } from 'vitest';
import { TransientFailure, UserMistake } from '../../src/domain/errors.ts';
import { openQueue } from '../../src/queue/open-queue.ts';
import { serviceRedisUrl } from '../services.ts';
import { quiet } from './places.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

async function serverThat(does: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    does(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return `redis://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function open(url: string) {
  return openQueue({ connection: { kind: 'redis', url }, log: quiet, replyTimeoutMs: 500 });
}

describe('a Redis', () => {
  it('that says nothing is given up in time', async () => {
    const startedAt = performance.now();
    const opening = open(await serverThat(() => undefined));
    await expect(opening).rejects.toBeInstanceOf(TransientFailure);
    await expect(opening).rejects.toThrow(/`REDIS_URL` \(no answer in time\)/);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });

  it('that is something else is named', async () => {
    const url = await serverThat((socket) => socket.on('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
    await expect(open(url)).rejects.toThrow(/^Redis does not answer at the address in `REDIS_URL`/);
  });

  it('whose name is not known is a mistake of the settings', async () => {
    await expect(open('redis://nowhere.invalid')).rejects.toThrow(/^The host in `REDIS_URL` is not known/);
  });
});

const redisUrl = serviceRedisUrl();

describe.runIf(redisUrl !== null)('a real Redis', () => {
  it('that has no database of that number is not used under another one', async () => {
    await expect(open(`${redisUrl}/9999`)).rejects.toThrow(/is no database of that Redis/);
  });

  it('that refuses the password is a mistake of the settings', async () => {
    const redis = new Redis(redisUrl ?? '');
    await redis.call('ACL', 'SETUSER', 'somebody', 'on', '>right', '~*', '+@all');
    cleanups.push(() => void redis.call('ACL', 'DELUSER', 'somebody').then(() => redis.disconnect()));
    const url = new URL(redisUrl ?? '');
    url.username = 'somebody';
    url.password = 'wrong';
    await expect(open(url.href)).rejects.toThrow(
      new UserMistake('Redis refuses the user or password in `REDIS_URL`. Correct it, then start again.'),
    );
  });
});
