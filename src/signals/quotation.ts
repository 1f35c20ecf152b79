/** Reads a Markdown text as its writer's own words, apart from what they quoted and from code, and picks a quotation from it. */

/** A text taken apart. Lines of `ownLines` keep inline code; those of `prose` have code spans, addresses and quoted words blanked. */
export type ReadText = {
  readonly ownLines: readonly string[];
  readonly prose: string;
  readonly quotedLines: readonly string[];
  /** The text as answers: what was quoted, and the own prose that follows it up to the next quote. The first may quote nothing. */
  readonly answers: readonly { readonly quoted: readonly string[]; readonly prose: string }[];
  readonly codeLines: number;
  /** Pieces of code within own words. */
  readonly codeSpans: number;
  /** A block that GitHub offers to commit as it stands. */
  readonly hasSuggestion: boolean;
  readonly links: number;
  /** Logins mentioned with `@`, lower case, in the writer's own words. */
  readonly mentions: readonly string[];
  /** Numbers of pull requests and issues referred to in the writer's own words. */
  readonly references: readonly number[];
};

const fencePattern = /^ {0,3}(`{3,}|~{3,})(.*)$/;
const quotePattern = /^ {0,3}> ?(.*)$/;
const indentedPattern = /^(?: {4}|\t)/;
const listPattern = /^\s*(?:[-*+]|\d{1,9}[.)])\s/;
/** The line above a reply by e-mail: "On 3 May, Ada wrote:". */
const replyHeaderPattern = /^(?:>\s*)?On .{6,120} wrote:?\s*$/;

type LineKind = 'own' | 'quoted' | 'code' | 'fence' | 'suggestion';

/** Kinds of the lines of a text; one pass. A fence closes with at least as many of the same marks. */
function kindsOf(lines: readonly string[]): readonly LineKind[] {
  let fence: string | null = null;
  let isAfterBlank = true;
  let isInList = false;
  return lines.map((line) => {
    const mark = fencePattern.exec(line);
    if (fence !== null) {
      if (mark?.[1]?.startsWith(fence) && mark[2]?.trim() === '') fence = null;
      return fence === null ? 'fence' : 'code';
    }
    if (mark !== null) {
      fence = mark[1] ?? null;
      return mark[2]?.trim().toLowerCase() === 'suggestion' ? 'suggestion' : 'fence';
    }
    if (quotePattern.test(line)) return 'quoted';
    const isCode = isAfterBlank && !isInList && indentedPattern.test(line);
    if (listPattern.test(line)) isInList = true;
    else if (line.trim() !== '' && !/^\s/.test(line)) isInList = false;
    isAfterBlank = line.trim() === '' || isCode;
    return isCode ? 'code' : 'own';
  });
}

/** Removes HTML comments without a pattern that could scan far from every opening. */
function withoutComments(text: string): string {
  const parts: string[] = [];
  let from = 0;
  for (let open = text.indexOf('<!--'); open !== -1; open = text.indexOf('<!--', from)) {
    parts.push(text.slice(from, open));
    const close = text.indexOf('-->', open + 4);
    if (close === -1) return parts.join('');
    from = close + 3;
  }
  return [...parts, text.slice(from)].join('');
}

const codeSpanPattern = /`[^`\n]{1,400}`/g;
const linkPattern = /https?:\/\/[^\s)>\]]{1,500}/g;
/** Words put between quotation marks are somebody's words or a wording under discussion, not a statement of the writer. */
const saidPattern = /"[^"\n]{2,200}"|\u201c[^\u201d\n]{2,200}\u201d/g;
const markupPattern = /<\/?[a-zA-Z][^<>\n]{0,200}>/g;

function proseOf(ownLines: readonly string[]): string {
  const text = ownLines.join('\n');
  const blanked = text
    .replace(codeSpanPattern, '\u00a4')
    .replace(linkPattern, '\u00a7')
    .replace(saidPattern, '\u00ab\u00bb')
    .replace(markupPattern, ' ');
  return blanked.replace(/[\u2018\u2019]/g, "'").replace(/[*_~]{1,3}(?=\S)|(?<=\S)[*_~]{1,3}/g, '');
}

function answersOf(lines: readonly string[], kinds: readonly LineKind[]): ReadText['answers'] {
  const answers: { quoted: string[]; own: string[] }[] = [{ quoted: [], own: [] }];
  for (const [index, line] of lines.entries()) {
    const kind = kinds[index];
    let current = answers.at(-1) ?? { quoted: [], own: [] };
    if (kind === 'quoted' && current.own.some((own) => own.trim() !== '')) {
      current = { quoted: [], own: [] };
      answers.push(current);
    }
    if (kind === 'quoted') current.quoted.push(quotePattern.exec(line)?.[1] ?? '');
    if (kind === 'own' && !replyHeaderPattern.test(line)) current.own.push(line);
  }
  return answers.map(({ quoted, own }) => ({ quoted, prose: proseOf(own) }));
}

