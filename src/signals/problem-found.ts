/** The signal problem-found: found the problem rather than being given it, and saw it through. */
import { z } from 'zod';
import type { Dossier } from '../domain/dossier.ts';
import type { Account } from '../domain/person.ts';
import { counted } from '../domain/number-words.ts';
import { crossRepoInitiative, ledWork } from './cross-repo-initiative.ts';
import { type SubjectContext, subjectSignal } from './define-signal.ts';
import { extentOf, followingWork, proofsOf } from './following-work.ts';
import { reachOf, sharesWords } from './reach.ts';
import { readRfc } from './rfc-reading.ts';

const settings = z.strictObject({
  enabled: z
    .boolean()
    .default(true)
    .meta({ description: 'Whether to look for problems that people found and saw through.', unit: '`true` or `false`' }),
});

type Context = SubjectContext<z.output<typeof settings>>;

export const problemFound = subjectSignal({
  id: 'problem-found',
  version: 1,
  claim: 'Found the problem rather than being given it, and saw it through.',
  pillar: 'operating-with-ambiguity',
  shift: 'scope',
  audience: 'readers',
  creditsAuthors: true,
  settings,
  rubric: {
    counts: [
      'A closed issue that they opened and that nobody else had assigned to them',
      'Merged work in several repositories, or of several people, that refers to it, some of it their own',
    ],
    doesNotCount: [
      'Reports that others resolved alone, and issues that one pull request closed',
      'Assigned tickets, planned work (epics, tracking issues, proposals), imports and bots',
      'Issues closed as not planned or as duplicates: no merged work closes them',
    ],
    confirmedWhen: 'Merged pull requests in 2 or more repositories, by them and by others, refer to it, and one of them closes it.',
  },
  find: (dossier, context) => {
    const { author } = dossier;
    if (author === null || !isFoundProblem(dossier, author, context)) return [];
    const pulls = followingWork(dossier, context.isNobody);
    const extent = extentOf(pulls);
    const others = extent.people.filter((person) => person.id !== author.id);
    const ownPulls = pulls.filter((pull) => pull.author.id === author.id).length;
    if (ownPulls === 0 || others.length === 0 || !pulls.some((pull) => pull.willClose)) return [];
    const reach = reachOf({ own: [author], others, at: dossier.createdAt }, context);
    const where = extent.repositories > 1 ? ` in ${counted(extent.repositories, 'repository', 'repositories')}` : '';
    return [
      {
        person: { id: author.id, login: author.login },
        strength: extent.repositories > 1 ? ('confirmed' as const) : ('candidate' as const),
        at: dossier.createdAt,
        because: `Opened this issue without being assigned to it, and saw it through: ${counted(extent.pulls, 'merged pull request')}${where} resolved it, ${sharesWords({ pulls: extent.pulls, ownPulls }, reach)}.`,
        quote: null,
        links: [dossier.url, ...proofsOf(pulls)],
      },
    ];
  },
});

const planned = /\b(epic|umbrella|tracking|meta|roadmap|milestone|initiative|feature[ -]?request|enhancement)\b/i;

function isFoundProblem(dossier: Dossier, author: Account, context: Context): boolean {
  if (dossier.kind !== 'issue' || dossier.state !== 'closed' || context.isNobody(author)) return false;
  if (planned.test(dossier.title) || dossier.labels.some((label) => planned.test(label)) || readRfc(dossier, context) !== null)
    return false;
  const isGiven = dossier.timeline.some(
    (event) => event.kind === 'assigned' && event.assignee?.id === author.id && event.actor?.id !== author.id,
  );
  // A change that somebody led through many repositories is told as that.
  return !isGiven && ledWork(dossier, { ...context, settings: crossRepoInitiative.settings.parse({}) }) === null;
}
