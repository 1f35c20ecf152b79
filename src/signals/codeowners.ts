/** Reads CODEOWNERS files and tells who owns which paths. */
import { globMatcher } from './glob.ts';

export type OwnersRule = {
  readonly pattern: string;
  /** Team slugs, logins and e-mail addresses: lower case, without `@org/` or `@`. Empty: the paths have no owner. */
  readonly owners: readonly string[];
  readonly owns: (path: string) => boolean;
};

/**
 * The rules of a CODEOWNERS file, in file order. Lines that GitHub would not accept (negations, character ranges) are skipped. Never throws.
 * Source: https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
 */
export function readCodeowners(text: string): readonly OwnersRule[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const rule = readRule(line);
    return rule === null ? [] : [rule];
  });
}

function readRule(line: string): OwnersRule | null {
  const [first, ...rest] = line
    .replace(/(^|\s)#.*$/, '')
    .replaceAll('\\ ', '\0')
    .trim()
    .split(/\s+/);
  if (first === undefined || first === '') return null;
  const pattern = first.replaceAll('\0', ' ');
  if (/^!|[[\]]|^\\#/.test(pattern)) return null;
  const owners = rest.map(ownerName).filter((owner) => owner !== '');
  return { pattern, owners, owns: pathMatcher(pattern) };
}

/** GitHub looks for owners at these places, and reads the first that there is. */
const places: readonly string[] = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];

/** Whether a path is one at which GitHub looks for owners. */
export function isCodeownersPath(path: string): boolean {
  return places.includes(path);
}

/** The people whom a CODEOWNERS file names by their logins, in lower case, each once; teams and e-mail addresses are left out. Never throws. */
export function peopleNamed(text: string): readonly string[] {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/(^|\s)#.*$/, '').trim());
  const owners = lines.flatMap((line) => line.split(/\s+/).slice(1));
  return [...new Set(owners.filter((owner) => /^@[\w-]+$/.test(owner)).map((owner) => owner.slice(1).toLowerCase()))];
}

function ownerName(owner: string): string {
  const name = owner.toLowerCase();
  return name.startsWith('@') ? name.slice(name.lastIndexOf('/') + 1).replace(/^@/, '') : name;
}

/** As in .gitignore, but that `docs/*` reaches the files of that folder only. A pattern with a slash before or inside is bound to the root. */
function pathMatcher(pattern: string): (path: string) => boolean {
  const inner = pattern.replace(/^\/+|\/+$/g, '');
  if (inner === '') return () => pattern === '/';
  const isRooted = pattern.startsWith('/') || inner.includes('/');
  const base = isRooted ? inner : `**/${inner}`;
  const below = `${base}/**/*`;
  const globs = pattern.endsWith('/') ? [below] : inner.endsWith('/*') ? [base] : [base, below];
  const matchers = globs.map((glob) => globMatcher(glob, { hasSets: false, ignoresCase: false }));
  return (path) => matchers.some((matches) => matches(path));
}

/** The owners of the paths by the last rule that matches each: sorted, each once. Linear in paths times rules. Never throws. */
export function ownersOf(rules: readonly OwnersRule[], paths: readonly string[]): readonly string[] {
  const last = rules.toReversed();
  const owners = new Set<string>();
  for (const path of paths) {
    for (const owner of last.find((rule) => rule.owns(path))?.owners ?? []) owners.add(owner);
  }
  return [...owners].toSorted();
}

/** Whether the file gives parts of the repository to different owners, as monorepos do. */
export function dividesOwnership(rules: readonly OwnersRule[]): boolean {
  return new Set(rules.filter((rule) => rule.owners.length > 0).map((rule) => rule.owners.toSorted().join(' '))).size > 1;
}
