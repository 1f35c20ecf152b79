/** A monthly issue as a terminal shows it: the same words, without Markdown's signs. */
import { styleText } from 'node:util';
import type { Nodes, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import type { SandboxIssue } from '../../sandbox/reading.ts';

const width = 100;

/** The issue as text, with styles where standard output is a terminal. */
export function issueForTerminal(issue: Pick<SandboxIssue, 'title' | 'body' | 'repository' | 'number' | 'assignees'>): string {
  const rule = '─'.repeat(width);
  const head = [
    styleText('bold', issue.title),
    styleText('dim', `${issue.repository}#${issue.number}, assigned to ${issue.assignees.join(', ') || 'nobody'}`),
  ];
  return [rule, ...head, '', blocks(parse(issue.body), '').join('\n\n'), ''].join('\n');
}

function parse(markdown: string): readonly Nodes[] {
  return fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }).children;
}

function blocks(nodes: readonly Nodes[], indent: string): readonly string[] {
  return nodes.map((node) => block(node, indent)).filter((text) => text !== '');
}

function block(node: Nodes, indent: string): string {
  switch (node.type) {
    case 'heading':
      return indent + styleText('bold', inline(node));
    case 'paragraph':
      return wrap(inline(node), indent);
    case 'blockquote':
      return blocks(node.children, `${indent}│ `).join('\n');
    case 'list':
      return node.children.map((item) => listItem(item, indent)).join('\n');
    case 'table':
      return table(node, indent);
    case 'code':
      return node.lang === 'mermaid' ? '' : wrap(node.value, indent);
    default:
      return '';
  }
}

function listItem(item: Extract<Nodes, { type: 'listItem' }>, indent: string): string {
  const sign = item.checked === true ? '[x]' : item.checked === false ? '[ ]' : '-';
  const inner = blocks(item.children, `${indent}${' '.repeat(sign.length + 1)}`).join('\n');
  return `${indent}${sign} ${inner.trimStart()}`;
}

/** The words of a node, links without their addresses. */
function inline(node: Nodes): string {
  if (node.type === 'html') return '';
  if (node.type === 'break') return '\n';
  if (node.type === 'strong') return styleText('bold', node.children.map(inline).join(''));
  if (node.type === 'link') return styleText('underline', node.children.map(inline).join(''));
  if ('value' in node) return node.value;
  return 'children' in node ? node.children.map(inline).join('') : '';
}

function table(node: Table, indent: string): string {
  const rows = node.children.map((row) => row.children.map(inline));
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map(
      (row) =>
        indent +
        row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd(),
    )
    .join('\n');
}

function wrap(text: string, indent: string): string {
  const lines: string[] = [];
  for (const word of text.replace(/\s+/g, ' ').trim().split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && indent.length + last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => indent + line).join('\n');
}
