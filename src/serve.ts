/** Runs the service: the web side that takes deliveries in, the worker side that works on them, or both. */
import type { App } from './app.ts';
import type { AnswerPage } from './browsing.ts';
import { UserMistake } from './domain/errors.ts';
import { webhooksPath } from './github/deliveries.ts';
import { createServer, type RunningServer } from './github/server.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import type { AppCredentials, Environment } from './settings/environment.ts';
import { createReceiver } from './usecases/receive-happening.ts';

export type Service = {
  /** Where it listens. */
  readonly address: string;
  /** Takes nothing new, finishes or hands back what runs, then closes the app. */
  readonly stop: () => Promise<void>;
};

type Options = { readonly app: App; readonly environment: Environment; readonly credentials: AppCredentials };

/** Starts what the role asks for. A worker listens too: for its health and metrics. */
export async function serve(options: Options): Promise<Service> {
  const { environment } = options;
  const metrics = createMetrics(options.app);
  const app = counted(options.app, metrics);
  const workers = environment.role === 'web' ? null : await startWorkersOf(app, metrics);
  const server = await startServer({ ...options, app }, metrics).catch(async (error: unknown) => {
    await workers?.close();
    throw explainListening(error, environment);
  });
  const address = `http://${environment.host}:${server.port}`;
  const forwarding = await startForwarding(environment, address + webhooksPath);
  app.log.info({ role: environment.role, port: server.port }, 'Ready');
  const stop = async () => {
    await forwarding?.stop();
    await server.stop();
    await workers?.close();
    await app.close();
  };
  return { address, stop };
}

/** Loaded only where work is done: a web process has no use for signals and renderers, and is smaller without. */
async function startWorkersOf(app: App, metrics: Metrics) {
  const { startWorkers } = await import('../workers/main.ts');
  return startWorkers(app, metrics.observer);
}

/** From a channel of smee.io, where one is set. */
async function startForwarding({ webhookProxyUrl: proxyUrl }: Environment, target: string) {
  if (proxyUrl === null) return null;
  const { forwardDeliveries } = await import('./github/forward-deliveries.ts');
  return forwardDeliveries({ proxyUrl, target });
}

/** Loaded when the first page is asked for: a web process that only takes deliveries is smaller without. */
function pagesWhenAsked(app: App, environment: Environment, port: Promise<number>): AnswerPage {
  let opening: Promise<AnswerPage> | null = null;
  const open = async () => (await import('./browsing.ts')).openPages({ app, environment, port: await port });
  const openAgainNextTime = (error: unknown): never => {
    opening = null;
    throw error;
  };
  return async (request, response) => {
    opening ??= open().catch(openAgainNextTime);
    return (await opening)(request, response);
  };
}

/** The program, with what it does counted as well as logged. */
function counted(app: App, metrics: Metrics): App {
  const tell: App['tell'] = (deed) => {
    app.tell(deed);
    metrics.tell(deed);
  };
  return { ...app, tell };
}

const unusable: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there already',
  EACCES: 'this user may not listen there',
  EADDRNOTAVAIL: 'this machine does not have that address',
  ENOTFOUND: 'the name is not known',
};

/** The usual reasons why nobody can listen, in words. */
export function explainListening(error: unknown, { host, port }: Environment): unknown {
  const reason = error instanceof Error && 'code' in error ? unusable[String(error.code)] : undefined;
  if (reason === undefined) return error;
  return new UserMistake(`The service can't listen at \`HOST\` ${host}, \`PORT\` ${port}: ${reason}. Choose others, then start again.`, {
    cause: error,
  });
}

async function startServer({ app, environment, credentials }: Options, metrics: Metrics): Promise<RunningServer> {
  const previous = environment.webhookSecretPrevious;
  const port = Promise.withResolvers<number>();
  const receive = createReceiver(app);
  const server = createServer({
    webhookSecrets: [credentials.webhookSecret, ...(previous === null ? [] : [previous])],
    receive: async ({ id, event, happening }) => {
      const received = await receive(happening, id).catch((error: unknown) => {
        metrics.undelivered(event);
        throw error;
      });
      const isAccepted = received.outcome === 'accepted';
      metrics.delivered({ event, outcome: isAccepted ? 'accepted' : received.reason });
      // Deliveries that mean nothing to us are many, and may come from repositories that have not opted in.
      app.log[isAccepted ? 'info' : 'debug']({ delivery: id, event, outcome: received.outcome }, 'A delivery was taken in');
      return received;
    },
    health: {
      ready: async () => {
        await Promise.all([app.store.ping(), app.queue.ping()]);
        return true;
      },
    },
    metrics: metrics.text,
    otherwise: pagesWhenAsked(app, environment, port.promise),
    log: app.log,
  });
  const running = await server.start({ port: environment.port, host: environment.host });
  port.resolve(running.port);
  return running;
}
