/** Merged work that refers to a subject, as the subject's timeline tells it. */
import type { Dossier, TimelineEvent } from '../domain/dossier.ts';
import type { Instant } from '../domain/instant.ts';
import type { Account } from '../domain/person.ts';
import { pullUrl } from './permalink.ts';
import { isUpkeepTitle } from './upkeep-title.ts';

type CrossReference = Extract<TimelineEvent, { readonly kind: 'cross-referenced' }>;

/** A merged pull request that refers to a subject. `at`: when the reference was first made. */
export type FollowingPull = {
  readonly at: Instant;
  /** Its permalink. */
  readonly url: string;
  readonly author: Account;
  readonly repositoryId: number;
  readonly isElsewhere: boolean;
  readonly willClose: boolean;
};

/**
 * Merged pull requests of people that refer to the subject, each once, oldest reference first. Left out: bots' work, releases,
 * changelogs, version bumps, reverts and backports, and whatever comes from a fork of the subject's own repository. Linear in the timeline.
 */
export function followingWork(dossier: Dossier, isNobody: (account: Account | null) => boolean): readonly FollowingPull[] {
  const pulls = new Map<string, FollowingPull>();
  for (const event of dossier.timeline) {
    if (event.kind !== 'cross-referenced' || !isWork(event, dossier)) continue;
    const { repository, number, author, willClose } = event.source;
    const label = `${repository.id}#${number}`;
    if (author === null || isNobody(author) || pulls.has(label)) continue;
    const isElsewhere = repository.id !== dossier.repository.id;
    const url = pullUrl(dossier, event.source);
    pulls.set(label, { at: event.at, url, author, repositoryId: repository.id, isElsewhere, willClose });
  }
  return [...pulls.values()];
}

function isWork({ source }: CrossReference, { repository, kind, number }: Dossier): boolean {
  if (source.kind !== 'pull' || !source.isMerged || isUpkeepTitle(source.title)) return false;
  const isItself = source.repository.id === repository.id && source.number === number && kind === 'pull';
  return !isItself && !isFork(source.repository.fullName, repository.fullName);
}

/** GitHub names a fork as its origin, under another owner. */
function isFork(fullName: string, origin: string): boolean {
  const [owner, name] = fullName.toLowerCase().split('/');
  const [originOwner, originName] = origin.toLowerCase().split('/');
  return owner !== originOwner && name === originName;
}

/** Beside the subject, so many links prove what followed from it. */
const mostProofs = 2;

/** Permalinks of the work that shows it best: what closes the subject, then the first of each repository and person, then the others. */
export function proofsOf(pulls: readonly FollowingPull[]): readonly string[] {
  const [repositories, people] = [new Set<number>(), new Set<number>()];
  const ranked = pulls.map((pull) => {
    const isNew = !repositories.has(pull.repositoryId) && !people.has(pull.author.id);
    repositories.add(pull.repositoryId);
    people.add(pull.author.id);
    return { url: pull.url, rank: pull.willClose ? 0 : isNew ? 1 : 2 };
  });
  return ranked
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ url }) => url)
    .slice(0, mostProofs);
}

/** How many of them there are, by how many people, in how many repositories, and in how many other than the subject's. */
export function extentOf(pulls: readonly FollowingPull[]) {
  const people = new Map(pulls.map((pull) => [pull.author.id, pull.author]));
  return {
    pulls: pulls.length,
    people: [...people.values()],
    repositories: new Set(pulls.map((pull) => pull.repositoryId)).size,
    otherRepositories: new Set(pulls.filter((pull) => pull.isElsewhere).map((pull) => pull.repositoryId)).size,
  };
}
