/** What a subject's texts refer to: numbers and addresses of other subjects. */
import type { Dossier } from '../domain/dossier.ts';
import { readText } from './quotation.ts';

/** `fullName` is `owner/name` in lower case. */
export type Reference = { readonly fullName: string; readonly number: number };

const shortPattern = /(?<![\w/.&-])(?:([\w.-]{1,39}\/[\w.-]{1,100}))?#(\d{1,9})\b/g;
const addressPattern = /https?:\/\/[\w.:-]{1,100}\/([\w.-]{1,39}\/[\w.-]{1,100})\/(?:pull|issues)\/(\d{1,9})\b/g;

const textLength = 20_000;
const referencesKept = 50;

/**
 * The pull requests and issues that a subject's description, comments and commits refer to in own words, each once; at most 50.
 * Numbers may be of what does not exist. Linear in the texts. Never throws.
 */
export function referencesOf(dossier: Pick<Dossier, 'repository' | 'body' | 'comments' | 'commits'>): readonly Reference[] {
  const texts = [dossier.body, ...dossier.comments.map((comment) => comment.text), ...dossier.commits.map((commit) => commit.message)];
  const found = new Map<string, Reference>();
  for (const text of texts) {
    for (const reference of referencesIn(text, dossier.repository.fullName)) {
      if (found.size >= referencesKept) return [...found.values()];
      found.set(`${reference.fullName}#${reference.number}`, reference);
    }
  }
  return [...found.values()];
}

/** The references in the own words of one text; a bare number belongs to the repository `home`. Linear in the text. */
export function referencesIn(text: string, home: string): readonly Reference[] {
  const lines = readText(text.slice(0, textLength)).ownLines;
  const own = lines.join('\n').replaceAll(/`[^`\n]{1,400}`/g, ' ');
  return [...own.matchAll(shortPattern), ...own.matchAll(addressPattern)].map(([, fullName = home, number]) => ({
    fullName: fullName.toLowerCase(),
    number: Number(number),
  }));
}
