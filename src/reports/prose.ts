/** What an engineer wrote in Markdown, as Markdown that mentions nobody and links back to nothing, and that stays within its place. */
import type { BlockContent, DefinitionContent, Link, Nodes, PhrasingContent, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { type Neutrality, neutralAddress, neutralPhrasing, withoutReferences } from './neutralise.ts';
import { link, paragraph, text } from './nodes.ts';

type Block = BlockContent | DefinitionContent;

/**
 * Prose as blocks: paragraphs, lists, quotations, code and tables. Headings become bold lines, since the packet has its own; HTML and
 * pictures become text. Never throws.
 */
export function proseBlocks(markdown: string, host: Neutrality): readonly BlockContent[] {
  const root = fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  return root.children.flatMap((node) => blocksOf(node, host));
}

function blocksOf(node: RootContent | Block, host: Neutrality): readonly BlockContent[] {
  switch (node.type) {
    case 'paragraph':
      return [paragraph(...phrasing(node.children, host))];
    case 'heading':
      return [paragraph({ type: 'strong', children: phrasing(node.children, host) })];
    case 'blockquote':
      return [{ ...node, children: node.children.flatMap((child) => blocksOf(child, host)) }];
    case 'list':
      return [
        {
          ...node,
          children: node.children.map((item) => ({ ...item, children: item.children.flatMap((child) => blocksOf(child, host)) })),
        },
      ];
    case 'table':
      return [
        {
          ...node,
          children: node.children.map((row) => ({
            ...row,
            children: row.children.map((cell) => ({ ...cell, children: phrasing(cell.children, host) })),
          })),
        },
      ];
    case 'code':
      return [{ type: 'code', value: withoutReferences(node.value) }];
    case 'html':
      return [paragraph(...neutralPhrasing(node.value, host))];
    case 'thematicBreak':
      return [node];
    default:
      return [];
  }
}

function phrasing(nodes: readonly PhrasingContent[], host: Neutrality, place: 'text' | 'link' = 'text'): PhrasingContent[] {
  const isInLink = place === 'link';
  return joined(nodes, host, place).flatMap((node): PhrasingContent[] => {
    switch (node.type) {
      case 'text':
        return spaced(node.value, { ...host, isInLink });
      case 'strong':
      case 'emphasis':
      case 'delete':
        return [{ ...node, children: phrasing(node.children, host, place) }];
      case 'inlineCode':
        return [{ type: 'inlineCode', value: withoutReferences(node.value) }];
      case 'link':
        return linkOf(node.url, phrasing(node.children, host, 'link'), host);
      case 'image':
        return linkOf(node.url, spaced(node.alt || 'picture', { ...host, isInLink: true }), host);
      default:
        return node.type === 'break' ? [node] : [];
    }
  });
}

/** What comes down to words becomes text and is joined with the text beside it: half an address in each would be neutral alone and not together. */
function joined(nodes: readonly PhrasingContent[], host: Neutrality, place: 'text' | 'link'): readonly PhrasingContent[] {
  const whole: PhrasingContent[] = [];
  for (const node of nodes) {
    const words = wordsOf(node, host, place);
    const last = whole.at(-1);
    if (words === null) whole.push(node);
    else if (last?.type === 'text') whole[whole.length - 1] = { type: 'text', value: last.value + words };
    else whole.push({ type: 'text', value: words });
  }
  return whole;
}

/** The text that a node comes down to; null for what stays more than text. */
function wordsOf(node: PhrasingContent, host: Neutrality, place: 'text' | 'link'): string | null {
  switch (node.type) {
    case 'strong':
    case 'emphasis':
    case 'delete':
    case 'inlineCode':
    case 'break':
      return null;
    case 'link':
      return place === 'link' || isLiteral(node) || neutralAddress(node.url, host) === null ? plainText(node) : null;
    case 'image':
      return place === 'link' || neutralAddress(node.url, host) === null ? (node.alt ?? '') : null;
    default:
      return plainText(node);
  }
}

/** An address that was only written down. */
function isLiteral(node: Link): boolean {
  const words = plainText(node);
  return ['', 'http://', 'mailto:'].some((scheme) => node.url === scheme + words);
}

/** Tidied text loses the spaces at its ends, which here divide it from its neighbours. */
function spaced(value: string, options: Neutrality & { readonly isInLink: boolean }): PhrasingContent[] {
  const [before, after] = [/^\s/.test(value), /\s$/.test(value)];
  const nodes = neutralPhrasing(value, options);
  if (nodes.length === 0) return value === '' ? [] : [text(' ')];
  return [...(before ? [text(' ')] : []), ...nodes, ...(after ? [text(' ')] : [])];
}

function linkOf(url: string, children: PhrasingContent[], host: Neutrality): PhrasingContent[] {
  const address = neutralAddress(url, host);
  if (address === null) return children;
  if (address.kind === 'link') return [link(address.url, children)];
  return [...children, text(' '), { type: 'inlineCode', value: address.text }];
}

function plainText(node: Nodes): string {
  if ('value' in node) return node.value;
  return 'children' in node ? node.children.map(plainText).join('') : '';
}
