/** Connections to Redis by an address: one server, a cluster, or whichever server its sentinels name. */
import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { UserMistake } from '../domain/errors.ts';

export type RedisClient = Redis | Cluster;

type Node = { readonly host: string; readonly port: number };
type Wanted = Pick<RedisOptions, 'maxRetriesPerRequest' | 'lazyConnect' | 'socketTimeout'>;

const redisPort = 6379;
const sentinelPort = 26_379;

/**
 * A connection to `redis[s]://user:password@host:port/db`. `?cluster=true`: the host is a node of a cluster. `?sentinel=NAME`: it is a
 * sentinel that knows the server of that name. Both may name further nodes or sentinels, `&node=host:port` for each, so that one may be
 * away. Throws UserMistake when the address asks for both, or names a node wrongly.
 */
export function connectRedis(url: string, wanted: Wanted): RedisClient {
  const address = new URL(url);
  const query = address.searchParams;
  const sentinel = query.get('sentinel');
  const isCluster = query.get('cluster') === 'true';
  if (isCluster && sentinel !== null) throw new UserMistake('`REDIS_URL` asks for a cluster and for sentinels. Keep one of them.');
  if (isCluster) return connectCluster(address, wanted);
  if (sentinel === null) return new Redis(url, wanted);
  const db = Number(address.pathname.slice(1) || 0);
  return new Redis({ ...wanted, ...accessOf(address), db, sentinels: nodesOf(address, sentinelPort), name: sentinel });
}

/** A cluster has one database, so the address's number is none of its. */
function connectCluster(address: URL, { lazyConnect = false, ...wanted }: Wanted): Cluster {
  return new Cluster(nodesOf(address, redisPort), { lazyConnect, redisOptions: { ...wanted, ...accessOf(address) } });
}

function accessOf({ protocol, username, password }: URL): Pick<RedisOptions, 'username' | 'password' | 'tls'> {
  return {
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
    ...(protocol === 'rediss:' ? { tls: {} } : {}),
  };
}

function nodesOf({ hostname, port, searchParams }: URL, usualPort: number): Node[] {
  const first = { host: bare(hostname), port: Number(port || usualPort) };
  return [first, ...searchParams.getAll('node').map((text) => nodeOf(text, usualPort))];
}

function nodeOf(text: string, usualPort: number): Node {
  const address = URL.parse(`redis://${text}`);
  if (address === null || address.hostname === '') throw new UserMistake('`REDIS_URL` names a `node` that is no `host:port`. Correct it.');
  return { host: bare(address.hostname), port: Number(address.port || usualPort) };
}

/** Addresses of IPv6 stand in brackets. */
function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}
