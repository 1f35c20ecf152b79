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
  'changesets-release-bot',
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
  'drahtbot',
  'gemini-code-assist',
  'github-actions',
  'github-advanced-security',
  'github-classroom',
  'github-merge-queue',
  'gitstream-cm',
  'googlebot',
  'graphite-app',
  'greenkeeper',
  'greenkeeperio-bot',
  'highfive',
  'homu',
  'imgbot',
  'k8s-ci-robot',
  'k8s-triage-robot',
  'kodiakhq',
  'mergify',
  'mention-bot',
  'netlify',
  'pre-commit-ci',
  'prow',
  'pull-request-size',
  'pyup-bot',
  'renovate',
  'rust-highfive',
  'rustbot',
  'rust-timer',
  'sentry-io',
  'semantic-release',
  'snyk',
  'snyk-bot',
  'sonarcloud',
  'sonarqubecloud',
  'stale',
  'swift-ci',
  'travis-ci',
  'vercel',
  'weblate',
  'web-flow',
  'welcome',
  'whitesource-bolt',
]);

const automationPattern = /(\[bot\]|[-_](bot|robot|ci-bot|automation)|^(bot|robot)[-_].+)$/;

/**
 * Whether an account is nobody: it earns no evidence and gives none. Null (the account is gone) is nobody; mannequins are, since
 * no person stands behind them here. `ignore` holds logins of the organisation's own list, any case, with or without `[bot]`. Never throws.
 */
export function isNobody(account: Account | null, ignore: readonly string[] = []): boolean {
  if (account === null || account.kind !== 'user') return true;
  const login = account.login.toLowerCase();
  if (login === '' || automationPattern.test(login)) return true;
  return automation.has(login) || ignore.some((name) => name.toLowerCase().replace(/^@|\[bot\]$/g, '') === login);
}
