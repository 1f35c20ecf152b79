/** HTML from templates: whatever is put in is escaped, unless it is HTML already. */

/** A piece of HTML that is safe to show. */
export type Html = { readonly markup: string };

/** Text as HTML text. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}

/** Takes markup as it is; the caller vouches for it. */
export function rawHtml(markup: string): Html {
  return { markup };
}

type Part = Html | string | number | null | readonly Html[];

function markupOf(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('\n');
}

/** A template. Texts and numbers are escaped, HTML and lists of it are put in as they are, null is nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { markup: strings.reduce((markup, text, index) => markup + markupOf(parts[index - 1] ?? null) + text) };
}
