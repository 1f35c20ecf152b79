/** The signal rfc-adoption: others built on their RFC or decision. */
import { z } from 'zod';
import type { Dossier } from '../domain/dossier.ts';
import type { Instant } from '../domain/instant.ts';
import { counted } from '../domain/number-words.ts';
import { type Claim, type SubjectContext, subjectSignal } from './define-signal.ts';
import { extentOf, type FollowingPull, followingWork, proofsOf } from './following-work.ts';
import { othersWords, reachOf } from './reach.ts';
import type { RfcAuthor } from './rfc-authors.ts';
import { type RfcReading, readRfc } from './rfc-reading.ts';
import { rfcProgress } from './rfc-stage.ts';

const settings = z.strictObject({
  enabled: z.boolean().default(true).meta({ description: 'Whether to look for work that builds on RFCs.', unit: '`true` or `false`' }),
});

type Context = SubjectContext<z.output<typeof settings>>;

export const rfcAdoption = subjectSignal({
  id: 'rfc-adoption',
  version: 1,
  claim: 'Others built on their RFC or decision.',
  pillar: 'technical-direction',
  shift: 'impact',
  audience: 'readers',
  creditsAuthors: true,
  settings,
  rubric: {
    counts: [
      'Merged pull requests of other people that refer to an RFC, decision record, design document or proposal once it was accepted',
      'The number of repositories, people and teams that they come from',
    ],
    doesNotCount: [
      "The authors' own work, and references made before it was accepted",
      'Releases, changelogs, version bumps, reverts and backports that only list it',
      'Bots, forks of its repository, and pull requests that were not merged',
    ],
    confirmedWhen: 'Merged work of others in 2 or more repositories refers to it after it was accepted.',
  },
  find: (dossier, context) => {
    const reading = readRfc(dossier, context);
    const acceptedAt = reading === null ? null : acceptanceOf(dossier, reading);
    if (reading === null || acceptedAt === null) return [];
    const own = new Set(reading.authors.map((author) => author.person.id));
    const built = followingWork(dossier, context.isNobody).filter((pull) => pull.at >= acceptedAt && !own.has(pull.author.id));
    return reading.authors.flatMap((author) => claim(dossier, { author, reading, built, context }) ?? []);
  },
});

/** When the RFC was accepted; null when it was not, or nothing tells when. */
function acceptanceOf(dossier: Dossier, { header }: RfcReading): Instant | null {
  if (rfcProgress(dossier, header.status).stage !== 'accepted') return null;
  if (dossier.kind === 'pull') return dossier.mergedAt;
  const label = dossier.timeline.find((event) => event.kind === 'labelled' && /accept|approv|final|adopt/i.test(event.label));
  return label?.at ?? dossier.closedAt;
}

type Adoption = {
  readonly author: RfcAuthor;
  readonly reading: RfcReading;
  readonly built: readonly FollowingPull[];
  readonly context: Context;
};

function claim(dossier: Dossier, { author, reading, built, context }: Adoption): Claim | null {
  const extent = extentOf(built);
  if (extent.otherRepositories === 0) return null;
  const isCertain = reading.proposal.doubt === null && (author.by === 'git' || author.by === 'header');
  const own = reading.authors.map(({ person }) => person);
  const others = reachOf({ own, others: extent.people, at: built[0]?.at ?? dossier.createdAt }, context);
  const work = counted(extent.pulls, 'merged pull request');
  const where = extent.repositories === 1 ? 'another repository' : counted(extent.repositories, 'repository', 'repositories');
  const refers = extent.pulls === 1 ? 'refers' : 'refer';
  return {
    person: author.person,
    strength: isCertain && extent.repositories >= 2 ? 'confirmed' : 'candidate',
    at: dossier.createdAt,
    because: `Others built on it once it was accepted: ${work} in ${where}, by ${othersWords(others)}, ${refers} to this ${noun(reading)}.`,
    quote: null,
    links: [dossier.url, ...proofsOf(built)],
  };
}

function noun({ proposal }: RfcReading): string {
  return proposal.noun.replace(/^an? /, '');
}
