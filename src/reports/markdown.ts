/** mdast to GitHub-flavoured Markdown, in the one style of all reports. */
import type { PhrasingContent, RootContent } from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown, type Options } from 'mdast-util-to-markdown';

const style: Options = { bullet: '-', listItemIndent: 'one', emphasis: '_', rule: '-', fences: true, extensions: [gfmToMarkdown()] };

/** Blocks as Markdown, without a line break at the end. Raw `html` blocks are written byte for byte. */
export function blocksMarkdown(blocks: readonly RootContent[]): string {
  return toMarkdown({ type: 'root', children: [...blocks] }, style).replace(/\n$/, '');
}

/** One paragraph as Markdown. */
export function paragraphMarkdown(children: readonly PhrasingContent[]): string {
  return blocksMarkdown([{ type: 'paragraph', children: [...children] }]);
}

/** The size that GitHub's limits are held against: bytes in UTF-8, never fewer than characters however they are counted. */
export function markdownSize(markdown: string): number {
  return new TextEncoder().encode(markdown).length;
}
