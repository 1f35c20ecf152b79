/** The signal glue-work: kept things running. Shown to its engineer alone, with what the staff-level version of the same work would be. */
import { z } from 'zod';
import type { Dossier } from '../domain/dossier.ts';
import type { UpkeepKind } from './cues/glue-cues.ts';
import { type Claim, subjectSignal } from './define-signal.ts';
import type { Upkeep } from './glue/upkeep.ts';
import { readUpkeep, workOf } from './glue/upkeep.ts';
import { isRepeat } from './repeat.ts';
import { subjectAuthors } from './subject-authors.ts';

const settings = z.strictObject({
  enabled: z
    .boolean()
    .default(true)
    .meta({ description: 'Whether to note merged upkeep, for the eyes of the engineer who did it alone.', unit: '`true` or `false`' }),
});

export const glueWork = subjectSignal({
  id: 'glue-work',
  version: 2,
  claim: 'Kept things running.',
  pillar: 'multiplying-others',
  shift: 'output',
  audience: 'engineer',
  creditsAuthors: true,
  settings,
  rubric: {
    counts: [
      'A merged pull request that is upkeep by its files, its label or its title: the build, flaky tests, releases, triage, documents, dependencies',
      'The item says what the staff-level version of the same work would be; nobody but the engineer sees it',
    ],
    doesNotCount: [
      'Typos, links and other repairs of a few lines',
      'Decisions, policies and strategies, whatever the title begins with',
      'Updates by bots, backports and reverts',
    ],
    confirmedWhen:
      'The merged change touches files of one kind of upkeep and no others: the build, lock files, the changelog, guides for newcomers, lists of owners.',
  },
  find: (dossier, { isNobody }) => {
    if (dossier.kind !== 'pull' || dossier.mergedAt === null || isRepeat(dossier) || isNobody(dossier.author)) return [];
    const upkeep = readUpkeep(workOf(dossier));
    if (upkeep === null || upkeep.kind === 'wording' || upkeep.by === 'size') return [];
    return subjectAuthors(dossier)
      .filter((author) => !isNobody(author))
      .map((author) => claimOf(author, upkeep, dossier));
  },
});

function claimOf(author: { readonly id: number; readonly login: string }, upkeep: Upkeep, dossier: Dossier): Claim {
  return {
    person: { id: author.id, login: author.login },
    strength: upkeep.by === 'paths' ? 'confirmed' : 'candidate',
    at: dossier.createdAt,
    because: upkeepReason(upkeep, dossier.files?.length ?? 0),
    quote: null,
    links: [dossier.url],
  };
}

type Words = { readonly deed: string; readonly staffVersion: string };

const wordsFor: Readonly<Record<UpkeepKind, Words>> = {
  ci: { deed: 'Looked after the build', staffVersion: 'a build that several teams share and can rely on' },
  'flaky-tests': { deed: 'Mended a flaky test', staffVersion: 'a testing strategy' },
  tests: { deed: 'Looked after the tests', staffVersion: 'a testing strategy' },
  release: { deed: 'Did the chores of a release', staffVersion: 'a release process that others can run' },
  dependencies: { deed: 'Took care of dependencies', staffVersion: 'a policy for dependencies, with the updates automated' },
  triage: { deed: 'Kept the list of work in order', staffVersion: 'a triage rota with a mandate' },
  onboarding: { deed: 'Helped people to begin', staffVersion: 'an onboarding programme' },
  documentation: { deed: 'Kept a document true', staffVersion: 'an RFC that settles the question' },
  coordination: { deed: 'Kept lists, forms or meetings going', staffVersion: 'a working group with a mandate' },
  records: { deed: 'Kept records true', staffVersion: 'a decision process that keeps its own records' },
  cleanup: { deed: 'Cleaned up', staffVersion: 'a standard that tools enforce everywhere' },
  wording: { deed: 'Corrected a text', staffVersion: 'a style guide that a tool checks' },
};

/** What was done, how it is known, and the staff-level version of it, in one sentence. `fileCount` is told when the files prove it. */
export function upkeepReason({ kind, by }: Upkeep, fileCount: number): string {
  const { deed, staffVersion } = wordsFor[kind];
  const files = fileCount === 1 ? 'its only file is of that kind' : `all ${fileCount} files are of that kind`;
  const proof = by === 'paths' ? ` (${files})` : '';
  return `${deed}${proof}; the staff-level version of it is ${staffVersion}.`;
}
