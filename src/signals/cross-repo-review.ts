/** The signal cross-repo-review: reviewed, in substance, work in a repository outside their home. */
import { z } from 'zod';
import type { Participation } from '../domain/participation.ts';
import { counted, inWords } from '../domain/number-words.ts';
import { type PatternContext, patternSignal } from './define-signal.ts';
import { doubtedFor } from './language.ts';
import { homeDays, type Standing, standings } from './home.ts';

const settings = z.strictObject({
  enabled: z.boolean().default(true).meta({ description: 'Whether to look for reviews outside the home.', unit: '`true` or `false`' }),
  minimumMergedPullRequests: z
    .int()
    .min(1)
    .default(5)
    .meta({
      description: `How many merged pull requests in the ${homeDays} days before a review make a home certain where no team tells it.`,
      unit: 'pull requests',
    }),
});

type Settings = z.output<typeof settings>;

export const crossRepoReview = patternSignal({
  id: 'cross-repo-review',
  version: 2,
  claim: 'Reviewed, in substance, work in a repository outside their home.',
  pillar: 'cross-team-impact',
  shift: 'scope',
  audience: 'readers',
  restsOnWords: true,
  settings,
  rubric: {
    counts: [
      'A request for changes with reasons, inline comments that engage with the change, or a review text or comment that does',
      "Work in a repository that is none of the person's teams', or in a monorepo under paths that others own",
    ],
    doesNotCount: [
      'Approvals without more, nits, thanks, pings, requests to rebase or to mend CI, talk of licences, numbers, queues and venues',
      'Backports, reverts and merge-backs',
      'Work that the person wrote themselves, and work of bots',
    ],
    confirmedWhen: 'The review has substance, and teams or at least 5 merged pull requests tell where the person is at home.',
  },
  find: (participations, context) => {
    const reviews = participations.filter((participation) => isOthersWork(participation, context));
    const places = standings(reviews, { ...context, participations });
    return reviews.flatMap((review, index) => {
      const standing = places[index];
      if (standing === undefined || standing.isHome) return [];
      return [
        {
          subject: review.subject,
          strength: review.isEnglish && isCertain(standing, context.settings) ? ('confirmed' as const) : ('candidate' as const),
          at: review.at,
          because: review.isEnglish ? reason(review, standing, context.settings) : doubtedFor(reason(review, standing, context.settings)),
          quote: null,
          links: review.links,
        },
      ];
    });
  },
});

function isOthersWork(participation: Participation, { person }: PatternContext<Settings>): boolean {
  const { role, substance, authorIds } = participation;
  return participation.person.id === person.id && role === 'reviewer' && substance === 'substance' && !authorIds.includes(person.id);
}

function isCertain(standing: Standing, { minimumMergedPullRequests }: Settings): boolean {
  if (standing.knownBy === 'teams') return !standing.isDefaultOwner;
  return standing.knownBy === 'merged-work' && standing.merged.all >= minimumMergedPullRequests;
}

// Repositories of the home are not named: who reads this reason may not be allowed to know of them.
function reason(review: Participation, standing: Standing, limits: Settings): string {
  const where = standing.repositoryName ?? 'another repository';
  const standIn = standing.standIn === null ? '' : ` (by the teams and owners of ${standing.standIn.slice(0, 10)}, the earliest known)`;
  return `Reviewed a change to ${where} in substance${weight(review)}${place(standing, limits)}${standIn}.`;
}

function weight({ inlineComments, hasRequestedChanges }: Participation): string {
  const parts = [
    ...(inlineComments > 0 ? [counted(inlineComments, 'inline comment')] : []),
    ...(hasRequestedChanges ? ['asked for changes'] : []),
  ];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

function place(standing: Standing, limits: Settings): string {
  if (standing.knownBy === 'nothing') return '; no team and no merged pull request tells yet where your home is';
  if (standing.knownBy === 'merged-work') return mergedPlace(standing.merged, limits);
  if (standing.isDefaultOwner)
    return `; its paths belong to ${names(standing.owningTeams, standing)}, while yours are all that nobody else owns`;
  if (isCrossTeam(standing)) {
    return `, cross-team: your home is ${names(standing.teams, standing)}, and the owning ${standing.owningTeams.length === 1 ? 'team is' : 'teams are'} ${names(standing.owningTeams, standing)}`;
  }
  return standing.teams.length === 0 ? ', under paths that others own' : `, outside your home, ${names(standing.teams, standing)}`;
}

function isCrossTeam({ teams, owningTeams }: Standing): boolean {
  return teams.length > 0 && owningTeams.length > 0 && !owningTeams.some((team) => teams.includes(team));
}

function mergedPlace({ all, here }: Standing['merged'], { minimumMergedPullRequests }: Settings): string {
  const share = here === 0 ? 'none' : `only ${inWords(here)}`;
  const fact = `, outside your home: of the ${counted(all, 'pull request')} you merged in the ${homeDays} days before, ${share} went there`;
  return all >= minimumMergedPullRequests ? fact : `${fact}, which are few to tell a home by`;
}

/** Secret teams are not named: not everybody who reads this may know of them. */
function names(slugs: readonly string[], { secretTeams }: Standing): string {
  const all = slugs.map((slug) => (secretTeams.has(slug) ? 'a secret team' : slug));
  const shown = all.length > 3 ? [...all.slice(0, 2), `${all.length - 2} more`] : all;
  if (shown.length === 0) return 'others';
  return shown.length === 1 ? `${shown[0]}` : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
