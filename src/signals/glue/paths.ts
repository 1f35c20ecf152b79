/** Tells upkeep by the files that a change touches, when it touches nothing else. */
import type { UpkeepKind } from '../cues/glue-cues.ts';

/** Kinds that paths alone prove: their files serve nothing else. */
const provenBy: readonly (readonly [UpkeepKind, RegExp])[] = [
  [
    'ci',
    /^(?:\.github\/(?:workflows|actions)\/.+|\.circleci\/.+|\.buildkite\/.+|\.ci\/.+|ci\/.+|\.travis\.ya?ml|\.cirrus\.(?:ya?ml|star)|\.?appveyor\.ya?ml|\.gitlab-ci\.ya?ml|azure-pipelines\.ya?ml|Jenkinsfile|\.pre-commit-config\.ya?ml|\.?codecov\.ya?ml)$/,
  ],
  [
    'dependencies',
    /^(?:.*\/)?(?:package-lock\.json|yarn\.lock|pnpm-lock\.yaml|Cargo\.lock|go\.sum|Gemfile\.lock|poetry\.lock|uv\.lock|Pipfile\.lock|composer\.lock|mix\.lock|flake\.lock|gradle\.lockfile)$|^\.github\/dependabot\.ya?ml$|^(?:\.github\/)?renovate\.json5?$/,
  ],
  ['release', /^(?:.*\/)?(?:CHANGELOG|CHANGES|HISTORY|RELEASE[-_ ]?NOTES|RELEASING|RELEASE[-_ ]?(?:PROCESS|CHECKLIST))(?:\.\w+)?$/i],
  ['onboarding', /^(?:.*\/)?(?:CONTRIBUTING|ONBOARDING|GETTING[-_ ]STARTED|DEVELOPMENT|HACKING)[\w-]*(?:\.\w+)?$/i],
  [
    'coordination',
    /^(?:.*\/)?(?:CODEOWNERS|OWNERS|OWNERS_ALIASES|MAINTAINERS(?:\.\w+)?)$|^\.github\/(?:ISSUE_TEMPLATE(?:\/.+|\.md)|PULL_REQUEST_TEMPLATE(?:\/.+|\.md)|labels\.ya?ml)$/i,
  ],
];

/** The kind of upkeep that all paths belong to; null when they do not agree, or there are none. */
export function kindOfPaths(paths: readonly string[]): UpkeepKind | null {
  if (paths.length === 0) return null;
  return provenBy.find(([, pattern]) => paths.every((path) => path.length < 1000 && pattern.test(path)))?.[0] ?? null;
}
