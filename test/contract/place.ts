/** A sandbox and the whole program beside it: a real service process, its data folder, and a view into its store. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type App, type Log, openApp } from '../../src/app.ts';
import { isIdle } from '../../src/cli/drain.ts';
import { toInstant } from '../../src/domain/instant.ts';
import { addMonths, type Month, monthOf } from '../../src/domain/month.ts';
import type { ActData } from '../../src/sandbox/act.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { loadEnvironment } from '../../src/settings/load.ts';
import { smallOrganisation } from '../app/small-organisation.ts';
import { type ServiceProcess, startService, type Variables } from '../program.ts';

export type Place = {
  readonly sandbox: Sandbox;
  /** What a process needs to work here. */
  readonly variables: Variables;
  readonly service: ServiceProcess;
  /** The program's parts on the service's store, for tests that look closer. */
  readonly app: App;
  readonly installationId: () => number;
  /** Performs and waits until the service has worked it off. */
  readonly act: (...acts: readonly ActData[]) => Promise<void>;
  readonly settle: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** The last month that is over: the processes go by the real clock. */
export const lastMonth: Month = addMonths(monthOf(toInstant(Date.now()), 'UTC'), -1);

/** An instant of that month. */
export function on(day: number, time = '09:00:00'): string {
  return `${lastMonth}-${String(day).padStart(2, '0')}T${time}Z`;
}

const secret = 'the secret of the contract';
const deadlineMs = 40_000;
const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** A running service on an empty sandbox. */
export async function openPlace(more: Variables = {}): Promise<Place> {
  const dataDir = await mkdtemp(join(tmpdir(), 'staff-signals-contract-'));
  const sandbox = await createSandbox({ ...smallOrganisation, now: on(1) });
  const variables = {
    APP_ID: String(sandbox.appId),
    PRIVATE_KEY: sandbox.privateKey,
    WEBHOOK_SECRET: secret,
    GITHUB_API_URL: sandbox.url,
    DATA_DIR: dataDir,
    SETTLE_SECONDS: '0',
    ...more,
  };
  const service = await startService({ LOG_LEVEL: 'trace', ...variables });
  sandbox.connect({ url: `${service.address}/api/github/webhooks`, secret });
  const app = await openView(sandbox, variables);
  const settle = () => settleAll(sandbox, app, service);
  return {
    sandbox,
    variables,
    service,
    app,
    installationId: () => sandbox.installationId() ?? 0,
    act: async (...acts) => {
      for (const one of acts) sandbox.perform(one);
      await settle();
    },
    settle,
    stop: async () => {
      await app.close();
      await service.stop();
      await sandbox.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function openView(sandbox: Sandbox, variables: Variables): Promise<App> {
  const environment = loadEnvironment(variables);
  const credentials = { id: sandbox.appId, privateKey: sandbox.privateKey, webhookSecret: secret };
  return openApp({
    environment,
    credentials,
    clock: () => toInstant(Date.now()),
    log: silent,
    storeRole: 'command',
    offline: { webUrl: sandbox.webUrl },
  });
}

async function settleAll(sandbox: Sandbox, app: App, service: ServiceProcess): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    await sandbox.flush();
    if (await isIdle(app)) return;
    if (Date.now() > deadline) throw new Error(`Not idle: ${JSON.stringify(await app.queue.counts())}\n${service.output()}`);
    await pause(50);
  }
}
