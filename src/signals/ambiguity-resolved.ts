/** The signal ambiguity-resolved: turned a long open question into a decision. */
import { z } from 'zod';
import type { Dossier, OpenQuestion } from '../domain/dossier.ts';
import { daysBetween } from '../domain/instant.ts';
import { counted, inWords } from '../domain/number-words.ts';
import { type Claim, type SubjectContext, subjectSignal } from './define-signal.ts';
import { extentOf, type FollowingPull, followingWork, proofsOf } from './following-work.ts';
import { othersWords, reachOf } from './reach.ts';
import type { RfcAuthor } from './rfc-authors.ts';
import { type RfcReading, readRfc } from './rfc-reading.ts';
import { rfcProgress } from './rfc-stage.ts';

const settings = z.strictObject({
  enabled: z
    .boolean()
    .default(true)
    .meta({ description: 'Whether to look for long open questions that people turned into decisions.', unit: '`true` or `false`' }),
  minimumDays: z.int().min(7).default(30).meta({ description: 'How long the question must have been open.', unit: 'days' }),
  minimumPeople: z.int().min(3).default(4).meta({ description: 'How many people must have asked or spoken there.', unit: 'people' }),
});

type Context = SubjectContext<z.output<typeof settings>>;

export const ambiguityResolved = subjectSignal({
  id: 'ambiguity-resolved',
  version: 1,
  claim: 'Turned a long open question into a decision.',
  pillar: 'operating-with-ambiguity',
  shift: 'output',
  audience: 'readers',
  creditsAuthors: true,
  settings,
  rubric: {
    counts: [
      'A merged RFC or decision record of theirs whose description refers to an issue or a discussion that was still open',
      'That question had been open for 30 days or more, and 4 or more people had spoken there',
      'Merged work that refers to the record since',
    ],
    doesNotCount: [
      'Questions that were closed before the record was written, for age or otherwise',
      'Records that nothing followed, and records that were rejected, withdrawn or superseded',
      'Questions in repositories that have not opted in',
      'Bots, and accounts that are gone, among the people who spoke',
    ],
    confirmedWhen:
      "All three are on record, and some of the work is other people's; with work of the record's authors alone it is asked about.",
  },
  find: (dossier, context) => {
    if (dossier.state !== 'merged' || dossier.mergedAt === null) return [];
    const question = longestOpen(dossier, context);
    const reading = question === null ? null : readRfc(dossier, context);
    if (question === null || reading === null || rfcProgress(dossier, reading.header.status).stage !== 'accepted') return [];
    const mergedAt = dossier.mergedAt;
    const work = followingWork(dossier, context.isNobody).filter((pull) => pull.at >= mergedAt);
    return reading.authors.flatMap((author) => claim(dossier, { author, reading, question, work, context }) ?? []);
  },
});

/** A question when the record was opened: for how many days it had been open, and how many people had spoken. */
type Standing = { readonly question: OpenQuestion; readonly days: number; readonly people: number };

/** The question that had been open for longest; null when none had been open long enough, with people enough. */
function longestOpen(dossier: Dossier, { settings, isNobody }: Context): Standing | null {
  const opened = dossier.createdAt;
  const standings = (dossier.questions ?? [])
    .filter(({ closedAt }) => closedAt === null || closedAt >= opened)
    .map((question): Standing => {
      const speakers = [question.author, ...question.remarks.filter(({ at }) => at < opened).map(({ author }) => author)];
      const ids = new Set(speakers.flatMap((account) => (account === null || isNobody(account) ? [] : [account.id])));
      return { question, days: Math.floor(daysBetween(question.createdAt, opened)), people: ids.size };
    })
    .filter(({ days, people }) => days >= settings.minimumDays && people >= settings.minimumPeople);
  return standings.toSorted((a, b) => b.days - a.days)[0] ?? null;
}

type Resolution = {
  readonly author: RfcAuthor;
  readonly reading: RfcReading;
  readonly question: Standing;
  readonly work: readonly FollowingPull[];
  readonly context: Context;
};

// A question of another repository is neither named nor linked: who reads this may not be allowed to know of it.
function claim(dossier: Dossier, { author, reading, question: standing, work, context }: Resolution): Claim | null {
  const own = reading.authors.map(({ person }) => person);
  const ids = new Set(own.map(({ id }) => id));
  const others = extentOf(work.filter((pull) => !ids.has(pull.author.id)));
  const all = extentOf(work);
  if (all.pulls === 0) return null;
  const isCertain = reading.proposal.doubt === null && (author.by === 'git' || author.by === 'header');
  const { question, days, people } = standing;
  const isHere = question.repository.id === dossier.repository.id;
  const reach = reachOf({ own, others: others.people, at: dossier.createdAt }, context);
  const by = others.people.length === 0 ? 'of your own' : `by ${othersWords(reach)}`;
  const followed = others.people.length === 0 ? all : others;
  const where = counted(followed.repositories, 'repository', 'repositories');
  return {
    person: author.person,
    strength: isCertain && others.pulls > 0 ? 'confirmed' : 'candidate',
    at: dossier.createdAt,
    because: `Decided in writing a question that ${inWords(people)} people had discussed${isHere ? '' : ' in another repository'} and that had been open for ${days} days; ${counted(followed.pulls, 'merged pull request')} in ${where}, ${by}, ${followed.pulls === 1 ? 'has' : 'have'} referred to the decision since.`,
    quote: null,
    links: [dossier.url, ...(isHere ? [question.url] : []), ...proofsOf(work)],
  };
}
