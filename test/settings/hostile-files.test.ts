/** Settings files made to cost much: each is answered in bounded time and memory, and the worst file of all is a problem on its line. */
import { describe, expect, it } from 'vitest';
import { maxSettingsBytes } from '../../src/settings/yaml-text.ts';
import { parseOrganisationFile, parseRepositoryFile } from '../../src/settings/files.ts';
import { cpuMsSince } from '../fixtures/cpu-time.ts';

const filled = (part: string | ((index: number) => string)): string => {
  const parts: string[] = [];
  for (let bytes = 0, index = 0; ; index += 1) {
    const next = typeof part === 'string' ? part : part(index);
    bytes += Buffer.byteLength(next);
    if (bytes > maxSettingsBytes - 1_000) return parts.join('');
    parts.push(next);
  }
};

const laughs = Array.from({ length: 60 }, (_, index) => `l${index + 1}: &l${index + 1} [${`*l${index},`.repeat(9)}]`).join('\n');

const files: readonly (readonly [name: string, text: string])[] = [
  ['a key of 60 kB', `${filled('k')}: 1\n`],
  ['a quoted key of 60 kB', `"${filled('k\\u0041')}": 1\n`],
  ['a key of 60 kB of lines', `? |\n${filled('  k\n')}: 1\n`],
  ['thousands of keys', filled((index) => `key${index}: 1\n`)],
  ['one key thousands of times', filled('enabled: true\n')],
  ['keys a letter from ours', filled((index) => `signal${'s'.repeat(index % 40)}: {}\n`)],
  ['billions by aliases', `l0: &l0 [x]\n${laughs}\n`],
  ['thousands of anchors', filled((index) => `- &a${index} x\n`)],
  ['merges of merges', `a: &a { b: 1 }\n${filled('<<: *a\n')}`],
  ['thousands of documents', filled('---\n')],
  ['thousands of tags', filled('- !!js/function x\n')],
  ['thousands of directives', filled('%TAG ! tag:x,2000:\n')],
  ['lists in lists', filled('[')],
  ['keys in keys', filled('{a: ')],
  ['blocks in blocks', filled('- ')],
  ['questions in questions', filled('? ')],
  ['a staircase', filled((index) => `${' '.repeat(index)}a:\n`)],
  ['a text of 60 kB', `enabled: "${filled('x')}"\n`],
  ['a folded text of 60 kB', `enabled: >\n${filled('  x\n\n')}`],
  ['comments alone', filled('# x\n')],
  ['quotes that never end', filled('"')],
  ['line ends of every kind', filled('\r\n\u2028\u0085\t')],
  ['thousands of paths', `rfc:\n  paths:\n${filled('    - "**/*a*/**/{b,c}.md"\n')}`],
  ['thousands of teams', `teams:\n${filled((index) => `  t${index}: { members: [a${index}] }\n`)}`],
  ['thousands of people', `people:\n  ignore: [${filled((index) => `a${index},`)}]\n`],
  ['numbers of a thousand digits', `retention: { months: ${'9'.repeat(60_000)} }\n`],
];

describe('a settings file', () => {
  it.each(files)('with %s costs little', (_name, text) => {
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxSettingsBytes);
    const heapBefore = process.memoryUsage().heapUsed;
    const start = process.cpuUsage();
    for (const parse of [parseRepositoryFile, parseOrganisationFile]) {
      const parsed = parse(text);
      const told = parsed.ok ? '' : parsed.problems.map(({ message }) => message).join('\n');
      expect(told.length).toBeLessThan(20_000);
    }
    expect(cpuMsSince(start)).toBeLessThan(4_000);
    expect(process.memoryUsage().heapUsed - heapBefore).toBeLessThan(300_000_000);
  });
});
