/** Reads the environment; the one place that does. */
import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { UserMistake } from '../domain/errors.ts';
import { type Environment, environmentSchema, gitHubAddresses, type VariableWords } from './environment.ts';
import { keptCredentialsPath, type KeptCredentials, readKeptCredentials } from './kept-credentials.ts';
import { quoted } from './words.ts';

type Variables = Readonly<Record<string, string | undefined>>;
type ReadFile = (path: string) => string;
type Name = keyof typeof environmentSchema.shape;
type Values = z.output<typeof environmentSchema>;

/** A text per variable, or what is wrong; collected so that all is said at once. */
type Gathered = { readonly texts: Partial<Record<Name, string>>; readonly problems: readonly string[] };

const names = Object.keys(environmentSchema.shape) as readonly Name[];

function wordsOf(name: Name): VariableWords {
  return environmentSchema.shape[name].meta() as unknown as VariableWords;
}

/**
 * The environment, checked. A variable that is set to nothing counts as not set. Secrets are also read from the file that `<NAME>_FILE` names,
 * and the App's credentials from the file that set-up keeps in `DATA_DIR`, unless the environment has them.
 * Throws UserMistake that lists everything that is wrong, by variable, and never shows a secret.
 */
export function loadEnvironment(
  variables: Variables = process.env,
  readFile: ReadFile = (path) => readFileSync(path, 'utf8'),
): Environment {
  const { texts, problems } = gather(variables, readFile);
  const result = environmentSchema.safeParse(texts);
  const complaints = result.success ? [] : result.error.issues.map((issue) => complaint(issue, texts));
  const all = [...problems, ...complaints, ...contradictions(texts, problems)];
  if (!result.success || all.length > 0) throw mistake(all);
  const isSet = (['APP_ID', 'PRIVATE_KEY', 'WEBHOOK_SECRET'] as const).some((name) => texts[name] !== undefined);
  return environmentOf(result.data, isSet ? null : keptIn(result.data, readFile));
}

/** What set-up keeps; null before. Throws UserMistake when it can't be used. */
function keptIn({ DATA_DIR: dataDir, GITHUB_API_URL: apiUrl }: Values, readFile: ReadFile): KeptCredentials | null {
  const text = textOrNull(keptCredentialsPath(dataDir), readFile);
  return text === null ? null : readKeptCredentials(text, { path: keptCredentialsPath(dataDir), apiUrl: gitHubAddresses(apiUrl).apiUrl });
}

function textOrNull(path: string, readFile: ReadFile): string | null {
  try {
    return readFile(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : 'ENOENT';
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new UserMistake(`${quoted(path)}, where set-up keeps the App's credentials, can't be read. Let the service's user read it.`, {
      cause: error,
    });
  }
}

function mistake(problems: readonly string[]): UserMistake {
  return new UserMistake(`The environment needs care:\n\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
}

function complaint(issue: z.core.$ZodIssue, texts: Gathered['texts']): string {
  const name = issue.path[0] as Name;
  const shown = wordsOf(name).isSecret === true ? '' : `, not ${quoted(texts[name] ?? '')}`;
  return `\`${name}\` ${issue.message}${shown}.`;
}

function gather(variables: Variables, readFile: ReadFile): Gathered {
  const gathered = names.map((name) => ({ name, ...textOf(name, variables, readFile) }));
  return {
    texts: Object.fromEntries(gathered.flatMap(({ name, text }) => (text === null ? [] : [[name, text]]))),
    problems: gathered.flatMap(({ problem }) => (problem === null ? [] : [problem])),
  };
}

type Text = { readonly text: string | null; readonly problem: string | null };

function textOf(name: Name, variables: Variables, readFile: ReadFile): Text {
  const direct = variables[name] === '' ? undefined : variables[name];
  const set = fileVariablesOf(name).filter((file) => variables[file] !== undefined && variables[file] !== '');
  const file = set[0];
  if (file === undefined) return { text: direct ?? null, problem: null };
  if (direct !== undefined) return { text: null, problem: `\`${name}\` and \`${file}\` are both set. Keep one of them.` };
  if (set.length > 1) return { text: null, problem: `${set.map((one) => `\`${one}\``).join(' and ')} are both set. Keep one of them.` };
  return textInFile(file, variables[file] ?? '', readFile);
}

/** The variables that may name a file with the value. */
function fileVariablesOf(name: Name): readonly string[] {
  if (wordsOf(name).isSecret !== true) return [];
  return name === 'PRIVATE_KEY' ? ['PRIVATE_KEY_FILE', 'PRIVATE_KEY_PATH'] : [`${name}_FILE`];
}

function textInFile(variable: string, path: string, readFile: ReadFile): Text {
  try {
    const text = readFile(path).trim();
    return text === '' ? { text: null, problem: `\`${variable}\` names an empty file, ${quoted(path)}.` } : { text, problem: null };
  } catch {
    return { text: null, problem: `\`${variable}\` names a file that can't be read, ${quoted(path)}. Check the path and who may read it.` };
  }
}

