/** Words that the log's pages share. */
import type { Standing } from './view.ts';

const acronyms: Readonly<Record<string, string>> = { rfc: 'RFC' };

/** A signal's id as people say it: `RFC authorship`, `Cross repo review`. */
export function signalName(id: string): string {
  if (id === 'own') return 'Added by you';
  const words = id.split('-').map((word) => acronyms[word] ?? word);
  return words.join(' ').replace(/^./, (letter) => letter.toUpperCase());
}

/** How an item stands, in a word or two. */
export const standingWords: Readonly<Record<Standing, string>> = {
  confirmed: 'Confirmed',
  candidate: 'May count',
  kept: 'Kept by you',
  dismissed: 'Dismissed by you',
  own: 'In your own words',
};

/** What was done last, by its verb. Followed by a title where there is one. */
export const changeWords: Readonly<Record<string, string>> = {
  keep: 'You kept',
  dismiss: 'You dismissed',
  undecide: 'You took back your word on',
  note: 'You wrote about',
  add: 'You added',
  pause: 'You paused new reports',
  resume: 'You asked for reports again',
};
