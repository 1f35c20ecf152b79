/** The environment: every variable with its words, unit and default, and what the program makes of them. */
import { z } from 'zod';

/** What the documentation and the loader know of a variable. A secret may also be given as `<NAME>_FILE`, the path of a file that holds it. */
export type VariableWords = { readonly description: string; readonly unit: string; readonly isSecret?: true };

const digits = /^\d{1,15}$/;

function wholeNumber(range: { readonly min: number; readonly max: number }) {
  const words = `must be a whole number from ${range.min} to ${range.max}`;
  return z
    .string()
    .regex(digits, { error: words })
    .transform(Number)
    .refine((value) => value >= range.min && value <= range.max, { error: words });
}

function address(protocols: readonly string[], words: string) {
  return z.string().refine((text) => protocols.includes(URL.parse(text)?.protocol ?? ''), { error: words });
}

function choice<const Choice extends string>(choices: readonly [Choice, ...Choice[]]) {
  return z.enum(choices, { error: `must be one of ${choices.map((one) => `\`${one}\``).join(', ')}` });
}

const webAddress = address(['https:', 'http:'], 'must be a web address that begins with `https://`');

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}

const apiAddress = z.string().refine(
  (text) => {
    const url = URL.parse(text);
    if (url === null || url.search !== '' || url.hash !== '' || url.username !== '') return false;
    return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
  },
  { error: 'must be an `https://` address, such as `https://HOST/api/v3` of an Enterprise Server' },
);

const secret = z.string().min(1);

const pem = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]+-----END [A-Z ]*PRIVATE KEY-----/;

/** GitHub hands the key out as a PEM file; hosts that take one line want it in base64 or with `\n` for the line ends. */
function asPem(text: string): string {
  const plain = text.includes('-----BEGIN') ? text : Buffer.from(text, 'base64').toString('utf8');
  return plain.replaceAll('\\n', '\n').trim();
}

/** A private key, as it is, in base64 or on one line; read as PEM. */
export const privateKey = z
  .string()
  .transform(asPem)
  .refine((text) => pem.test(text), {
    error: "must be the App's private key: the text of the `.pem` file, as it is, in base64, or with `\\n` for the line ends",
  });

function variable<Schema extends z.ZodType>(schema: Schema, words: VariableWords): Schema {
  return schema.meta(words);
}

