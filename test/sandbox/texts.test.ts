/** Mentions and references in texts are noticed as GitHub notices them. */
import { describe, expect, it } from 'vitest';
import { calledIn } from '../../src/sandbox/texts.ts';
import { foundation, installationClient, play, startAcme } from './acme.ts';

const web = 'https://github.com';

describe('a text', () => {
  it.each([
    ['Ask @ada and @acme/payments.', { mentions: ['ada'], teams: ['acme/payments'] }],
    ['`@ada` or ada@example.com', { mentions: [] }],
    ['@\u200Bada', { mentions: [] }],
    ['See #12, GH-13 and acme/ledger#14', { numbers: [12, 13, 14] }],
    ['See ledger#9', { numbers: [9] }],
    ['`#12`, #\u200B12 and a#b', { numbers: [] }],
    ['https://github.com/acme/ledger/pull/3#issuecomment-1', { numbers: [3] }],
    ['https://redirect.github.com/acme/ledger/pull/3', { numbers: [] }],
    ['[#12](https://example.com)', { numbers: [] }],
    ['<!-- #12 @ada -->', { numbers: [], mentions: [] }],
    ['<a href="https://github.com/acme/ledger/pull/3">x</a>', { numbers: [3] }],
    ['```\n#12 @ada\n```', { numbers: [], mentions: [] }],
    ['Built from 0123456789abcdef', { commits: ['0123456789abcdef'] }],
  ])('%s', (text, expected) => {
    const { mentions, teams, references, commits } = calledIn(text, web);
    expect({ mentions, teams, numbers: references.map(({ number }) => number), commits }).toMatchObject(expected);
  });

  it.each(['Fixes #1', 'closes: #1', 'Resolved https://github.com/acme/ledger/issues/1', 'fix acme/ledger#1'])('closes with %s', (text) => {
    expect(calledIn(text, web).references).toMatchObject([{ number: 1, closes: true }]);
  });

  it.each(['Prefixes #1', 'This fixes the same as #1', 'Fixes `#1`'])('does not close with %s', (text) => {
    expect(calledIn(text, web).references.filter(({ closes }) => closes)).toEqual([]);
  });
});

describe('what the App writes', () => {
  it('is seen to call people and subjects when it does, and only when it is new', async () => {
    const sandbox = await startAcme();
    play(sandbox, [...foundation, { do: 'open-issue', subject: 'checkout#1', title: 'One' }]);
    const { call } = await installationClient(sandbox);
    await call('POST', '/repos/acme/ledger/issues', { title: 'Report', body: '@\u200Bada `checkout#1`' });
    expect(sandbox.notifications()).toEqual([]);
    await call('PATCH', '/repos/acme/ledger/issues/1', { body: '@ada acme/checkout#1' });
    await call('PATCH', '/repos/acme/ledger/issues/1', { body: '@ada acme/checkout#1!' });
    expect(sandbox.notifications().map(({ kind, target, by }) => [kind, target, by])).toEqual([
      ['mention', 'ada', 'staff-signals[bot]'],
      ['backlink', 'acme/checkout#1', 'staff-signals[bot]'],
    ]);
    await sandbox.close();
  });
});
