/** Starts the whole service on a sandbox, for tests that watch it from outside. */
import { setTimeout as pause } from 'node:timers/promises';
import { type App, type AppOptions, type Log, type Offline, openApp } from '../../src/app.ts';
import { isIdle } from '../../src/cli/drain.ts';
import type { Instant } from '../../src/domain/instant.ts';
import { createLog } from '../../src/log.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { serve } from '../../src/serve.ts';
import type { Environment } from '../../src/settings/environment.ts';
import { loadEnvironment } from '../../src/settings/load.ts';
import { newPlace, type Place, type PlaceKind } from './places.ts';

export type Story = {
  readonly sandbox: Sandbox;
  readonly app: App;
  readonly address: string;
  readonly secret: string;
  /** Waits until every delivery is answered and nothing waits. */
  readonly settle: () => Promise<void>;
  /** Moves the clock, runs the sweep and waits. */
  readonly sweepAt: (now: string) => Promise<void>;
  /** Every line of the log, at its most talkative. */
  readonly logged: () => readonly string[];
  /** Warnings and errors that were logged. */
  readonly warnings: () => readonly string[];
  readonly stop: () => Promise<void>;
};

const deadlineMs = 50_000;
const secret = 'the secret of a test';

/** What is out of the ordinary: GitHub's patience, a clock that is wrong, and where the store is kept. */
type Oddities = Omit<Offline, 'webUrl'> &
  Pick<AppOptions, 'queueTimes'> & { readonly clockOf?: (now: Instant) => Instant; readonly placeKind?: PlaceKind };

/** The service, empty, on a sandbox without repositories. */
export async function startStory(
  options: SandboxOptions,
  { clockOf, placeKind, queueTimes = {}, ...github }: Oddities = {},
): Promise<Story> {
  const place = await newPlace(placeKind);
  const sandbox = await createSandbox(options);
  const environment = environmentOf(place, sandbox);
  const credentials = { id: sandbox.appId, privateKey: sandbox.privateKey, webhookSecret: secret };
  const { log, logged, warnings } = listeningLog();
  const app = await openApp({
    environment,
    credentials,
    clock: clockOf === undefined ? sandbox.now : () => clockOf(sandbox.now()),
    log,
    storeRole: 'service',
    offline: { webUrl: sandbox.webUrl, ...github },
    queueTimes,
  });
  const service = await serve({ app, environment, credentials });
  sandbox.connect({ url: `${service.address}/api/github/webhooks`, secret });
  const settle = () => untilSettled({ app, sandbox, warnings });
  const stop = async (): Promise<void> => {
    await service.stop();
    await sandbox.close();
    await place.remove();
  };
  const sweepAt = async (now: string): Promise<void> => {
    sandbox.advanceTo(now);
    await app.queues.sweep({ installationId: sandbox.installationId() ?? 0 });
    await settle();
  };
  return { sandbox, app, address: service.address, secret, settle, sweepAt, logged: () => logged, warnings: () => warnings, stop };
}

function environmentOf(place: Place, sandbox: Sandbox): Environment {
  const { id, secret: clientSecret } = sandbox.oauthClient();
  return loadEnvironment({
    GITHUB_API_URL: sandbox.url,
    GITHUB_CLIENT_ID: id,
    GITHUB_CLIENT_SECRET: clientSecret,
    SESSION_SECRET: 'a secret of at least thirty-two characters',
    ...place.variables,
    PORT: '0',
    HOST: '127.0.0.1',
    SETTLE_SECONDS: '0',
  });
}

type Heard = { readonly log: Log; readonly logged: readonly string[]; readonly warnings: readonly string[] };

/** The program's log at its most talkative; the lines and warnings grow as it is written. */
function listeningLog(): Heard {
  const logged: string[] = [];
  const warnings: string[] = [];
  const written = createLog('trace', { write: (line) => void logged.push(line) });
  const heard =
    (level: 'warn' | 'error'): Log['warn'] =>
    (fields, message) => {
      warnings.push(`${message} ${textOf(fields)}`);
      written[level](fields, message);
    };
  const log: Log = {
    debug: (fields, message) => written.debug(fields, message),
    info: (fields, message) => written.info(fields, message),
    warn: heard('warn'),
    error: heard('error'),
  };
  return { log, logged, warnings };
}

async function untilSettled({ app, sandbox, warnings }: Pick<Story, 'app' | 'sandbox'> & Pick<Heard, 'warnings'>): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    await sandbox.flush();
    if (await isIdle(app)) return;
    if (Date.now() > deadline) throw new Error(`Not idle: ${JSON.stringify(await app.queue.counts())}\n${warnings.join('\n')}`);
    await pause(20);
  }
}

function textOf(fields: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(fields, (_key, value: unknown) =>
    value instanceof Error ? `${value.stack} ${value.cause instanceof Error ? value.cause.stack : ''}` : value,
  );
}
