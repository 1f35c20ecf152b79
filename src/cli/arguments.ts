/** The command line's options: the same names mean the same everywhere. */
import { parseArgs } from 'node:util';
import { isMonth, type Month } from '../domain/month.ts';

/** Wrong usage: exit code 2. The message says what would be right. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const options = {
  org: { type: 'string' },
  repository: { type: 'string', multiple: true },
  login: { type: 'string' },
  month: { type: 'string' },
  since: { type: 'string' },
  out: { type: 'string' },
  json: { type: 'boolean' },
  serve: { type: 'boolean' },
  port: { type: 'string' },
  history: { type: 'string', multiple: true },
  'rfc-paths': { type: 'string' },
  recognition: { type: 'string' },
  glue: { type: 'string' },
  'by-repository': { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

export type OptionName = keyof typeof options;

export type Arguments = {
  readonly org: string | null;
  readonly repositories: readonly string[];
  readonly login: string | null;
  readonly month: Month | null;
  readonly since: string | null;
  readonly out: string | null;
  readonly json: boolean;
  readonly serve: boolean;
  readonly port: number;
  readonly history: readonly string[];
  readonly rfcPaths: string | null;
  readonly recognition: string | null;
  readonly glue: string | null;
  readonly byRepository: boolean;
  readonly help: boolean;
  readonly files: readonly string[];
};

/** Reads a command's arguments. Throws UsageError on an unknown or misplaced option, a value of the wrong shape, or files where none belong. */
export function readArguments(
  argv: readonly string[],
  allowed: { readonly command: string; readonly options: readonly OptionName[]; readonly takesFiles: boolean },
): Arguments {
  const { values, positionals } = parse(argv);
  for (const name of Object.keys(values)) {
    if (name !== 'help' && !allowed.options.some((option) => option === name))
      throw new UsageError(`${allowed.command} takes no option --${name}`);
  }
  if (positionals.length > 0 && !allowed.takesFiles) throw new UsageError(`${allowed.command} takes no argument "${positionals[0]}"`);
  return {
    org: values.org ?? null,
    repositories: values.repository ?? [],
    login: values.login ?? null,
    month: values.month === undefined ? null : month(values.month),
    since: values.since === undefined ? null : day(values.since),
    out: values.out ?? null,
    json: values.json ?? false,
    serve: values.serve ?? false,
    port: values.port === undefined ? 0 : port(values.port),
    history: values.history ?? [],
    rfcPaths: values['rfc-paths'] ?? null,
    recognition: values.recognition ?? null,
    glue: values.glue ?? null,
    byRepository: values['by-repository'] ?? false,
    help: values.help ?? false,
    files: positionals,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function month(text: string): Month {
  if (!isMonth(text)) throw new UsageError(`--month is YYYY-MM, such as 2026-10, not "${text}"`);
  return text;
}

function day(text: string): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
  if (!isDay) throw new UsageError(`--since is YYYY-MM-DD, such as 2026-10-01, not "${text}"`);
  return text;
}

function port(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > 65_535) throw new UsageError(`--port is a number from 0 to 65535, not "${text}"`);
  return number;
}
