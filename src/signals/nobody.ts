/** Who is nobody: bots, Apps, automation accounts, the vanished `ghost`, and the organisation's own list. */
import type { Account } from '../domain/person.ts';

/**
 * Automation that acts through accounts of type `User`, or whose type archives lost. Lower case, without `[bot]`.
 * Names that end in `bot` after a separator need no entry.
 */
const automation: ReadonlySet<string> = new Set([
  'ghost',
  'actions-user',
  'allcontributors',
  'bors',
  'bors-servo',
  'codecov',
  'codecov-io',
  'codecov-commenter',
  'coderabbitai',
  'copilot',
  'copilot-pull-request-reviewer',
  'copilot-swe-agent',
  'coveralls',
  'cursoragent',
  'dependabot',
  'dependabot-preview',
  'devin-ai-integration',
  'gemini-code-assist',
  'github-actions',
  'github-advanced-security',
  'github-classroom',
  'github-merge-queue',
  'gitstream-cm',
  'graphite-app',
  'greenkeeper',
  'highfive',
  'homu',
  'kodiakhq',
  'mergify',
  'netlify',
  'pre-commit-ci',
  'prow',
  'pull-request-size',
  'renovate',
  'rust-highfive',
  'rust-timer',
  'sentry-io',
  'semantic-release',
  'snyk',
  'sonarcloud',
  'sonarqubecloud',
  'swift-ci',
  'travis-ci',
  'vercel',
  'weblate',
  'web-flow',
  'whitesource-bolt',
]);

const automationPattern = /(\[bot\]|[-_](bot|robot|automation)|^bot[-_].+|[a-z]Bot|CIBot)$/;

/** Robots whose one-word names look like a person's. Lower case; a rule on the ending alone would take people named Abbot or Talbot. */
const oneWordRobots: ReadonlySet<string> = new Set(['drahtbot', 'googlebot', 'homubot', 'imgbot', 'rustbot', 'tidybot']);

/**
 * Whether an account is nobody: it earns no evidence and gives none. Null (the account is gone) is nobody; mannequins are, since
 * no person stands behind them here. `ignore` holds logins of the organisation's own list, any case, with or without `[bot]`. Never throws.
 */
export function isNobody(account: Account | null, ignore: readonly string[] = []): boolean {
  if (account === null || account.kind !== 'user') return true;
  const login = account.login.toLowerCase();
  if (login === '' || automationPattern.test(login) || automationPattern.test(account.login)) return true;
  return (
    automation.has(login) || oneWordRobots.has(login) || ignore.some((name) => name.toLowerCase().replace(/^@|\[bot\]$/g, '') === login)
  );
}
