/** The environment: what is read, what is refused, and that no message shows a secret. */
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { UserMistake } from '../../src/domain/errors.ts';
import { environmentSchema, gitHubAddresses } from '../../src/settings/environment.ts';
import { loadEnvironment } from '../../src/settings/load.ts';

const key = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ type: 'pkcs1', format: 'pem' }).toString().trim();
const app = { APP_ID: '12', PRIVATE_KEY: key, WEBHOOK_SECRET: 'hush' };

const files: Readonly<Record<string, string>> = { '/run/key': `${key}\n`, '/run/hush': 'hush\n', '/run/empty': '\n' };

function readFile(path: string): string {
  const text = files[path];
  if (text === undefined) throw new Error(`ENOENT: ${path}`);
  return text;
}

function load(variables: Readonly<Record<string, string | undefined>>) {
  return loadEnvironment(variables, readFile);
}

/** The problems that are named, one each; empty when there are none. */
function problemsOf(variables: Readonly<Record<string, string | undefined>>): readonly string[] {
  try {
    load(variables);
    return [];
  } catch (error) {
    if (!(error instanceof UserMistake)) throw error;
    return error.message.split('\n').filter((line) => line.startsWith('- '));
  }
}

const wrong: readonly (readonly [variables: Readonly<Record<string, string>>, problem: RegExp])[] = [
  [{ PORT: '70000' }, /`PORT` must be a whole number from 0 to 65535, not `70000`/],
  [{ PORT: '1e3' }, /`PORT` must be a whole number/],
  [{ SETTLE_SECONDS: '-1' }, /`SETTLE_SECONDS` must be a whole number from 0/],
  [{ ROLE: 'wroker' }, /`ROLE` must be one of `all`, `web`, `worker`, not `wroker`/],
  [{ LOG_LEVEL: 'loud' }, /`LOG_LEVEL` must be one of/],
  [{ REDIS_URL: 'http://cache' }, /`REDIS_URL` must begin with `redis:\/\/` or `rediss:\/\/`\.$/],
  [{ DATABASE_URL: 'mysql://root:hidden@db/x' }, /`DATABASE_URL` must begin with `postgres:\/\/`\.$/],
  [{ GITHUB_API_URL: 'http://github.example.com/api/v3' }, /`GITHUB_API_URL` must be an `https:\/\/` address/],
  [{ GITHUB_API_URL: 'github.example.com' }, /`GITHUB_API_URL`/],
  [{ PUBLIC_URL: 'ftp://x' }, /`PUBLIC_URL` must be a web address/],
  [{ ...app, APP_ID: 'twelve' }, /`APP_ID` must be the App's number, not `twelve`/],
  [{ ...app, PRIVATE_KEY: 'hidden' }, /`PRIVATE_KEY` must be the App's private key/],
  [{ APP_ID: '12', WEBHOOK_SECRET: 'hush' }, /`PRIVATE_KEY` must be set too/],
  [{ WEBHOOK_SECRET: 'hush' }, /`APP_ID` and `PRIVATE_KEY` must be set too/],
  [{ GITHUB_CLIENT_ID: 'Iv1' }, /`GITHUB_CLIENT_SECRET` must be set too/],
  [{ ROLE: 'web' }, /`ROLE` is `web`.*Set `DATABASE_URL`/],
  [{ ROLE: 'worker' }, /`ROLE` is `worker`.*Set `DATABASE_URL`/],
  [{ SESSION_SECRET: 'hidden' }, /`SESSION_SECRET` must have at least 32 characters\.$/],
  [{ OPERATOR_TOKEN: 'hidden' }, /`OPERATOR_TOKEN` must have at least 16 characters\.$/],
  [{ GITHUB_TOKEN: 'a', GITHUB_TOKEN_FILE: '/run/hush' }, /`GITHUB_TOKEN` and `GITHUB_TOKEN_FILE` are both set/],
  [
    { ...app, WEBHOOK_SECRET: '', WEBHOOK_SECRET_FILE: '/run/none' },
    /`WEBHOOK_SECRET_FILE` names a file that can't be read, `\/run\/none`/,
  ],
  [{ ...app, WEBHOOK_SECRET: '', WEBHOOK_SECRET_FILE: '/run/empty' }, /`WEBHOOK_SECRET_FILE` names an empty file/],
  [
    { ...app, PRIVATE_KEY: '', PRIVATE_KEY_PATH: '/run/key', PRIVATE_KEY_FILE: '/run/key' },
    /`PRIVATE_KEY_FILE` and `PRIVATE_KEY_PATH` are both set/,
  ],
];

describe('the environment', () => {
  it('needs nothing to be set', () => {
    expect(load({})).toEqual({
      app: null,
      webhookSecretPrevious: null,
      port: 3000,
      host: 'localhost',
      logLevel: 'info',
      webhookProxyUrl: null,
      oauth: null,
      github: { apiUrl: 'https://api.github.com', graphqlUrl: 'https://api.github.com/graphql', webUrl: 'https://github.com' },
      databaseUrl: null,
      redisUrl: null,
      dataDir: './data',
      role: 'all',
      settleMs: 120_000,
      publicUrl: null,
      sessionSecret: null,
      operatorToken: null,
      otlpEndpoint: null,
      githubToken: null,
      realData: null,
    });
  });

  it('takes what is set to nothing for not set', () => {
    const names = Object.keys(environmentSchema.shape);
    expect(
      load(
        Object.fromEntries(
          names.flatMap((name) => [
            [name, ''],
            [`${name}_FILE`, ''],
          ]),
        ),
      ),
    ).toEqual(load({}));
  });

  it.each(wrong)('with %j is refused by name', (variables, problem) => {
    const problems = problemsOf(variables);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(problem);
  });

  it('names all problems at once', () => {
    const problems = problemsOf({ PORT: 'x', ROLE: 'web', REDIS_URL: 'x', APP_ID: '1', OPERATOR_TOKEN_FILE: '/run/none' });
    const named = problems.map((problem) => /`(\w+)`/.exec(problem)?.[1]);
    expect(named).toEqual(['OPERATOR_TOKEN_FILE', 'PORT', 'REDIS_URL', 'PRIVATE_KEY', 'ROLE']);
  });

  it('never shows a secret', () => {
    const secrets = Object.entries(environmentSchema.shape).filter(([, schema]) => schema.meta()?.['isSecret'] === true);
    expect(secrets.length).toBeGreaterThan(5);
    const problems = problemsOf({ ...Object.fromEntries(secrets.map(([name]) => [name, 'hidden'])), PORT: 'x' });
    expect(problems.length).toBeGreaterThan(3);
    expect(problems.join('\n')).not.toContain('hidden');
  });

  it('reads each secret from a file as well', () => {
    const environment = load({
      APP_ID: '12',
      PRIVATE_KEY_FILE: '/run/key',
      WEBHOOK_SECRET_FILE: '/run/hush',
      GITHUB_TOKEN_FILE: '/run/hush',
    });
    expect(environment.app).toEqual({ id: 12, privateKey: key, webhookSecret: 'hush' });
    expect(environment.githubToken).toBe('hush');
    expect(load({ ...app, PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: '/run/key' }).app?.privateKey).toBe(key);
  });

  it('takes the private key as it is, on one line, and in base64', () => {
    const written = [key, key.replaceAll('\n', '\\n'), Buffer.from(key).toString('base64')];
    expect(written.map((text) => load({ ...app, PRIVATE_KEY: text }).app?.privateKey)).toEqual([key, key, key]);
  });

  it('lets separate processes share a database', () => {
    expect(load({ ROLE: 'worker', DATABASE_URL: 'postgres://db/x', REDIS_URL: 'rediss://cache' })).toMatchObject({
      role: 'worker',
      redisUrl: 'rediss://cache',
    });
  });
});

describe('the addresses of a GitHub', () => {
  it.each([
    ['https://api.github.com', 'https://api.github.com/graphql', 'https://github.com'],
    ['https://api.github.com/', 'https://api.github.com/graphql', 'https://github.com'],
    ['https://ghe.example.com/api/v3', 'https://ghe.example.com/api/graphql', 'https://ghe.example.com'],
    ['https://ghe.example.com:8443/api/v3/', 'https://ghe.example.com:8443/api/graphql', 'https://ghe.example.com:8443'],
    ['https://api.firm.ghe.com', 'https://api.firm.ghe.com/graphql', 'https://firm.ghe.com'],
    ['http://127.0.0.1:4000', 'http://127.0.0.1:4000/graphql', 'http://127.0.0.1:4000'],
    ['http://127.0.0.1:4000/api/v3', 'http://127.0.0.1:4000/api/graphql', 'http://127.0.0.1:4000'],
  ])('%s', (apiUrl, graphqlUrl, webUrl) => {
    expect(load({ GITHUB_API_URL: apiUrl }).github).toEqual({ apiUrl: apiUrl.replace(/\/$/, ''), graphqlUrl, webUrl });
    expect(gitHubAddresses(apiUrl)).toMatchObject({ graphqlUrl, webUrl });
  });
});
