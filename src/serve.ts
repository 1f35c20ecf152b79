/** Runs the service: the web side that takes deliveries in, the worker side that works on them, or both. */
import type { App } from './app.ts';
import { UserMistake } from './domain/errors.ts';
import { webhooksPath } from './github/deliveries.ts';
import { forwardDeliveries } from './github/forward-deliveries.ts';
import { createServer, type RunningServer } from './github/server.ts';
import { createSignInSource } from './github/sign-in.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { answerRubric } from './rubric-page.ts';
import { answerSchema } from './schema-pages.ts';
import type { AppCredentials, Environment } from './settings/environment.ts';
import { isThisMachine, missingForLog } from './settings/missing-for-log.ts';
import { createReceiver } from './usecases/receive-happening.ts';
import { answerPages, createWebApp, type WebOptions } from './web/create-web-app.ts';
import { answerOperator, createOperatorApp } from './web/operator.ts';

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
  const { webhookProxyUrl } = environment;
  const forwarding =
    webhookProxyUrl === null ? null : await forwardDeliveries({ proxyUrl: webhookProxyUrl, target: address + webhooksPath });
  app.log.info({ role: environment.role, port: server.port }, 'Ready');
  const stop = async () => {
    await forwarding?.stop();
    await server.stop();
    await workers?.close();
    await app.close();
  };
  return { address, stop };
}

/** How people sign in, or what is missing for it. Without `PUBLIC_URL` a service that listens to this machine alone is its own address. */
function wayIn(environment: Environment, port: number): WebOptions['way'] {
  const { oauth, sessionSecret, github, host } = environment;
  const address = environment.publicUrl ?? (isThisMachine(host) ? `http://${host.includes(':') ? `[${host}]` : host}:${port}` : null);
  const missing = missingForLog({ ...environment, publicUrl: address });
  if (missing.length > 0 || address === null || oauth === null || sessionSecret === null) return { kind: 'off', off: { missing } };
  const pauses = github.apiUrl.startsWith('https:');
  const source = createSignInSource({ ...oauth, ...github, pauses });
  return { kind: 'on', source, sessionSecret, address, signInOrigin: new URL(github.webUrl).origin };
}

/** The operator's board; without `OPERATOR_TOKEN` there is none. */
function boardOf(app: App, { operatorToken: token, publicUrl }: Environment): ReturnType<typeof answerOperator> {
  if (token === null) return async () => false;
  return answerOperator(createOperatorApp({ ports: app, token, isSecure: publicUrl?.startsWith('https:') ?? false }));
}

/** Loaded only where work is done: a web process has no use for signals and renderers, and is smaller without. */
async function startWorkersOf(app: App, metrics: Metrics) {
  const { startWorkers } = await import('../workers/main.ts');
  return startWorkers(app, metrics.observer);
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
  const pages = Promise.withResolvers<ReturnType<typeof answerPages>>();
  const receive = createReceiver(app);
  const board = boardOf(app, environment);
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
    otherwise: async (request, response) =>
      (await answerRubric(request, response)) ||
      (await answerSchema(request, response)) ||
      (await board(request, response)) ||
      (await pages.promise)(request, response),
    log: app.log,
  });
  const running = await server.start({ port: environment.port, host: environment.host });
  pages.resolve(answerPages(createWebApp({ ports: app, way: wayIn(environment, running.port) })));
  return running;
}
