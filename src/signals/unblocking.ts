/** The signal unblocking: got stuck work moving. */
import { z } from 'zod';
import type { Dossier, Remark } from '../domain/dossier.ts';
import { type Instant, workingDaysBetween } from '../domain/instant.ts';
import type { Account } from '../domain/person.ts';
import { counted, inWords } from '../domain/number-words.ts';
import { type Claim, type SubjectContext, subjectSignal } from './define-signal.ts';
import { reachOf } from './reach.ts';
import { isRepeat } from './repeat.ts';
import { subjectAuthors } from './subject-authors.ts';
import { type Reviewer, reviewersOf } from './substance.ts';
import { type ReadAct } from './substance/engagement.ts';
import { quotationOf } from './quotation.ts';
import { isUpkeepTitle } from './upkeep-title.ts';

const settings = z.strictObject({
  enabled: z
    .boolean()
    .default(true)
    .meta({ description: 'Whether to look for people who got stuck work moving.', unit: '`true` or `false`' }),
  quietDays: z
    .int()
    .min(3)
    .default(5)
    .meta({ description: 'How long nothing may have happened before it counts as stuck.', unit: 'working days' }),
  movingDays: z.int().min(1).default(3).meta({ description: 'Within how many days the work must then be merged.', unit: 'working days' }),
});

type Settings = z.output<typeof settings>;
type Context = SubjectContext<Settings>;

export const unblocking = subjectSignal({
  id: 'unblocking',
  version: 1,
  claim: 'Got stuck work moving.',
  pillar: 'cross-team-impact',
  shift: 'impact',
  audience: 'readers',
  restsOnWords: true,
  settings,
  rubric: {
    counts: [
      'A pull request on which no person did anything for 5 working days',
      'Then, first of all, a remark in substance by somebody who had no part in it before and had not been asked',
      'Next, before anybody else, its author answers or changes it; the branch changes, and it is merged within 3 working days',
    ],
    doesNotCount: [
      'Whoever kept it waiting: reviewers who had been asked or mentioned, were assigned, or had spoken before',
      'Weekends and the days around the turn of the year; what bots and CI do',
      'Approvals, merges and pings alone, and drafts',
      'Releases, version bumps, backports and reverts',
    ],
    confirmedWhen: 'All of it is on record, and they are of another team than the author; where no teams tell that, it is asked about.',
  },
  find: (dossier, context) => {
    if (dossier.state !== 'merged' || dossier.mergedAt === null || isRepeat(dossier) || isUpkeepTitle(dossier.title)) return [];
    if (context.isNobody(dossier.author)) return [];
    const stall = lastStall(dossier, context);
    const claim = stall === null ? null : movedBy(dossier, stall, context);
    return claim === null ? [] : [claim];
  },
});

/** Something that a person did. `by` is null for what belongs to the author's side without telling who: a push. */
type Act = { readonly at: Instant; readonly by: Account | null; readonly remark: Remark | null };

/** What people did before the merge, oldest first; automation and accounts that are gone are left out. */
function actsOf(dossier: Dossier, { isNobody }: Context): readonly Act[] {
  const remarks: readonly Remark[] = [...dossier.comments, ...dossier.reviews, ...dossier.threads.flatMap((thread) => thread.comments)];
  const acts: readonly Act[] = [
    { at: dossier.createdAt, by: dossier.author, remark: null },
    ...remarks.filter(({ author }) => !isNobody(author)).map((remark) => ({ at: remark.at, by: remark.author, remark })),
    ...dossier.commits.map(({ committedAt }) => ({ at: committedAt, by: null, remark: null })),
    ...dossier.timeline
      .filter((event) => event.kind !== 'merged' && event.kind !== 'closed' && event.kind !== 'cross-referenced')
      .filter((event) => !isNobody(event.actor))
      .map((event) => ({ at: event.at, by: event.kind === 'force-pushed' ? null : event.actor, remark: null })),
  ];
  const mergedAt = dossier.mergedAt ?? '';
  return acts
    .filter(({ at }) => at >= dossier.createdAt && at <= mergedAt)
    .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : Number(a.remark === null) - Number(b.remark === null)));
}

