/** The signal newcomer-guided: helped someone's first contributions land. */
import { z } from 'zod';
import type { Dossier } from '../domain/dossier.ts';
import type { Instant } from '../domain/instant.ts';
import { counted } from '../domain/number-words.ts';
import { type Claim, type SubjectContext, subjectSignal } from './define-signal.ts';
import { type ReviewOf, reviewSubstance } from './substance.ts';
import { isUpkeepTitle } from './upkeep-title.ts';

const settings = z.strictObject({
  enabled: z.boolean().default(true).meta({ description: 'Whether to look for help with first contributions.', unit: '`true` or `false`' }),
  minimumHistory: z.int().min(1).default(100).meta({
    description: 'How many commits a repository must have had before: in a new one, everybody begins.',
    unit: 'commits',
  }),
});

type Settings = z.output<typeof settings>;

/** With so many commits of theirs on the branch, it is one of their first three merged pull requests: each brought one commit at least. */
const earlierCommits = 2;

export const newcomerGuided = subjectSignal({
  id: 'newcomer-guided',
  version: 2,
  claim: "Helped someone's first contributions to a repository land.",
  pillar: 'multiplying-others',
  shift: 'output',
  audience: 'readers',
  restsOnWords: true,
  settings,
  rubric: {
    counts: [
      "A review in substance of one of a person's first three merged pull requests in a repository, after which the work changed and the reviewer approved or merged it",
      'The count of commits that the branch had of them before',
    ],
    doesNotCount: [
      'Approvals without more, greetings, debates, and reviews after which nothing changed',
      'Repositories with a short history, where everybody begins',
      'Version bumps, releases, backports, and work of bots',
      "What is only the repository's: a rename or a transfer keeps its history",
    ],
    confirmedWhen: 'The reviewer asked for changes or left 2 or more inline comments; with only one it is asked about.',
  },
  find: (dossier, context) => {
    if (!isFirstContribution(dossier, context)) return [];
    return reviewSubstance(dossier, context.isNobody).flatMap((review) => claim(dossier, review) ?? []);
  },
});

function isFirstContribution(dossier: Dossier, { settings, isNobody }: SubjectContext<Settings>): boolean {
  const { before, state, author } = dossier;
  if (before === undefined || state !== 'merged' || isNobody(author) || isUpkeepTitle(dossier.title)) return false;
  return before.commits >= settings.minimumHistory && before.byAuthor <= earlierCommits;
}

function claim(dossier: Dossier, review: ReviewOf): Claim | null {
  const { person, substance, inlineComments, hasRequestedChanges } = review;
  const changedAt = firstChangeAfter(dossier, review.at);
  if (substance !== 'substance' || (!hasRequestedChanges && inlineComments === 0) || changedAt === null) return null;
  // Whoever only argues and never approves may help nobody to land anything: of ten such on real threads most debated the idea.
  const ending = endingBy(dossier, { personId: person.id, since: changedAt });
  if (ending === null) return null;
  return {
    person: { id: person.id, login: person.login },
    strength: hasRequestedChanges || inlineComments >= 2 ? 'confirmed' : 'candidate',
    at: review.at,
    because: reason(dossier, review, ending),
    quote: review.quote,
    links: [...review.links.slice(0, 1), ending.url],
  };
}

/** When the branch changed for the first time after the review and before the merge; null when it did not. */
function firstChangeAfter({ commits, timeline, mergedAt }: Dossier, since: Instant): Instant | null {
  const pushes = [
    ...commits.map((commit) => commit.committedAt),
    ...timeline.filter((event) => event.kind === 'force-pushed').map((event) => event.at),
  ].filter((at) => at > since && (mergedAt === null || at <= mergedAt));
  return pushes.toSorted()[0] ?? null;
}

/** `url`: what shows it. */
type Ending = { readonly kind: 'approved' | 'merged'; readonly url: string };

function endingBy(dossier: Dossier, by: { readonly personId: number; readonly since: Instant }): Ending | null {
  const approval = dossier.reviews.find(
    (review) => review.state === 'approved' && review.author?.id === by.personId && review.at >= by.since,
  );
  if (approval !== undefined) return { kind: 'approved', url: approval.url };
  return dossier.mergedBy?.id === by.personId ? { kind: 'merged', url: dossier.url } : null;
}

const endings = { approved: 'then approved it', merged: 'then merged it' } as const;

function reason({ author, before }: Dossier, { inlineComments, hasRequestedChanges }: ReviewOf, { kind }: Ending): string {
  const earlier = before?.byAuthor ?? 0;
  const help = [
    ...(hasRequestedChanges ? ['asked for changes'] : []),
    ...(inlineComments > 0 ? [`left ${counted(inlineComments, 'inline comment')}`] : []),
    'saw the work change',
    endings[kind],
  ];
  const known = earlier === 0 ? 'had no commit' : `had only ${counted(earlier, 'commit')}`;
  const deeds = `${help.slice(0, -1).join(', ')} and ${help.at(-1)}`;
  return `Helped an early contribution of ${author?.login ?? 'somebody'} land, who ${known} here before: ${deeds}.`;
}
