/** `doctor` on what the service stands on: the store, the queue, and the clocks. */
import type { Instant } from '../../domain/instant.ts';
import type { Keeper } from '../../queue/backend.ts';
import type { JobCounts } from '../../queue/open-queue.ts';
import type { StoreHealth } from '../../store/health.ts';
import { type Check, fine, wrong } from './check.ts';

/** PostgreSQL's own project mends no older ones. https://www.postgresql.org/support/versioning/ */
const oldestServer = 14;

/** The database itself. `isEmbedded`: that of `DATA_DIR`. */
export function storeChecks(health: StoreHealth, { isEmbedded }: { readonly isEmbedded: boolean }): readonly Check[] {
  const { version, migrations, openTables, unboundRoles, keepsApart } = health;
  const kind = isEmbedded ? 'embedded PostgreSQL' : 'PostgreSQL';
  const isOld = Number.parseInt(version, 10) < oldestServer;
  const rules = "staff-signals' own rules are missing there; put a backup back with its policies, as the README says";
  return [
    isOld
      ? wrong('store', `${kind} ${version} is no longer mended by its makers: upgrade it to ${oldestServer} or newer`)
      : fine('store', `${kind} ${version} answers; all ${migrations} migrations have run`),
    ...(openTables.length > 0 ? [wrong('store: tenants', `not kept apart in ${openTables.join(', ')}: ${rules}`)] : []),
    ...unboundRoles.map((role) =>
      wrong('store: tenants', `the role ${role} sees everything: let an administrator run ALTER ROLE ${role} NOSUPERUSER NOBYPASSRLS`),
    ),
    ...(keepsApart ? [] : [wrong('store: tenants', `row-level security does not hold: ${rules}`)]),
    ...(openTables.length === 0 && unboundRoles.length === 0 && keepsApart
      ? [fine('store: tenants', 'kept apart by row-level security')]
      : []),
  ];
}

/** Jobs begin within seconds; what waits for so long is taken up by nobody. */
const longWaitMs = 15 * 60_000;

type Queue = {
  readonly counts: Readonly<Record<string, JobCounts>>;
  /** By queue, how long the job that has waited longest could have run. */
  readonly oldestWaitingMs: Readonly<Record<string, number>>;
  readonly keeper: Keeper;
};

/** The queue: what waits in it and since when, and how its Redis is set. */
export function queueChecks({ counts, oldestWaitingMs, keeper }: Queue): readonly Check[] {
  const words = Object.entries(counts)
    .map(
      ([name, { waiting, active, delayed, failed }]) =>
        `${name}: ${waiting} waiting, ${active} running, ${delayed} delayed, ${failed} failed`,
    )
    .join('; ');
  const waitMs = Math.max(0, ...Object.values(oldestWaitingMs));
  const kept = keeper.kind === 'redis' ? `in Redis ${keeper.version}` : 'in PostgreSQL';
  const since = waitMs > 0 ? `; the oldest has waited ${inWords(waitMs)}` : '';
  return [
    waitMs > longWaitMs
      ? wrong('queue', `a job has waited ${inWords(waitMs)}: start a worker (\`ROLE\` worker or all), or more of them. ${words}`)
      : fine('queue', `${kept}; ${words}${since}`),
    ...(keeper.kind === 'redis' ? redisChecks(keeper) : []),
  ];
}

/** A Redis that is nearly full refuses new jobs when it evicts nothing, and loses old ones when it evicts. */
const fullShare = 0.9;

function redisChecks({ evictionPolicy, isAppendOnly, usedBytes, maxBytes }: Keeper & { readonly kind: 'redis' }): readonly Check[] {
  const isFull = maxBytes !== null && usedBytes > maxBytes * fullShare;
  return [
    evictionPolicy === 'noeviction'
      ? fine('Redis: eviction', 'none, as it should be')
      : wrong('Redis: eviction', `the policy is ${evictionPolicy}, which drops jobs: set maxmemory-policy to noeviction`),
    fine(
      'Redis: append-only file',
      isAppendOnly
        ? 'on'
        : 'off: jobs are lost when Redis stops. The store knows what waits, and the hourly sweep asks again; with `appendonly yes` nobody waits for that',
    ),
    ...(isFull ? [wrong('Redis: memory', `${percent(usedBytes / maxBytes)} of maxmemory is used: give it more`)] : []),
  ];
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function inWords(durationMs: number): string {
  const seconds = Math.round(durationMs / 1000);
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} minutes` : `${Math.round(seconds / 3_600)} hours`;
}

/** What clocks may differ by. GitHub takes no token from the future, and a token holds for ten minutes. */
const toleratedSeconds = 30;

/** Another clock's time beside ours, each with when it was asked, in milliseconds since 1970. */
export type ClockReading = { readonly whose: 'GitHub' | 'the database'; readonly time: Instant; readonly readAt: number };

/** This machine's clock beside GitHub's and the database's. */
export function clockChecks(readings: readonly ClockReading[]): readonly Check[] {
  if (readings.length === 0) return [];
  const off = readings
    .map(({ whose, time, readAt }) => ({ whose, seconds: Math.round((readAt - Date.parse(time)) / 1000) }))
    .filter(({ seconds }) => Math.abs(seconds) > toleratedSeconds);
  if (off.length === 0) return [fine('clock', `within ${toleratedSeconds} s of ${readings.map(({ whose }) => whose).join(' and ')}`)];
  return off.map(({ whose, seconds }) =>
    wrong(
      'clock',
      `this machine is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} ${whose}: set both by a time server (NTP; timedatectl set-ntp true)`,
    ),
  );
}
