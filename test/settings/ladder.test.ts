/** Career ladders: what one may hold, what is refused and where, and which one holds. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseLadder, parseOrganisationFile } from '../../src/settings/files.ts';
import { chosenLadder, readShippedLadders } from '../../src/settings/shipped-ladders.ts';

const own = `
- id: ours
  title: Our levels
  level: Level 6
  source: The handbook.
  expectations:
    - { id: writes, pillar: technical-direction, text: Writes., shownBy: { signals: [rfc-authorship], times: 2 } }
    - { id: speaks, pillar: multiplying-others, text: Speaks. }
`;
const indented = (text: string): string => text.replaceAll('\n', '\n  ');

function problemsOf(text: string): readonly string[] {
  const parsed = parseOrganisationFile(text);
  return parsed.ok ? [] : parsed.problems.map(({ line, message }) => `${line} ${message}`);
}

describe('a ladder of the organisation', () => {
  it('is chosen by its id, with the defaults of what it leaves out', () => {
    const parsed = parseOrganisationFile(`ladder: ours\nladders:${indented(own)}`);
    if (!parsed.ok) throw new Error(problemsOf(`ladder: ours\nladders:${indented(own)}`).join('\n'));
    const ladder = chosenLadder(readShippedLadders(), parsed.settings);
    expect(ladder.level).toBe('Level 6');
    expect(ladder.expectations.map(({ shownBy }) => shownBy)).toEqual([{ signals: ['rfc-authorship'], times: 2, months: 12 }, undefined]);
  });

  it('takes the place of a shipped one with its id; others stay to be chosen', () => {
    const replaced = parseOrganisationFile(`ladders:${indented(own.replace('ours', 'staff-engineer'))}`);
    const other = parseOrganisationFile(`ladder: staff-archetypes\nladders:${indented(own)}`);
    if (!replaced.ok || !other.ok) throw new Error('not valid');
    expect(chosenLadder(readShippedLadders(), replaced.settings).title).toBe('Our levels');
    expect(chosenLadder(readShippedLadders(), other.settings).title).toBe('Staff work by archetype');
  });

  it.each([
    ['an unknown ladder', 'ladder: staf-engineer', /^1 `ladder` must be the id of a ladder, .* Did you mean `staff-engineer`\?$/],
    [
      'an id twice',
      `ladders:${indented(own + own.trimStart())}`,
      /^9 `ladders\[2\]\.id` must be an id that no other one has, not the text `ours`\.$/,
    ],
    ['an unknown signal', `ladders:${indented(own.replace('rfc-authorship', 'rfc-autorship'))}`, /^7 .* Did you mean `rfc-authorship`\?$/],
    [
      'an unknown key',
      `ladders:${indented(own.replace('level:', 'lvel:'))}`,
      /^4 `ladders\[1\]\.lvel` is not a setting\. Did you mean `level`\?$/,
    ],
    ['an unknown pillar', `ladders:${indented(own.replace('multiplying-others', 'others'))}`, /^8 .*must be one of/],
    ['no expectations', 'ladders: [{ id: a, title: b, level: c, source: d, expectations: [] }]', /^1 .*at least 1 entries/],
    ['an expectation twice', `ladders:${indented(own.replace('speaks', 'writes'))}`, /^8 .*must be an id that no other one has/],
    ['zero times', `ladders:${indented(own.replace('times: 2', 'times: 0'))}`, /^7 .*at least 1/],
  ])('is refused on its line: %s', (_name, text, problem) => {
    expect(problemsOf(text).filter((one) => problem.test(one))).toHaveLength(1);
  });
});

it('the example of the README is valid', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
  const example = /```yaml\n(ladder: our-levels\n[\s\S]*?)```/.exec(readme)?.[1] ?? 'not: there';
  expect(problemsOf(example)).toEqual([]);
});

describe('a file with one ladder', () => {
  it('is the entry of a list as it stands there', () => {
    const text = own.trim().replace(/^- /, '').replaceAll('\n  ', '\n');
    expect(parseLadder(text)).toMatchObject({ ok: true, settings: { id: 'ours' } });
    expect(parseLadder('- a')).toMatchObject({ ok: false });
  });
});
