/** The two settings files: an organisation's and a repository's, read, checked, and put together. */
import type { z } from 'zod';
import { signals } from '../signals/registry.ts';
import type { Ladder } from '../domain/ladder.ts';
import { complaintsOf } from './complaints.ts';
import { keysIn } from './known-keys.ts';
import { ladderSchema } from './ladder.ts';
import { organisationFileSchema, repositoryFileSchema } from './schema.ts';
import { limited, type Problem, readYaml } from './yaml-text.ts';

const organisationSchema = organisationFileSchema(signals);
const repositorySchema = repositoryFileSchema(signals);
const oneLadderSchema = ladderSchema(signals.map(({ id }) => id));

/** One signal's settings, parsed by its own schema. */
export type SignalSettings = { readonly enabled: boolean; readonly [key: string]: unknown };

type DeepReadonly<T> = T extends readonly (infer Entry)[]
  ? readonly DeepReadonly<Entry>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;

type OrganisationFile = DeepReadonly<z.output<typeof organisationSchema>>;

/** The organisation file, with its defaults filled in. `enabled` is about the repository `.github` alone. */
export type OrganisationSettings = Omit<OrganisationFile, 'signals'> & { readonly signals: Readonly<Record<string, SignalSettings>> };

/** The repository file as it is written, so that what it leaves out comes from the organisation. Only `enabled` has its default. */
export type RepositorySettings = {
  readonly enabled: boolean;
  readonly rfc?: { readonly paths?: readonly string[] | undefined; readonly labels?: readonly string[] | undefined } | undefined;
  readonly signals?: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined;
};

/** What holds in one repository that has opted in. */
export type EffectiveSettings = Pick<OrganisationSettings, 'rfc' | 'teams' | 'signals' | 'reports' | 'people' | 'retention'> & {
  /** Logins that are nobody. */
  readonly ignore: readonly string[];
};

/** A settings file read, or all that is wrong with it at once, in the order of the file. */
export type Parsed<Settings> =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads a repository file. An empty text is a file that sets nothing. Never throws. */
export const parseRepositoryFile = remembering((text): Parsed<RepositorySettings> => {
  const parsed = parseFile(text, repositorySchema);
  if (!parsed.ok) return parsed;
  const written = parsed.written as Omit<RepositorySettings, 'enabled'>;
  return { ok: true, settings: { ...written, enabled: parsed.settings.enabled } };
});

/** Reads an organisation file. An empty text is a file that sets nothing: all defaults. Never throws. */
export const parseOrganisationFile = remembering((text): Parsed<OrganisationSettings> => {
  const parsed = parseFile(text, organisationSchema);
  if (!parsed.ok) return parsed;
  const signalSettings = parsed.settings.signals as Readonly<Record<string, SignalSettings>>;
  return { ok: true, settings: { ...parsed.settings, signals: signalSettings } };
});

const mostRemembered = 100;

/** The same parse, done once for texts that are asked for again and again: every job begins with its organisation's file. */
function remembering<Settings>(parse: (text: string) => Parsed<Settings>): (text: string) => Parsed<Settings> {
  const held = new Map<string, Parsed<Settings>>();
  return (text) => {
    const known = held.get(text);
    if (known !== undefined) return known;
    const parsed = parse(text);
    if (held.size >= mostRemembered) held.clear();
    held.set(text, parsed);
    return parsed;
  };
}

/** Reads a career ladder. Never throws. */
export function parseLadder(text: string): Parsed<Ladder> {
  return parseFile(text, oneLadderSchema);
}

type ParsedFile<Settings> =
  | { readonly ok: true; readonly settings: Settings; readonly written: unknown }
  | Extract<Parsed<Settings>, { readonly ok: false }>;

function parseFile<Schema extends z.ZodObject>(text: string, schema: Schema): ParsedFile<z.output<Schema>> {
  const yaml = readYaml(text);
  if (!yaml.ok) return yaml;
  const result = schema.safeParse(yaml.value, { reportInput: true });
  if (result.success) return { ok: true, settings: result.data, written: yaml.value };
  const problems = complaintsOf(result.error.issues, keysIn(schema)).map(({ path, at, message }) => ({
    ...yaml.positionOf(path, at),
    message,
  }));
  return { ok: false, problems: limited(problems.toSorted((one, other) => one.line - other.line || one.column - other.column)) };
}

/**
 * What holds in a repository: the organisation's settings, its lists extended by the repository's, its single values overridden.
 * `enabled` of the organisation file is not inherited: whoever asks looks at the repository's own.
 */
export function effectiveSettings(organisation: OrganisationSettings, repository: RepositorySettings): EffectiveSettings {
  const { reports, people, teams, retention } = organisation;
  const rfc = extended(organisation.rfc, repository.rfc) as EffectiveSettings['rfc'];
  const signalSettings = extended(organisation.signals, repository.signals) as EffectiveSettings['signals'];
  return { reports, people, teams, retention, rfc, signals: signalSettings, ignore: people.ignore };
}

function extended(base: unknown, more: unknown): unknown {
  if (more === undefined) return base;
  if (Array.isArray(base) && Array.isArray(more)) return [...new Set([...base, ...more])];
  if (!isBlock(base) || !isBlock(more)) return more;
  const keys = [...new Set([...Object.keys(base), ...Object.keys(more)])];
  return Object.fromEntries(keys.map((key) => [key, extended(base[key], more[key])]));
}

function isBlock(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
