/** Who can be meant when a text names somebody: the people of a subject and of its organisation, by login. */
import type { Dossier } from '../../domain/dossier.ts';
import type { OrganisationHistory, OrganisationSnapshot } from '../../domain/organisation.ts';
import type { Account } from '../../domain/person.ts';

export type People = {
  /** The account of a login with an `@` before it, any case; null when nobody is known by it. */
  readonly mentioned: (login: string) => Account | null;
  /** The account of a login that stands in a text as a bare word. A short one is taken for a word. */
  readonly named: (word: string) => Account | null;
};

function participants(dossier: Dossier): readonly (Account | null)[] {
  return [
    dossier.author,
    dossier.mergedBy,
    ...dossier.assignees,
    ...dossier.comments.map((comment) => comment.author),
    ...dossier.reviews.map((review) => review.author),
    ...dossier.threads.flatMap((thread) => thread.comments.map((comment) => comment.author)),
    ...dossier.commits.flatMap((commit) => commit.authors),
    ...dossier.timeline.map((event) => event.actor),
    ...dossier.timeline.map((event) => (event.kind === 'review-requested' ? event.reviewer : null)),
    ...dossier.timeline.map((event) => (event.kind === 'cross-referenced' ? event.source.author : null)),
  ];
}

function byLogin(accounts: readonly (Account | null)[]): ReadonlyMap<string, Account> {
  const book = new Map<string, Account>();
  for (const account of accounts)
    if (account !== null && !book.has(account.login.toLowerCase())) book.set(account.login.toLowerCase(), account);
  return book;
}

/** Shorter bare words are taken for words; longer ones must be written as the login is when its owner took no part. */
const shortestName = { near: 4, far: 5 };

const membersBySnapshot = new WeakMap<OrganisationSnapshot, ReadonlyMap<string, Account>>();

/** Made once for all dossiers that are read by the same snapshot. */
function membersOf(snapshot: OrganisationSnapshot): ReadonlyMap<string, Account> {
  const members =
    membersBySnapshot.get(snapshot) ?? byLogin(snapshot.members.map(({ id, login }): Account => ({ id, login, kind: 'user' })));
  membersBySnapshot.set(snapshot, members);
  return members;
}

/** The people of a dossier, and the members of its organisation. Linear in the dossier's size, given the organisation. */
export function peopleOf(dossier: Dossier, organisation: OrganisationHistory | null): People {
  const near = byLogin(participants(dossier));
  const mentioned = byLogin(dossier.mentioned ?? []);
  const newest = organisation?.at(-1);
  const members = newest === undefined ? null : membersOf(newest);
  const farOf = (login: string): Account | undefined => mentioned.get(login) ?? members?.get(login);
  return {
    mentioned: (login) => near.get(login.toLowerCase()) ?? farOf(login.toLowerCase()) ?? null,
    named: (word) => {
      const close = word.length >= shortestName.near ? near.get(word.toLowerCase()) : undefined;
      const distant = word.length >= shortestName.far ? farOf(word.toLowerCase()) : undefined;
      return close ?? (distant?.login === word ? distant : null);
    },
  };
}