/** The last time of quiet, and who ended it. `before` and `after` are what was done until then and from then on. */
type Stall = { readonly days: number; readonly first: Act; readonly before: readonly Act[]; readonly after: readonly Act[] };

function lastStall(dossier: Dossier, context: Context): Stall | null {
  const acts = actsOf(dossier, context);
  for (let index = acts.length - 1; index > 0; index -= 1) {
    const [earlier, first] = [acts[index - 1], acts[index]];
    if (earlier === undefined || first === undefined) continue;
    const days = workingDaysBetween(earlier.at, first.at) - 1;
    if (days >= context.settings.quietDays) return { days, first, before: acts.slice(0, index), after: acts.slice(index) };
  }
  return null;
}

function movedBy(dossier: Dossier, { days, first, before, after }: Stall, context: Context): Claim | null {
  const person = first.by;
  const authors = subjectAuthors(dossier);
  if (person === null || authors.some(({ id }) => id === person.id) || wasAwaited(dossier, person, before)) return null;
  const moving = workingDaysBetween(first.at, dossier.mergedAt ?? '');
  const telling = tellingAct(reviewersOf(dossier, context.isNobody), person, first.at);
  if (telling === null || moving > context.settings.movingDays || !isTakenUp(after, { person, authors })) return null;
  const reach = reachOf({ own: [person], others: authors, at: first.at }, context);
  const byWhen = reach.standIn === null ? '' : ` (by the teams of ${reach.standIn.slice(0, 10)}, the earliest known)`;
  const whose = reach.teams === 0 ? 'a pull request' : `another team's pull request${byWhen},`;
  const end = moving === 0 ? 'it was merged the same day' : `it was merged ${counted(moving, 'working day')} later`;
  return {
    person: { id: person.id, login: person.login },
    strength: reach.teams > 0 ? 'confirmed' : 'candidate',
    at: first.at,
    because: `Took up, unasked, ${whose} on which nothing had happened for ${inWords(days)} working days; its author then changed it, and ${end}.`,
    quote: quotationOf(telling.read, (sentence) => sentence.length),
    links: [...new Set([telling.remark.url, dossier.url])],
  };
}

/** Whether the author's side was the next to act, and the branch changed after. */
function isTakenUp(after: readonly Act[], of: { readonly person: Account; readonly authors: readonly Account[] }): boolean {
  const later = after.filter((act) => act.by?.id !== of.person.id);
  const next = later[0];
  const isAuthors = next !== undefined && (next.by === null || of.authors.some(({ id }) => id === next.by?.id));
  return isAuthors && later.some((act) => act.by === null);
}

/** Whoever had been asked, mentioned, assigned, or had a part in it before: the work may have waited for them. */
function wasAwaited({ timeline, assignees, body }: Dossier, person: Account, before: readonly Act[]): boolean {
  const isAsked = timeline.some((event) => event.kind === 'review-requested' && event.reviewer?.id === person.id);
  const name = `@${person.login.toLowerCase()}`;
  const isMentioned = [body, ...before.map((act) => act.remark?.text ?? '')].some((text) => text.toLowerCase().includes(name));
  return isAsked || isMentioned || assignees.some(({ id }) => id === person.id) || before.some((act) => act.by?.id === person.id);
}

/** Words that engage which make a remark one in substance. */
const tellingWords = 12;

/** The remark of most substance among what they said within the day; null when none has any. */
function tellingAct(reviewers: readonly Reviewer[], person: Account, from: Instant): ReadAct | null {
  const acts = reviewers.find((reviewer) => reviewer.person.id === person.id)?.acts ?? [];
  const soon = acts.filter((act) => act.remark.at >= from && workingDaysBetween(from, act.remark.at) === 0);
  const best = soon.toSorted((a, b) => b.engaged - a.engaged)[0];
  return best === undefined || best.engaged < tellingWords ? null : best;
}
