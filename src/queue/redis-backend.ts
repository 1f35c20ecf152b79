/** The queue on Redis. */
import { createRedisBackend, type RedisQueueBackend } from 'bullmq';
import { Redis } from 'ioredis';
import { z } from 'zod';
import type { Backend } from './backend.ts';
import { type QueueLog, sparing } from './log.ts';
import type { WriteLog } from './write-budget.ts';

const idleSeconds = 5;

/**
 * Opens connections to a Redis at a `redis://` or `rediss://` address. Requests for jobs fail soon while Redis is away; workers wait for
 * it, as BullMQ wants (https://docs.bullmq.io/guide/going-to-production#maxretriesperrequest).
 */
export function openRedis(options: { readonly url: string; readonly prefix: string; readonly log: QueueLog }): Backend {
  const sayAway = sparing((err) => options.log.warn({ err }, 'Redis does not answer'));
  const backends: RedisQueueBackend[] = [];
  const connect = (choice: { readonly maxRetriesPerRequest: number | null; readonly lazyConnect: boolean }) =>
    new Redis(options.url, choice).on('error', sayAway);
  const asking = connect({ maxRetriesPerRequest: 1, lazyConnect: false });
  const working = connect({ maxRetriesPerRequest: null, lazyConnect: true });
  return {
    name: 'redis',
    prefix: options.prefix,
    idleSeconds,
    factory: (name, queueOptions, role) => {
      const connection = role?.withBlockingConnection === true ? working : asking;
      const backend = createRedisBackend(name, { ...queueOptions, connection }, role);
      backends.push(backend);
      return backend;
    },
    writeLog: redisWriteLog(asking, options.prefix),
    ping: async () => {
      await asking.ping();
    },
    close: async () => {
      for (const client of [asking, working]) client.disconnect();
      // A worker whose connection was lost when it closed leaves it open (https://github.com/taskforcesh/bullmq/issues/4585).
      for (const backend of backends) backend.blockingClient?.then((client) => client.disconnect()).catch(() => undefined);
    },
  };
}

/** KEYS: the log. ARGV: the entries to keep, then count and window of each limit. Times are Redis's own, in milliseconds. */
const reserveScript = `
  local clock = redis.call('TIME')
  local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
  local at = now
  local longest = 0
  for i = 2, #ARGV, 2 do
    local window = tonumber(ARGV[i + 1])
    local earlier = redis.call('LINDEX', KEYS[1], -tonumber(ARGV[i]))
    if earlier then at = math.max(at, tonumber(earlier) + window) end
    longest = math.max(longest, window)
  end
  redis.call('RPUSH', KEYS[1], string.format('%.0f', at))
  redis.call('LTRIM', KEYS[1], -tonumber(ARGV[1]), -1)
  redis.call('PEXPIRE', KEYS[1], at - now + longest)
  return at - now
`;

function redisWriteLog(redis: Redis, prefix: string): WriteLog {
  return {
    reserve: async (installationId, limits) => {
      const kept = Math.max(...limits.map((limit) => limit.count));
      const numbers = limits.flatMap((limit) => [limit.count, limit.windowMs]);
      return z.number().parse(await redis.eval(reserveScript, 1, `${prefix}:writes:${installationId}`, kept, ...numbers));
    },
  };
}
