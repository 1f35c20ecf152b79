/** Runs the set-up page until the App has credentials: what `npm start` does without them. */
import { randomBytes } from 'node:crypto';
import { UserMistake } from './domain/errors.ts';
import { createServer, type RunningServer } from './github/server.ts';
import { createSetUp, type SetUp, type SetUpOptions } from './github/set-up/handler.ts';
import { ensureKeepable, keepCredentials } from './github/set-up/keep-credentials.ts';
import type { Log } from './app.ts';
import { explainListening } from './serve.ts';
import type { AppCredentials, Environment } from './settings/environment.ts';

export type SetUpDone = { readonly credentials: AppCredentials; readonly environment: Environment };

export type Options = {
  readonly environment: Environment;
  readonly log: Log;
  /** Tells whoever started the service. */
  readonly print: (text: string) => void;
  /** Gives up when it is aborted. */
  readonly signal?: AbortSignal;
};

const newSecret = () => randomBytes(24).toString('base64url');

/**
 * Serves set-up until the credentials are kept in `DATA_DIR`, and gives them back with the environment to go on with, which keeps the port.
 * Throws UserMistake when nobody can listen there, when nothing can be kept, or when this process has no web side.
 */
export async function setUp({ environment, log, print, signal }: Options): Promise<SetUpDone> {
  if (environment.role !== 'all') throw new UserMistake(apartWords);
  await ensureKeepable(environment.dataDir);
  const page = Promise.withResolvers<SetUp>();
  const server = await listen(environment, log, page.promise);
  const token = newSecret();
  const address = environment.publicUrl ?? `http://${browsable(environment.host)}:${server.port}`;
  page.resolve(openPage({ environment, log, token, address }));
  log.info({ port: server.port }, 'Waiting for set-up');
  print(`staff-signals has no credentials yet. Open this address in a browser to set it up:\n\n  ${address}/?token=${token}\n`);
  const givenUp = new Promise<null>((resolve) => signal?.addEventListener('abort', () => resolve(null), { once: true }));
  const credentials = await Promise.race([(await page.promise).credentials, givenUp]);
  await server.stop();
  if (credentials === null) throw new UserMistake('Set-up was given up.');
  print('The App is registered. The service starts.');
  const { id, privateKey, webhookSecret, clientId, clientSecret } = credentials;
  const sessionSecret = environment.sessionSecret ?? credentials.sessionSecret ?? null;
  const found = { port: server.port, oauth: environment.oauth ?? { clientId, clientSecret }, sessionSecret };
  return { credentials: { id, privateKey, webhookSecret }, environment: { ...environment, ...found } };
}

async function listen(environment: Environment, log: Log, page: Promise<SetUp>): Promise<RunningServer> {
  const server = createServer({
    // Nobody knows this one: before the App exists, no delivery is signed rightly.
    webhookSecrets: [newSecret()],
    receive: async () => ({ outcome: 'ignored', reason: 'not set up' }),
    health: { ready: async () => false },
    metrics: async () => '',
    otherwise: async (request, response) => (await page).handle(request, response),
    log,
  });
  try {
    return await server.start({ port: environment.port, host: environment.host });
  } catch (error) {
    throw explainListening(error, environment);
  }
}

function openPage(of: { readonly environment: Environment; readonly log: Log; readonly token: string; readonly address: string }): SetUp {
  const { environment, ...more } = of;
  const { github, publicUrl, webhookProxyUrl, dataDir } = environment;
  const keep: SetUpOptions['keep'] = (credentials) => keepCredentials(dataDir, credentials);
  return createSetUp({ ...more, github, publicUrl, webhookProxyUrl, newSecret, now: Date.now, keep });
}

const apartWords =
  'The App has no credentials yet. Set `APP_ID`, `PRIVATE_KEY` (or `PRIVATE_KEY_PATH`) and `WEBHOOK_SECRET`, or start once with `ROLE` set to `all` to register one in a browser; the README tells more.';

/** Where a browser on this machine finds what listens on all addresses. */
function browsable(host: string): string {
  return host === '0.0.0.0' || host === '::' ? 'localhost' : host;
}
