/** Draws Mermaid's bar charts as SVG; other diagrams stay code. */
import { escapeHtml } from '../../reports/html.ts';

const width = 720;
const height = 240;
const margin = { top: 36, bottom: 30, left: 12, right: 12 };

function listAfter(source: string, keyword: string): readonly string[] {
  const match = new RegExp(`^\\s*${keyword}[^\\[\\n]*\\[([^\\]]*)\\]`, 'm').exec(source);
  return match === null ? [] : (match[1] ?? '').split(',').map((entry) => entry.trim().replace(/^"(.*)"$/, '$1'));
}

type Place = { readonly index: number; readonly step: number; readonly most: number; readonly name: string };

function bar(value: number, { index, step, most, name }: Place): string {
  const room = height - margin.top - margin.bottom;
  const tall = most === 0 ? 0 : (value / most) * room;
  const middle = margin.left + step * (index + 0.5);
  const top = height - margin.bottom - tall;
  const count = value === 0 ? '' : `<text class="count" x="${middle}" y="${top - 6}">${value}</text>`;
  const wide = Math.min(step * 0.64, 44);
  const shape = `<rect x="${middle - wide / 2}" y="${top}" width="${wide}" height="${tall}" rx="3"/>`;
  return `${shape}${count}<text x="${middle}" y="${height - 10}">${escapeHtml(name)}</text>`;
}

/**
 * The SVG of an `xychart` with one row of bars; null when the source is something else.
 * Source: https://mermaid.js.org/syntax/xyChart.html
 */
export function barChart(source: string): string | null {
  const values = listAfter(source, 'bar').map(Number);
  if (!/^\s*xychart/.test(source) || values.length === 0 || values.some(Number.isNaN)) return null;
  const names = listAfter(source, 'x-axis');
  const title = /^\s*title\s+"?([^"\n]*)"?/m.exec(source)?.[1] ?? '';
  const step = (width - margin.left - margin.right) / values.length;
  const most = Math.max(...values);
  const bars = values.map((value, index) => bar(value, { index, step, most, name: names[index] ?? '' }));
  const base = `<line x1="${margin.left}" x2="${width - margin.right}" y1="${height - margin.bottom}" y2="${height - margin.bottom}"/>`;
  const heading = `<text class="title" x="${width / 2}" y="18">${escapeHtml(title)}</text>`;
  const contents = `${heading}${base}${bars.join('')}`;
  return `<svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(title)}">${contents}</svg>`;
}
