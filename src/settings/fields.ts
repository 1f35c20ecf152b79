/** The kinds of value that settings are made of: logins, globs, labels, names, timezones. Each says in words what is wrong. */
import { z } from 'zod';

/** What a key's documentation says. `unit` is what a number counts, or what an entry of a list is. */
type Words = { readonly description: string; readonly unit?: string };

const maxEntries = 200;

/** A GitHub login, of a person or of an App (`name[bot]`), without `@`. */
const loginSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,98}(\[bot\])?$/, { error: 'must be a GitHub login as in the address of the profile, without `@`' });

/** The name of a repository of the organisation, without the owner. https://docs.github.com/en/rest/repos/repos#create-an-organization-repository */
const repositoryNameSchema = z.string().regex(/^(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/, {
  error: 'must be the name of a repository of the organisation, without the owner and the slash',
});

const maxGlobLength = 200;
const maxStarsInSegment = 3;
const maxDoubleStars = 3;

/** What is wrong with a glob in words, null when nothing is. The limits keep the time of matching bounded. */
function globTrouble(glob: string): string | null {
  if (glob === '') return 'must be a path or a glob, such as `docs/rfcs/*.md`';
  if (glob.length > maxGlobLength) return `must be at most ${maxGlobLength} characters long`;
  if (/^[/!]|\\|[+*?@!]\(/.test(glob))
    return 'must be a path from the root of the repository, without `/` or `!` in front, backslashes or `+(...)` groups';
  const segments = glob.split('/');
  if (segments.filter((segment) => segment.includes('**')).length > maxDoubleStars)
    return `must hold \`**\` at most ${maxDoubleStars} times`;
  const isCrowded = segments.some((segment) => segment.replaceAll('**', '').split('*').length - 1 > maxStarsInSegment);
  return isCrowded ? `must hold \`*\` at most ${maxStarsInSegment} times between two slashes` : null;
}

const globSchema = z.string().superRefine((glob, context) => {
  const trouble = globTrouble(glob);
  if (trouble !== null) context.addIssue({ code: 'custom', message: trouble });
});

/** A label's name. https://docs.github.com/en/rest/issues/labels: at most 50 characters. */
const labelSchema = z.string().min(1).max(50);

function listOf<Entry extends z.ZodType>(entry: Entry, words: Words) {
  return z.array(entry).max(maxEntries).default([]).meta(words);
}

/** A list of globs; empty by default. */
export function globs(words: Words) {
  return listOf(globSchema, { unit: 'glob', ...words });
}

/** A list of label names; empty by default. */
export function labels(words: Words) {
  return listOf(labelSchema, { unit: 'label', ...words });
}

/** A list of logins; empty by default. */
export function logins(words: Words) {
  return listOf(loginSchema, { unit: 'login', ...words });
}

/** A list of repository names without the owner; empty by default. */
export function repositoryNames(words: Words) {
  return listOf(repositoryNameSchema, { unit: 'repository name', ...words });
}

/** A team's slug, lower case. */
export const teamSlugSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,99}$/, { error: "must be a team's slug as in its address: lower-case letters, digits, `-` and `_`" });

const maxLoginLength = 39;
const maxRepositoryNameLength = 100;

function reportRepositoryTrouble(name: string): string | null {
  if (name.includes('/')) return 'must be the name of a repository of the organisation, without the owner and the slash';
  const pieces = name.split('{login}');
  if (pieces.length > 2) return 'must hold `{login}` at most once';
  const fixed = pieces.join('');
  if (/[{}]/.test(fixed)) return 'may hold `{login}` and no other placeholder';
  if (pieces.length === 2 && fixed === '') return 'must hold more than `{login}`, such as `brag-{login}`';
  if (!/^[A-Za-z0-9._-]+$/.test(fixed) || fixed === '.' || fixed === '..')
    return 'must consist of letters, digits, `.`, `-`, `_` and at most one `{login}`';
  if (fixed.toLowerCase() === '.github' && pieces.length === 1) return 'must not be `.github`, which holds the organisation file';
  const longest = fixed.length + (pieces.length === 2 ? maxLoginLength : 0);
  return longest > maxRepositoryNameLength
    ? `must be at most ${maxRepositoryNameLength} characters long with a login of ${maxLoginLength} put in`
    : null;
}

/** The report repository: one name, or one per engineer with `{login}` in it. */
export const reportRepositorySchema = z.string().superRefine((name, context) => {
  const trouble = reportRepositoryTrouble(name);
  if (trouble !== null) context.addIssue({ code: 'custom', message: trouble });
});

/** Whether the text is an IANA timezone's name. Offsets such as `+01:00`, which `Intl` takes too, are none. */
function isTimezone(text: string): boolean {
  if (/^[+-]/.test(text)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** The timezones to suggest from. */
export function knownTimezones(): readonly string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone')];
}

/** An IANA timezone. */
export const timezoneSchema = z.string().superRefine((name, context) => {
  if (isTimezone(name)) return;
  context.addIssue({
    code: 'custom',
    message: 'must be an IANA timezone such as `UTC` or `Europe/Berlin`',
    params: { candidates: knownTimezones() },
  });
});
