/** What a schema found wrong, said so that the person who wrote the value can mend it. */
import type { z } from 'zod';
import { organisationKeys } from './schema.ts';
import { didYouMean, quoted } from './words.ts';
import type { Path } from './yaml-text.ts';

/** One thing that is wrong. `at` says whether the key or the value at the path is to blame. */
export type Complaint = { readonly path: Path; readonly at: 'key' | 'value'; readonly message: string };

type Issue = z.core.$ZodIssue;

/** The keys that are allowed at a path, for suggestions. */
export type KeysAt = (path: Path) => readonly string[];

/** Complaints about every issue, in the order of the schema. Messages are Markdown sentences and name the key. */
export function complaintsOf(issues: readonly Issue[], keysAt: KeysAt): readonly Complaint[] {
  return issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? unknownKeys(issue, keysAt) : [complaintOf(issue)]));
}

function unknownKeys(issue: Issue & { readonly code: 'unrecognized_keys' }, keysAt: KeysAt): readonly Complaint[] {
  return issue.keys.map((key) => {
    const path = [...issue.path, key];
    const isOrganisations = path.length === 1 && (organisationKeys as readonly string[]).includes(key);
    const reason = isOrganisations
      ? 'belongs in the organisation file, `.github/staff-signals.yml` in the repository `.github`.'
      : `is not a setting.${didYouMean(key, keysAt(issue.path))}`;
    return { path, at: 'key', message: `${pathLabel(path)} ${reason}` };
  });
}

function complaintOf(issue: Issue): Complaint {
  const isKey = issue.code === 'invalid_key';
  const reason = isKey ? `${issue.issues[0]?.message ?? issue.message}.` : reasonFor(issue);
  return { path: issue.path, at: isKey ? 'key' : 'value', message: `${pathLabel(issue.path)} ${reason}` };
}

/** A path as people write it: `reports.day`, `people.ignore[2]`. */
function pathLabel(path: Path): string {
  if (path.length === 0) return 'The file';
  const text = path
    .map((step, index) => (typeof step === 'number' ? `[${step + 1}]` : `${index === 0 ? '' : '.'}${String(step)}`))
    .join('');
  return quoted(text);
}

function reasonFor(issue: Issue): string {
  if (issue.code === 'invalid_type')
    return `must be ${nameOfType[issue.expected] ?? quoted(issue.expected)}, not ${received(issue.input)}.${hintFor(issue.expected, issue.input)}`;
  if (issue.code === 'invalid_value') return choiceReason(issue.values.map(String), issue.input);
  if (issue.code === 'too_small') return `must ${sizeWords(issue.origin, 'at least', Number(issue.minimum), issue.input)}.`;
  if (issue.code === 'too_big') return `must ${sizeWords(issue.origin, 'at most', Number(issue.maximum), issue.input)}.`;
  return `${issue.message}${issue.input === undefined ? '' : `, not ${received(issue.input)}`}.${candidatesHint(issue)}`;
}

const nameOfType: Readonly<Record<string, string>> = {
  object: 'a block of keys',
  record: 'a block of keys',
  array: 'a list, such as `[one, two]`',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: '`true` or `false`',
};

function received(input: unknown): string {
  if (input === undefined || input === null) return 'empty';
  if (input === '') return 'an empty text';
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'object') return 'a block of keys';
  return typeof input === 'string' ? `the text ${quoted(input)}` : quoted(String(input));
}

/** YAML 1.2 knows `true` and `false` alone; 1.1 took `yes` and `on` as well, which many people still write. */
function hintFor(expected: string, input: unknown): string {
  if (typeof input !== 'string') return '';
  if (expected === 'boolean' && /^(true|false)$/i.test(input)) return ' Write it without quotes.';
  if (expected === 'boolean' && /^(yes|on|y)$/i.test(input)) return ' Write `true`.';
  if (expected === 'boolean' && /^(no|off|n)$/i.test(input)) return ' Write `false`.';
  if (['number', 'int'].includes(expected) && /^-?\d+$/.test(input)) return ' Write it without quotes.';
  return '';
}

function choiceReason(choices: readonly string[], input: unknown): string {
  const hint = typeof input === 'string' ? didYouMean(input, choices) : '';
  return `must be one of ${choices.map(quoted).join(', ')}, not ${received(input)}.${hint}`;
}

function sizeWords(origin: string, bound: string, limit: number, input: unknown): string {
  if (origin === 'array') return `have ${bound} ${limit} entries`;
  if (origin === 'string') return `have ${bound} ${limit} characters`;
  return `be ${bound} ${limit}, not ${received(input)}`;
}

function candidatesHint(issue: Issue): string {
  const candidates: unknown = issue.code === 'custom' ? issue.params?.['candidates'] : undefined;
  return Array.isArray(candidates) && typeof issue.input === 'string' ? didYouMean(issue.input, candidates.map(String)) : '';
}
