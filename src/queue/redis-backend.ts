/** The queue on Redis. */
import { createRedisBackend, type RedisQueueBackend } from 'bullmq';
import { z } from 'zod';
import { TransientFailure, UserMistake } from '../domain/errors.ts';
import type { Backend, Keeper } from './backend.ts';
import { within } from './deadline.ts';
import { type QueueLog, sparing } from './log.ts';
import { connectRedis, type RedisClient } from './redis-client.ts';
import type { WriteLog } from './write-budget.ts';

const idleSeconds = 5;

/**
 * How long a connection may leave a command without a word before it counts as dead and is made anew: one whose other side vanished, or that
 * a firewall forgot, would else be trusted for a quarter of an hour. Workers wait in a command for up to 10 s (BullMQ's longest).
 */
const silenceMs = { asking: 10_000, working: 30_000 } as const;

/**
 * Opens connections to a Redis at a `redis://` or `rediss://` address (`connectRedis` tells of clusters and sentinels). Requests for jobs fail soon while Redis is away; workers wait for
 * it, as BullMQ wants (https://docs.bullmq.io/guide/going-to-production#maxretriesperrequest).
 * Throws UserMistake for a wrong address or password, TransientFailure when nobody answers within `replyTimeoutMs` milliseconds.
 */
export async function openRedis(options: RedisOptions): Promise<Backend> {
  const asking = connectRedis(options.url, { maxRetriesPerRequest: 1, socketTimeout: silenceMs.asking });
  await makeContact(asking, options.replyTimeoutMs);
  const working = connectRedis(options.url, { maxRetriesPerRequest: null, lazyConnect: true, socketTimeout: silenceMs.working });
  const sayAway = sparing((err) => options.log.warn({ err }, 'Redis does not answer'));
  for (const client of [asking, working]) client.on('error', sayAway);
  return makeBackend(options, asking, working);
}

type RedisOptions = { readonly url: string; readonly prefix: string; readonly log: QueueLog; readonly replyTimeoutMs: number };

/** Redis says so and goes on with its first database. */
const wrongDatabase = /DB index is out of range/;
const refusal = /^(?:NOAUTH|WRONGPASS|NOPERM)\b/;

/** Waits for the first answer. The connection is closed when none comes. */
async function makeContact(asking: RedisClient, replyTimeoutMs: number): Promise<void> {
  const heard: Error[] = [];
  const note = (error: Error): void => void heard.push(error);
  asking.on('error', note);
  try {
    await within(replyTimeoutMs, 'no answer in time', () => asking.ping());
    if (heard.some(({ message }) => wrongDatabase.test(message))) throw new Error('there is no database of that number');
    asking.off('error', note);
  } catch (error) {
    asking.disconnect();
    throw explain(heard.at(-1) ?? (error instanceof Error && error.cause instanceof Error ? error.cause : error));
  }
}

/** What a failed first contact means to whoever starts the service. */
function explain(cause: unknown): UserMistake | TransientFailure {
  const message = cause instanceof Error ? cause.message : String(cause);
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (refusal.test(message))
    return new UserMistake('Redis refuses the user or password in `REDIS_URL`. Correct it, then start again.', { cause });
  if (wrongDatabase.test(message))
    return new UserMistake('`REDIS_URL` ends in a number that is no database of that Redis. Correct it, then start again.', { cause });
  if (code === 'ENOTFOUND') return new UserMistake('The host in `REDIS_URL` is not known. Correct it, then start again.', { cause });
  return new TransientFailure(
    `Redis does not answer at the address in \`REDIS_URL\` (${code || message}). Check the address, and that Redis runs there, then start again.`,
    { cause },
  );
}

function makeBackend(options: RedisOptions, asking: RedisClient, working: RedisClient): Backend {
  const backends: RedisQueueBackend[] = [];
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
    keeper: async () => toKeeper(await asking.info()),
    close: async () => {
      for (const client of [asking, working]) client.disconnect();
      // A worker whose connection was lost when it closed leaves it open (https://github.com/taskforcesh/bullmq/issues/4585).
      for (const backend of backends) backend.blockingClient?.then((client) => client.disconnect()).catch(() => undefined);
    },
  };
}

/** Redis' own description of itself. CONFIG would tell the same, and is refused by many hosts. https://redis.io/docs/latest/commands/info/ */
function toKeeper(info: string): Keeper {
  const fields = new Map(info.split(/\r?\n/).map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]));
  const maxBytes = Number(fields.get('maxmemory') ?? 0);
  return {
    kind: 'redis',
    version: fields.get('redis_version') ?? 'unknown',
    evictionPolicy: fields.get('maxmemory_policy') ?? 'unknown',
    isAppendOnly: fields.get('aof_enabled') === '1',
    usedBytes: Number(fields.get('used_memory') ?? 0),
    maxBytes: maxBytes === 0 ? null : maxBytes,
  };
}

/** KEYS: the log. ARGV: 1 to take, the entries to keep, then count and window of each limit. Times are Redis's own, in milliseconds. */
const lookScript = `
  local clock = redis.call('TIME')
  local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
  local waits = {}
  local longest = 0
  local isFree = true
  for i = 3, #ARGV, 2 do
    local window = tonumber(ARGV[i + 1])
    local earlier = redis.call('LINDEX', KEYS[1], -tonumber(ARGV[i]))
    local wait = 0
    if earlier then wait = tonumber(earlier) + window - now end
    if wait > 0 then isFree = false end
    waits[#waits + 1] = wait
    longest = math.max(longest, window)
  end
  if isFree and ARGV[1] == '1' then
    redis.call('RPUSH', KEYS[1], string.format('%.0f', now))
    redis.call('LTRIM', KEYS[1], -tonumber(ARGV[2]), -1)
    redis.call('PEXPIRE', KEYS[1], longest)
  end
  return waits
`;

function redisWriteLog(redis: RedisClient, prefix: string): WriteLog {
  return {
    look: async (installationId, limits, { isTaking }) => {
      const kept = Math.max(...limits.map((limit) => limit.count));
      const numbers = limits.flatMap((limit) => [limit.count, limit.windowMs]);
      const key = `${prefix}:writes:${installationId}`;
      return z.array(z.number()).parse(await redis.eval(lookScript, 1, key, isTaking ? 1 : 0, kept, ...numbers));
    },
  };
}
