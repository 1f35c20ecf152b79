/** The signal process-raised: raised how others work. */
import { z } from 'zod';
import type { ChangedFile, Dossier } from '../domain/dossier.ts';
import { snapshotAt } from '../domain/organisation.ts';
import { counted, inWords } from '../domain/number-words.ts';
import { type SubjectContext, subjectSignal } from './define-signal.ts';
import { extentOf, followingWork, proofsOf } from './following-work.ts';
import { teamsOf } from './home.ts';
import { isRepeat } from './repeat.ts';
import { subjectAuthors } from './subject-authors.ts';

const settings = z.strictObject({
  enabled: z
    .boolean()
    .default(true)
    .meta({ description: 'Whether to look for guides, practices and tooling that others took up.', unit: '`true` or `false`' }),
});

type Context = SubjectContext<z.output<typeof settings>>;

export const processRaised = subjectSignal({
  id: 'process-raised',
  version: 1,
  claim: 'Raised how others work: tooling, documentation or practice.',
  pillar: 'multiplying-others',
  shift: 'impact',
  audience: 'readers',
  creditsAuthors: true,
  settings,
  rubric: {
    counts: [
      'A merged pull request that adds a guide, a runbook, a checklist, a template for issues or pull requests, or a set-up for developers',
      'Merged pull requests afterwards, by other people of 2 or more teams, that refer to it',
    ],
    doesNotCount: [
      'One-off fixes, and changes of what was there before',
      "What only the authors' own team uses",
      'Releases, version bumps, reverts and backports that only list it, and bots',
      'Packages, workflows and shared configurations: those are told as a shared standard',
    ],
    confirmedWhen: 'Never: that work became better is for the people who do it to say, so it is asked about.',
  },
  find: (dossier, context) => {
    const practice = dossier.state === 'merged' && !isRepeat(dossier) ? practiceIn(dossier.files ?? []) : null;
    if (practice === null) return [];
    const use = takenUp(dossier, practice, context);
    if (use === null) return [];
    const authors = subjectAuthors(dossier).filter((author) => !context.isNobody(author));
    return authors.map(({ id, login }) => ({
      person: { id, login },
      strength: 'candidate' as const,
      at: dossier.createdAt,
      because: use.because,
      quote: null,
      links: [dossier.url, ...use.proofs],
    }));
  },
});

type Use = { readonly because: string; readonly proofs: readonly string[] };

/** Who has referred to the practice since, in words and by links; null when they are of fewer than two teams, or no team is known. */
function takenUp(dossier: Dossier, practice: string, { organisation, teams, isNobody }: Context): Use | null {
  if (organisation === null || dossier.mergedAt === null) return null;
  const mergedAt = dossier.mergedAt;
  const authorIds = new Set(subjectAuthors(dossier).map((author) => author.id));
  const uses = followingWork(dossier, isNobody).filter((pull) => pull.at >= mergedAt && !authorIds.has(pull.author.id));
  const { people, repositories } = extentOf(uses);
  const { snapshot, isStandIn } = snapshotAt(organisation, mergedAt);
  const slugs = teamsOf(people, { snapshot, teams });
  if (slugs.length < 2) return null;
  const byWhen = isStandIn ? ` (by the teams of ${snapshot.takenAt.slice(0, 10)}, the earliest known)` : '';
  const where = counted(repositories, 'repository', 'repositories');
  const who = `${counted(people.length, 'other person', 'other people')} of ${inWords(slugs.length)} teams${byWhen}`;
  const because = `Added ${practice} that ${counted(uses.length, 'merged pull request')} in ${where}, by ${who}, ${uses.length === 1 ? 'has' : 'have'} referred to since.`;
  return { because, proofs: proofsOf(uses) };
}

const practices: readonly (readonly [RegExp, string])[] = [
  [/^(\.github\/|docs\/)?(pull_request_template|issue_template)(\.md|\/[^/]+)$/i, 'a template for how work is described'],
  [/(^|\/)(runbooks?|playbooks?)\/[^/]+\.(md|mdx|rst|adoc)$/i, 'a runbook'],
  [/(^|\/)(on-?boarding|getting[-_]started|developer[-_]guide|dev[-_]setup)([-_/][^/]*)?\.(md|mdx|rst|adoc)$/i, 'a guide for newcomers'],
  [/(^|\/)(on-?boarding|guides?|how-?tos?|best[-_]practices|practices|handbook)\/[^/]+\.(md|mdx|rst|adoc)$/i, 'a guide'],
  [
    /(^|\/)([\w-]{0,40}[-_])?(checklist|style-?guide|review[-_]guide|testing[-_](guide|strategy))\.(md|mdx|rst|adoc)$/i,
    'a shared practice',
  ],
  [/^(docs\/|\.github\/)?contributing\.(md|mdx|rst|adoc)$/i, 'a guide for contributors'],
  [
    /^(\.devcontainer\/.+|\.pre-commit-config\.ya?ml|justfile|taskfile\.ya?ml|\.tool-versions|mise\.toml)$/i,
    'a shared set-up for developers',
  ],
];

const inside = /(^|\/)(node_modules|vendor|third[-_]party|fixtures?|tests?|__tests__|examples?)\//i;

/** What is added, in words; null when nothing new tells others how to work. */
function practiceIn(files: readonly ChangedFile[]): string | null {
  const added = files.filter((file) => file.change === 'added' && !inside.test(file.path)).map((file) => file.path.slice(-300));
  return practices.find(([pattern]) => added.some((path) => pattern.test(path)))?.[1] ?? null;
}
