/** What an engineer wrote in Markdown, as HTML: no HTML of theirs, no pictures from elsewhere, no address but the web's. */
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { type Html, html, rawHtml } from '../reports/html.ts';

/**
 * Pictures would be asked of other hosts; what stands between their brackets becomes a link. Footnotes bring ids that another text on the
 * page may have, too, and boxes to tick that nobody can.
 */
const leftOut = {
  disable: { null: ['labelStartImage', 'gfmFootnoteCall', 'gfmFootnoteDefinition', 'gfmPotentialFootnoteCall', 'tasklistCheck'] },
};

/**
 * Prose as HTML; null when there is none. `top` is the level that its highest headings get, so that they stand below the page's own. HTML in
 * it is shown as text, and addresses with other schemes lead nowhere (micromark's safe defaults).
 */
export function proseHtml(markdown: string, top: 2 | 3 | 4): Html | null {
  if (markdown.trim() === '') return null;
  const markup = micromark(markdown, { extensions: [gfm(), leftOut], htmlExtensions: [gfmHtml()] });
  return html`<div class="prose">${rawHtml(lowered(markup, top))}</div>`;
}

function lowered(markup: string, top: number): string {
  return markup
    .replace(/<(\/?)h([1-6])>/g, (_, slash: string, level: string) => `<${slash}h${Math.min(6, Number(level) + top - 1)}>`)
    .replaceAll('<a href="">', '<a>')
    .replaceAll('<a href=', '<a rel="noopener noreferrer nofollow" href=');
}
