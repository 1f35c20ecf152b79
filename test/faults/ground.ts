/** Where faults are tried: a sandbox, servers of one's own behind gates, the service as processes, and the same story undisturbed beside it. */
import { mkdir, mkdtemp, rm, chmod, writeFile } from 'node:fs/promises';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type App, type Log, openApp } from '../../src/app.ts';
import { isIdle } from '../../src/cli/drain.ts';
import type { Evidence } from '../../src/domain/evidence.ts';
import type { ActData } from '../../src/sandbox/act.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { serve } from '../../src/serve.ts';
import { loadEnvironment } from '../../src/settings/load.ts';
import { tick } from '../../src/usecases/sweep.ts';
import { reportsIn } from '../app/reports-in.ts';
import { smallOrganisation } from '../app/small-organisation.ts';
import { layEmbeddedStore } from '../embedded-template.ts';
import { type ServiceProcess, startService, type Variables } from '../program.ts';
import { type Gate, openGate } from '../queue/gate.ts';
import { until } from '../queue/until.ts';
import { type OwnServer, postgresServer, redisServer } from '../start-services.ts';
import { newDatabase } from '../store/open-for-tests.ts';
import { type Disk, mountDisk } from './disk.ts';
import { type Hurry, hurriedTimes } from './hurry.ts';

const secret = 'the secret of a test';
const quiet: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const restWithinMs = 60_000;
const lookEveryMs = 50;

/** What a story came to: all that must be the same whatever happened on the way. */
export type Outcome = { readonly evidence: readonly Evidence[]; readonly reports: readonly unknown[] };

/** A story on a sandbox, by the sandbox's clock. */
export type Telling = {
  readonly sandbox: Sandbox;
  readonly perform: (act: ActData) => void;
  readonly advanceTo: (at: string) => void;
  /** What is due every hour. */
  readonly hour: () => Promise<void>;
  /** Waits until deliveries are answered and nothing waits, runs or pauses; at most a minute, and `noticedMs` before that. */
  readonly rest: (noticedMs?: number) => Promise<void>;
  readonly outcome: () => Promise<Outcome>;
};

/** A server that faults meet: its gate leads the service to it. */
export type Victim = { readonly server: OwnServer; readonly gate: Gate; readonly folder: string };

export type VictimName = 'redis' | 'postgres';

export type Ground = Telling & {
  readonly kind: GroundKind;
  readonly victims: Readonly<Partial<Record<VictimName, Victim>>>;
  /** The process that takes deliveries, and the one that works; the same one on the embedded store. */
  readonly web: () => ServiceProcess;
  readonly worker: () => ServiceProcess;
  /** Starts new processes in the place of those that have ended. */
  readonly startMissing: () => Promise<void>;
  /** Where the embedded store lies. */
  readonly disk: Disk | null;
  readonly undisturbed: Telling;
  readonly failed: () => Promise<readonly unknown[]>;
  readonly stop: () => Promise<void>;
};

export type GroundKind = 'Redis and PostgreSQL' | 'PostgreSQL' | 'embedded';

const begunAt = '2025-01-01T08:00:00Z';

function newSandbox(): Promise<Sandbox> {
  return createSandbox({ ...smallOrganisation, now: begunAt });
}

function appVariables(sandbox: Sandbox): Variables {
  const credentials = { APP_ID: String(sandbox.appId), PRIVATE_KEY: sandbox.privateKey, WEBHOOK_SECRET: secret };
  return { ...credentials, GITHUB_API_URL: sandbox.url, SETTLE_SECONDS: '0', PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'info' };
}

function openOn(sandbox: Sandbox, variables: Variables, storeRole: 'service' | 'command'): Promise<App> {
  return openApp({
    environment: loadEnvironment(variables),
    credentials: { id: sandbox.appId, privateKey: sandbox.privateKey, webhookSecret: secret },
    clock: sandbox.now,
    log: quiet,
    storeRole,
    offline: { webUrl: sandbox.webUrl },
    queueTimes: hurriedTimes,
  });
}

