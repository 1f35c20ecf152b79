/** Headers of RFCs as they are found in the wild. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRfcHeader } from '../../src/signals/rfc-document.ts';
import { cpuMsSince } from '../fixtures/cpu-time.ts';

const ada = { login: 'ada', name: null, email: null };
const grace = { login: null, name: 'Grace Maple', email: 'grace@example.org' };

describe('readRfcHeader', () => {
  it.each([
    ['YAML front matter', '---\ntitle: Cache\nstatus: Accepted\nauthors:\n  - "@ada"\n  - Grace Maple <grace@example.org>\n---\n# Cache\n'],
    ['YAML front matter with bare logins', '---\nstatus: Accepted\nauthors:\n  - @ada\n  - Grace Maple <grace@example.org>\n---\n'],
    ['YAML front matter on one line', '---\nauthor: "@ada, Grace Maple <grace@example.org>"\nstatus: Accepted\n---\n'],
    [
      'a metadata file',
      'title: Cache\nkep-number: 12\nauthors:\n  - "@ada"\n  - "Grace Maple <grace@example.org>"\nowning-sig: net\nstatus: Accepted\n',
    ],
    ['header lines', 'PEP: 900\nTitle: Cache\nAuthor: @ada,\n        Grace Maple <grace@example.org>\nStatus: Accepted\nType: Process\n'],
    [
      'header lines in a preformatted block',
      '<pre>\n  BIP: 900\n  Author: @ada\n          Grace Maple <grace@example.org>\n  Status: Accepted\n</pre>\n',
    ],
    [
      'a list of bold labels',
      '# Cache\n\n- **Status**: Accepted\n- **Authors**: [ada](https://github.com/ada), Grace Maple <grace@example.org>\n',
    ],
    ['a plural in brackets', '* Author(s): @ada and Grace Maple <grace@example.org>\n* Status: Accepted\n'],
    ['a table', '| Status | Accepted |\n| --- | --- |\n| Authors | @ada, Grace Maple <grace@example.org> |\n'],
    [
      'sections',
      '# Cache\n\n## Status\n\nAccepted\n\n## Authors\n\n- @ada\n- Grace Maple <grace@example.org>\n\n## Context\n\n- not an author\n',
    ],
    ['field lists', ':Author: @ada, Grace Maple <grace@example.org>\n:Status: Accepted\n'],
  ])('reads %s', (_, text) => {
    const header = readRfcHeader(text);
    expect(header.status).toBe('Accepted');
    expect(header.authors.map((author) => (author.login === 'ada' ? ada : author))).toEqual([ada, grace]);
  });

  it('finds nothing in prose', () => {
    expect(readRfcHeader('# Cache\n\nThe authors of the old cache left. Its status: unknown to most of us, sadly.\n').authors).toEqual([]);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        expect(readRfcHeader(`---\nauthors: ${text}\n---\n${text}`).authors.length).toBeLessThanOrEqual(30);
      }),
    );
  });

  it.each([
    'Author: '.concat('<'.repeat(11_000)),
    '['.repeat(12_000),
    'a:'.repeat(6_000),
    `Author: ${'@a '.repeat(4_000)}`,
    '| '.repeat(6_000),
    `---\n${'a: &a [*a]\n'.repeat(900)}---\n`,
  ])('is quick with hostile text', (text) => {
    const start = process.cpuUsage();
    readRfcHeader(text);
    expect(cpuMsSince(start)).toBeLessThan(500);
  });
});
