/** Who wrote a subject: its author, and for a pull request the authors and co-authors of its commits. */
import type { Commit, Dossier } from '../domain/dossier.ts';
import type { Account } from '../domain/person.ts';

/** Titles that GitHub gives to commits of applied suggestions; it adds the reviewer as co-author by itself. */
const appliedSuggestion = /^(apply suggestions? from( code review)?|update [^\s]+\.[a-z0-9]+$|apply .* suggestion)/i;
const mergeCommit = /^merge (branch|pull request|remote-tracking branch|commit|tag) /i;

/**
 * The people and automations that wrote a subject, each once, its author first. Merges of the base are nobody's writing, and reviewers
 * whose suggestion was applied by a click stay reviewers. Linear in commits.
 */
export function subjectAuthors(dossier: Pick<Dossier, 'author' | 'commits'>): readonly Account[] {
  const all = [...(dossier.author === null ? [] : [dossier.author]), ...dossier.commits.flatMap(writersOf)];
  const byId = new Map<number, Account>();
  for (const account of all) if (!byId.has(account.id)) byId.set(account.id, account);
  return [...byId.values()];
}

function writersOf({ message, authors }: Commit): readonly Account[] {
  const title = message.slice(0, 200).split('\n', 1)[0] ?? '';
  if (mergeCommit.test(title)) return [];
  return appliedSuggestion.test(title) ? authors.slice(0, 1) : authors;
}
