/** YAML with positions: a settings file as plain data, or all that is wrong with it as YAML. */
import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLError,
  type YAMLMap,
} from 'yaml';
import { quoted } from './words.ts';

/** What is wrong at one place of a settings file. `line` and `column` count from 1; `message` is a Markdown sentence. */
export type Problem = { readonly line: number; readonly column: number; readonly message: string };

export type Path = readonly PropertyKey[];

/** A file read. `positionOf` finds the value at a path, or its key; the nearest enclosing one when there is none. */
export type YamlText =
  | { readonly ok: true; readonly value: unknown; readonly positionOf: (path: Path, what: 'key' | 'value') => Omit<Problem, 'message'> }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** The largest settings file that is read. */
export const maxSettingsBytes = 65_536;

const maxProblems = 50;

/** The first fifty problems, and how many more there are. */
export function limited(problems: readonly Problem[]): readonly Problem[] {
  const next = problems[maxProblems];
  if (next === undefined) return problems;
  return [
    ...problems.slice(0, maxProblems),
    { ...next, message: `There are ${problems.length - maxProblems} more problems from here on.` },
  ];
}

type Place = { readonly offset: number; readonly message: string };

const wordsFor: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'A tab stands where YAML wants spaces. Indent with spaces.',
  MULTIPLE_DOCS: 'The file holds several documents, divided by `---`. Keep one.',
  MISSING_CHAR: 'Something is missing here: a closing quote or bracket, a comma or a space.',
  BAD_INDENT: 'The indentation does not fit the lines above.',
  BLOCK_AS_IMPLICIT_KEY: 'A key and its block do not belong on one line. Begin a new line, or look for a stray `:`.',
  TAG_RESOLVE_FAILED: 'Tags (`!name`) are not allowed. Write the plain value.',
};

function syntaxPlace(error: YAMLError): Place {
  const words = wordsFor[error.code] ?? `This is not valid YAML: ${quoted(error.message)}.`;
  return { offset: error.pos[0], message: words };
}

function refusal(message: string): YamlText {
  return { ok: false, problems: [{ line: 1, column: 1, message }] };
}

/** Reads the text of a settings file; an empty one is an empty block. Never throws. */
export function readYaml(text: string): YamlText {
  if (Buffer.byteLength(text) > maxSettingsBytes) return refusal('The file is larger than 64 KiB. Make it smaller.');
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    schema: 'core',
    merge: false,
    // The parser compares every key with every other: a second for a file of them. They are looked for below.
    uniqueKeys: false,
    version: '1.2',
    logLevel: 'error',
  });
  const positionAt = (offset: number): Omit<Problem, 'message'> => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const errors = [...document.errors, ...document.warnings];
  // The parser calls itself for each level and reports its own exhausted stack as one more mistake of the file.
  if (errors.some(({ message }) => message.includes('call stack'))) return refusal('The file is nested too deeply to be read.');
  const placed = ({ offset, message }: Place): Problem => ({ ...positionAt(offset), message });
  if (errors.length > 0) return { ok: false, problems: limited(firstOfEachLine(errors.map((error) => placed(syntaxPlace(error))))) };
  const forbidden = limited(forbiddenPlaces(document.contents).map(placed));
  if (forbidden.length > 0) return { ok: false, problems: forbidden };
  const value: unknown = document.toJS({ maxAliasCount: 0 });
  return { ok: true, value: value ?? {}, positionOf: (path, what) => positionAt(offsetOf(document.contents, path, what)) };
}

/** One mistake makes the parser stumble several times in its line; the first tells what to mend. */
function firstOfEachLine(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<number>();
  return problems.filter(({ line }) => !seen.has(line) && seen.add(line));
}

const keyTwice = 'This key stands twice. Keep one of them.';

const noAliases = 'Anchors (`&name`) and aliases (`*name`) are not allowed. Write the value out.';

/** Aliases are refused whole, not counted: a settings file of a few lines needs none, and a few hundred bytes of them can fill the memory. */
function forbiddenPlaces(contents: Node | null): readonly Place[] {
  const places: Place[] = [];
  const seen = new Map<unknown, Set<unknown>>();
  const isRepeated = (block: unknown, { key }: Pair): boolean => {
    const name = isScalar(key) ? key.value : key;
    const names = seen.get(block) ?? new Set();
    seen.set(block, names);
    return names.size === names.add(name).size;
  };
  visit(contents, {
    Node: (_key, node) => {
      const isForbidden = isAlias(node) || node.anchor !== undefined;
      if (!isForbidden || places.some(({ message }) => message === noAliases)) return;
      places.push({ offset: startOf(node) ?? 0, message: noAliases });
    },
    Pair: (_key, pair, path) => {
      const message = isRepeated(path.at(-1), pair) ? keyTwice : keyTrouble(pair);
      if (message !== null) places.push({ offset: startOf(pair.key) ?? 0, message });
    },
  });
  return places;
}

function startOf(node: unknown): number | null {
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}

function keyTrouble({ key }: Pair): string | null {
  if (isAlias(key)) return null;
  if (!isScalar(key)) return 'A key must be one word, not a list or a block.';
  if (typeof key.value !== 'string') return `A key must be text; put ${quoted(String(key.source ?? key.value))} in quotes if it is meant.`;
  if (key.value === '<<') return 'Merging (`<<`) is not allowed. Write the values out.';
  return key.value === '__proto__' ? '`__proto__` is not a setting.' : null;
}

const indexes = new WeakMap<YAMLMap, ReadonlyMap<unknown, Pair>>();

/** A block's pairs by key: a file may have thousands of keys, and something to say of each. */
function pairsOf(block: YAMLMap): ReadonlyMap<unknown, Pair> {
  const known = indexes.get(block);
  if (known !== undefined) return known;
  const index = new Map(block.items.map((pair) => [isScalar(pair.key) ? pair.key.value : pair.key, pair]));
  indexes.set(block, index);
  return index;
}

/** The key and the value found at one step down; of a list, both are the entry. */
function stepInto(node: unknown, step: PropertyKey): { readonly key: unknown; readonly value: unknown } | null {
  if (isMap(node)) return pairsOf(node).get(step) ?? null;
  if (!isSeq(node) || typeof step !== 'number') return null;
  return { key: node.items[step], value: node.items[step] };
}

function offsetOf(contents: Node | null, path: Path, what: 'key' | 'value'): number {
  let node: unknown = contents;
  let offset = startOf(contents) ?? 0;
  for (const [index, step] of path.entries()) {
    const found = stepInto(node, step);
    if (found === null) return offset;
    const isKeyWanted = what === 'key' && index === path.length - 1;
    offset = (isKeyWanted ? startOf(found.key) : startOf(found.value)) ?? startOf(found.key) ?? offset;
    node = found.value;
  }
  return offset;
}
