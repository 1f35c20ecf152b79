/** A sandbox and a place to keep things, on which processes of the service play; the test watches the same store and queue. */
import { openApp, type App, type Log } from '../../src/app.ts';
import { isIdle } from '../../src/cli/drain.ts';
import { toInstant } from '../../src/domain/instant.ts';
import { addMonths, monthOf } from '../../src/domain/month.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import type { SandboxIssue } from '../../src/sandbox/reading.ts';
import { loadEnvironment } from '../../src/settings/load.ts';
import { until } from '../queue/until.ts';
import { newPlace, type Place, type PlaceKind } from './places.ts';
import { type ServiceProcess, startService, type Variables } from '../program.ts';
import { reportsIn } from './reports-in.ts';
import { rfcAct, smallOrganisation } from './small-organisation.ts';

export type Stage = {
  readonly sandbox: Sandbox;
  /** What every process needs. */
  readonly variables: Variables;
  /** Starts a process, which is ended with the stage at the latest. */
  readonly start: (more?: Variables) => Promise<ServiceProcess>;
  /** Sends deliveries to this process from now on. */
  readonly deliverTo: (process: ServiceProcess) => void;
  /** The program on the same store and queue; on the embedded store once a process serves it. */
  readonly watch: () => Promise<App>;
  /** Installs the App on `handbook`, which opted in, and `brag-log`. */
  readonly install: () => void;
  /** Opens an RFC of ravi's in `handbook`, in the last month. */
  readonly openRfc: (number: number, title: string) => void;
  /** Asks for a sweep, which asks for the reports that are due. */
  readonly sweep: () => Promise<void>;
  /** Waits until deliveries are answered and nothing waits. */
  readonly settle: () => Promise<void>;
  readonly reports: () => readonly SandboxIssue[];
  /** Titles of the evidence held about ravi. */
  readonly evidence: () => Promise<readonly string[]>;
  readonly stop: () => Promise<void>;
};

const secret = 'the secret of a test';
const settleWithinMs = 90_000;
const quiet: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** The processes go by the real clock, so that what is reported happened in the month before. */
const lastMonth = addMonths(monthOf(toInstant(Date.now()), 'UTC'), -1);
const on = (day: number): string => `${lastMonth}-${String(day).padStart(2, '0')}T09:00:00Z`;

function install(sandbox: Sandbox): void {
  const by = { at: on(1), by: 'olga' };
  for (const repository of ['handbook', 'brag-log']) sandbox.perform({ ...by, do: 'create-repository', repository, visibility: 'private' });
  sandbox.perform({ ...by, do: 'commit-file', repository: 'handbook', path: '.github/staff-signals.yml', text: 'enabled: true\n' });
  sandbox.perform({ ...by, do: 'install', repositories: ['handbook', 'brag-log'] });
}

async function titlesOf(app: App, sandbox: Sandbox, login: string): Promise<readonly string[]> {
  const person = sandbox.world.accounts.get(login)?.id ?? 0;
  const items = await app.store.tenant(sandbox.installationId() ?? 0, (tenant) => tenant.evidence.ofPerson(person));
  return items.map(({ title }) => title).toSorted();
}

function variablesOf(place: Place, sandbox: Sandbox): Variables {
  const credentials = { APP_ID: String(sandbox.appId), PRIVATE_KEY: sandbox.privateKey, WEBHOOK_SECRET: secret };
  return { ...place.variables, ...credentials, GITHUB_API_URL: sandbox.url, SETTLE_SECONDS: '0' };
}

function openWatch(sandbox: Sandbox, variables: Variables): Promise<App> {
  return openApp({
    environment: loadEnvironment(variables),
    credentials: { id: sandbox.appId, privateKey: sandbox.privateKey, webhookSecret: secret },
    clock: () => toInstant(Date.now()),
    log: quiet,
    storeRole: 'command',
    offline: { webUrl: sandbox.webUrl },
  });
}

/** Sets a stage without any process yet. */
export async function setStage(kind: PlaceKind): Promise<Stage> {
  const place = await newPlace(kind);
  const sandbox = await createSandbox({ ...smallOrganisation, now: on(1) });
  const variables = variablesOf(place, sandbox);
  const processes: ServiceProcess[] = [];
  let watching: Promise<App> | null = null;
  const watch = () => (watching ??= openWatch(sandbox, variables));
  return {
    sandbox,
    variables,
    start: async (more = {}) => {
      const started = await startService({ ...variables, ...more });
      processes.push(started);
      return started;
    },
    deliverTo: ({ address }) => sandbox.connect({ url: `${address}/api/github/webhooks`, secret }),
    watch,
    install: () => install(sandbox),
    openRfc: (number, title) => sandbox.perform(rfcAct({ at: on(10), by: 'ravi', subject: `handbook#${number}`, title: `RFC: ${title}` })),
    sweep: async () => (await watch()).queues.sweep({ installationId: sandbox.installationId() ?? 0 }),
    settle: async () => untilSettled(await watch(), sandbox),
    reports: () => reportsIn(sandbox, 'brag-log'),
    evidence: async () => titlesOf(await watch(), sandbox, 'ravi'),
    stop: async () => {
      await (await watching)?.close();
      for (const each of processes) await each.kill();
      await sandbox.close();
      await place.remove();
    },
  };
}

async function untilSettled(app: App, sandbox: Sandbox): Promise<void> {
  await sandbox.flush();
  await until('nothing waits', () => isIdle(app), settleWithinMs);
}
