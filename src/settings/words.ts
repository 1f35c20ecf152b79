/** Words for messages about settings: quoting what somebody wrote, and guessing what they meant. */
import { distance } from 'fastest-levenshtein';

const maxQuotedLength = 60;

/** A text somebody wrote as a Markdown code span: one line, at most 60 characters, so that nothing in it mentions, links or formats. */
export function quoted(text: string): string {
  const line = text
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .replaceAll('`', "'")
    .trim();
  const characters = [...line];
  const short = characters.length > maxQuotedLength ? `${characters.slice(0, maxQuotedLength - 1).join('')}…` : line;
  return `\`${short === '' ? ' ' : short}\``;
}

/** Edits from one word to another; letters in the wrong order (`dya`) count once. */
function editsBetween(one: string, other: string): number {
  const letters = (word: string): string => [...word].toSorted().join('');
  return letters(one) === letters(other) ? Math.min(1, distance(one, other)) : distance(one, other);
}

/** The candidate that was probably meant, null when none is near: at most a third of the letters differ, whatever their case. */
export function probablyMeant(text: string, candidates: readonly string[]): string | null {
  if (text.length > maxQuotedLength) return null;
  const ranked = candidates
    .map((candidate) => ({ candidate, edits: editsBetween(text.toLowerCase(), candidate.toLowerCase()) }))
    .toSorted((one, other) => one.edits - other.edits);
  const best = ranked[0];
  if (best === undefined || best.candidate === text) return null;
  return best.edits <= Math.max(1, Math.floor(Math.max(text.length, best.candidate.length) / 3)) ? best.candidate : null;
}

/** A sentence that asks for the candidate that was probably meant, with a space in front; empty when none is near. */
export function didYouMean(text: string, candidates: readonly string[]): string {
  const meant = probablyMeant(text, candidates);
  return meant === null ? '' : ` Did you mean ${quoted(meant)}?`;
}
