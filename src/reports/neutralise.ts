/**
 * The neutraliser: what people wrote, as Markdown that mentions nobody, links back to nothing and closes nothing.
 * Text becomes mdast nodes, so that the serializer escapes Markdown and HTML; here stands what GitHub does beyond Markdown.
 */
import type { PhrasingContent } from 'mdast';
import { tidyText } from './tidy-text.ts';
import { paragraphMarkdown } from './markdown.ts';

const zeroWidthSpace = '\u200b';

/** Permalinks longer than this many UTF-16 code units are left out. */
const longestAddressUnits = 1_000;

/** `webUrl` is where the organisation's GitHub is browsed (`https://github.com`). */
export type Neutrality = { readonly webUrl: string };

/** How an address may appear: as a link that leaves no trace on its target, or only as code. */
export type NeutralAddress = { readonly kind: 'link'; readonly url: string } | { readonly kind: 'code'; readonly text: string };

/**
 * An address that can stand in a report without a backlink: on the public GitHub through `redirect.github.com`, which GitHub does not
 * count as a reference; on any other GitHub, which has no such host, as code. Null for what is no web address, or is longer than 1,000
 * characters. Source: https://docs.github.com/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls
 */
export function neutralAddress(address: string, { webUrl }: Neutrality): NeutralAddress | null {
  if (address.length > longestAddressUnits || !URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  url.username = '';
  url.password = '';
  if (isPublicHost(url.hostname)) {
    url.protocol = 'https:';
    url.host = 'redirect.github.com';
    url.port = '';
  }
  const text = url.href.replace(/[@()[\]{}|$]/g, percentEncoded);
  return url.host === new URL(webUrl).host ? { kind: 'code', text } : { kind: 'link', url: text };
}

function isPublicHost(host: string): boolean {
  return /^(?:www\.)?github\.com\.?$/.test(host);
}

function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/**
 * User text on one line as mdast: tidied, references broken by zero-width spaces, GitHub addresses made neutral, dollar signs kept from
 * becoming mathematics. Inside a link (`isInLink`) addresses become plain text. Addresses elsewhere stay text;
 * whether GitHub links them is all the same to everybody else. Pass each text once.
 */
export function neutralPhrasing(text: string, options: Neutrality & { readonly isInLink?: boolean }): PhrasingContent[] {
  const tidy = tidyText(text);
  const hosts = hostsPattern(options.webUrl);
  const nodes: PhrasingContent[] = [];
  let end = 0;
  for (const { index, address } of gitHubAddresses(tidy, hosts)) {
    nodes.push(...textNodes(tidy.slice(end, index), hosts), ...addressNodes(address, { ...options, hosts }));
    end = index + address.length;
  }
  return [...nodes, ...textNodes(tidy.slice(end), hosts)];
}

/** The same as Markdown on one line, for comments and checks. Nothing a person wrote reaches GitHub by another way. */
export function neutralMarkdown(text: string, options: Neutrality): string {
  return paragraphMarkdown(neutralPhrasing(text, options));
}

/** The public GitHub's host and the organisation's, as the source of a regular expression. */
function hostsPattern(webUrl: string): string {
  const hosts = [...new Set(['github.com', new URL(webUrl).hostname])].map((host) => host.replaceAll('.', '\\.')).join('|');
  return `(?<![\\w.-])(?:www\\.)?(?:${hosts})(?![\\w-])`;
}

type Address = { readonly index: number; readonly address: string };

/** Addresses on these hosts that have a scheme or at least a path, without the brackets and the punctuation round them. */
function gitHubAddresses(text: string, hosts: string): readonly Address[] {
  const pattern = new RegExp(`(?:(?<![\\w.-])https?://|//)?${hosts}\\.?(?::\\d+)?(?:[/?#][^\\s<>"'\`()[\\]{}|\\\\]{0,2000})?`, 'giu');
  return [...text.matchAll(pattern)]
    .map((match) => ({ index: match.index, address: match[0].replace(/[.,;:!?*_~]+$/u, '') }))
    .filter(({ address }) => address.includes('/'));
}

function addressNodes(address: string, options: Neutrality & { readonly isInLink?: boolean; readonly hosts: string }): PhrasingContent[] {
  const neutral = neutralAddress(address.replace(/^(?:https?:)?(?:\/\/)?/i, 'https://'), options);
  if (neutral?.kind === 'code') return [{ type: 'inlineCode', value: neutral.text }];
  const label = textNodes(address.replace(/^(?:https?:)?(?:\/\/)?[^/?#]*\/?/i, '') || 'GitHub', options.hosts);
  return neutral === null || options.isInLink === true ? label : [{ type: 'link', url: neutral.url, children: label }];
}

/**
 * GitHub has no escape for a dollar sign but a span round it.
 * Source: https://docs.github.com/get-started/writing-on-github/working-with-advanced-formatting/writing-mathematical-expressions
 */
function textNodes(text: string, hosts: string): PhrasingContent[] {
  return withoutReferences(text)
    .replace(new RegExp(`${hosts}(?=[.:/?#])`, 'giu'), `$&${zeroWidthSpace}`)
    .split(/(\$)/)
    .filter((part) => part !== '')
    .map((part) => (part === '$' ? { type: 'html', value: '<span>$</span>' } : { type: 'text', value: part }));
}

/**
 * Zero-width spaces after every `@`, after `#` and `GH-` before digits, in every run of seven or more hex digits, and in `<!--`, so that
 * no later reader of the raw text takes user text for a marker of ours.
 * Source: https://docs.github.com/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls
 */
export function withoutReferences(text: string): string {
  return text
    .replace(/[@＠﹫]/gu, `$&${zeroWidthSpace}`)
    .replace(/[#＃﹟](?=\p{N}|$)/gu, `$&${zeroWidthSpace}`)
    .replace(/gh-(?=\p{N}|$)/giu, `$&${zeroWidthSpace}`)
    .replace(/(?<![0-9a-z])[0-9a-f]{7,}(?![0-9a-z])/giu, (run) => run.replace(/.{6}(?=.)/gu, `$&${zeroWidthSpace}`))
    .replaceAll('<!--', `<${zeroWidthSpace}!--`);
}
