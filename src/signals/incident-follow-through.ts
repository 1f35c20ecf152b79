/** The signal incident-follow-through: wrote the postmortem and its actions got done. */
import { z } from 'zod';
import type { Dossier } from '../domain/dossier.ts';
import type { Instant } from '../domain/instant.ts';
import type { Account } from '../domain/person.ts';
import { counted } from '../domain/number-words.ts';
import { type Claim, type SubjectContext, subjectSignal } from './define-signal.ts';
import { extentOf, followingWork, proofsOf } from './following-work.ts';
import { readText, wordCount } from './quotation.ts';
import { reachOf, sharesWords } from './reach.ts';
import { isRepeat } from './repeat.ts';
import { subjectAuthors } from './subject-authors.ts';

const settings = z.strictObject({
  enabled: z
    .boolean()
    .default(true)
    .meta({ description: 'Whether to look for postmortems whose actions got done.', unit: '`true` or `false`' }),
});

type Context = SubjectContext<z.output<typeof settings>>;

export const incidentFollowThrough = subjectSignal({
  id: 'incident-follow-through',
  version: 1,
  claim: 'Wrote the postmortem and its actions got done.',
  pillar: 'operating-with-ambiguity',
  shift: 'impact',
  audience: 'readers',
  creditsAuthors: true,
  settings,
  rubric: {
    counts: [
      'A postmortem or incident review of theirs: a document added in a folder for them and merged, or an issue whose title or label says so',
      'Two or more merged pull requests that refer to it afterwards',
    ],
    doesNotCount: [
      'Scribes: who wrote it up, but had no part in what followed, is asked',
      'Templates, indexes, and short notes of an incident',
      'Releases, version bumps, backports and work of bots',
    ],
    confirmedWhen: '2 or more merged pull requests refer to it afterwards, at least one of them by the author and one by somebody else.',
  },
  find: (dossier, context) => {
    const writtenAt = isRepeat(dossier) ? null : writtenAtOf(dossier);
    if (writtenAt === null) return [];
    const authors = subjectAuthors(dossier).filter((author) => !context.isNobody(author));
    return authors.flatMap((author) => claim(dossier, { author, writtenAt, context }) ?? []);
  },
});

type Written = { readonly author: Account; readonly writtenAt: Instant; readonly context: Context };

function claim(dossier: Dossier, { author, writtenAt, context }: Written): Claim | null {
  const actions = followingWork(dossier, context.isNobody).filter((pull) => pull.at >= writtenAt);
  const extent = extentOf(actions);
  const ownPulls = actions.filter((pull) => pull.author.id === author.id).length;
  const others = extent.people.filter((person) => person.id !== author.id);
  if (extent.pulls < 2) return null;
  const reach = reachOf({ own: [author], others, at: writtenAt }, context);
  return {
    person: { id: author.id, login: author.login },
    strength: ownPulls > 0 && others.length > 0 ? 'confirmed' : 'candidate',
    at: dossier.createdAt,
    because: `Wrote up the incident, and ${counted(extent.pulls, 'merged pull request')} in ${counted(extent.repositories, 'repository', 'repositories')} have referred to it since, ${sharesWords({ pulls: extent.pulls, ownPulls }, reach)}.`,
    quote: null,
    links: [dossier.url, ...proofsOf(actions)],
  };
}

const folder =
  /(^|\/)(post-?mortems?|incident-?(reviews?|reports?)|incidents|rcas?|retrospectives\/incidents)\/(.*\/)?[^/]+\.(md|mdx|rst|adoc)$/i;
const index = /(^|\/)[^/]*(readme|index|template)[^/]*\.[a-z]+$/i;
const title = /^\W*(post-?mortem|incident (review|report|retrospective)|root cause analysis|rca)\b|\bpost-?mortem\W*$/i;
const label = /^(type: ?|kind\/)?(post-?mortem|incident[- ]review|rca)$/i;

/** A shorter text is a note that something happened. */
const lines = 20;
const words = 80;

/** When the postmortem stood; null when the subject is none. */
function writtenAtOf(dossier: Dossier): Instant | null {
  if (dossier.kind === 'pull') {
    const isDocument = (dossier.files ?? []).some(
      (file) => file.change === 'added' && file.additions >= lines && folder.test(file.path) && !index.test(file.path),
    );
    return isDocument && dossier.state === 'merged' ? dossier.mergedAt : null;
  }
  if (dossier.kind !== 'issue' || !(title.test(dossier.title) || dossier.labels.some((one) => label.test(one)))) return null;
  return wordCount(readText(dossier.body.slice(0, 20_000)).prose) >= words ? dossier.createdAt : null;
}
