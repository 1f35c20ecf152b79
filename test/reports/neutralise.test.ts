/** The neutraliser: nothing it lets through mentions, links back or closes, and people can still read it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neutralAddress, neutralMarkdown } from '../../src/reports/neutralise.ts';
import { readAsGitHub } from './github-reading.ts';
import { hostileText, hostileTexts } from './hostile-texts.ts';

const onPublic = { webUrl: 'https://github.com' };
const onEnterprise = { webUrl: 'https://git.acme.example' };

const written = (text: string): string => neutralMarkdown(text, onPublic).replaceAll('\u200b', '·');

describe('the test’s own reader', () => {
  it.each([
    'hi @bob',
    'see #12',
    'GH-3',
    'abcdef1',
    'https://github.com/a/b/pull/1',
    '[x](https://www.github.com/a)',
    'Fixes a/b#1',
    '&#64;bob',
  ])('finds the trace in %j', (text) => {
    expect(readAsGitHub(text).traces).not.toEqual([]);
  });
});

describe('neutralMarkdown', () => {
  it.each([
    ['cc @bob and @acme/everyone', 'cc @·bob and @·acme/everyone'],
    ['Fixes #1', 'Fixes #·1'],
    ['closes acme/billing#12', 'closes acme/billing#·12'],
    ['user#1', 'user#·1'],
    ['GH-12, gh-12 and high-speed', 'GH-·12, gh-·12 and high-speed'],
    ['# and C# stay', '\\# and C# stay'],
    ['at 0123456789abcdef0123456789abcdef01234567', 'at 012345·6789ab·cdef01·234567·89abcd·ef0123·4567'],
    ['acme/billing@deadbeef', 'acme/billing@·deadbe·ef'],
    ['six hex abcdef stay', 'six hex abcdef stay'],
    ['&#64;bob &commat;bob', '\\&#·64;bob \\&commat;bob'],
    ['＠bob ＃１', '＠·bob ＃·１'],
    ['@\u200bbob', '@·bob'],
    ['\u202eevil\u202c', 'evil'],
    ['two\nlines\r\nand\u2028three', 'two lines and three'],
    ['<!-- notes -->', '<·!-- notes -->'],
    ['</details>', '\\</details>'],
    ['costs $5 or $6', 'costs <span>$</span>5 or <span>$</span>6'],
    [':tada: family 👩‍👩‍👧', ':tada: family 👩‍👩‍👧'],
    ['می‌خواهم', 'می‌خواهم'],
  ])('writes %j', (text, expected) => {
    expect(written(text)).toBe(expected);
  });

  it.each([
    ['see https://github.com/acme/billing/pull/12.', 'see [acme/billing/pull/12](https://redirect.github.com/acme/billing/pull/12).'],
    ['github.com/acme/billing', '[acme/billing](https://redirect.github.com/acme/billing)'],
    ['HTTP://WWW.GITHUB.COM/acme', '[acme](https://redirect.github.com/acme)'],
    ['https://github.com', '[GitHub](https://redirect.github.com/)'],
    ['github.com is down', 'github.com is down'],
    ['https://redirect.github.com/acme', 'https\\://redirect.github.com/acme'],
    ['https://api.github.com/users', 'https\\://api.github.com/users'],
    ['https://github.company.example/a', 'https\\://github.company.example/a'],
  ])('makes GitHub addresses neutral in %j', (text, expected) => {
    expect(written(text)).toBe(expected);
  });

  it('writes addresses on another GitHub as code', () => {
    expect(neutralMarkdown('see https://git.acme.example/a/b/pull/1, please', onEnterprise)).toBe(
      'see `https://git.acme.example/a/b/pull/1`, please',
    );
  });

  it.each(hostileTexts.map((text) => ({ name: text.slice(0, 60), text })))('leaves no trace of $name', ({ text }) => {
    expect(readAsGitHub(neutralMarkdown(text, onPublic)).traces).toEqual([]);
  });

  it('leaves no trace, no markup and one line of any text, on either host', () => {
    fc.assert(
      fc.property(hostileText, fc.constantFrom(onPublic, onEnterprise), (text, host) => {
        const markdown = neutralMarkdown(text, host);
        const reading = readAsGitHub(markdown);
        expect(reading.traces).toEqual([]);
        expect(markdown).not.toMatch(/[\r\n]/);
        expect(reading.html.filter((html) => !/^<\/?span>$/.test(html))).toEqual([]);
        expect(reading.linkUrls.filter((url) => !/^(?:https?|ftp|mailto|xmpp):/i.test(url))).toEqual([]);
        const allowed = new Set(['root', 'paragraph', 'text', 'html', 'link', 'inlineCode']);
        expect([...reading.kinds].filter((kind) => !allowed.has(kind))).toEqual([]);
      }),
      { numRuns: 600 },
    );
  });
});

describe('neutralAddress', () => {
  it.each([
    ['https://github.com/acme/billing/pull/12#discussion_r1', 'https://redirect.github.com/acme/billing/pull/12#discussion_r1'],
    ['http://www.github.com:80/acme', 'https://redirect.github.com/acme'],
    ['https://user:secret@github.com/acme', 'https://redirect.github.com/acme'],
    ['https://example.com/a(b)@c', 'https://example.com/a%28b%29%40c'],
  ])('links %s', (address, url) => {
    expect(neutralAddress(address, onPublic)).toEqual({ kind: 'link', url });
  });

  it('writes addresses of another GitHub as code, and refuses what is no web address', () => {
    expect(neutralAddress('https://git.acme.example/a/b/pull/1', onEnterprise)).toEqual({
      kind: 'code',
      text: 'https://git.acme.example/a/b/pull/1',
    });
    for (const address of ['javascript:alert(1)', 'data:text/html,x', '', 'acme/billing', `https://github.com/${'a'.repeat(1_000)}`]) {
      expect(neutralAddress(address, onPublic)).toBeNull();
    }
  });
});
