/** Who is nobody and who is somebody. */
import { describe, expect, it } from 'vitest';
import { isNobody } from '../../src/signals/nobody.ts';
import { anAccount } from '../fixtures/dossier.ts';

describe('isNobody', () => {
  it.each([
    'ghost',
    'Copilot',
    'web-flow',
    'dependabot',
    'renovate',
    'renovate[bot]',
    'github-actions',
    'k8s-ci-robot',
    'release-bot',
    'FooBot',
    'bot-of-acme',
    'copilot-swe-agent',
    'copilot-pull-request-reviewer',
    'devin-ai-integration',
    'cursoragent',
    'claude',
    'chatgpt-codex-connector',
    'google-labs-jules',
    'openhands-agent',
    'sweep-ai',
    'github-merge-queue',
    'mergify',
    'acme-merge_bot',
  ])('takes %s for automation, though its type says user', (login) => expect(isNobody(anAccount(login))).toBe(true));

  it.each(['alice', 'abbot', 'talbot', 'Marabot', 'robotics-fan', 'robot-parade', 'botond', 'ghostwriter'])(
    'takes %s for a person',
    (login) => {
      expect(isNobody(anAccount(login))).toBe(false);
    },
  );

  it('takes accounts that are gone, bots, organisations and mannequins for nobody', () => {
    expect(isNobody(null)).toBe(true);
    for (const kind of ['bot', 'organization', 'mannequin'] as const) expect(isNobody(anAccount('alice', kind))).toBe(true);
  });

  it.each(['claude[bot]', 'cursor[bot]', 'Copilot', 'sweep', 'jules', 'somebody'])(
    'goes by the type for %s, whatever its name',
    (login) => {
      expect(isNobody(anAccount(login, 'bot'))).toBe(true);
    },
  );

  it('follows the list of the organisation in any case', () => {
    expect(isNobody(anAccount('Deploy-Account'), ['@deploy-account'])).toBe(true);
    expect(isNobody(anAccount('alice'), ['deploy-account'])).toBe(false);
  });
});
