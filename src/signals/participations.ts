/** The participations of a pull request: who wrote it, who reviewed it and who was asked to, bare of text. */
import type { Dossier } from '../domain/dossier.ts';
import type { Instant } from '../domain/instant.ts';
import type { OrganisationHistory, OrganisationSnapshot } from '../domain/organisation.ts';
import { snapshotAt } from '../domain/organisation.ts';
import type { Participation } from '../domain/participation.ts';
import type { Account } from '../domain/person.ts';
import type { SubjectRef } from '../domain/subject.ts';
import { ownersOf, readCodeowners } from './codeowners.ts';
import { isDirectionDocument } from './direction-document.ts';
import { isEnglish } from './language.ts';
import { isRepeat } from './repeat.ts';
import { subjectAuthors } from './subject-authors.ts';
import { type ReviewOf, reviewSubstance } from './substance.ts';
import { requestsOf, type ReviewRequest } from './review-requests.ts';

/**
 * Authors first, then reviewers, then those asked for a review by name, each by id. Issues and discussions have none; nor have backports, reverts and merge-backs,
 * which count where the work was first done. Work of bots alone has no reviewers. Linear in the dossier, given CODEOWNERS. Never throws.
 */
export function participationsOf(
  dossier: Dossier,
  of: { readonly organisation: OrganisationHistory | null; readonly isNobody: (account: Account | null) => boolean },
): readonly Participation[] {
  if (dossier.kind !== 'pull' || isRepeat(dossier)) return [];
  const writers = subjectAuthors(dossier);
  const authors = writers.filter((account) => !of.isNobody(account));
  const owners = ownersByDay(dossier, of.organisation);
  const shared = sharedFacts(dossier, authors);
  const isWorkOfBots = writers.length > 0 && authors.length === 0;
  const reviews = isWorkOfBots
    ? []
    : reviewSubstance(dossier, of.isNobody).filter((review) => !shared.authorIds.includes(review.person.id));
  const reviewerIds = reviewerIdsOf(reviews);
  const directions = directionsIn(dossier);
  return [
    ...authors.toSorted(byId).map((author) => authorship(author, { dossier, shared, owners, reviewerIds, directions })),
    ...reviews.toSorted((a, b) => byId(a.person, b.person)).map((review) => reviewing(review, { shared, owners })),
    ...(isWorkOfBots ? [] : requestsOf(dossier, of.isNobody)).map((request) => asking(request, { dossier, shared, owners })),
  ];
}

type Shared = Pick<Participation, 'subject' | 'mergedAt' | 'changedLines' | 'authorIds'>;
type OwnersAt = (at: Instant) => readonly string[];

/** What most roles have nothing of. */
const nothing = {
  substance: null,
  inlineComments: 0,
  hasRequestedChanges: false,
  explains: false,
  isEnglish: true,
  reviewerIds: [],
  requesterId: null,
  directions: [],
} as const;

function sharedFacts(dossier: Dossier, authors: readonly Account[]): Shared {
  const subject: SubjectRef = { repositoryId: dossier.repository.id, kind: dossier.kind, number: dossier.number };
  const authorIds = authors.map((author) => author.id).toSorted((a, b) => a - b);
  return { subject, mergedAt: dossier.mergedAt, changedLines: dossier.additions + dossier.deletions, authorIds };
}

type Facts = { readonly dossier: Dossier; readonly shared: Shared; readonly owners: OwnersAt };

function authorship(
  author: Account,
  { dossier, shared, owners, ...found }: Facts & Pick<Participation, 'reviewerIds' | 'directions'>,
): Participation {
  return {
    ...nothing,
    ...shared,
    ...found,
    person: { id: author.id, login: author.login },
    role: 'author',
    at: dossier.createdAt,
    ...closing(dossier, author),
    owners: owners(dossier.createdAt),
    links: [dossier.url],
  };
}

function closing({ closes, mergedAt }: Dossier, author: Account): Pick<Participation, 'closesIssuesOf'> {
  const writers = (closes ?? []).flatMap((issue) => (issue.author?.kind === 'user' ? [issue.author.id] : []));
  if (mergedAt === null || writers.length === 0) return {};
  return { closesIssuesOf: writers.includes(author.id) ? 'self' : 'others' };
}

/** More reviewers of one pull request tell no more; the list is kept with each of its authors. */
const reviewersKept = 50;

function reviewerIdsOf(reviews: readonly ReviewOf[]): readonly number[] {
  const ids = reviews.filter((review) => review.substance === 'substance').map((review) => review.person.id);
  return ids.toSorted((one, other) => one - other).slice(0, reviewersKept);
}

function reviewing(review: ReviewOf, { shared, owners }: Omit<Facts, 'dossier'>): Participation {
  const { person, substance, at, inlineComments, hasRequestedChanges, explains, links } = review;
  return {
    ...nothing,
    ...shared,
    person: { id: person.id, login: person.login },
    role: 'reviewer',
    at,
    substance,
    inlineComments,
    hasRequestedChanges,
    explains,
    isEnglish: review.quote === null || isEnglish(review.quote),
    owners: owners(at),
    links,
  };
}

function asking({ person, requesterId, at }: ReviewRequest, { dossier, shared, owners }: Facts): Participation {
  return { ...nothing, ...shared, person, role: 'requested', at, requesterId, owners: owners(at), links: [dossier.url] };
}

/** A change of fewer lines of a direction document is a correction. */
const substantialLines = 10;

function directionsIn({ files }: Dossier): readonly string[] {
  return (files ?? [])
    .filter((file) => file.change !== 'removed' && file.additions >= substantialLines && isDirectionDocument(file.path))
    .map((file) => file.path)
    .toSorted();
}

/** The owners of the changed paths by the CODEOWNERS of the day; read once for each snapshot. */
function ownersByDay(dossier: Dossier, organisation: OrganisationHistory | null): OwnersAt {
  if (organisation === null || dossier.files === null) return () => [];
  const paths = dossier.files.map((file) => file.path);
  const known = new Map<string, readonly string[]>();
  return (at) => {
    const text = codeownersIn(snapshotAt(organisation, at).snapshot, dossier.repository.id);
    const owners = known.get(text) ?? ownersOf(readCodeowners(text), paths);
    known.set(text, owners);
    return owners;
  };
}

function codeownersIn(snapshot: OrganisationSnapshot, repositoryId: number): string {
  return snapshot.repositories.find((repository) => repository.id === repositoryId)?.codeowners ?? '';
}

function byId(a: Account, b: Account): number {
  return a.id - b.id;
}
