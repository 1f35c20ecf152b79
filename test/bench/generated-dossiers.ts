/** Makes any number of believable dossiers, always the same ones: what classification is measured on. */
import type { Comment, Dossier, Review, ReviewThread } from '../../src/domain/dossier.ts';
import { type Instant, toInstant } from '../../src/domain/instant.ts';
import type { OrganisationSnapshot } from '../../src/domain/organisation.ts';
import type { Account } from '../../src/domain/person.ts';
import { aComment, aDossier, anInlineComment, aReview, aThread } from '../fixtures/dossier.ts';

const sentences = [
  'I would keep the lease in the database rather than in a file, because a file does not survive a move to another host.',
  'Could we leave the second queue out of this and do it once the first one is in use?',
  'This rounds twice, since the total is rounded already when it is read.',
  'The retry has no upper bound, so an outage of the ledger would fill the queue within minutes.',
  'Done in the last commit, thanks.',
  'LGTM',
  'nit: a space too many here',
  'Good point, I had not thought of the second worker; I changed it to take the lease first.',
  'We measured it last week: forty requests a second, and half of them are for the same three keys.',
  'Have you looked at what search does for this? They have a cursor that would fit.',
  'The build is red, could you rebase?',
  'Please see `src/ledger/lease.ts`, where the same is done with one statement.',
] as const;

/** How often each shape comes, of a hundred: what a busy organisation's repositories hold. */
const shapes = [
  { share: 45, comments: 1, reviews: 1, inline: 0, kind: 'pull' },
  { share: 25, comments: 3, reviews: 2, inline: 3, kind: 'pull' },
  { share: 8, comments: 12, reviews: 4, inline: 12, kind: 'pull' },
  { share: 2, comments: 60, reviews: 10, inline: 60, kind: 'pull' },
  { share: 17, comments: 4, reviews: 0, inline: 0, kind: 'issue' },
  { share: 3, comments: 8, reviews: 2, inline: 4, kind: 'rfc' },
] as const;

type Shape = (typeof shapes)[number];

/** A person has about so many subjects, and a repository. */
export const subjectsPerPerson = 40;
const subjectsPerRepository = 500;

/** Numbers that look random and are the same for the same seed. Source: https://en.wikipedia.org/wiki/Linear_congruential_generator */
export function randomFrom(seed: number): (below: number) => number {
  let state = (seed * 2_654_435_761) % 4_294_967_296;
  return (below) => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return Math.floor((state / 4_294_967_296) * below);
  };
}

type Random = ReturnType<typeof randomFrom>;

function shapeFor(random: Random): Shape {
  let left = random(100);
  for (const shape of shapes) {
    if (left < shape.share) return shape;
    left -= shape.share;
  }
  return shapes[0];
}

const startOf2025Ms = Date.UTC(2025, 0, 1);
const minutesPerYear = 525_600;

function at(minutes: number): Instant {
  return toInstant(startOf2025Ms + minutes * 60_000);
}

const person = (number: number): Account => ({ id: 1_000 + number, login: `engineer-${number}`, kind: 'user' });
const text = (random: Random): string => Array.from({ length: 1 + random(3) }, () => sentences[random(sentences.length)]).join(' ');

/** The organisation that they lie in: no teams, so that homes are told from merged work, which costs most. */
export function organisationFor(subjects: number): OrganisationSnapshot {
  const people = Math.ceil(subjects / subjectsPerPerson);
  const repositories = Math.ceil(subjects / subjectsPerRepository);
  return {
    takenAt: '2025-01-01T00:00:00Z',
    login: 'acme',
    members: Array.from({ length: people }, (_, number) => ({ id: 1_000 + number, login: `engineer-${number}`, role: 'member' as const })),
    teams: [],
    repositories: Array.from({ length: repositories }, (_, number) => ({
      id: number + 1,
      fullName: `acme/service-${number}`,
      visibility: 'private' as const,
      isArchived: false,
      readers: { kind: 'unknown' as const },
      codeowners: null,
    })),
  };
}

/** The dossier with a number, of so many in all. */
export function generatedDossier(number: number, subjects: number): Dossier {
  const random = randomFrom(number + 1);
  const shape = shapeFor(random);
  const people = Math.ceil(subjects / subjectsPerPerson);
  const someone = (): Account => person(random(people));
  const author = someone();
  const opened = random(minutesPerYear);
  const speaker = (): Account => (random(3) === 0 ? author : someone());
  const repository = { id: (number % Math.ceil(subjects / subjectsPerRepository)) + 1, fullName: '' };
  const isIssue = shape.kind === 'issue';
  const path = shape.kind === 'rfc' ? `docs/rfcs/${number}-leases.md` : `src/service/part-${random(40)}.ts`;
  return aDossier({
    repository: { ...repository, fullName: `acme/service-${repository.id - 1}` },
    kind: isIssue ? 'issue' : 'pull',
    number: number + 1,
    title: shape.kind === 'rfc' ? 'RFC: one lease for all workers' : 'Take the lease before the row is read',
    body: text(random),
    author,
    createdAt: at(opened),
    mergedAt: isIssue ? null : at(opened + 3_000),
    closedAt: isIssue ? null : at(opened + 3_000),
    files: isIssue ? [] : [{ path, change: shape.kind === 'rfc' ? 'added' : 'modified', additions: 40, deletions: 10 }],
    ...saidIn(shape, { random, speaker, opened }),
  });
}

type Talk = { readonly random: Random; readonly speaker: () => Account; readonly opened: number };

function saidIn(shape: Shape, { random, speaker, opened }: Talk): Pick<Dossier, 'comments' | 'reviews' | 'threads'> {
  const listOf = <Item>(length: number, make: (index: number) => Item): readonly Item[] =>
    Array.from({ length }, (_, index) => make(index));
  const remark = (index: number, id: string) => ({ id, at: at(opened + 30 * (index + 1)), author: speaker(), text: text(random) });
  return {
    comments: listOf<Comment>(shape.comments, (index) => aComment(remark(index, `c${index}`))),
    reviews: listOf<Review>(shape.reviews, (index) =>
      aReview({ ...remark(index, `r${index}`), state: index === 0 ? 'changes-requested' : 'approved' }),
    ),
    threads: listOf<ReviewThread>(Math.ceil(shape.inline / 2), (thread) =>
      aThread({
        id: `t${thread}`,
        comments: [0, 1].map((reply) => anInlineComment(remark(thread * 2 + reply, `t${thread}i${reply}`))),
      }),
    ),
  };
}
