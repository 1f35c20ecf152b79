/** The signal mentoring: guided the same person over months. */
import { z } from 'zod';
import { addDays, type Instant } from '../domain/instant.ts';
import type { Participation } from '../domain/participation.ts';
import { counted, inWords } from '../domain/number-words.ts';
import { type PatternClaim, patternSignal } from './define-signal.ts';

const settings = z.strictObject({
  enabled: z.boolean().default(true).meta({ description: 'Whether to look for guidance over months.', unit: '`true` or `false`' }),
});

/** Explanations in three of four months of the calendar make a pattern; a fourth allows for a holiday. */
const monthsNeeded = 3;
const monthsLooked = 4;

/** How far back reviews in return are looked for, in days. */
const peerDays = 180;

export const mentoring = patternSignal({
  id: 'mentoring',
  version: 2,
  claim: 'Guided the same person over months.',
  pillar: 'multiplying-others',
  shift: 'output',
  audience: 'readers',
  restsOnWords: true,
  settings,
  rubric: {
    counts: [
      "Reviews on the lines of one person's work that explain (a reason, a link or an alternative, at some length) in 3 of 4 months of the calendar (UTC)",
      'The month in which a third one comes together; what goes on after that is the same story',
    ],
    doesNotCount: [
      'Peers, who review each other: one review in substance in return for six',
      'Work of several authors, reviews without an explanation, and work of bots',
      'What became of the person: who is senior is not known, and no cause is claimed',
    ],
    confirmedWhen: 'Never: it is asked about, since only the two people know what it was.',
  },
  find: (participations) => {
    const explained = participations.filter((one) => isGuidance(one));
    const byAuthor = Map.groupBy(explained, (review) => review.authorIds[0] ?? 0);
    return [...byAuthor].flatMap(([authorId, reviews]) => claimsAbout(authorId, { reviews, participations }));
  },
});

type Look = { readonly reviews: readonly Participation[]; readonly participations: readonly Participation[] };

/** One claim for each time that a pattern begins. */
function claimsAbout(authorId: number, { reviews, participations }: Look): readonly PatternClaim[] {
  const byMonth = Map.groupBy(reviews, (review) => monthNumber(review.at));
  const monthsBefore = (end: number): number =>
    Array.from({ length: monthsLooked }, (_, back) => end - back).filter((m) => byMonth.has(m)).length;
  return [...byMonth].flatMap(([month, ofMonth]) => {
    if (monthsBefore(month) < monthsNeeded || monthsBefore(month - 1) >= monthsNeeded) return [];
    const isNear = ({ at }: Participation): boolean => monthNumber(at) <= month && monthNumber(at) > month - monthsLooked;
    const guided = reviews.filter(isNear);
    const first = ofMonth.toSorted(byTime)[0];
    if (first === undefined || arePeers(authorId, { guided: guided.length, at: first.at, participations })) return [];
    return [claim(first, { months: monthsBefore(month), guided })];
  });
}

/** An explanation on the lines of one person's own work. */
function isGuidance({ role, explains, inlineComments, authorIds }: Participation): boolean {
  return role === 'reviewer' && explains && inlineComments > 0 && authorIds.length === 1;
}

type Exchange = { readonly guided: number; readonly at: Instant; readonly participations: readonly Participation[] };

/** Whether the other reviews in substance in return: one for six is enough, since peers take turns by the month. */
function arePeers(otherId: number, { guided, at, participations }: Exchange): boolean {
  const since = addDays(at, -peerDays);
  const returned = participations.filter(
    (own) => own.role === 'author' && own.at >= since && monthNumber(own.at) <= monthNumber(at) && own.reviewerIds.includes(otherId),
  );
  return returned.length * 6 >= guided;
}

type Pattern = { readonly months: number; readonly guided: readonly Participation[] };

// The other is not named: they may not be enrolled.
function claim(review: Participation, { months, guided }: Pattern): PatternClaim {
  return {
    subject: review.subject,
    strength: 'candidate',
    at: review.at,
    because: `Explained what to change and why in reviews of one colleague's work, in ${inWords(months)} of ${inWords(monthsLooked)} months and on ${counted(guided.length, 'pull request')}.`,
    quote: null,
    links: [...review.links.slice(0, 1), ...firstOfMonths(guided, review)],
  };
}

/** A review of each earlier month, the newest first. */
function firstOfMonths(guided: readonly Participation[], last: Participation): readonly string[] {
  const months = Map.groupBy(guided, ({ at }) => monthNumber(at));
  return [...months]
    .filter(([month]) => month < monthNumber(last.at))
    .toSorted(([one], [other]) => other - one)
    .flatMap(([, reviews]) => reviews.toSorted(byTime)[0]?.links.slice(0, 1) ?? []);
}

function monthNumber(at: Instant): number {
  return Number(at.slice(0, 4)) * 12 + Number(at.slice(5, 7));
}

function byTime(one: Participation, other: Participation): number {
  return one.at < other.at ? -1 : one.at > other.at ? 1 : one.subject.number - other.subject.number;
}
