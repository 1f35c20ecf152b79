/** The signal shared-standard-adopted: others' repositories now use what they built. */
import { z } from 'zod';
import type { ChangedFile, Dossier } from '../domain/dossier.ts';
import type { Account } from '../domain/person.ts';
import { counted } from '../domain/number-words.ts';
import { type Claim, type SubjectContext, subjectSignal } from './define-signal.ts';
import { extentOf, type FollowingPull, followingWork, proofsOf } from './following-work.ts';
import { reachOf } from './reach.ts';
import { isRepeat } from './repeat.ts';
import { subjectAuthors } from './subject-authors.ts';

const settings = z.strictObject({
  enabled: z
    .boolean()
    .default(true)
    .meta({ description: 'Whether to look for shared things that others took up.', unit: '`true` or `false`' }),
});

type Context = SubjectContext<z.output<typeof settings>>;

export const sharedStandardAdopted = subjectSignal({
  id: 'shared-standard-adopted',
  version: 1,
  claim: "Others' repositories now use what they built.",
  pillar: 'cross-team-impact',
  shift: 'impact',
  audience: 'readers',
  creditsAuthors: true,
  settings,
  rubric: {
    counts: [
      'A merged pull request that introduces something to share: a package, an action, a reusable workflow, a chart, a template or a shared configuration',
      'Merged pull requests in other repositories, by people of other teams, that refer to it afterwards',
    ],
    doesNotCount: [
      "The authors' own migrations, and those of their teammates",
      'Rollouts by bots, version bumps, releases, backports and forks',
      'Changes of what was there before, and moves',
    ],
    confirmedWhen: 'Teams are known, and merged work of other teams in 2 or more other repositories refers to it.',
  },
  find: (dossier, context) => {
    if (dossier.state !== 'merged' || dossier.mergedAt === null || isRepeat(dossier)) return [];
    const introduced = introducedBy(dossier.files ?? []);
    const authors = subjectAuthors(dossier).filter((author) => !context.isNobody(author));
    if (introduced === null || authors.length === 0) return [];
    const claim = adoption(dossier, { introduced, authors, context });
    return claim === null ? [] : authors.map(({ id, login }) => ({ ...claim, person: { id, login } }));
  },
});

type Introduction = { readonly introduced: string; readonly authors: readonly Account[]; readonly context: Context };

function adoption(dossier: Dossier, { introduced, authors, context }: Introduction): Omit<Claim, 'person'> | null {
  const own = new Set(authors.map((author) => author.id));
  const isByOthers = (pull: FollowingPull): boolean =>
    pull.isElsewhere && !own.has(pull.author.id) && pull.at >= (dossier.mergedAt ?? '9999');
  const taken = followingWork(dossier, context.isNobody).filter(isByOthers);
  const ofOtherTeams = taken.filter((pull) => reachOf({ own: authors, others: [pull.author], at: pull.at }, context).teams > 0);
  const [all, wide] = [extentOf(taken), extentOf(ofOtherTeams)];
  if (all.otherRepositories < 2) return null;
  const isWide = wide.otherRepositories >= 2;
  const who = isWide
    ? `${counted(wide.people.length, 'person', 'people')} of other teams`
    : counted(all.people.length, 'other person', 'other people');
  const { pulls, otherRepositories } = isWide ? wide : all;
  return {
    strength: isWide ? 'confirmed' : 'candidate',
    at: dossier.createdAt,
    because: `Introduced ${introduced} that ${counted(pulls, 'merged pull request')} in ${counted(otherRepositories, 'other repository', 'other repositories')}, by ${who}, have referred to since.`,
    quote: null,
    links: [dossier.url, ...proofsOf(isWide ? ofOtherTeams : taken)],
  };
}

const kinds: readonly (readonly [RegExp, string])[] = [
  [/(^|\/)action\.ya?ml$/i, 'an action'],
  [/^\.github\/workflows\/[^/]*(reusable|shared)[^/]*\.ya?ml$/i, 'a reusable workflow'],
  [/(^|\/)Chart\.yaml$/, 'a chart'],
  [/(^|\/)(modules|terraform-modules)\/[^/]+\/main\.tf$/, 'a module'],
  [
    /(^|\/)(package\.json|pyproject\.toml|setup\.py|Cargo\.toml|go\.mod|pom\.xml|build\.gradle(\.kts)?|[^/]+\.gemspec|[^/]+\.csproj)$/,
    'a package',
  ],
  [/(^|\/)(packages|libs|crates)\/[^/]+\/.+/, 'a package'],
  [/(^|\/)(templates?|cookiecutter|scaffold(s|ing)?)\/.+/i, 'a template'],
  [/(^|\/)(shared-config|[\w-]+-config|presets?)\/[^/]+\.(json5?|ya?ml|toml|c?js|ts)$/i, 'a shared configuration'],
];

const inside = /(^|\/)(node_modules|vendor|third[-_]party|fixtures?|tests?|__tests__|examples?|samples?)\//i;

/** What is introduced, in words: something new to share in a folder where nothing was changed; null when nothing is. */
function introducedBy(files: readonly ChangedFile[]): string | null {
  const touched = new Set(files.filter((file) => file.change !== 'added').map((file) => sharedFolder(file.path)));
  const isNew = (file: ChangedFile): boolean => file.change === 'added' && !inside.test(file.path) && !touched.has(sharedFolder(file.path));
  const added = files.filter(isNew).map((file) => file.path);
  return kinds.find(([pattern]) => added.some((path) => pattern.test(path)))?.[1] ?? null;
}

/** The folder of the shared thing: `packages/x`, or else the file's own. */
function sharedFolder(path: string): string {
  return /^(.*\/)?(packages|libs|crates|modules|templates?)\/[^/]+\//i.exec(path)?.[0] ?? path.slice(0, path.lastIndexOf('/') + 1);
}
