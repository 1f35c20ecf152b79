/**
 * Reads Markdown as GitHub would: what it would link, mention or close, and which task items it would show. Stricter than GitHub where in
 * doubt.
 */
import type { ListItem, Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

export type GitHubReading = {
  /** Everything that would notify, link back or close; empty is good. */
  readonly traces: readonly string[];
  readonly taskItems: readonly ListItem[];
  readonly linkUrls: readonly string[];
  /** The values of raw HTML nodes. */
  readonly html: readonly string[];
  readonly kinds: ReadonlySet<string>;
};

const textTraces: readonly RegExp[] = [
  /(?:^|[^\w])[@＠][\w-]+/giu,
  /[#＃]\p{N}+/gu,
  /\bGH-\p{N}+/giu,
  /(?<![0-9a-z])[0-9a-f]{7,}(?![0-9a-z])/giu,
  /\b(?:fix|close|resolve)(?:s|es|d|ed)?:?\s+\S*#\d+/giu,
  /(?<![\w.-])(?:www\.)?github\.com\.?(?::\d+)?[/?#]\S*/giu,
];

/** What GitHub would make of a Markdown text. Code is left out: GitHub links nothing in it. */
export function readAsGitHub(markdown: string): GitHubReading {
  const root = fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const nodes = descendants(root);
  const texts = nodes.flatMap((node) => (node.type === 'text' ? [node.value] : []));
  const linkUrls = nodes.flatMap((node) => ('url' in node ? [node.url] : []));
  const traces = [
    ...texts.flatMap(tracesIn),
    ...linkUrls.filter((url) => /^(?:https?:)?(?:\/\/)?(?:[^/]*@)?(?:www\.)?github\.com/i.test(url)),
  ];
  return {
    traces,
    taskItems: nodes.flatMap((node) => (node.type === 'listItem' && typeof node.checked === 'boolean' ? [node] : [])),
    linkUrls,
    html: nodes.flatMap((node) => (node.type === 'html' ? [node.value] : [])),
    kinds: new Set(nodes.map(({ type }) => type)),
  };
}

function tracesIn(text: string): readonly string[] {
  return textTraces.flatMap((pattern) => text.match(pattern) ?? []);
}

function descendants(node: Nodes): readonly Nodes[] {
  return 'children' in node ? [node, ...node.children.flatMap((child) => descendants(child))] : [node];
}

/** The body without what stands between the notes' markers, which is the engineer's and may say anything. */
export function withoutNotes(body: string): string {
  return body.replace(/<!-- notes -->[\s\S]*<!-- \/notes -->/, '<!-- notes -->\n\n<!-- /notes -->');
}
