/**
 * Globs over paths, in time proportional to pattern times path whatever they hold. Files of strangers bring both, and what is at hand
 * turns globs into regular expressions: picomatch took minutes for `*a*a*a*a*a*b` on one long name.
 */

type Token = { readonly kind: 'any-run' } | { readonly kind: 'one'; readonly accepts: (character: string) => boolean };
type Segment = { readonly kind: 'any-segments' } | { readonly kind: 'segment'; readonly tokens: readonly Token[] };

export type GlobSyntax = {
  /** `{a,b}` and `[a-z]` have their meaning; else they are letters like others. */
  readonly hasSets: boolean;
  readonly ignoresCase: boolean;
};

/** More alternatives than this make a glob match nothing. */
const maximalAlternatives = 64;
const maximalPattern = 500;

/**
 * Whether paths match a glob: `*` and `?` within a folder or name (dots included), `**` for any number of folders, braces and character
 * sets if the syntax has them. A glob of more than 500 characters or 64 alternatives matches nothing. Never throws.
 */
export function globMatcher(glob: string, syntax: GlobSyntax): (path: string) => boolean {
  const patterns = alternatives(glob, syntax).map((one) => one.split('/').map((segment) => compileSegment(segment, syntax)));
  return (path) => {
    const segments = (syntax.ignoresCase ? path.toLowerCase() : path).split('/');
    return patterns.some((pattern) => matchesPath(pattern, segments));
  };
}

function alternatives(glob: string, { hasSets, ignoresCase }: GlobSyntax): readonly string[] {
  if (glob.length > maximalPattern) return [];
  const cased = ignoresCase ? glob.toLowerCase() : glob;
  if (!hasSets) return [cased];
  const open: string[] = [cased];
  const done: string[] = [];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    // The innermost braces first, so that nested ones come apart from within.
    const braces = /\{([^{}]*)\}/.exec(one);
    if (braces === null) done.push(one);
    else open.push(...expand(one, braces));
    if (open.length + done.length > maximalAlternatives) return [];
  }
  return done;
}

function expand(glob: string, braces: RegExpExecArray): readonly string[] {
  const [head, tail] = [glob.slice(0, braces.index), glob.slice(braces.index + braces[0].length)];
  return (braces[1] ?? '').split(',').map((choice) => `${head}${choice}${tail}`);
}

function compileSegment(segment: string, { hasSets }: GlobSyntax): Segment {
  if (segment === '**') return { kind: 'any-segments' };
  const parts = segment.match(hasSets ? /\*+|\[[!^]?\]?[^\]]{0,100}\]|[\s\S]/gu : /\*+|[\s\S]/gu) ?? [];
  return { kind: 'segment', tokens: parts.map(compileToken) };
}

function compileToken(part: string): Token {
  if (part.startsWith('*')) return { kind: 'any-run' };
  if (part === '?') return { kind: 'one', accepts: () => true };
  if (part.length > 1 && part.startsWith('[')) return { kind: 'one', accepts: setOf(part.slice(1, -1)) };
  return { kind: 'one', accepts: (character) => character === part };
}

/** The characters and ranges of a set: `a-z`, `!0-9`. */
function setOf(text: string): (character: string) => boolean {
  const isNegated = /^[!^]/.test(text);
  const ranges = [...text.slice(isNegated ? 1 : 0).matchAll(/([\s\S])-([\s\S])|([\s\S])/gu)].map((match) => [
    match[1] ?? match[3] ?? '',
    match[2] ?? match[3] ?? '',
  ]);
  return (character) => ranges.some(([first = '', last = '']) => first <= character && character <= last) !== isNegated;
}

function matchesPath(pattern: readonly Segment[], segments: readonly string[]): boolean {
  return matchesSequence(pattern, segments, {
    isRun: (segment) => segment.kind === 'any-segments',
    accepts: (segment, text) => segment.kind === 'segment' && matchesSegment(segment.tokens, text),
  });
}

function matchesSegment(tokens: readonly Token[], text: string): boolean {
  return matchesSequence(tokens, [...text], {
    isRun: (token) => token.kind === 'any-run',
    accepts: (token, character) => token.kind === 'one' && token.accepts(character),
  });
}

type Sequence<P, T> = { readonly isRun: (part: P) => boolean; readonly accepts: (part: P, item: T) => boolean };

/** Goes back to the last run only: what an earlier run could take instead leaves no more for the rest. Quadratic at worst. */
function matchesSequence<P, T>(pattern: readonly P[], items: readonly T[], { isRun, accepts }: Sequence<P, T>): boolean {
  let [place, at] = [0, 0];
  let [runPlace, runAt] = [-1, 0];
  while (at < items.length) {
    const part = pattern[place];
    if (part !== undefined && isRun(part)) {
      [runPlace, runAt] = [place, at];
      place += 1;
    } else if (part !== undefined && accepts(part, items[at] as T)) {
      [place, at] = [place + 1, at + 1];
    } else if (runPlace >= 0) {
      runAt += 1;
      [place, at] = [runPlace + 1, runAt];
    } else return false;
  }
  return pattern.slice(place).every(isRun);
}
