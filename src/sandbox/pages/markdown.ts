/** Markdown as GitHub shows it in issues: GFM, line breaks kept, comments hidden, only harmless HTML, links kept inside the sandbox. */
import { micromark, type Options } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import type { World } from '../state.ts';
import { barChart } from './chart.ts';
import { escapeHtml, type Html, rawHtml } from '../../reports/html.ts';

const harmless =
  /^<\/?(?:details|summary|sub|sup|kbd|br|b|i|em|strong|p|hr|blockquote|ul|ol|li|code|pre|ins|del|picture)(?:\s+open)?\s*\/?>$/i;

/** HTML in Markdown: comments vanish, harmless tags without attributes stay, all else is shown as text. */
function sanitise(source: string): string {
  const pieces = source.split(/(<!--[\s\S]*?(?:-->|$)|<\/?[a-z][^>]*>)/i);
  return pieces.map((piece) => (piece.startsWith('<!--') ? '' : harmless.test(piece) ? piece : escapeHtml(piece))).join('');
}

type HtmlExtension = NonNullable<Options['htmlExtensions']>[number];
type Handle = NonNullable<NonNullable<HtmlExtension['exit']>['htmlText']>;

const skip: Handle = () => undefined;

const writeSanitised: Handle = function (token) {
  this.raw(sanitise(this.sliceSerialize(token)));
};

/** The pieces of an HTML block are skipped, and the block is written as a whole. */
const harmlessHtml: HtmlExtension = {
  enter: { htmlFlow: skip, htmlText: skip },
  exit: { htmlFlowData: skip, htmlTextData: skip, htmlFlow: writeSanitised, htmlText: writeSanitised },
};

function decodeEntities(markup: string): string {
  return markup.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

function drawCharts(markup: string): string {
  return markup.replaceAll(
    /<pre><code class="language-mermaid">([\s\S]*?)<\/code><\/pre>/g,
    (whole, code: string) => barChart(decodeEntities(code)) ?? whole,
  );
}

/** In issues GitHub turns the line ends of a paragraph into breaks. */
function keepLineBreaks(markup: string): string {
  return markup.replaceAll(/<p>[\s\S]*?<\/p>/g, (paragraph) => paragraph.replaceAll(/(?<!<br \/>)\n/g, '<br />\n'));
}

/** Addresses of the organisation, redirecting ones included, lead to the sandbox's own pages. */
function keepInside(world: World, markup: string): string {
  const hosts = [world.webUrl, world.webUrl.replace('://', '://redirect.')];
  const inside = hosts.map((host) => `${host}/${world.organisation.login}/`);
  return markup.replaceAll(/href="([^"]*)"/g, (whole, href: string) => {
    const host = inside.find((start) => href.startsWith(start));
    return host === undefined ? whole : `href="/${world.organisation.login}/${href.slice(host.length)}"`;
  });
}

/** A Markdown text as HTML that is safe to show. */
export function renderMarkdown(world: World, text: string): Html {
  const markup = micromark(text, { extensions: [gfm()], htmlExtensions: [gfmHtml(), harmlessHtml] });
  return rawHtml(keepInside(world, keepLineBreaks(drawCharts(markup))));
}
