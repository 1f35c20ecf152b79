/** Who was asked for a review by name, as against by rotation, by a rule or once more. */
import type { Dossier, TimelineEvent } from '../domain/dossier.ts';
import { daysBetween, type Instant } from '../domain/instant.ts';
import type { Account, PersonRef } from '../domain/person.ts';
import { subjectAuthors } from './subject-authors.ts';

/** `at`: when they were first asked. */
export type ReviewRequest = { readonly person: PersonRef; readonly requesterId: number; readonly at: Instant };

type Asked = Extract<TimelineEvent, { readonly kind: 'review-requested' }>;

/** A team's request and the person whom its rotation picks come within so many days of each other: two minutes. */
const rotationDays = 2 / (24 * 60);
/** More people asked at one stroke were hardly asked each for their judgement. */
const crowd = 3;
/** More requests on one subject are a storm of some automation; the rest is not read. */
const requestsRead = 200;

/**
 * The first request to each person by another, by id. Left out: people who had spoken already (they are asked to look again), requests by
 * and to bots, requests around a team's (its rotation picks), and those to more than three people at once. Linear in the dossier.
 */
export function requestsOf(dossier: Dossier, isNobody: (account: Account | null) => boolean): readonly ReviewRequest[] {
  const authorIds = new Set(subjectAuthors(dossier).map((author) => author.id));
  const spokeAt = firstWords(dossier);
  const asked = dossier.timeline.filter((event) => event.kind === 'review-requested').slice(0, requestsRead);
  const teamTimes = asked.filter((event) => event.team !== null).map((event) => event.at);
  const first = new Map<number, ReviewRequest>();
  for (const { reviewer, actor, at } of asked) {
    if (reviewer === null || actor === null || isNobody(reviewer) || isNobody(actor)) continue;
    if (reviewer.id === actor.id || authorIds.has(reviewer.id) || first.has(reviewer.id)) continue;
    first.set(reviewer.id, { person: { id: reviewer.id, login: reviewer.login }, requesterId: actor.id, at });
  }
  const isByName = ({ person, at }: ReviewRequest): boolean =>
    (spokeAt.get(person.id) ?? '9999') >= at && !teamTimes.some((time) => isAbout(time, at)) && !isOfCrowd(at, asked);
  return [...first.values()].filter(isByName).toSorted((a, b) => a.person.id - b.person.id);
}

function isAbout(one: Instant, other: Instant): boolean {
  return Math.abs(daysBetween(one, other)) <= rotationDays;
}

function isOfCrowd(at: Instant, asked: readonly Asked[]): boolean {
  return new Set(asked.filter((event) => isAbout(event.at, at)).map((event) => event.reviewer?.id)).size > crowd;
}

function firstWords(dossier: Dossier): ReadonlyMap<number, Instant> {
  const remarks = [...dossier.comments, ...dossier.reviews, ...dossier.threads.flatMap((thread) => thread.comments)];
  const first = new Map<number, Instant>();
  for (const { author, at } of remarks) if (author !== null && at < (first.get(author.id) ?? '9999')) first.set(author.id, at);
  return first;
}
