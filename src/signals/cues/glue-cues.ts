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
    name: 'unstable',
    kind: 'flaky-tests',
    isStrong: true,
    pattern:
      /\b(?:timing|order|time)-dependent\b|\bstabili[sz]e\b.{0,30}\b(?:tests?|specs?|suite)\b|\b(?:unstable|unreliable|racy|brittle)\b.{0,20}\btests?\b|\btests?\b.{0,30}\b(?:unstable|unreliable|racy|brittle|time(?:s|d)? out|hang(?:s|ing)?)\b|\bretry\b.{0,20}\btests?\b|\btests?:? retry\b|\b(?:disable|skip|re-?enable)(?:s|d)?\b.{0,30}\btests?\b/i,
    reason: 'A test that cannot be relied on.',
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
    name: 'pipeline',
    kind: 'ci',
    isStrong: true,
    pattern:
      /\b(?:build|ci|test|release|deploy(?:ment)?|publish(?:ing)?) pipelines?\b|\bcach(?:e|es|ing)\b.{0,30}\bpipelines?\b|\bmerge queue\b|\b(?:test|version|os|node|python|platform|ci) matrix\b|\b(?:tox|nox|makefile|dockerfile|devcontainer)\b|\b(?:fix|repair|mend|unbreak|restore)(?:es|ed|s)?\b.{0,30}\bbuilds?\b(?! (?:\w+ )?(?:method|function|api))|\b(?:run|test)(?:s|ing)? (?:tests? )?(?:on|against|with) (?:node|python|go|ruby|java|jdk|php|rust|windows|macos|linux|arm\d*|freebsd)\b|\b(?:node|python|go|ruby|java|jdk|php|rust) \d[\d.]*\b.{0,20}\b(?:tests?|builds?|jobs?|matrix|tox)\b/i,
    reason: 'The pipeline that builds and tests.',
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
    name: 'release-itself',
    kind: 'release',
    isStrong: true,
    pattern:
      /^\W*v?\d+\.\d+(?:\.\d+)?(?:[-.]?(?:rc|beta|alpha|dev|snapshot)[-.]?\d*)?\W*$|\bpublish(?:es|ing)?\b.{0,30}(?:\bv?\d+\.\d+|\bto (?:crates\.io|npm|pypi|maven|rubygems|homebrew|nuget))\b|\bpost-?release\b|\bcode freeze\b|\bstart\b.{0,10}\bv?\d+\.\d+\b.{0,10}\bdevelopment\b/i,
    reason: 'A release.',
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
    name: 'dependency-care',
    kind: 'dependencies',
    isStrong: true,
    pattern:
      /\b(?:npm|yarn|pnpm|cargo|pip|composer|bundler?|go) (?:audit|outdated|update|tidy)\b|\b(?:regenerate|refresh|update|sync|fix) (?:the )?(?:\S+ )?lock-?files?\b|\bpin(?:s|ned|ning)?\b.{0,30}(?:[<>=~^]=? ?\d|\bversions?\b|\bsha\b)|\bvendor(?:ed|ing)\b|(?:^|: ?)vendor (?:in )?[\w.-]+(?: and\b| v?\d| for\b| under\b| into\b|$)|\b(?:in)?compatib(?:le|ility|ilities) with \S+ v?\d+(?:\.\d+)*\b|\b(?:upgrade|update)s? (?:to|from) (?:\w+ )?v?\d+\.\d+\b|\bthird[- ]party (?:licen[cs]es|notices|code)\b/i,
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
    name: 'newcomers',
    kind: 'onboarding',
    isStrong: true,
    pattern:
      /\blocal (?:dev(?:elopment)? ?)?(?:set-?up|environment)\b|\bdevelopment (?:set-?up|environment|guide)\b|\bgood[- ]first[- ](?:issues?|bugs?)\b|\bfirst[- ]time contributors?\b|\bset-?up (?:guide|instructions|script|docs?)\b|\bhow to (?:contribute|get started|set up|build|run)\b/i,
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
    name: 'old-issues',
    kind: 'triage',
    isStrong: true,
    pattern:
      /\b(?:close|closing|label|tag|sort|groom|prune|clean)\b.{0,20}\b(?:old|stale|inactive|outdated|obsolete|duplicate)\b.{0,15}\b(?:issues?|bugs?|prs?|pull requests|tickets?|branches)\b|\bstale (?:bot|action|workflow|policy)\b|\bbug bash\b|\b(?:issue|bug|ticket) (?:clean-?up|scrub|sweep)\b|\b(?:sprint|milestone|project|kanban) boards?\b/i,
    reason: 'Keeps the list of work in order.',
  },
  {
    name: 'coordination',
    kind: 'coordination',
    isStrong: true,
    pattern:
      /\b(?:code)?owners(?:_aliases)?\b|\bmaintainers?\b.{0,20}\b(?:list|file|meeting)s?\b|\b(?:update|add|remove)s?\b.{0,20}\b(?:maintainers?|members?|reviewers?|approvers?|co-?authors?)\b|\bmeeting\b|\bagenda\b|\bminutes\b|(?<!\b(?:key|keys|log|logs|secret|token|certificate|image|screen|text|page|file) )\brota(?:tion)?\b|\bon-?call (?:schedule|rota)\b|\b(?:pull_request|pull request|issue|pr)[ _]templates?\b/i,
    reason: 'Lists, meetings and forms.',
  },
  {
    name: 'gatherings',
    kind: 'coordination',
    isStrong: true,
    pattern:
      /\bemeritus\b|\b(?:weekly|monthly|bi-?weekly|team|community|daily) (?:sync|call|stand-?up|notes|update)\b|\b(?:sync|call|stand-?up|retro(?:spective)?) notes\b|\bretro(?:spective)?s?\b|\b(?:schedule|organi[sz]e|book|host)\b.{0,30}\b(?:meeting|sync|call|review|retro|interviews?|workshop|off-?site)\b|\bon-?call\b.{0,15}\b(?:hand-?over|hand-?off|rotation|roster)\b|\bhand-?over (?:notes|doc)\b/i,
    reason: 'Gatherings and hand-overs.',
  },
  {
    name: 'notes-of',
    kind: 'coordination',
    isStrong: true,
    pattern:
      /^\W*(?:notes?|summary|minutes|recap|agenda|slides)\b.{0,40}\b(?:meeting|call|sync|retro|workshop|summit|session|office hours)\b|\bsweep of\b/i,
    reason: 'Notes of a gathering.',
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
    name: 'operations',
    kind: 'cleanup',
    isStrong: true,
    pattern:
      /\brenew(?:s|ed)?\b.{0,30}\b(?:cert(?:ificate)?s?|domains?|licen[cs]es?)\b|\b(?:rotate|replace)(?:s|d)?\b.{0,10}\b(?:expir(?:ed|ing)|old|leaked|staging|production|ci|deploy) (?:\w+ )?(?:cert(?:ificate)?s?|keys?|secrets?|credentials?|tokens?|passwords?)\b|\bcopyright (?:years?|headers?)\b|\b(?:update|bump|fix|add|missing|sync)\w*\b.{0,20}\bcopyright\b(?! (?:requirement|polic|law|transfer))|\blicen[cs]e (?:headers?|files?|notices?|years?)\b|\bmissing licen[cs]e\b|\b(?:rename|switch)\b.{0,15}\b(?:master|default) branch\b|\bmaster to main\b|\bnoisy (?:alerts?|logs?|logging)\b|\b(?:alert|log) noise\b|\b(?:tune|adjust|raise|lower|silence|mute)\b.{0,20}\balerts?\b|\balert thresholds?\b|\b(?:grafana|monitoring|datadog|kibana) dashboards?\b|\b(?:fix|update|repair|tidy)\b.{0,20}\bdashboards\b|\b(?:clean(?:ed|ing)?(?:[ -]?up)?|delete|remove|prune|tidy)\b.{0,15}\b(?:old|unused|orphaned|stale) (?:\w+ )?(?:buckets?|volumes?|images|artifacts?|branches|files|flags|scripts?|configs?|settings|resources)\b|\bremove\b.{0,15}\b(?:deprecated|obsolete|stale|old|legacy|unused)\b.{0,15}\b(?:flags?|code|files?|options?|settings?|scripts?|configs?|branches|tests?)\b|\b(?:regenerate|refresh|re-?record|update)(?:s|d)?\b.{0,20}\b(?:golden|snapshots?|fixtures?|generated|cassettes?|mocks?)\b|\blinguist\b|\beditorconfig\b|\bdisk space\b/i,
    reason: 'Keeps the place in order.',
  },
  {
    name: 'chore',
    kind: 'cleanup',
    isStrong: true,
    pattern:
      /^\W*(?:[\w()/-]+: )?(?:add|adjust|assign|bump|clean(?: up)?|delete|drop|fix|format|improve|keep|migrate|move|patch|pin|reduce|re-?format|refresh|remove|rename|reorder|replace|restore|run|silence|simplify|sort|speed up|split|stop|sweep|switch|sync|tidy|tune|turn (?:on|off)|tweak|update|upgrade|use)(?:e?s|d|ing)?\b.{0,40}\b(?:nightly|nightlies|smoke tests?|e2e|assertions?|test (?:suite|runs?|jobs?|timeouts?|output|names?)|ruff|mypy|flake8|isort|black|rubocop|clippy|gofmt|checkstyle|spotless|shellcheck|actionlint|codespell|setup-(?:node|python|go|java)|npm|yarn|pnpm|poetry|gradle|maven|webpack|commented[- ]out|deprecated (?:\w+ )?(?:apis?|calls?|methods?|functions?|usages?|syntax)|(?:obsolete|old|legacy|helper|build|dev|release) scripts?|noisy|debug (?:logging|logs|output|prints?)|handbook|supported (?:platforms|versions|browsers)|support for (?:python|node|go|ruby|java|jdk|php|rust|ie) ?v?\d[\d.]*|staging (?:servers?|environment|cluster|database)|kubernetes (?:clusters? )?to|(?:orphaned|stalled|unanswered|unassigned) (?:prs?|issues|pull requests|tickets)|(?:release|meeting) calendar)\b/i,
    reason: 'A chore, by what is done to what.',
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
    name: 'guides',
    kind: 'documentation',
    isStrong: true,
    pattern:
      /\brun-?books?\b|\bplay-?books?\b|\bdocstrings?\b|\b(?:java|rust|js|go|ts)docs?\b|\bdoc(?:s|umentation)? (?:site|pages?|comments?|strings?|for|about|on|of|around)\b|\b(?:add|write|improve|more|better|missing|duplicate|outdated|stale) (?:\w+ )?(?:docs?|documentation)\b|^\W*document (?:how|the|what|why|when|that|which|all|our)\b|\bscreenshots?\b|\b(?:update|refresh|replace|redraw|render|fix|broken|transparent|dark)\w*\b.{0,30}\b(?:diagrams?|figures?|drawings?)\b|\b(?:move|migrate|archive|update|our|old|project) (?:\w+ )?wiki\b|\btutorials?\b|\buser guide\b|\btroubleshooting\b|\bmigration (?:guide|notes)\b|\bfaqs?\b|\bcheat-?sheet\b|\bglossary\b/i,
    reason: 'Writes down what others need to know.',
  },
  {
    name: 'listing',
    kind: 'documentation',
    isStrong: true,
    pattern:
      /\badd(?:s|ed|ing)?\b.{0,40}\b(?:articles?|links?|resources?|entry|entries|implementations?|packages?)\b.{0,30}(?:\blist|\bto\b|\bon\b|\bfor\b|$)|\b(?:supported|awesome)\b.{0,20}\blist\b|\btranslations?\b|\bword-?lists?\b|\blocali[sz]ed strings\b|\bcrowdin\b|\bweblate\b/i,
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
      /^\W*(?:rfc|adr|proposal)\W{0,2}[:\]]|[:(-] ?(?:an? )?(?:rfc|adr|proposal)\W*$|\b(?:design[- ]doc\w*|strateg(?:y|ies)|roadmap|polic(?:y|ies)|vision|threat (?:model|analysis)|security model|standardi[sz]e\w*|charter|concept|governance|code of conduct|architecture|principles|test pyramid map|(?:onboarding|mentoring|training|bug bounty|certification) program(?:me)?s?|working groups?|steering committee|guild)\b/i,
    reason: 'Sets a direction.',
  },
  {
    name: 'building',
    pattern:
      /^\W*feat\b|\b(?:introduc(?:e|es|ing)|implement(?:s|ing)?|support(?:s)?|new (?:api|module|feature|function|method|type)|api break|experimental|proof[- ]of[- ]concept|prototype|poc|wip|migrat(?:e|es|ing|ion)|rewrite|replace(?:s|d)?|switch(?:es)?|extension|variant|optimi[sz]\w*|faster|performance|speed-?up|tracing|metrics|sdk|plugin)\b/i,
    reason: 'Builds something.',
  },
];
