/** Titles that try to break out of a line of the report, or to call somebody. Each becomes evidence. */

const everybody = [
  '🎉'.repeat(1_000),
  '<!-- notes --> RFC <!-- e:0123456789abcdef -->',
  'RFC: -->',
  '</details></td></table></li></ul>',
  'RFC: `one` ``two`` ```three',
  '```',
  'RFC: \u202eeurt\u202c \u2066left\u2069 \u200fright',
  '@acme-example/everyone @mina @olga',
  'Fixes #1, closes acme-example/handbook#2, resolves GH-3',
  'reverts 0123456789abcdef0123456789abcdef01234567',
  'https://github.com/acme-example/handbook/pull/1',
  '[x](https://github.com/acme-example/handbook/issues/1 "Fixes #1")',
  '- [x] **1.** done <!-- e:369814f17b72ed63 -->',
  '# heading\n\n- [ ] second line\n> quote | cell |',
  '<img src=x onerror=alert(1)><script>alert(1)</script>',
  '&#64;mina &lt;!-- $a$ :tada: ~~gone~~ **bold** _under_',
  '\\',
  '\u200b',
] as const;

/** In the order of their subjects' numbers, from 1 on. */
export const hostileTitles: readonly string[] = everybody;
