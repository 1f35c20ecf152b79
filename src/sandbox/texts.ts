/** What GitHub reads in a text: mentions, references to subjects and commits, closing keywords. Code and comments are passed over. */
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

export type Called = {
  /** Logins, without @, lower case. */
  readonly mentions: readonly string[];
  /** `organisation/team`, without @, lower case. */
  readonly teams: readonly string[];
  readonly references: readonly Reference[];
  /** Seven to forty hex digits, and commits named by address. */
  readonly commits: readonly string[];
};

/** A reference to a subject. `repository` is `owner/name`, a name alone, or null for the text's own repository. */
export type Reference = { readonly repository: string | null; readonly number: number; readonly closes: boolean };

const mention = /(?<![\w/@.`-])@([a-z\d](?:[a-z\d]|-(?=[a-z\d]))*)(?:\/([a-z\d][a-z\d_-]*))?/gi;
const keyword = '(?:(?<!\\w)(?<keyword>close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\\s+)?';
const subjectReference = new RegExp(`${keyword}(?<![\\w/#&.-])(?:(?<repository>(?:[\\w.-]+\\/)?[\\w.-]+)?#|GH-)(?<number>\\d+)\\b`, 'gi');
const sha = /(?<![\w/])[\da-f]{7,40}(?![\w/])/g;
const closingEnd = /(?<!\w)(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+$/i;

function textsOf(node: Nodes, found: { texts: string[]; links: { url: string; closes: boolean }[] }, before: string): void {
  if (node.type === 'text') found.texts.push(node.value);
  if (node.type === 'link') found.links.push({ url: node.url, closes: closingEnd.test(before) });
  if (node.type === 'html' && !node.value.startsWith('<!--')) {
    for (const match of node.value.matchAll(/href\s*=\s*["']?([^"'\s>]+)/gi)) found.links.push({ url: match[1] ?? '', closes: false });
  }
  if (!('children' in node)) return;
  let previous = '';
  for (const child of node.children) {
    // An autolinked address shows itself as text; what counts there is the link.
    if (node.type !== 'link' || child.type !== 'text') textsOf(child, found, previous);
    previous = child.type === 'text' ? child.value : '';
  }
}

function linkReference(url: string, webUrl: string): { readonly repository: string; readonly number: number } | null {
  if (!url.toLowerCase().startsWith(`${webUrl.toLowerCase()}/`)) return null;
  const match = /^([\w.-]+\/[\w.-]+)\/(?:issues|pull|discussions)\/(\d+)(?:[/?#].*)?$/.exec(url.slice(webUrl.length + 1));
  return match === null ? null : { repository: match[1] ?? '', number: Number(match[2]) };
}

function textReferences(text: string): readonly Reference[] {
  return [...text.matchAll(subjectReference)].map(({ groups }) => ({
    repository: groups?.['repository'] ?? null,
    number: Number(groups?.['number']),
    closes: groups?.['keyword'] !== undefined,
  }));
}

/**
 * Whom and what a Markdown text calls to. Beside GitHub's own forms (`#12`, `GH-12`, `owner/name#12`, addresses under `webUrl`) the short
 * `name#12` is read too, so that data can refer to a sibling repository without naming the organisation.
 * Source: https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls
 */
export function calledIn(text: string, webUrl: string): Called {
  const found = { texts: [] as string[], links: [] as { url: string; closes: boolean }[] };
  textsOf(fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }), found, '');
  const mentions = found.texts.flatMap((part) => [...part.matchAll(mention)]);
  const linked = found.links.flatMap(({ url, closes }) => {
    const reference = linkReference(url, webUrl);
    return reference === null ? [] : [{ ...reference, closes }];
  });
  const commitLinks = found.links.flatMap(({ url }) => /\/commit\/([\da-f]{7,40})$/.exec(url.startsWith(webUrl) ? url : '')?.[1] ?? []);
  return {
    mentions: mentions.filter((match) => match[2] === undefined).map((match) => (match[1] ?? '').toLowerCase()),
    teams: mentions.filter((match) => match[2] !== undefined).map((match) => `${match[1]}/${match[2]}`.toLowerCase()),
    references: [...found.texts.flatMap(textReferences), ...linked],
    commits: [...found.texts.flatMap((part) => part.match(sha) ?? []), ...commitLinks],
  };
}
