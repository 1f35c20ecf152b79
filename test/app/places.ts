/** Where a story keeps its store and its queue, as variables of the environment: empty, and its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { inject } from 'vitest';
import { layEmbeddedStore } from '../embedded-template.ts';
import { serviceDatabaseUrl, serviceRedisUrl } from '../services.ts';
import { newDatabase } from '../store/open-for-tests.ts';

export type Place = {
  readonly variables: Readonly<Record<string, string>>;
  /** Takes everything away again; nothing may be connected any more. */
  readonly remove: () => Promise<void>;
};

/** Redis has 16 databases unless told otherwise; tests on the queue alone use the first. */
const redisDatabases = Array.from({ length: 15 }, (_, index) => index + 1);
const claimKey = 'claimed-by-a-test';
const claimSeconds = 600;

function mustBe(url: string | null): string {
  if (url === null) throw new Error('This needs real services: run it with `npm run test:services`.');
  return url;
}

/** Takes a Redis database that no other test uses. The claim stands in the database itself, and ends with what is in it. */
async function claimRedis(url: string): Promise<{ readonly url: string; readonly release: () => Promise<void> }> {
  for (const number of redisDatabases) {
    const address = new URL(url);
    address.pathname = `/${number}`;
    const redis = new Redis(address.href);
    if ((await redis.set(claimKey, 1, 'EX', claimSeconds, 'NX')) === null) {
      redis.disconnect();
      continue;
    }
    await redis.multi().flushdb().set(claimKey, 1, 'EX', claimSeconds).exec();
    const release = async (): Promise<void> => {
      await redis.flushdb();
      redis.disconnect();
    };
    return { url: address.href, release };
  }
  throw new Error('Every database of the Redis for tests is taken.');
}

async function embeddedPlace(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'staff-signals-test-'));
  await layEmbeddedStore(folder);
  return { variables: { DATA_DIR: folder }, remove: () => rm(folder, { recursive: true, force: true }) };
}

async function postgresPlace(): Promise<Place> {
  const database = await newDatabase(mustBe(serviceDatabaseUrl()));
  return { variables: { DATABASE_URL: database.url }, remove: database.drop };
}

async function redisPlace(): Promise<Place> {
  const postgres = await postgresPlace();
  const redis = await claimRedis(mustBe(serviceRedisUrl()));
  const remove = async (): Promise<void> => {
    await redis.release();
    await postgres.remove();
  };
  return { variables: { ...postgres.variables, REDIS_URL: redis.url }, remove };
}

const placeOf = { embedded: embeddedPlace, PostgreSQL: postgresPlace, 'Redis and PostgreSQL': redisPlace } as const;

export type PlaceKind = keyof typeof placeOf;

/** An empty place: of the kind named, or the one that the stories of this run are told on. */
export function newPlace(kind: PlaceKind = inject('storyPlace')): Promise<Place> {
  return placeOf[kind]();
}
