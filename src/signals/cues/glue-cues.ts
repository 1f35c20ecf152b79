/** Words of titles and labels by which a piece of work is upkeep, and by which it is not. */
import type { Cue } from './cue.ts';

/** Kinds of upkeep. `wording` are typos, links and layout: real work, but too small to tell anybody of. */
export type UpkeepKind =
  | 'ci'
  | 'flaky-tests'
  | 'tests'
  | 'release'
  | 'dependencies'
  | 'triage'
  | 'onboarding'
  | 'documentation'
  | 'coordination'
  | 'records'
  | 'cleanup'
  | 'wording';

/** `isStrong`: the words alone tell that it is upkeep. Others need something beside them. */
export type UpkeepCue = Cue & { readonly kind: UpkeepKind; readonly isStrong: boolean };

/** In order: of several that hold, the first tells the kind. */
export const upkeepCues: readonly UpkeepCue[] = [
  {
    name: 'flaky',
    kind: 'flaky-tests',
    isStrong: true,
    pattern:
      /\bflak(?:e|es|ey|y|iness)\b|\bintermittent(?:ly)?\b|\bnon-?determinis\w+ test|\b(?:de-?flake|unstable tests?|quarantine[sd]?)\b/i,
    reason: 'A test that fails by chance.',
  },
  {
    name: 'ci',
    kind: 'ci',
    isStrong: true,
    pattern:
      /\b(?:ci|ci\/cd|ci-?runners?|continuous integration|github[- ]actions?|gh (?:action|workflow)s?|gha|travis|cirrus|appveyor|circle-?ci|jenkins(?:file)?|gitlab-ci|build-?kite|azure pipelines?|actions\/\w+|codecov|pre-?commit|dependabot|renovate|workflow files?|(?:self-hosted )?runners?|build matrix|nightly (?:build|job)s?)\b/i,
    reason: 'The build that checks every change.',
  },
  {
    name: 'release-chore',
    kind: 'release',
    isStrong: true,
    pattern:
      /\bchange-?log\b|\brelease[- ](?:process|notes?|checklist|prep\w*|chores?|owners?|candidate|cleanup|schedule|manager|captain|duty|train|script|automation|branch)\b|\b(?:prepare|prep|cut|tag)\b.{0,20}\b(?:release|v?\d+\.\d+)\b|^\W*releas(?:e|ing)\b|\bversion bump\b|\bbump(?:s|ed|ing)?\b.{0,30}\bversion\b|\bstart (?:of )?(?:next )?development cycle\b/i,
    reason: 'Work around a release.',
  },
  {
    name: 'dependency',
    kind: 'dependencies',
    isStrong: true,
    pattern:
      /\b(?:bump|upgrade|update|pin|unpin|refresh|vendor)(?:s|ed|ing)?\b.{0,40}\b(?:deps?|dependenc(?:y|ies)|lock-?files?|packages?|submodules?|vendored|snapshots?|base images?|toolchain|node|go|rust|python|java|gradle|docker|image)\b|\b(?:deps?|dependenc(?:y|ies))\b.{0,20}\b(?:bump|update|upgrade|refresh)s?\b|^\W*\w*\(?(?:deps?|deps-dev)\)?:|^\W*bump\b|\b(?:up|down)grade (?:to )?[`\w@/.-]+(?:@| to | from )v?\d/i,
    reason: 'The care of what the work depends on.',
  },
  {
    name: 'typo',
    kind: 'wording',
    isStrong: true,
    pattern:
      /\b(?:typos?|misspell\w*|spelling|grammar|grammatical|wording|punctuation|whitespace|trailing (?:space|newline)s?|capitali[sz]ation|editorial|nits?|(?:broken|dead|insecure|reference|outdated|wrong|incorrect|missing|fix(?:ed|es)?|update[ds]?)(?: the| of| some| all| a| rfc| few){0,3} (?:link|url|reference|anchor)s?|(?:link|url) (?:error|fix|rot|update)s?|fix(?:ed|es)? (?:the )?link|formatting|indentation|word repetition|text corrections?|(?:docstring|doc|comment) fix\w*|copy-?edit\w*|clearer language|rephrase|incomplete sentence|unify formatting)\b/i,
    reason: 'Letters, links and layout.',
  },
  {
    name: 'onboarding',
    kind: 'onboarding',
    isStrong: true,
    pattern:
      /\bon-?boarding\w*\b|\bget(?:ting)?[- ]started\b|\bnewcomers?\b|\bnew (?:hire|joiner|contributor)s?\b|\bcontributing(?:\.md| guide)?\b|\b(?:dev(?:eloper)?|local) (?:set-?up|environment) (?:guide|docs?|instructions)\b/i,
    reason: 'Helps people to begin.',
  },
  {
    name: 'triage',
    kind: 'triage',
    isStrong: true,
    pattern:
      /\btriag(?:e|es|ed|ing)\b|\b(?:clean(?: ?-?up)?|tidy|manage|sync|rename|add|update)\b.{0,20}\b(?:issue |github |repo )?labels?\b|\b(?:stale|old|open) (?:issues|prs|pull requests)\b|\bbacklog\b|\bissue (?:grooming|hygiene)\b/i,
    reason: 'Keeps the list of work in order.',
  },
  {
    name: 'coordination',
    kind: 'coordination',
    isStrong: true,
    pattern:
      /\b(?:code)?owners(?:_aliases)?\b|\bmaintainers?\b.{0,20}\b(?:list|file|meeting)s?\b|\b(?:update|add|remove)s?\b.{0,20}\b(?:maintainers?|members?|reviewers?|approvers?|co-?authors?)\b|\bmeeting\b|\bagenda\b|\bminutes\b|\brota(?:tion)?\b|\bon-?call (?:schedule|rota)\b|\b(?:pull_request|pull request|issue|pr)[ _]templates?\b/i,
    reason: 'Lists, meetings and forms.',
  },
  {
    name: 'record',
    kind: 'records',
    isStrong: true,
    pattern:
      /\bstatus\b.{0,20}(?:\bto\b|->|→|\bupdate\b|\bfinal\b)|\b(?:update|change|mark|set|promote|advance|move|bump)[sd]?\b.{0,30}\b(?:status|final|active|withdrawn|rejected|obsolete|deprecated|implemented|complete|stage|ga|beta|stable)\b|\b(?:draft|proposed)\s?-+>\s?\w+|^\W*(?:reject|withdraw|assign)\b.{0,20}\d|\bmetadata\b|\bpreamble\b|\barchived?\b|\bmilestone\b|\bfront ?matter\b|\btable of contents\b|\btoc\b|\bindex\b.{0,10}\bupdate|\bbeing worked on\b|\bpost[- ]merge\b/i,
    reason: 'Keeps records true.',
  },
  {
    name: 'warnings',
    kind: 'cleanup',
    isStrong: true,
    pattern:
      /\b(?:compiler |analy[sz]er |static analysis |deprecation |linter )?warnings?\b.{0,20}$|\bremove\b.{0,40}\bwarnings?\b|\blint(?:er|ers|ing|s)?\b|\b(?:clang-?format|prettier|eslint|rubocop|black|gofmt)\b|\bdead code\b|\bunused\b|\bno longer (?:used|needed)\b|\bnot used any ?more\b|\bnon-?executable\b|\bhouse-?keeping\b|\btidy\b|\b(?:chore)\b|\bgitignore\b|\bgitattributes\b|\bbadges?\b|\bdeduplicat\w+\b|\bleft-?overs?\b/i,
    reason: 'Keeps the place clean.',
  },
  {
    name: 'readme',
    kind: 'documentation',
    isStrong: true,
    pattern:
      /\breadme\b|\b(?:update|improve|clarify|fix|refresh|expand)s?\b.{0,30}\b(?:docs?|documentation|docstrings?|instructions|guide|appendi(?:x|ces)|figures?|examples?|how-?to|faq)\b|\b(?:docs?|documentation)\b.{0,20}\b(?:update|fix|clean-?up|refresh|improvements?)\b|^\W*(?:docs?|documentation)\b(?:\([^)]*\))?:|\bdocument (?:the )?(?:return|parameter|behaviou?r)/i,
    reason: 'Keeps documents true.',
  },
  {
    name: 'listing',
    kind: 'documentation',
    isStrong: true,
    pattern:
      /\badd(?:s|ed|ing)?\b.{0,40}\b(?:articles?|links?|resources?|entry|entries|implementations?|packages?)\b.{0,30}(?:\blist|\bto\b|\bon\b|\bfor\b|$)|\b(?:supported|awesome)\b.{0,20}\blist\b|\btranslations?\b/i,
    reason: 'Adds to a list.',
  },
  {
    name: 'build',
    kind: 'ci',
    isStrong: false,
    pattern:
      /^\W*(?:build|cmake|autotools|configure|makefile|packaging|docker|nix|bazel|gradle|meson|autoconf|automake|msan|asan|tsan|ubsan)\b|\bbuild (?:system|script|files?|flags?)\b|\bsanitizer\b/i,
    reason: 'Looks after the build.',
  },
  {
    name: 'tests',
    kind: 'tests',
    isStrong: false,
    pattern:
      /^\W*(?:tests?|testing|bench\w*)\b(?:\([^)]*\))?:?|\b(?:fix|repair|rename|refactor|stabili[sz]e|speed up|skip|update|clean ?up|simplify)(?:e?s|ed|ing)?\b.{0,40}\btests?\b|\btest (?:vectors?|fixtures?|data|helpers?)\b|\bin tests\b/i,
    reason: 'Looks after the tests.',
  },
  {
    name: 'small-repair',
    kind: 'cleanup',
    isStrong: false,
    pattern:
      /\b(?:clean(?:s|ed|ing)?[- ]?up|minor|trivial|small|little|simplif\w+|rename[sd]?|remov(?:e|es|ed|ing)|fix(?:es|ed|ups?|ing)?|follow-?ups?|updat(?:e|es|ed|ing)|parens|comments?|missing|correct(?:s|ed|ion|ions)?|examples?)\b/i,
    reason: 'A small repair, by its words.',
  },
  {
    name: 'bare-update',
    kind: 'wording',
    isStrong: false,
    pattern: /^\W*(?:update|create|edit|fix) [\w./-]+\.[a-z]{1,9}$|^\W*[\w-]+\.(?:txt|md|mediawiki|rst|adoc)$|^\W*updates?\b/i,
    reason: 'Names a file and no purpose.',
  },
  {
    name: 'clarify',
    kind: 'documentation',
    isStrong: false,
    pattern:
      /\bclarif(?:y|ies|ied|ication|ications|ying)\b|\bclearer\b|\bdocs?\b|\bdocumentation\b|\bimprove clarity\b|\binstructions\b|\bnotes?\b/i,
    reason: 'Makes a text clearer.',
  },
];

/** Labels, by the last word of their path ("area/ci", "kind: documentation"). */
export const upkeepLabels: readonly UpkeepCue[] = [
  {
    name: 'label-ci',
    kind: 'ci',
    isStrong: true,
    pattern: /^(?:ci|ci\/cd|ci-cd|github[- _]actions|continuous integration)$/i,
    reason: 'Labelled as work on the build.',
  },
  { name: 'label-flaky', kind: 'flaky-tests', isStrong: true, pattern: /\bflak/i, reason: 'Labelled as a flaky test.' },
  {
    name: 'label-release',
    kind: 'release',
    isStrong: true,
    pattern: /^(?:release|releases|release[- ]process|changelog)$/i,
    reason: 'Labelled as work on a release.',
  },
  {
    name: 'label-dependencies',
    kind: 'dependencies',
    isStrong: true,
    pattern: /^(?:dependenc(?:y|ies)|deps)$/i,
    reason: 'Labelled as care of dependencies.',
  },
  { name: 'label-typo', kind: 'wording', isStrong: true, pattern: /\btypos?\b|^trivial$/i, reason: 'Labelled as letters.' },
  { name: 'label-record', kind: 'records', isStrong: true, pattern: /^metadata\b/i, reason: 'Labelled as upkeep of records.' },
  { name: 'label-triage', kind: 'triage', isStrong: true, pattern: /^(?:triage work|backlog cleanup)$/i, reason: 'Labelled as triage.' },
  {
    name: 'label-upkeep',
    kind: 'cleanup',
    isStrong: true,
    pattern: /^(?:chores?|maintenance|house-?keeping|upkeep)$/i,
    reason: 'Labelled as upkeep.',
  },
  {
    name: 'label-docs',
    kind: 'documentation',
    isStrong: false,
    pattern: /^(?:docs?|(?:\w+[- ])?documentation)$/i,
    reason: 'Labelled as documentation.',
  },
  {
    name: 'label-build',
    kind: 'ci',
    isStrong: false,
    pattern: /^(?:build|infra|infrastructure|tooling|clean-?up|tech[- ]debt|development)$/i,
    reason: 'Labelled as work on tools.',
  },
];

/** Labels of work that builds or decides. */
export const buildingLabelPattern = /^(?:feature|enhancement|new \w+|rfc|proposal|performance|security|breaking[- ]change)\b/i;

/** Work that decides or builds: not upkeep, however it is titled. */
export const directionCues: readonly Cue[] = [
  {
    name: 'proposal',
    pattern:
      /\b(?:rfcs?|adrs?)\b(?![- ]?\d)|\b(?:adr|rfc)[- ]?\d+:|\bproposals?\b|\brequest for comments?\b|\bdecision (?:record|process)s?\b|\b(?:new|draft|add(?:s|ing)?|introduce) (?:draft )?(?:bip|kep|pep|rfc|adr)s?\b/i,
    reason: 'Proposes or records a decision.',
  },
  {
    name: 'direction',
    pattern:
      /\b(?:design[- ]doc\w*|strateg(?:y|ies)|roadmap|polic(?:y|ies)|vision|threat (?:model|analysis)|security model|standardi[sz]e\w*|charter|concept|governance|code of conduct|architecture|principles|test pyramid map)\b/i,
    reason: 'Sets a direction.',
  },
  {
    name: 'building',
    pattern:
      /^\W*feat\b|\b(?:introduc(?:e|es|ing)|implement(?:s|ing)?|support(?:s)?|new (?:api|module|feature|function|method|type)|api break|experimental|proof[- ]of[- ]concept|prototype|poc|wip|migrat(?:e|es|ing|ion)|rewrite|replace(?:s|d)?|switch(?:es)?|extension|variant|optimi[sz]\w*|faster|performance|speed-?up|tracing|metrics|sdk|plugin)\b/i,
    reason: 'Builds something.',
  },
];
