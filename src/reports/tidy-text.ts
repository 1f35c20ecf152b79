/** Tidies text that people wrote: one line, no control or direction marks, no longer than it may be. */

const ellipsis = '…';

/** Beyond this many UTF-16 code units nothing is looked at; every limit below is far smaller. */
const lookedAtUnits = 20_000;

/** What is invisible and can hide or turn text round: soft hyphens, zero-width and direction marks, fillers of annotations, tags. */
const invisible = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** Joiners belong into emoji and into scripts that need them, never beside ASCII. */
const joinerRun = /([\u200c\u200d])[\u200c\u200d]+/gu;
const strayJoiner = /(?<=^|\p{ASCII})[\u200c\u200d]|[\u200c\u200d](?=\p{ASCII}|$)/gu;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * The text on one line: white space and control characters become single spaces, invisible and direction marks go, broken surrogates are
 * replaced.
 */
export function tidyText(text: string): string {
  return text
    .slice(0, lookedAtUnits)
    .toWellFormed()
    .replace(invisible, '')
    .replace(joinerRun, '$1')
    .replace(strayJoiner, '')
    .replace(/[\s\p{Cc}\p{Z}]+/gu, ' ')
    .trim();
}

/** A tidy text of at most `max` UTF-16 code units. What is longer is cut between user-perceived characters and ends with an ellipsis. */
export function shortenText(text: string, max: number): string {
  const tidy = tidyText(text);
  if (tidy.length <= max) return tidy;
  let end = 0;
  for (const { index, segment } of graphemes.segment(tidy)) {
    if (index + segment.length > max - ellipsis.length) break;
    end = index + segment.length;
  }
  return `${tidy.slice(0, end).trimEnd()}${ellipsis}`;
}
