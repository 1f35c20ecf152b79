/** The signal cross-repo-initiative: led one change through several repositories. */
import { z } from 'zod';
import type { Dossier } from '../domain/dossier.ts';
import { counted } from '../domain/number-words.ts';
import { type SubjectContext, subjectSignal } from './define-signal.ts';
import { extentOf, followingWork, proofsOf } from './following-work.ts';
import { readText, wordCount } from './quotation.ts';
import { reachOf, sharesWords } from './reach.ts';

const settings = z.strictObject({
  enabled: z
    .boolean()
    .default(true)
    .meta({ description: 'Whether to look for changes led through several repositories.', unit: '`true` or `false`' }),
  minimumRepositories: z
    .int()
    .min(3)
    .default(3)
    .meta({ description: 'In how many repositories merged work must refer to the issue.', unit: 'repositories' }),
});

type Settings = z.output<typeof settings>;

export const crossRepoInitiative = subjectSignal({
  id: 'cross-repo-initiative',
  version: 1,
  claim: 'Led one change through several repositories.',
  pillar: 'cross-team-impact',
  shift: 'impact',
  audience: 'readers',
  creditsAuthors: true,
  settings,
  rubric: {
    counts: [
      'An issue of theirs that describes a change, and to which merged pull requests in 3 or more repositories refer, some of them their own',
      'Other people who wrote some of that work, or took part in the issue',
    ],
    doesNotCount: [
      'Rollouts by bots, version bumps, releases and backports',
      'The same change sent to many repositories by one person, while nobody else took part',
      'An issue of a few words, or work in which its author had no part',
    ],
    confirmedWhen: 'Merged work in 3 or more repositories refers to it, by its author and by others.',
  },
  find: (dossier, context) => {
    const { author } = dossier;
    if (author === null || context.isNobody(author)) return [];
    const led = ledWork(dossier, context);
    if (led === null) return [];
    const { extent, others, ownPulls, proofs } = led;
    const reach = reachOf({ own: [author], others, at: dossier.createdAt }, context);
    const together = others.length === 0 ? '; others took part in the issue' : '';
    return [
      {
        person: { id: author.id, login: author.login },
        strength: others.length > 0 ? ('confirmed' as const) : ('candidate' as const),
        at: dossier.createdAt,
        because: `Opened the issue to which ${counted(extent.pulls, 'merged pull request')} in ${counted(extent.repositories, 'repository', 'repositories')} refer, ${sharesWords({ pulls: extent.pulls, ownPulls }, reach)}${together}.`,
        quote: null,
        links: [dossier.url, ...proofs],
      },
    ];
  },
});

/** An issue with fewer words describes no change. */
const describingWords = 30;

/** The work that an issue's author led; null when it is too narrow, not theirs too, or nobody else took part. */
export function ledWork(dossier: Dossier, { settings, isNobody }: Pick<SubjectContext<Settings>, 'settings' | 'isNobody'>) {
  if (dossier.kind !== 'issue' || wordCount(readText(dossier.body.slice(0, 20_000)).prose) < describingWords) return null;
  const pulls = followingWork(dossier, isNobody);
  const extent = extentOf(pulls);
  const ownPulls = pulls.filter((pull) => pull.author.id === dossier.author?.id).length;
  const others = extent.people.filter((person) => person.id !== dossier.author?.id);
  const isDiscussed = dossier.comments.some((comment) => !isNobody(comment.author) && comment.author?.id !== dossier.author?.id);
  if (extent.repositories < settings.minimumRepositories || ownPulls === 0 || (others.length === 0 && !isDiscussed)) return null;
  return { extent, others, ownPulls, proofs: proofsOf(pulls) };
}