/** Takes a Markdown text apart. Linear in its length; never throws. Quoted lines come without their marks. */
export function readText(markdown: string): ReadText {
  const lines = withoutComments(markdown.replaceAll('\r', '')).split('\n');
  const kinds = kindsOf(lines);
  const ownLines = lines.filter((line, index) => kinds[index] === 'own' && !replyHeaderPattern.test(line));
  const text = ownLines.join('\n');
  return {
    ownLines,
    prose: proseOf(ownLines),
    quotedLines: lines.filter((_, index) => kinds[index] === 'quoted').map((line) => quotePattern.exec(line)?.[1] ?? ''),
    answers: answersOf(lines, kinds),
    codeLines: kinds.filter((kind) => kind === 'code').length,
    codeSpans: text.match(codeSpanPattern)?.length ?? 0,
    hasSuggestion: kinds.includes('suggestion'),
    links: text.match(linkPattern)?.length ?? 0,
    mentions: [...text.matchAll(/(?<![\w/`])@([a-zA-Z0-9](?:[a-zA-Z0-9-]{0,38}))/g)].map((match) => (match[1] ?? '').toLowerCase()),
    references: [...text.matchAll(/(?<![\w&])#(\d{1,9})\b|\/(?:pull|issues)\/(\d{1,9})\b/g)].map((match) => Number(match[1] ?? match[2])),
  };
}

/** Longer texts and longer sentences say no more to a cue; the bounds keep the work on one text small. */
const sentencesRead = 200;
const sentenceLength = 800;

const listMark = /^\s*(?:[-*+>#]+|\d{1,9}[.)])\s+/;

/** Sentences of a prose: split at line ends, and after a stop and a space. Lists and headings lose their marks. The first 200, each cut at 800 characters. */
export function sentencesOf(prose: string): readonly string[] {
  const lines = prose.slice(0, sentencesRead * sentenceLength).split('\n');
  return lines
    .flatMap((line) => line.replace(listMark, '').split(/(?<=[.!?])\s+/))
    .map((sentence) => sentence.slice(0, sentenceLength).trim())
    .filter((sentence) => sentence !== '')
    .slice(0, sentencesRead);
}

/** Words of a text: runs of letters, with apostrophes and hyphens inside. */
export function wordCount(text: string): number {
  return text.match(/[\p{L}\p{N}][\p{L}\p{N}'-]*/gu)?.length ?? 0;
}

const longestQuote = 280;

function cutAtWord(text: string): string {
  if (text.length <= longestQuote) return text;
  const cut = text.slice(0, longestQuote - 1);
  const space = cut.lastIndexOf(' ');
  const kept = space > longestQuote / 2 ? cut.slice(0, space) : cut.replace(/[\uD800-\uDBFF]$/, '');
  return `${kept}…`;
}

/** Sentences as written, code spans included: a stop ends one only before what can begin the next. */
function writtenSentences(ownLines: readonly string[]): readonly string[] {
  return ownLines
    .flatMap((line) => line.replace(listMark, '').split(/(?<=[.!?])\s+(?=[^a-z])/))
    .map((sentence) => sentence.trim())
    .filter((sentence) => wordCount(sentence) > 0);
}

/**
 * A quotation of the writer's own words, at most 280 characters: the sentence that `weigh` finds weightiest (the first of equals), with
 * the sentences before it and then those after it while they fit. A sentence that is too long is cut at a word and ends in an ellipsis.
 * Null when there are no own words.
 */
export function quotationOf(read: Pick<ReadText, 'ownLines'>, weigh: (sentence: string) => number): string | null {
  const sentences = writtenSentences(read.ownLines).slice(0, sentencesRead);
  const weights = sentences.map(weigh);
  const best = weights.indexOf(Math.max(...weights));
  let quote = sentences[best];
  if (quote === undefined) return null;
  let [first, last] = [best, best];
  for (
    let longer = `${sentences[first - 1]} ${quote}`;
    first > 0 && longer.length <= longestQuote;
    longer = `${sentences[first - 1]} ${quote}`
  ) {
    quote = longer;
    first -= 1;
  }
  for (
    let longer = `${quote} ${sentences[last + 1]}`;
    last + 1 < sentences.length && longer.length <= longestQuote;
    longer = `${quote} ${sentences[last + 1]}`
  ) {
    quote = longer;
    last += 1;
  }
  return cutAtWord(quote);
}
