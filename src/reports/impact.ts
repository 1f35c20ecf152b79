/** What became of an item, in its engineer's words, as one text. */
import type { ItemNote } from '../domain/entry.ts';
import { tidyText } from './tidy-text.ts';

/** What it changed, then the numbers, then all else: where the text is cut, the impact stays. On one line, tidied. */
export function impactWords({ text, outcome, metric }: Pick<ItemNote, 'text' | 'outcome' | 'metric'>): string {
  const parts = [sentence(outcome ?? ''), metric === undefined ? '' : sentence(`In numbers: ${metric}`), tidyText(text)];
  return parts.filter((part) => part !== '').join(' ');
}

/** Ends with a full stop, or what the engineer ended it with. */
function sentence(text: string): string {
  const tidy = tidyText(text);
  return tidy === '' || /[.!?…:;)\]]$/.test(tidy) ? tidy : `${tidy}.`;
}