/** Every variable that the program reads. Names and meanings up to `GITHUB_CLIENT_SECRET` are Probot's: https://probot.github.io/docs/configuration/ */
export const environmentSchema = z.object({
  APP_ID: variable(z.string().regex(digits, { error: "must be the App's number" }).transform(Number).optional(), {
    description:
      "The App's number, from its settings page. Without it, and without the two others, set-up's `app.json` in `DATA_DIR` counts.",
    unit: 'number',
  }),
  PRIVATE_KEY: variable(privateKey.optional(), { description: "The App's private key.", unit: 'PEM, or PEM in base64', isSecret: true }),
  PRIVATE_KEY_PATH: variable(z.string().optional(), { description: "Probot's name for `PRIVATE_KEY_FILE`.", unit: 'path' }),
  WEBHOOK_SECRET: variable(secret.optional(), {
    description: 'The secret that GitHub signs deliveries with.',
    unit: 'text',
    isSecret: true,
  }),
  PORT: variable(wholeNumber({ min: 0, max: 65_535 }).default(3000), {
    description: 'The port the service listens on; 0 takes a free one.',
    unit: 'TCP port',
  }),
  HOST: variable(z.string().default('localhost'), {
    description: 'The address the service listens on; `0.0.0.0` for all.',
    unit: 'host name or address',
  }),
  LOG_LEVEL: variable(choice(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'), {
    description: 'The least level that is logged.',
    unit: '`trace`, `debug`, `info`, `warn`, `error`, `fatal` or `silent`',
  }),
  WEBHOOK_PROXY_URL: variable(webAddress.optional(), {
    description: "A channel of smee.io that forwards deliveries to a machine GitHub can't reach; for development.",
    unit: 'address',
  }),
  GITHUB_CLIENT_ID: variable(z.string().optional(), {
    description: "The App's client id, for signing in to the log; set-up keeps it in `app.json`.",
    unit: 'text',
  }),
  GITHUB_CLIENT_SECRET: variable(secret.optional(), {
    description: "The App's client secret, for signing in to the log; set-up keeps it in `app.json`.",
    unit: 'text',
    isSecret: true,
  }),
  GITHUB_API_URL: variable(apiAddress.default('https://api.github.com'), {
    description:
      "The REST API; an Enterprise Server's is `https://HOST/api/v3`. The addresses of GraphQL and of the web are derived from it.",
    unit: 'address',
  }),
  DATABASE_URL: variable(address(['postgres:', 'postgresql:'], 'must begin with `postgres://`').optional(), {
    description: 'PostgreSQL. Without it an embedded database is kept in `DATA_DIR`.',
    unit: '`postgres://` address',
    isSecret: true,
  }),
  REDIS_URL: variable(address(['redis:', 'rediss:'], 'must begin with `redis://` or `rediss://`').optional(), {
    description:
      'Redis for the queue. Without it the queue is kept in PostgreSQL. `?cluster=true` for a cluster, `?sentinel=NAME` for the server that a sentinel at this address knows by that name; `&node=HOST:PORT` names more nodes or sentinels.',
    unit: '`redis://` or `rediss://` address',
    isSecret: true,
  }),
  DATA_DIR: variable(z.string().default('./data'), {
    description:
      'The folder of the embedded database, its lock and its socket, and of what set-up keeps: `app.json`, the credentials of the App.',
    unit: 'path',
  }),
  ROLE: variable(choice(['all', 'web', 'worker']).default('all'), {
    description: 'What this process does: take deliveries (`web`), work on them (`worker`), or both. Apart, they need `DATABASE_URL`.',
    unit: '`all`, `web` or `worker`',
  }),
  SETTLE_SECONDS: variable(wholeNumber({ min: 0, max: 86_400 }).default(120), {
    description: 'How long a changed subject is left to settle before it is looked up, from its first change on.',
    unit: 'seconds',
  }),
  PUBLIC_URL: variable(webAddress.optional(), {
    description:
      'Where browsers and GitHub reach the service. Set-up makes the webhook address of it; reports link to the rubric there, at `/rubric`, and the log is there, at `/`. Without it, a service that only this machine reaches has its log at its own address.',
    unit: 'address',
  }),
  SESSION_SECRET: variable(z.string().min(32, { error: 'must have at least 32 characters' }).optional(), {
    description:
      "Seals the sessions of the log and the people's own tokens in them; at least 32 characters. Set-up makes one in `app.json`. Another one ends all sessions.",
    unit: 'text',
    isSecret: true,
  }),
  WEBHOOK_SECRET_PREVIOUS: variable(secret.optional(), {
    description: 'The webhook secret before the present one; still accepted while you change it.',
    unit: 'text',
    isSecret: true,
  }),
  OPERATOR_TOKEN: variable(z.string().min(16, { error: 'must have at least 16 characters' }).optional(), {
    description:
      'Opens the page of queues at `/operator/queues`, as a bearer token or in its form; at least 16 characters. Without it there is no such page.',
    unit: 'text',
    isSecret: true,
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: variable(webAddress.optional(), {
    description:
      "Where traces of jobs are sent by OpenTelemetry's protocol (OTLP over HTTP, to `/v1/traces` there). They hold ids, times and outcomes.",
    unit: 'address',
  }),
  GITHUB_TOKEN: variable(secret.optional(), {
    description: 'Your own token, for `preview` without an installation.',
    unit: 'text',
    isSecret: true,
  }),
  STAFF_SIGNALS_DATA: variable(z.string().optional(), {
    description: 'A folder of real threads for tests and benchmarks; `../shared/data` when that exists.',
    unit: 'path',
  }),
});

/** The addresses of one GitHub, without a slash at the end. */
export type GitHubAddresses = { readonly apiUrl: string; readonly graphqlUrl: string; readonly webUrl: string };

export type AppCredentials = { readonly id: number; readonly privateKey: string; readonly webhookSecret: string };

/** The environment as the program uses it. What is not set is null. */
export type Environment = {
  /** Null before the App is set up. */
  readonly app: AppCredentials | null;
  readonly webhookSecretPrevious: string | null;
  readonly port: number;
  readonly host: string;
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
  readonly webhookProxyUrl: string | null;
  readonly oauth: { readonly clientId: string; readonly clientSecret: string } | null;
  readonly github: GitHubAddresses;
  readonly databaseUrl: string | null;
  readonly redisUrl: string | null;
  readonly dataDir: string;
  readonly role: 'all' | 'web' | 'worker';
  readonly settleMs: number;
  readonly publicUrl: string | null;
  readonly sessionSecret: string | null;
  readonly operatorToken: string | null;
  readonly otlpEndpoint: string | null;
  readonly githubToken: string | null;
  /** The folder of real threads. */
  readonly realData: string | null;
};

/**
 * The addresses that belong to an API address: of github.com, of a tenant of ghe.com (`https://api.NAME.ghe.com`), or of an Enterprise Server
 * (`https://HOST/api/v3`). Throws TypeError when it is no address.
 * https://docs.github.com/en/enterprise-server/graphql/guides/forming-calls-with-graphql#the-graphql-endpoint
 */
export function gitHubAddresses(apiUrl: string): GitHubAddresses {
  const url = new URL(apiUrl);
  const base = `${url.origin}${url.pathname}`.replace(/\/+$/, '');
  if (base.endsWith('/api/v3'))
    return { apiUrl: base, graphqlUrl: `${base.slice(0, -'/v3'.length)}/graphql`, webUrl: base.slice(0, -'/api/v3'.length) };
  return { apiUrl: base, graphqlUrl: `${base}/graphql`, webUrl: `${url.protocol}//${url.host.replace(/^api\./, '')}` };
}