/** Variables that only make sense together. A variable that already has a problem is not also called missing. */
function contradictions(texts: Gathered['texts'], problems: readonly string[]): readonly string[] {
  const isMissing = (name: Name): boolean =>
    texts[name] === undefined &&
    ![name, ...fileVariablesOf(name)].some((one) => problems.some((problem) => problem.includes(`\`${one}\``)));
  const together = (group: readonly Name[], what: string): readonly string[] => {
    const missing = group.filter(isMissing);
    if (missing.length === 0 || missing.length === group.length) return [];
    return [`${missing.map((name) => `\`${name}\``).join(' and ')} must be set too: ${what}.`];
  };
  const isApart = texts.ROLE === 'web' || texts.ROLE === 'worker';
  return [
    ...together(['APP_ID', 'PRIVATE_KEY', 'WEBHOOK_SECRET'], 'an App is its number, its private key and its webhook secret'),
    ...together(['GITHUB_CLIENT_ID', 'GITHUB_CLIENT_SECRET'], 'signing in needs the client id and its secret'),
    ...(isApart && isMissing('DATABASE_URL')
      ? [`\`ROLE\` is \`${texts.ROLE}\`, and separate processes share a database. Set \`DATABASE_URL\`, or \`ROLE\` to \`all\`.`]
      : []),
  ];
}

function environmentOf(values: Values, kept: KeptCredentials | null): Environment {
  const {
    APP_ID: id,
    PRIVATE_KEY: privateKey,
    WEBHOOK_SECRET: webhookSecret,
    GITHUB_CLIENT_ID: clientId,
    GITHUB_CLIENT_SECRET: clientSecret,
  } = values;
  return {
    app:
      id === undefined || privateKey === undefined || webhookSecret === undefined ? credentialsOf(kept) : { id, privateKey, webhookSecret },
    webhookSecretPrevious: values.WEBHOOK_SECRET_PREVIOUS ?? null,
    port: values.PORT,
    host: values.HOST,
    logLevel: values.LOG_LEVEL,
    webhookProxyUrl: values.WEBHOOK_PROXY_URL ?? null,
    oauth: clientId === undefined || clientSecret === undefined ? oauthOf(kept) : { clientId, clientSecret },
    github: gitHubAddresses(values.GITHUB_API_URL),
    databaseUrl: values.DATABASE_URL ?? null,
    redisUrl: values.REDIS_URL ?? null,
    dataDir: values.DATA_DIR,
    role: values.ROLE,
    settleMs: values.SETTLE_SECONDS * 1000,
    publicUrl: values.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    sessionSecret: values.SESSION_SECRET ?? kept?.sessionSecret ?? null,
    operatorToken: values.OPERATOR_TOKEN ?? null,
    otlpEndpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
    githubToken: values.GITHUB_TOKEN ?? null,
    realData: values.STAFF_SIGNALS_DATA ?? null,
  };
}

function credentialsOf(kept: KeptCredentials | null): Environment['app'] {
  return kept && { id: kept.id, privateKey: kept.privateKey, webhookSecret: kept.webhookSecret };
}

function oauthOf(kept: KeptCredentials | null): Environment['oauth'] {
  return kept && { clientId: kept.clientId, clientSecret: kept.clientSecret };
}
