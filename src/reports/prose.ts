/** What an engineer wrote in Markdown, as Markdown that mentions nobody and links back to nothing, and that stays within its place. */
import type { BlockContent, DefinitionContent, Nodes, PhrasingContent, RootContent } from 'mdast';
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
  return nodes.flatMap((node): PhrasingContent[] => {
    switch (node.type) {
      case 'text':
        return spaced(node.value, { ...host, isInLink });
      case 'html':
        return neutralPhrasing(node.value, { ...host, isInLink });
      case 'strong':
      case 'emphasis':
      case 'delete':
        return [{ ...node, children: phrasing(node.children, host, place) }];
      case 'inlineCode':
        return [{ type: 'inlineCode', value: withoutReferences(node.value) }];
      case 'break':
        return [node];
      case 'link':
        return isInLink ? phrasing(node.children, host, 'link') : linkOf(node.url, phrasing(node.children, host, 'link'), host);
      case 'image':
        return isInLink ? [text(node.alt ?? '')] : linkOf(node.url, spaced(node.alt || 'picture', { ...host, isInLink: true }), host);
      default:
        return neutralPhrasing(plainText(node), host);
    }
  });
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
