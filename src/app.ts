/** Wires the program: store, queue and GitHub to the use cases. The only place that knows which adapter stands behind which port. */
import type { Ladder } from './domain/ladder.ts';
import type { ApiAllowance } from './github/api-budget.ts';
import { createAccounts } from './github/accounts.ts';
import { createCheckWriter } from './github/checks.ts';
import { createDeliveryLog } from './github/delivery-log.ts';
import { batchSize, createDossierSource } from './github/dossier-source.ts';
import { createFileSource } from './github/file-source.ts';
import { createGithubClient, type GithubClient } from './github/client.ts';
import { createInstallationSource } from './github/installation-source.ts';
import { createOrganisationSource } from './github/organisation-source.ts';
import { createReportTracker } from './github/report-tracker.ts';
import { createSettingsSource } from './github/settings-source.ts';
import { type OpenQueue, openQueue, type QueueOptions } from './queue/open-queue.ts';
import { openTelemetry } from './queue/telemetry.ts';
import type { WriteLimit } from './queue/write-budget.ts';
import { rubricUrl } from './rubric-page.ts';
import type { AppCredentials, Environment } from './settings/environment.ts';
import { readShippedLadders } from './settings/shipped-ladders.ts';
import { type OpenStore, openStore } from './store/open.ts';
import { type AskedAgain, nothingAsked } from './usecases/resend-lost.ts';
import { tellLog } from './tell.ts';
import type { Tell } from './usecases/deeds.ts';
import type { Accounts } from './usecases/log/packet-shares.ts';
import type { PublishPorts } from './usecases/publish-month.ts';
import type {
  CheckWriter,
  Clock,
  DeliveryLog,
  DossierSource,
  FileSource,
  InstallationSource,
  OrganisationSource,
  Queues,
  SettingsSource,
} from './usecases/ports.ts';

export type AppOptions = {
  readonly environment: Environment;
  readonly credentials: AppCredentials;
  readonly clock: Clock;
  readonly log: Log;
  /** `service` owns the embedded store, `command` shares it with a running service. */
  readonly storeRole: 'service' | 'command';
  /** An offline GitHub, which has no limits on writes. */
  readonly offline?: Offline;
  /** The queue's own times, unless somebody is in a hurry. */
  readonly queueTimes?: Pick<QueueOptions, 'retry' | 'lockMs' | 'lookAfterTickMs'>;
};

/** Where its pages are, how long it may take for an answer, and by which clock its rate limits end (milliseconds since 1970). */
export type Offline = { readonly webUrl: string; readonly requestTimeoutMs?: number; readonly now?: () => number };

type Write = (fields: Readonly<Record<string, unknown>>, message: string) => void;

/** A logger: static messages, data in fields, no secrets and no texts of people. */
export type Log = { readonly debug: Write; readonly info: Write; readonly warn: Write; readonly error: Write };

/** Everything that use cases ask for. */
export type App = PublishPorts & {
  readonly store: OpenStore;
  readonly queue: OpenQueue;
  readonly queues: Queues;
  readonly dossiers: DossierSource;
  readonly deliveries: DeliveryLog;
  readonly askedAgain: AskedAgain;
  readonly installations: InstallationSource;
  readonly settingsFiles: SettingsSource;
  readonly files: FileSource;
  readonly checks: CheckWriter;
  readonly organisations: OrganisationSource;
  readonly accounts: Accounts;
  /** The career ladders that are shipped. */
  readonly ladders: readonly Ladder[];
  readonly settleMs: number;
  readonly batchSize: number;
  readonly historyPauseMs: (installationId: number) => number;
  /** What GitHub lets the installations still ask, as far as this process was told. */
  readonly apiAllowances: () => readonly ApiAllowance[];
  readonly log: Log;
  /** Logs what was done. */
  readonly tell: Tell;
  readonly close: () => Promise<void>;
};

const noLimits: readonly WriteLimit[] = [];

/** Opens store and queue and connects the use cases to GitHub. Throws UserMistake and TransientFailure as they do; nothing is left open then. */
export async function openApp(options: AppOptions): Promise<App> {
  const { environment, log } = options;
  const store = await openStore({
    databaseUrl: environment.databaseUrl,
    dataDir: environment.dataDir,
    role: options.storeRole,
    log: (message, fields) => log.warn(fields, message),
  });
  try {
    const queue = await openQueueOf(options, store);
    return assemble(options, { store, queue });
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** The queue and, where traces are wanted, their way out, which closes after it. Commands are over too soon to be traced. */
async function openQueueOf({ environment, log, offline, queueTimes, storeRole }: AppOptions, store: OpenStore): Promise<OpenQueue> {
  const { redisUrl, otlpEndpoint: endpoint } = environment;
  const telemetry = endpoint === null || storeRole === 'command' ? null : await openTelemetry({ endpoint });
  const queue = await openQueue({
    connection: redisUrl === null ? { kind: 'postgres', openPool: (max) => store.queuePool(max) } : { kind: 'redis', url: redisUrl },
    log,
    ...queueTimes,
    ...(offline === undefined ? {} : { writeLimits: noLimits }),
    ...(telemetry === null ? {} : { telemetry: telemetry.hook }),
  });
  const close = async () => {
    await queue.close();
    await telemetry?.close();
  };
  return { ...queue, close };
}

/** The client for the App's own GitHub. Asks nothing until it is used. */
export function connectToGitHub({
  environment,
  credentials,
  log,
  offline,
}: Pick<AppOptions, 'environment' | 'credentials' | 'offline'> & { readonly log: Pick<Log, 'warn'> }): GithubClient {
  return createGithubClient({
    appId: credentials.id,
    privateKey: credentials.privateKey,
    apiUrl: environment.github.apiUrl,
    // Plain HTTP reaches this machine alone, where GitHub is a sandbox without limits.
    pauses: environment.github.apiUrl.startsWith('https:'),
    ...(offline?.requestTimeoutMs === undefined ? {} : { requestTimeoutMs: offline.requestTimeoutMs }),
    ...(offline?.now === undefined ? {} : { now: offline.now }),
    onRateLimit: (limit) => log.warn(limit, "GitHub's rate limit was reached"),
  });
}

function assemble(options: AppOptions, { store, queue }: { readonly store: OpenStore; readonly queue: OpenQueue }): App {
  const { environment, clock, log, offline } = options;
  const github = connectToGitHub(options);
  return {
    store,
    queue,
    queues: queue.queues,
    clock,
    log,
    tell: tellLog(log),
    dossiers: createDossierSource(github),
    deliveries: createDeliveryLog(github),
    askedAgain: nothingAsked(),
    installations: createInstallationSource(github),
    settingsFiles: createSettingsSource(github),
    files: createFileSource(github),
    checks: createCheckWriter({ github, budget: queue.writeBudget }),
    organisations: createOrganisationSource(github),
    accounts: createAccounts(github),
    tracker: createReportTracker({ github, budget: queue.writeBudget }),
    ladders: readShippedLadders(),
    addresses: { webUrl: offline?.webUrl ?? environment.github.webUrl, rubricUrl: rubricUrl(environment.publicUrl) },
    settleMs: environment.settleMs,
    batchSize,
    historyPauseMs: github.historyPauseMs,
    apiAllowances: github.allowances,
    close: async () => {
      await queue.close();
      await store.close();
    },
  };
}
