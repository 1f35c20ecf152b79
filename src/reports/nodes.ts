/** The mdast nodes that reports are made of, in short. */
import type { BlockContent, List, ListItem, Paragraph, PhrasingContent, RootContent } from 'mdast';

export function text(value: string): PhrasingContent {
  return { type: 'text', value };
}

export function strong(value: string): PhrasingContent {
  return { type: 'strong', children: [text(value)] };
}

export function emphasis(value: string): PhrasingContent {
  return { type: 'emphasis', children: [text(value)] };
}

export function link(url: string, children: readonly PhrasingContent[]): PhrasingContent {
  return { type: 'link', url, children: [...children] };
}

export function paragraph(...children: readonly PhrasingContent[]): Paragraph {
  return { type: 'paragraph', children: [...children] };
}

export function heading(depth: 1 | 2 | 3, children: readonly PhrasingContent[]): RootContent {
  return { type: 'heading', depth, children: [...children] };
}

export function listItem(...children: readonly BlockContent[]): ListItem {
  return { type: 'listItem', spread: false, children: [...children] };
}

/** Items with bullets. */
export function bullets(items: readonly ListItem[]): List {
  return { type: 'list', ordered: false, spread: false, children: [...items] };
}

/** Raw HTML, byte for byte: for markers of ours, and for what Markdown has no words for. */
export function html(value: string): RootContent {
  return { type: 'html', value };
}
