/** Who wrote an RFC: the document's header beats git, as editors and bots often commit what others wrote. */
import type { Dossier } from '../domain/dossier.ts';
import type { Member } from '../domain/organisation.ts';
import type { Account, PersonRef } from '../domain/person.ts';
import type { NamedAuthor } from './rfc-document.ts';
import { subjectAuthors } from './subject-authors.ts';

/**
 * `by`: how we know. `header`: named there, by login. `likeness`: named there, by a name or address that fits this one account.
 * `git`: opened or committed it, and no header says otherwise. `doubt`: the header names people whom nothing ties to an account.
 */
export type RfcAuthor = { readonly person: PersonRef; readonly by: 'header' | 'likeness' | 'git' | 'doubt' };

/** The authors, the subject's own first. Accounts that are nobody are left out. Linear in the dossier's size and the members. */
export function rfcAuthors(
  dossier: Dossier,
  of: {
    readonly named: readonly NamedAuthor[];
    readonly members: readonly Member[];
    readonly isNobody: (account: Account | null) => boolean;
  },
): readonly RfcAuthor[] {
  const writers = subjectAuthors(dossier).filter((account) => !of.isNobody(account));
  if (of.named.length === 0) return writers.map(({ id, login }) => ({ person: { id, login }, by: 'git' }));
  const known = directory(dossier, of);
  const matches = of.named.map((author) => match(author, { writers, known }));
  const found = new Map<number, RfcAuthor>();
  for (const author of matches) if (author !== null && !found.has(author.person.id)) found.set(author.person.id, author);
  // A login that we don't know is somebody else for certain; a mere name may be the writer's.
  const isUnclear = of.named.some((author, index) => matches[index] === null && author.login === null);
  const opener = writers.find((writer) => writer.id === dossier.author?.id);
  if (isUnclear && opener !== undefined && !found.has(opener.id)) {
    return [{ person: { id: opener.id, login: opener.login }, by: 'doubt' }, ...found.values()];
  }
  return [...found.values()];
}

type Directory = ReadonlyMap<string, PersonRef>;

/** Everybody seen in the dossier, and the organisation's members, by login in lower case. */
function directory(
  dossier: Dossier,
  of: { readonly members: readonly Member[]; readonly isNobody: (account: Account | null) => boolean },
): Directory {
  const remarks = [...dossier.comments, ...dossier.reviews, ...dossier.threads.flatMap((thread) => thread.comments)];
  const seen = [...subjectAuthors(dossier), ...dossier.assignees, ...remarks.flatMap((remark) => remark.author ?? [])];
  const people = [...of.members.map((member): Account => ({ id: member.id, login: member.login, kind: 'user' })), ...seen];
  return new Map(people.filter((account) => !of.isNobody(account)).map(({ id, login }) => [login.toLowerCase(), { id, login }]));
}

function match(author: NamedAuthor, of: { readonly writers: readonly Account[]; readonly known: Directory }): RfcAuthor | null {
  const login = author.login ?? noReplyLogin(author.email);
  if (login !== null) {
    const person = of.known.get(login.toLowerCase());
    return person === undefined ? null : { person, by: 'header' };
  }
  const writer = only(of.writers.filter((account) => isLike(author, account.login, 'loosely')));
  if (writer !== null) return { person: { id: writer.id, login: writer.login }, by: 'header' };
  const other = only([...of.known.values()].filter((person) => isLike(author, person.login, 'strictly')));
  return other === null ? null : { person: other, by: 'likeness' };
}

/** GitHub's private addresses hold the login: `12345+ada@users.noreply.github.com`. */
function noReplyLogin(email: string | null): string | null {
  return /^(?:\d+\+)?([a-z\d-]+)@users\.noreply\.github\.com$/.exec(email ?? '')?.[1] ?? null;
}

function only<T>(found: readonly T[]): T | null {
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** Whether a name or address fits a login. Strictly: the whole name, or the address's local part; loosely also first name or initials. */
function isLike({ name, email }: NamedAuthor, login: string, how: 'strictly' | 'loosely'): boolean {
  const bare = letters(login);
  if (bare.length < 3) return false;
  if (email !== null && letters(email.replace(/@.*$/, '')) === bare) return true;
  if (name === null) return false;
  const words = name
    .split(/\s+/)
    .map(letters)
    .filter((word) => word !== '');
  if (words.join('') === bare || words.toReversed().join('') === bare) return true;
  if (how === 'strictly' || words.length < 2) return false;
  const [first = '', last = ''] = [words[0], words.at(-1)];
  return [first, last, `${first.slice(0, 1)}${last}`, `${first}${last.slice(0, 1)}`, `${first}${last}`].includes(bare);
}

/** Letters only, lower case, without accents: logins often end in digits. */
function letters(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}]/gu, '');
}