/** The tick alone may wait for its next turn. */
async function isAtRest(app: App): Promise<boolean> {
  if (!(await isIdle(app))) return false;
  const counts = await app.queue.counts();
  const delayed = Object.values(counts).reduce((sum, count) => sum + count.delayed, 0);
  return delayed === 1 && counts.sweep.delayed === 1;
}

async function outcomeOf(app: App, sandbox: Sandbox): Promise<Outcome> {
  const evidence = await app.store.tenant(sandbox.installationId() ?? 0, async (tenant) => {
    const lists: (readonly Evidence[])[] = [];
    for (const { id } of (await tenant.organisation.newest())?.members ?? []) lists.push(await tenant.evidence.ofPerson(id));
    return lists.flat();
  });
  const reports = reportsIn(sandbox, 'brag-log').map(({ title, body, assignees, labels, comments }) => ({
    title,
    body,
    assignees,
    labels,
    comments: comments.map((comment) => comment.body),
  }));
  const byText = (one: unknown, other: unknown): number => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1);
  return { evidence: evidence.toSorted(byText), reports: reports.toSorted(byText) };
}

type TellingParts = {
  readonly sandbox: Sandbox;
  readonly app: () => Promise<App>;
  readonly clockMoved: () => void;
  readonly said: () => string;
};

function makeTelling({ sandbox, app, clockMoved, said }: TellingParts): Telling {
  return {
    sandbox,
    perform: (act) => {
      sandbox.perform(act);
      clockMoved();
    },
    advanceTo: (at) => {
      sandbox.advanceTo(at);
      clockMoved();
    },
    // Connections that were cut meanwhile may fail once.
    hour: async () => {
      const ticks = async () =>
        tick(await app()).then(
          () => true,
          () => false,
        );
      await until('the hour is told', ticks, restWithinMs);
    },
    rest: async (noticedMs = 0) => {
      const rests = async () => isAtRest(await app()).catch(() => false);
      await until('nothing waits', async () => (await pause(lookEveryMs), await sandbox.flush(), rests()), noticedMs + restWithinMs).catch(
        async (error: unknown) => {
          const counts = await (await app()).queue.counts().catch(String);
          throw new Error(`It does not come to rest: ${JSON.stringify(counts)}\n${said()}`, { cause: error });
        },
      );
    },
    outcome: async () => outcomeOf(await app(), sandbox),
  };
}

/** The story in this process, on a PostgreSQL that nothing happens to. */
async function tellUndisturbed(databaseUrl: string): Promise<{ readonly telling: Telling; readonly stop: () => Promise<void> }> {
  const [sandbox, database] = await Promise.all([newSandbox(), newDatabase(databaseUrl)]);
  const variables = { ...appVariables(sandbox), DATABASE_URL: database.url };
  const app = await openOn(sandbox, variables, 'service');
  const environment = loadEnvironment(variables);
  const credentials = { id: sandbox.appId, privateKey: sandbox.privateKey, webhookSecret: secret };
  const service = await serve({ app, environment, credentials });
  sandbox.connect({ url: `${service.address}/api/github/webhooks`, secret });
  const telling = makeTelling({ sandbox, app: async () => app, clockMoved: () => {}, said: () => '' });
  const stop = async () => {
    await service.stop();
    await sandbox.close();
    await database.drop();
  };
  return { telling, stop };
}

async function begin(server: OwnServer, folder: string): Promise<Victim> {
  await server.start();
  const { hostname, port } = new URL(server.url);
  return { server, gate: await openGate({ host: hostname, port: Number(port) }), folder };
}

async function openVictims(kind: GroundKind, folder: string): Promise<Ground['victims']> {
  const folders = { redis: join(folder, 'redis'), postgres: join(folder, 'postgres') };
  await Promise.all(Object.values(folders).map((each) => mkdir(each)));
  const makes: Readonly<Record<VictimName, () => Promise<Victim>>> = {
    redis: async () => begin(await redisServer({ folder: folders.redis, isDurable: true }), folders.redis),
    postgres: async () => begin(await postgresServer({ folder: folders.postgres, isDurable: true }), folders.postgres),
  };
  if (kind === 'embedded') return {};
  if (kind === 'PostgreSQL') return { postgres: await makes.postgres() };
  const [redis, postgres] = await Promise.all([makes.redis(), makes.postgres()]);
  return { redis, postgres };
}

