/** Who is nobody: bots, Apps, automation accounts, the vanished `ghost`, and the organisation's own list. */
import type { Account } from '../domain/person.ts';

/**
 * Automation and coding agents that act through accounts of type `User` (as authors of commits, GitHub names even Apps so), or whose type
 * archives lost. Lower case, without `[bot]`.
 * Names that end in `bot` after a separator need no entry.
 */
const automation: ReadonlySet<string> = new Set([
  'ghost',
  'actions-user',
  'allcontributors',
  'amazon-q-developer',
  'aviator-app',
  'blacksmith-sh',
  'bors',
  'bors-servo',
  'chatgpt-codex-connector',
  'claude',
  'codecov',
  'codecov-commenter',
  'codecov-io',
  'codegen-sh',
  'coderabbitai',
  'codiumai-pr-agent',
  'copilot',
  'copilot-autofix',
  'copilot-pull-request-reviewer',
  'copilot-swe-agent',
  'copilot-workspace',
  'coveralls',
  'cursor-agent',
  'cursoragent',
  'deepsource-autofix',
  'deepsource-io',
  'dependabot',
  'dependabot-preview',
  'devin-ai',
  'devin-ai-integration',
  'ellipsis-dev',
  'gemini-cli',
  'gemini-code-assist',
  'github-actions',
  'github-advanced-security',
  'github-classroom',
  'github-merge-queue',
  'gitstream-cm',
  'google-labs-jules',
  'graphite-app',
  'greenkeeper',
  'greptile-apps',
  'highfive',
  'homu',
  'imgbot-app',
  'kodiakhq',
  'korbit-ai',
  'linear-app',
  'merge-queue',
  'mergify',
  'netlify',
  'openai-codex',
  'openhands-agent',
  'pre-commit-ci',
  'prow',
  'pull-request-size',
  'qodo-merge-pro',
  'renovate',
  'reviewpad',
  'rust-highfive',
  'rust-timer',
  'semantic-release',
  'sentry-io',
  'snyk',
  'sonarcloud',
  'sonarqubecloud',
  'sourcery-ai',
  'step-security',
  'sweep-ai',
  'sweep-nightly',
  'swift-ci',
  'travis-ci',
  'trunk-io',
  'vercel',
  'web-flow',
  'weblate',
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
