/** The signal duplicate-effort-found: pointed out that several teams were building the same thing, and it led to one. */
import { z } from 'zod';
import type { Dossier, Remark, TimelineEvent } from '../domain/dossier.ts';
import { addDays, type Instant } from '../domain/instant.ts';
import type { Account } from '../domain/person.ts';
import { type Claim, type SubjectContext, subjectSignal } from './define-signal.ts';
import { reachOf } from './reach.ts';
import { quotationOf, readText } from './quotation.ts';
import { type Reference, referencesIn } from './references.ts';
import { isRepeat } from './repeat.ts';
import { subjectAuthors } from './subject-authors.ts';
import { isUpkeepTitle } from './upkeep-title.ts';

const settings = z.strictObject({
  enabled: z
    .boolean()
    .default(true)
    .meta({ description: 'Whether to look for people who found that the same was built twice.', unit: '`true` or `false`' }),
});

type Context = SubjectContext<z.output<typeof settings>>;

/** How long after the link the one work gave way to the other, in days. */
const givingWayDays = 30;

export const duplicateEffortFound = subjectSignal({
  id: 'duplicate-effort-found',
  version: 1,
  claim: 'Pointed out that the same was being built twice, and it led to one.',
  pillar: 'cross-team-impact',
  shift: 'scope',
  audience: 'readers',
  settings,
  rubric: {
    counts: [
      "A pull request to which they were the first to link work in another of the organisation's repositories",
      `Its author then closed it within ${givingWayDays} days, unmerged, and referred to that work too, or that work was merged`,
    ],
    doesNotCount: [
      'Triage: issues, and work that the person who linked it closed themselves',
      'Links that the author had made before, and links within one repository or to other organisations',
      'Version bumps, backports, reverts, and work of bots',
    ],
    confirmedWhen: 'The author of the closed work referred to the other one themselves, after it was pointed out, and closed their own.',
  },
  find: (dossier, context) => {
    const closedAt = dossier.kind === 'pull' && dossier.state === 'closed' ? dossier.closedAt : null;
    if (closedAt === null || dossier.author === null || context.isNobody(dossier.author)) return [];
    if (isRepeat(dossier) || isUpkeepTitle(dossier.title)) return [];
    const claim = pointedOut(dossier, { closedAt, context });
    return claim === null ? [] : [claim];
  },
});

/** A reference to work in another repository of the same owner. `remark` is null when it was made over there. */
type Link = {
  readonly at: Instant;
  readonly by: Account;
  readonly label: string;
  readonly remark: Remark | null;
  readonly isMerged: boolean;
};

type Closing = { readonly closedAt: Instant; readonly context: Context };

function pointedOut(dossier: Dossier, { closedAt, context }: Closing): Claim | null {
  const authorIds = new Set(subjectAuthors(dossier).map((author) => author.id));
  const closer = dossier.timeline.findLast((event) => event.kind === 'closed')?.actor ?? null;
  const known = new Set(labelsIn(dossier, `${dossier.title}\n${dossier.body}`));
  const links = linksOf(dossier).filter((link) => link.at <= closedAt && !known.has(link.label));
  const pulls = new Map(crossLinks(dossier).map((link) => [link.label, link]));
  for (const [label, group] of Map.groupBy(links, (link) => link.label)) {
    const first = group[0];
    if (first === undefined || authorIds.has(first.by.id) || context.isNobody(first.by) || first.by.id === closer?.id) continue;
    if (addDays(first.at, givingWayDays) < closedAt) continue;
    const answer = group.find((link) => authorIds.has(link.by.id) && link.remark !== null);
    const isMerged = pulls.get(label)?.isMerged === true;
    const isOwnClosing = closer !== null && authorIds.has(closer.id);
    if (!isOwnClosing || (answer === undefined && !isMerged)) continue;
    return claimOf(dossier, { first, answer: answer?.remark ?? null, isMerged, context });
  }
  return null;
}

type Story = { readonly first: Link; readonly answer: Remark | null; readonly isMerged: boolean; readonly context: Context };

// The other repository is not named: who reads this may not be allowed to know of it.
function claimOf(dossier: Dossier, { first, answer, isMerged, context }: Story): Claim {
  const author = dossier.author?.login ?? 'its author';
  const own = dossier.author === null ? [] : [dossier.author];
  const { teams, standIn } = reachOf({ own: [first.by], others: own, at: first.at }, context);
  const byWhen = standIn === null ? '' : ` by the teams of ${standIn.slice(0, 10)}, the earliest known`;
  const team = teams === 0 ? '' : `, of another team${byWhen},`;
  const response = answer === null ? '' : ' referred to it as well and';
  const survivor = isMerged ? ', and the other work was merged' : '';
  return {
    person: { id: first.by.id, login: first.by.login },
    strength: answer === null ? 'candidate' : 'confirmed',
    at: first.at,
    because: `Was the first to link this pull request with work in another repository; ${author}${team}${response} closed this one unmerged${survivor}.`,
    quote:
      first.remark === null ? null : quotationOf(readText(first.remark.text), (sentence) => Number(/#\d|\/(pull|issues)\//.test(sentence))),
    links: [...new Set([first.remark?.url ?? dossier.url, ...(answer === null ? [] : [answer.url]), dossier.url])],
  };
}

function linksOf(dossier: Dossier): readonly Link[] {
  const remarks: readonly Remark[] = [...dossier.comments, ...dossier.reviews, ...dossier.threads.flatMap((thread) => thread.comments)];
  const said = remarks.flatMap((remark) => {
    const by = remark.author;
    if (by === null) return [];
    return labelsIn(dossier, remark.text).map((label): Link => ({ at: remark.at, by, label, remark, isMerged: false }));
  });
  return [...said, ...crossLinks(dossier)].toSorted((a, b) =>
    a.at < b.at ? -1 : a.at > b.at ? 1 : Number(a.remark === null) - Number(b.remark === null),
  );
}

/** What refers to the pull request from another repository of the same owner, by who made the reference. */
function crossLinks(dossier: Dossier): readonly Link[] {
  return dossier.timeline.flatMap((event: TimelineEvent): readonly Link[] => {
    if (event.kind !== 'cross-referenced' || event.actor === null || event.source.author?.id === event.actor.id) return [];
    const { repository, number, isMerged, kind } = event.source;
    const reference = { fullName: repository.fullName.toLowerCase(), number };
    if (kind !== 'pull' || !isElsewhere(dossier, reference)) return [];
    return [{ at: event.at, by: event.actor, label: labelOf(reference), remark: null, isMerged }];
  });
}

function labelsIn(dossier: Dossier, text: string): readonly string[] {
  return referencesIn(text, dossier.repository.fullName)
    .filter((reference) => isElsewhere(dossier, reference))
    .map(labelOf);
}

const labelOf = ({ fullName, number }: Reference): string => `${fullName}#${number}`;

function isElsewhere({ repository }: Dossier, { fullName }: Reference): boolean {
  const [owner, name] = repository.fullName.toLowerCase().split('/');
  const [otherOwner, otherName] = fullName.split('/');
  return owner === otherOwner && name !== otherName;
}
