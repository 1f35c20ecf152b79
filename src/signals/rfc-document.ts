/** Reads what an RFC's header says of itself: its authors and its status. */
import { parse } from 'yaml';

/** An author as the header names them; at least one part is given. Logins are without `@`. */
export type NamedAuthor = { readonly login: string | null; readonly name: string | null; readonly email: string | null };

export type RfcHeader = {
  /** Empty when the header names none. */
  readonly authors: readonly NamedAuthor[];
  /** As written, without markup; null when there is none. */
  readonly status: string | null;
};

/** A header is looked for in this many characters; what follows is the RFC itself. */
const headerCharacters = 12_000;
const headerLines = 80;
/** More authors than any header has: the rest is not read. */
const maximalAuthors = 30;

const authorKey =
  /^((rfc|document|proposal|main|primary|original|principal|feature)[ _-])?(co-?)?(author|written by|proposed by) ?(s|\(s\))?$/;
const statusKey = /^((rfc|adr|document|proposal|decision)[ _-])?(status|state|stage)$/;

/**
 * The header of an RFC's text: YAML front matter or a whole YAML file (`kep.yaml`), header lines as in Python's and Bitcoin's proposals,
 * lists and bold labels (`- **Authors**: @ada`), table rows, and sections (`## Status`). A broken header reads as far as it can. Never throws.
 */
export function readRfcHeader(text: string): RfcHeader {
  const head = text.slice(0, headerCharacters);
  const [structured, lines] = [yamlValues(head), lineValues(head)];
  const values = [...structured, ...lines];
  const authorsIn = (some: readonly Value[]) => some.filter(({ key }) => authorKey.test(key)).flatMap(({ value }) => readAuthors(value));
  const authors = authorsIn(structured.some(({ key }) => authorKey.test(key)) ? structured : lines);
  const status = values.find(({ key, value }) => statusKey.test(key) && value.trim() !== '')?.value ?? null;
  return { authors: distinct(authors).slice(0, maximalAuthors), status: status === null ? null : plainText(status).slice(0, 80) };
}

type Value = { readonly key: string; readonly value: string };

// ---------------------------------------------------------------- YAML

