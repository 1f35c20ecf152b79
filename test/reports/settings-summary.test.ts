/** What a check says about a settings file: whole texts, and nothing that mentions, links or breaks out. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type OrganisationView, type SettingsView, settingsWords, type SourceView } from '../../src/reports/settings-summary.ts';
import { parseOrganisationFile } from '../../src/settings/files.ts';
import { readAsGitHub } from './github-reading.ts';
import { hostileTexts } from './hostile-texts.ts';

const source: SourceView = {
  standing: 'stays',
  signals: { on: ['cross-repo-review', 'rfc-authorship'], off: ['glue-work'] },
  rfc: { paths: ['thoughts/*.md'], labels: [], inherited: 2 },
  found: { rfcFiles: 12, isComplete: true, enrolled: { isByRequest: false, enrolled: 33, members: 34 } },
  changes: [{ key: 'rfc.paths', before: null, after: 'thoughts/*.md' }],
};
const organisation: OrganisationView = {
  isAbsent: false,
  reports: { repository: 'brag-log', timezone: 'Europe/Lisbon', day: 3 },
  destination: { kind: 'one', isThere: true },
  enrolled: { isByRequest: true, enrolled: 3, members: 34 },
  retentionMonths: 24,
  signals: source.signals,
  rfc: { paths: [], labels: ['rfc', 'decision'], inherited: 0 },
  changes: [],
};
const valid = (own: Partial<SourceView>, wide: Partial<OrganisationView> | null = null): SettingsView => ({
  kind: 'valid',
  source: { ...source, ...own },
  organisation: wide === null ? null : { ...organisation, ...wide },
});

describe('a valid repository file', () => {
  it('is told in a few lines', () => {
    const { summary, ...rest } = settingsWords(valid({}));
    expect(rest).toEqual({ conclusion: 'success', title: 'Valid: the repository is opted in', problems: [] });
    expect(summary).toBe(
      `staff-signals looks at this repository.

- Signals on: \`cross-repo-review\`, \`rfc-authorship\`.
- Signals off: \`glue-work\`.
- RFCs: in the conventional places, and in \`thoughts/*.md\`; two more places and labels from the organisation.
- Found here: twelve RFC files.
- People: every member until they leave; now 33 of 34.

What changes:

| Setting     | Now | With this file  |
| ----------- | --- | --------------- |
| \`rfc.paths\` | –   | \`thoughts/*.md\` |`,
    );
  });

  it('says when there are more files than GitHub lists', () => {
    const found = { rfcFiles: 12, isComplete: false, enrolled: null };
    expect(settingsWords(valid({ found })).summary).toContain('Found here: at least twelve RFC files.');
  });

  it.each([
    ['leaves', 'Valid: opts the repository out', 'what was collected here is erased'],
    ['out', 'Valid: off in this repository', '`enabled` is not `true`'],
    ['report', 'Valid, without effect: a report repository', 'it is never looked at'],
  ] as const)('that %s says that and no more', (standing, title, words) => {
    const told = settingsWords(valid({ standing }));
    expect(told.title).toBe(title);
    expect(told.summary).toContain(words);
    expect(told.summary).not.toContain('Signals');
  });
});

describe('a valid organisation file', () => {
  it('is told in a few lines', () => {
    expect(settingsWords(valid({ standing: 'out', found: null }, {})).summary).toBe(
      `These settings are in force.

- Reports: in \`brag-log\`, on day 3 of each month, by the time of \`Europe/Lisbon\`. The repository is there.
- People: who asks to join; now 3 of 34.
- Signals on: \`cross-repo-review\`, \`rfc-authorship\`.
- Signals off: \`glue-work\`.
- RFCs: in the conventional places; labels \`rfc\`, \`decision\`.
- Evidence is kept for 24 months.

staff-signals does not look at this repository: \`enabled\` is not \`true\`.`,
    );
  });

  it.each([
    [{ kind: 'one', isThere: false }, 'Valid, but reports have nowhere to go', '**No report can be written'],
    [
      { kind: 'each', there: 0, people: 4 },
      'Valid, but reports have nowhere to go',
      'Of four people enrolled, none have such a repository.',
    ],
    [{ kind: 'each', there: 1, people: 4 }, 'Valid', 'Of four people enrolled, one has such a repository. The others get no report until'],
    [{ kind: 'each', there: 4, people: 4 }, 'Valid', 'Of four people enrolled, four have such a repository.\n'],
    [{ kind: 'each', there: 0, people: 0 }, 'Valid', 'Nobody is enrolled yet.\n'],
  ] as const)('with reports to %j', (destination, title, words) => {
    const told = settingsWords(valid({}, { destination }));
    expect(told.title).toBe(title);
    expect(told.summary).toContain(words);
  });

  it('that is gone tells the defaults', () => {
    const told = settingsWords(valid({}, { isAbsent: true, changes: [{ key: 'reports.day', before: '3', after: '1' }] }));
    expect(told.title).toBe('No organisation file: the defaults hold');
    expect(told.summary).toContain('Once this is on the default branch, these defaults hold.');
  });
});

describe('a broken file', () => {
  const parsed = parseOrganisationFile('reports:\n  day: 31\npeople:\n  ignore: ["@acme/everyone", "Fixes #12"]\n');
  const problems = parsed.ok ? [] : parsed.problems;

  it('has its problems on their lines and in the summary', () => {
    const told = settingsWords({ kind: 'broken', isOrganisations: true, problems });
    expect(told).toMatchObject({ conclusion: 'failure', title: 'Three problems' });
    expect(told.problems.map(({ line }) => line)).toEqual([2, 4, 4]);
    expect(told.summary).toContain('- Line 2: `reports.day` must');
    expect(told.summary).toContain('`@acme/everyone`');
    expect(readAsGitHub(told.summary).traces).toEqual([]);
    for (const { message } of told.problems) expect(message).not.toMatch(/@\w|#\d/);
  });

  it('of a repository stops collection there', () => {
    const told = settingsWords({ kind: 'broken', isOrganisations: false, problems: problems.slice(0, 1) });
    expect(told.title).toBe('One problem');
    expect(told.summary).toContain('nothing is collected from the repository. What was collected stays.');
  });
});

describe('whatever somebody wrote', () => {
  const text = fc.oneof(fc.constantFrom(...hostileTexts), fc.string({ unit: 'grapheme', maxLength: 300 }));
  const texts = fc.array(text, { maxLength: 40 });

  it('mentions nobody, links nothing, stays in its cell, and fits into a check', () => {
    fc.assert(
      fc.property(texts, texts, text, (paths, labels, value) => {
        const changes = [...paths, ...labels].map((key) => ({ key, before: value, after: null }));
        const rfc = { paths, labels, inherited: 0 };
        const wide = { reports: { repository: value, timezone: value, day: 1 }, rfc, changes };
        for (const view of [valid({ rfc, changes }), valid({}, wide)]) {
          const { summary } = settingsWords(view);
          const { traces, html, linkUrls, kinds } = readAsGitHub(summary);
          expect({ traces, html, linkUrls }).toEqual({ traces: [], html: [], linkUrls: [] });
          expect(kinds.has('heading')).toBe(false);
          expect(kinds.has('table')).toBe(changes.length > 0);
          expect(summary.length).toBeLessThan(65_535);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('in the longest lists still fits', () => {
    const many = Array.from({ length: 400 }, (_, index) => `${index}/${'x'.repeat(300)}`);
    const changes = many.map((key) => ({ key, before: key, after: key }));
    const { summary } = settingsWords(valid({ rfc: { paths: many, labels: many, inherited: 0 }, changes }));
    expect(summary.length).toBeLessThan(65_535);
    expect(summary).toContain('and 380 more');
    expect(summary).toContain('And 350 more changes.');
  });
});