/** Where the service finds its servers: `direct` for whoever watches, through the gates for those who are watched. */
function placeOf(victims: Ground['victims'], dataDir: string, way: 'direct' | 'gated'): Variables {
  const urlOf = ({ server, gate }: Victim): string => {
    const url = new URL(server.url);
    if (way === 'gated') url.port = String(gate.port);
    return url.href;
  };
  const { redis, postgres } = victims;
  return {
    ...(redis === undefined ? {} : { REDIS_URL: urlOf(redis) }),
    ...(postgres === undefined ? { DATA_DIR: dataDir } : { DATABASE_URL: urlOf(postgres) }),
  };
}

const program = join(import.meta.dirname, 'hurried-start.ts');

/** The processes of the service, each known by its role. */
function makeProcesses(kind: GroundKind, variables: Variables, hurry: Hurry) {
  const running = new Map<string, ServiceProcess>();
  const ended: ServiceProcess[] = [];
  const roles = kind === 'embedded' ? ['all'] : ['web', 'worker'];
  const start = async (role: string): Promise<void> => {
    const before = running.get(role);
    if (before?.isRunning() === true) return;
    if (before !== undefined) ended.push(before);
    const args = [program, JSON.stringify(hurry)];
    running.set(role, await startService({ ...variables, ROLE: role }, { command: process.execPath, args }));
  };
  const find = (role: string): ServiceProcess => {
    const found = running.get(role) ?? running.get('all');
    if (found === undefined) throw new Error(`No ${role} was started`);
    return found;
  };
  return {
    web: () => find('web'),
    worker: () => find('worker'),
    startMissing: () => Promise.all(roles.map(start)),
    /** The last of what they said. */
    said: () => [...ended.slice(-1), ...running.values()].map((each) => each.output().slice(-4_000)).join('\n---\n'),
    stop: () => Promise.all([...running.values()].map((each) => each.kill())),
  };
}

/** A ground with its processes running and an App that is not installed yet. `quietDatabaseUrl`: a PostgreSQL on which nothing happens. */
export async function openGround(kind: GroundKind, quietDatabaseUrl: string): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'staff-signals-ground-'));
  await chmod(folder, 0o755);
  const [undisturbed, sandbox, victims] = await Promise.all([tellUndisturbed(quietDatabaseUrl), newSandbox(), openVictims(kind, folder)]);
  const clockFile = join(folder, 'clock');
  await writeFile(clockFile, sandbox.now());
  const disk = kind === 'embedded' ? mountDisk(join(folder, 'data')) : null;
  const data = disk?.path ?? '';
  // Only Vitest has a template; elsewhere the service makes its store itself.
  if (disk !== null && process.env['VITEST'] !== undefined) await layEmbeddedStore(data);
  const own = { ...appVariables(sandbox), NODE_NO_WARNINGS: '1' };
  const processes = makeProcesses(kind, { ...own, ...placeOf(victims, data, 'gated') }, { webUrl: sandbox.webUrl, clockFile });
  const startMissing = async (): Promise<void> => {
    await processes.startMissing();
    sandbox.connect({ url: `${processes.web().address}/api/github/webhooks`, secret });
  };
  let watching: Promise<App> | null = null;
  const watch = (): Promise<App> => {
    watching ??= openOn(sandbox, { ...own, ...placeOf(victims, data, 'direct') }, 'command');
    return watching;
  };
  const telling = makeTelling({ sandbox, app: watch, clockMoved: () => writeFileSync(clockFile, sandbox.now()), said: processes.said });
  await startMissing();
  return {
    ...telling,
    kind,
    victims,
    web: processes.web,
    worker: processes.worker,
    startMissing,
    disk,
    undisturbed: undisturbed.telling,
    failed: async () => (await watch()).queue.failed(),
    stop: async () => {
      await (await watching)?.close();
      await processes.stop();
      await Promise.all(Object.values(victims).map(({ gate, server }) => gate.close().then(server.stop)));
      await sandbox.close();
      await undisturbed.stop();
      disk?.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