function yamlValues(head: string): readonly Value[] {
  const source = yamlSource(head);
  if (source === null) return [];
  try {
    // Plain logins in lists (`- @ada`) are no valid YAML, and are common.
    const quoted = source.replace(/^([ \t]*(?:- |[\w-]+: ))(@[^\n"']*)$/gm, '$1"$2"');
    const parsed: unknown = parse(quoted, { maxAliasCount: 0, logLevel: 'silent', uniqueKeys: false });
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return [];
    return Object.entries(parsed).map(([key, value]) => ({ key: key.toLowerCase().trim(), value: asLines(value) }));
  } catch {
    // The lines are read as text all the same.
    return [];
  }
}

function yamlSource(head: string): string | null {
  const fenced = /^\uFEFF?\s*---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(\r?\n|$)/.exec(head)?.[1];
  if (fenced !== undefined) return fenced;
  return /^(#[^\n]*\n)*[a-z][\w-]*:/.test(head) && /^(authors|owning-sig|kep-number):/m.test(head) ? head : null;
}

/** One author or word on each line. Of an author given as a map, what identifies them. */
function asLines(value: unknown): string {
  if (Array.isArray(value)) return value.slice(0, maximalAuthors).map(asLines).join('\n');
  if (typeof value !== 'object' || value === null) return typeof value === 'string' || typeof value === 'number' ? `${value}` : '';
  const part = (names: readonly string[]): string | null => {
    const found = Object.entries(value).find(([key, inner]) => names.includes(key.toLowerCase()) && typeof inner === 'string');
    return found === undefined ? null : `${found[1]}`;
  };
  const login = part(['github', 'login', 'username', 'handle', 'id'])?.replace(/^(https?:\/\/)?(www\.)?github\.com\/|^@/i, '');
  const email = part(['email', 'mail']);
  const name = part(['name', 'fullname', 'full_name', 'author']);
  return [name ?? '', login === undefined ? '' : `(@${login})`, email === null ? '' : `<${email}>`].join(' ').trim();
}

// ---------------------------------------------------------------- lines

/** `Author: …`, `- **Authors**: …`, `:Author: …`, `| Authors | … |`, and `## Authors` with the lines that follow. */
function lineValues(head: string): readonly Value[] {
  const lines = head.split(/\r?\n/).slice(0, headerLines);
  return lines.flatMap((line, index) => {
    const labelled = labelledLine(line);
    if (labelled === null) return [];
    if (!authorKey.test(labelled.key) && !statusKey.test(labelled.key)) return [];
    const more = labelled.isHeading || labelled.value === '' ? section(lines, index + 1) : continuation(lines, index + 1);
    return [{ key: labelled.key, value: [labelled.value, ...more].join('\n') }];
  });
}

function labelledLine(line: string): (Value & { readonly isHeading: boolean }) | null {
  if (line.length > 2_000) return null;
  const heading = /^\s{0,3}#{1,6}\s+([^#:]{3,40}?)\s*#*\s*$/.exec(line)?.[1];
  if (heading !== undefined) return { key: plainText(heading).toLowerCase(), value: '', isHeading: true };
  const row = /^\s*\|\s*([^|]{3,40})\|([^|]*)\|/.exec(line);
  const pair = row ?? /^[\s>]{0,20}(?:[-*+•]\s{1,10})?:?([\w*_`"'()[\] -]{3,40}?)\s{0,20}:(?!\/\/)(.*)$/.exec(line);
  if (pair === null) return null;
  return { key: plainText(pair[1] ?? '').toLowerCase(), value: (pair[2] ?? '').replace(/^\s*\*+/, '').trim(), isHeading: false };
}

/** Further lines of the same value: indented deeper and no label of their own. */
function continuation(lines: readonly string[], from: number): readonly string[] {
  const end = lines.slice(from, from + maximalAuthors).findIndex((line) => !/^\s{4,}\S/.test(line) || /^\s*[\w-]{3,30}:\s/.test(line));
  return lines.slice(from, end === -1 ? from + maximalAuthors : from + end).map((line) => line.trim());
}

/** The list or paragraph under a heading or an empty label. */
function section(lines: readonly string[], from: number): readonly string[] {
  const found: string[] = [];
  for (const line of lines.slice(from, from + maximalAuthors)) {
    const text = line.replace(/^\s*(?:[-*+•]|\d+\.)\s+/, '').trim();
    if (text === '' && found.length === 0) continue;
    if (text === '' || /^#|^[=~-]{3,}$|^\*\*|^[\w -]{3,30}:\s/.test(text)) break;
    found.push(text);
  }
  return found;
}

// ---------------------------------------------------------------- authors

function readAuthors(value: string): readonly NamedAuthor[] {
  return value
    .slice(0, 4_000)
    .split(/[\n;]|,(?![^(<[]{0,200}[)>\]])|\s{1,20}(?:and|&)\s{1,20}|(?<=>)\s{1,20}(?=\S)|(?<=@[\w-]{1,39})\s{1,20}(?=@)/)
    .flatMap((text) => {
      const author = readAuthor(text);
      return author === null ? [] : [author];
    });
}

/** What templates put where an author belongs. */
const placeholder =
  /\b(jane|john)[. ]doe\b|\byour[ -]?(user ?|full )?(name|login|handle|github)|\bgithub[ _-](handle|user|username|id|login)\b|^\W*(tbd|todo|n\/?a|none|unknown|various|names?|username|author)\W*$/i;

function readAuthor(text: string): NamedAuthor | null {
  if (placeholder.test(text)) return null;
  const email = /[\w.+-]{1,64}@[\w-]{1,63}(\.[\w-]{1,63}){1,8}/.exec(text)?.[0] ?? null;
  const rest = email === null ? text : text.replace(email, ' ');
  const login =
    /github\.com\/([a-z\d](?:-?[a-z\d]){0,38})\b/i.exec(rest)?.[1] ??
    /(?:^|[\s([<])@([a-z\d](?:-?[a-z\d]){0,38})\b/i.exec(rest)?.[1] ??
    null;
  const name = plainText(rest.replaceAll(/\([^)]{0,200}\)|<[^>]{0,200}>|https?:\/\/\S{1,500}|@[\w-]{1,39}/g, ' '));
  const isName = /\p{L}{2}/u.test(name) && name.length <= 60 && !/^the /i.test(name);
  if (login === null && email === null && !isName) return null;
  return { login, email: email?.toLowerCase() ?? null, name: isName ? name : null };
}

function distinct(authors: readonly NamedAuthor[]): readonly NamedAuthor[] {
  const byIdentity = new Map(authors.map((author) => [JSON.stringify(author).toLowerCase(), author]));
  return [...byIdentity.values()];
}

/** Without Markdown's links, emphasis, code marks and HTML comments. */
function plainText(text: string): string {
  return text
    .replaceAll(/<!--[^>]*-->/g, ' ')
    .replaceAll(/\[([^\]]{0,200})\]\([^)]{0,500}\)/g, '$1')
    .replaceAll(/[*`"[\]<>()|]|(?<!\w)_|_(?!\w)/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
