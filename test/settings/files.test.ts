/** The two settings files: what they may hold, what is refused and how, and how they are put together. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectiveSettings, parseOrganisationFile, parseRepositoryFile } from '../../src/settings/files.ts';

type Case = readonly [name: string, text: string, at: string, message: RegExp];

/** All problems as `line:column message`; empty when the file is fine. */
function problemsOf(parsed: ReturnType<typeof parseOrganisationFile> | ReturnType<typeof parseRepositoryFile>): readonly string[] {
  return parsed.ok ? [] : parsed.problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

function organisation(text: string) {
  const parsed = parseOrganisationFile(text);
  if (!parsed.ok) throw new Error(problemsOf(parsed).join('\n'));
  return parsed.settings;
}

function repository(text: string) {
  const parsed = parseRepositoryFile(text);
  if (!parsed.ok) throw new Error(problemsOf(parsed).join('\n'));
  return parsed.settings;
}

const notYaml: readonly Case[] = [
  ['a list document', '- enabled: true\n', '1:1', /must be a block of keys, not a list/],
  ['a text document', 'enabled', '1:1', /must be a block of keys, not the text `enabled`/],
  ['a tab', 'rfc:\n\tpaths: []\n', '2:1', /tab.*spaces/],
  ['a key twice', 'enabled: true\nenabled: false\n', '2:1', /stands twice/],
  ['several documents', 'enabled: true\n---\nenabled: false\n', '2:1', /several documents/],
  ['an open quote', 'rfc:\n  paths: ["docs/*.md]\n', '3:1', /Something is missing/],
  ['two blocks on a line', 'rfc: paths: []\n', '1:6', /Begin a new line/],
  ['a key that is a number', 'rfc:\n  1: x\n', '2:3', /must be text; put `1` in quotes/],
  ['a key that is a list', '? [a]\n: 2\n', '1:3', /one word, not a list/],
  ['a key that is nothing', 'null: 2\n', '1:1', /must be text/],
  ['an alias', 'rfc: &x {}\nsignals: *x\n', '1:9', /Anchors .* aliases .* not allowed/],
  ['a merge', '<<: { enabled: true }\n', '1:1', /Merging/],
  ['a tag', 'enabled: !!js/function "x"\n', '1:10', /Tags .* not allowed/],
  ['a prototype', '__proto__: { enabled: true }\n', '1:1', /not a setting/],
];

const wrong: readonly Case[] = [
  ['text for a truth', 'enabled: "true"\n', '1:10', /`enabled` must be `true` or `false`, not the text `true`\. Write it without quotes/],
  ['yes', 'enabled: yes\n', '1:10', /not the text `yes`\. Write `true`/],
  ['no', 'enabled: No\n', '1:10', /Write `false`/],
  ['nothing for a truth', 'enabled:\n', '1:9', /must be `true` or `false`, not empty/],
  ['a typo in a section', 'rcf:\n  paths: []\n', '1:1', /`rcf` is not a setting\. Did you mean `rfc`\?/],
  ['a typo in a key', 'rfc:\n  path: []\n', '2:3', /`rfc\.path` is not a setting\. Did you mean `paths`\?/],
  ['letters in the wrong order', 'reports: { dya: 3 }\n', '1:12', /Did you mean `day`\?/],
  ['a key far from any', 'rfc:\n  colour: red\n', '2:3', /`rfc\.colour` is not a setting\.$/],
  ['day 0', 'reports: { day: 0 }\n', '1:17', /`reports\.day` must be at least 1, not `0`/],
  ['day 29', 'reports:\n  day: 29\n', '2:8', /must be at most 28, not `29`/],
  ['half a day', 'reports: { day: 1.5 }\n', '1:17', /must be a whole number, not `1\.5`/],
  ['a quoted day', 'reports: { day: "3" }\n', '1:17', /must be a .*number, not the text `3`\. Write it without quotes/],
  ['a timezone with a typo', 'reports: { timezone: Europe/Berln }\n', '1:22', /Did you mean `Europe\/Berlin`\?/],
  ['an offset for a timezone', 'reports: { timezone: "+02:00" }\n', '1:22', /must be an IANA timezone/],
  ['a report repository with an owner', 'reports: { repository: org/brag }\n', '1:24', /without the owner and the slash/],
  ['another placeholder', 'reports: { repository: "brag-{user}" }\n', '1:24', /`\{login\}` and no other placeholder/],
  ['two placeholders', 'reports: { repository: "{login}-{login}" }\n', '1:24', /at most once/],
  ['the placeholder alone', 'reports: { repository: "{login}" }\n', '1:24', /more than `\{login\}`/],
  ['the settings repository', 'reports: { repository: .github }\n', '1:24', /must not be `\.github`/],
  ['a name too long with a login', `reports: { repository: "${'b'.repeat(62)}{login}" }\n`, '1:24', /at most 100 characters/],
  [
    'an enrolment with a typo',
    'people: { enrolment: by-requst }\n',
    '1:22',
    /one of `automatic`, `by-request`.*Did you mean `by-request`\?/,
  ],
  [
    'a login with an at',
    'people: { ignore: [ok, "@org/everyone"] }\n',
    '1:24',
    /`people\.ignore\[2\]` must be a GitHub login.*not the text `@org\/everyone`/,
  ],
  ['one login for a list', 'people: { ignore: someone }\n', '1:19', /must be a list, such as `\[one, two\]`, not the text `someone`/],
  ['a team with a space', 'teams: { Pay ments: { members: [a] } }\n', '1:10', /team's slug/],
  ['a repository with an owner', 'teams: { pay: { repositories: [org/pay] } }\n', '1:32', /`teams\.pay\.repositories\[1\]`/],
  ['half a year less a month', 'retention: { months: 5 }\n', '1:22', /at least 6/],
  ['a rooted glob', 'rfc: { paths: [/docs/*.md] }\n', '1:16', /path from the root/],
  ['a group glob', 'rfc: { paths: ["+(a|aa)+"] }\n', '1:16', /groups/],
  ['a glob of stars', `rfc: { paths: ["${'*a'.repeat(30)}"] }\n`, '1:16', /`\*` at most 3 times/],
  ['a glob of double stars', `rfc: { paths: ["${'**/'.repeat(30)}a"] }\n`, '1:16', /`\*\*` at most 3 times/],
  ['a long glob', `rfc: { paths: ["${'a/'.repeat(150)}"] }\n`, '1:16', /at most 200 characters/],
  [
    'a signal nobody knows',
    'signals: { rfc-autorship: { enabled: false } }\n',
    '1:12',
    /`signals\.rfc-autorship` is not a setting\. Did you mean `rfc-authorship`\?/,
  ],
  ['a signal turned off in text', 'signals: { rfc-authorship: { enabled: off } }\n', '1:39', /must be `true` or `false`.*Write `false`/],
  ['backticks and marks', 'rfc: { "`@org/everyone`\\n<!-- #1": 1 }\n', '1:8', /^1:8 `rfc\.'@org\/everyone' <!-- #1` is not a setting\.$/],
];

describe('a settings file', () => {
  it.each([...notYaml, ...wrong])('with %s is refused where it is wrong', (_name, text, at, message) => {
    const problems = problemsOf(parseOrganisationFile(text));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(message);
    expect(problems[0]).toMatch(new RegExp(`^${at} `));
  });

  it('names all problems at once, in the order of the file', () => {
    const text = 'enabled: yes\nrfc:\n  pats: []\n  labels: [1, ok, ""]\nsignals: []\n';
    expect(problemsOf(parseRepositoryFile(text)).map((problem) => problem.split(' ')[0])).toEqual(['1:10', '3:3', '4:12', '4:19', '5:10']);
  });

  it('names the first fifty of many problems, and how many more there are', () => {
    const problems = problemsOf(parseRepositoryFile(Array.from({ length: 75 }, (_, index) => `key${index}: 1\n`).join('')));
    expect(problems).toHaveLength(51);
    expect(problems.at(-1)).toBe('51:1 There are 25 more problems from here on.');
  });

  it('with a million aliases is refused quickly', () => {
    const bomb = `a: &a [x, x]\n${Array.from({ length: 26 }, (_, index) => `b${index}: &b${index} [${`*${index === 0 ? 'a' : `b${index - 1}`}, `.repeat(9)}]`).join('\n')}\n`;
    expect(problemsOf(parseRepositoryFile(bomb))).toEqual([expect.stringContaining('aliases')]);
    expect(problemsOf(parseRepositoryFile(`a: &a 1\nb: [${'*a, '.repeat(1_000_000)}]`))).toEqual([expect.stringContaining('64 KiB')]);
    expect(problemsOf(parseRepositoryFile(`a: &a 1\nb: [${'*a, '.repeat(15_000)}]`))).toEqual([expect.stringContaining('aliases')]);
  });

  it.each(['[', '{ ', '- ', 'a: [', '? '])('nested thousands deep with %j is refused', (opening) => {
    const problems = problemsOf(parseRepositoryFile(opening.repeat(Math.floor(60_000 / opening.length))));
    expect(problems).toEqual([expect.stringContaining('nested too deeply')]);
  });

  it('of any depth is answered, where the stack just suffices too', () => {
    const depths = Array.from({ length: 40 }, (_, index) => 50 + index * 60);
    const answers = depths.map((depth) => parseRepositoryFile(`rfc: ${'['.repeat(depth)}${']'.repeat(depth)}`).ok);
    expect(answers).not.toContain(true);
  });

  it('may have 64 KiB and no byte more', () => {
    const largest = `enabled: true\n#${'x'.repeat(65_536 - 15)}`;
    expect(Buffer.byteLength(largest)).toBe(65_536);
    expect(parseRepositoryFile(largest).ok).toBe(true);
    expect(parseRepositoryFile(`${largest}x`).ok).toBe(false);
    expect(parseRepositoryFile(`enabled: true\n#${'é'.repeat(40_000)}`).ok).toBe(false);
  });

  it('never throws, and says something of everything it refuses', () => {
    const line = fc.constantFrom(
      'enabled: true',
      'rfc:',
      '  paths: [a]',
      '- x',
      '\t',
      'a: &b',
      '*b',
      '? ',
      '<<:',
      '"',
      "'",
      '{',
      '}',
      '[',
      ']',
      '%YAML 1.1',
      '---',
      '...',
      '|',
      '>',
      '!!set',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(line).map((lines) => lines.join('\n')),
        ),
        (text) => {
          const parsed = parseOrganisationFile(text);
          expect(parsed.ok || parsed.problems.every(({ line: at, column, message }) => at >= 1 && column >= 1 && message.length > 5)).toBe(
            true,
          );
          expect(parsed.ok || parsed.problems.length > 0).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('a repository file', () => {
  it.each(['', '# nothing yet\n', '---\n', '{}', '\uFEFF# marked\n'])('that says nothing (%j) is not opted in', (text) => {
    expect(repository(text)).toEqual({ enabled: false });
  });

  it('opts in with `true` alone', () => {
    expect(repository('enabled: true\n').enabled).toBe(true);
    expect(repository('enabled: false\n').enabled).toBe(false);
    expect(parseRepositoryFile('%YAML 1.1\n---\nenabled: yes\n').ok).toBe(false);
  });

  it.each(['reports: { day: 2 }', 'people: { ignore: [a] }', 'teams: {}', 'retention: { months: 12 }'])(
    "may not hold the organisation's `%s`",
    (text) => {
      expect(problemsOf(parseRepositoryFile(text))).toEqual([expect.stringMatching(/^1:1 .* belongs in the organisation file/)]);
    },
  );
});

describe('an organisation file', () => {
  it('that says nothing has all defaults', () => {
    const { signals, ...settings } = organisation('');
    expect(settings).toEqual({
      enabled: false,
      reports: { repository: 'brag-log', timezone: 'UTC', day: 1 },
      people: { enrolment: 'automatic', ignore: [] },
      teams: {},
      retention: { months: 24 },
      ladder: 'staff-engineer',
      ladders: [],
      rfc: { paths: [], labels: [] },
    });
    expect(Object.values(signals).every(({ enabled }) => enabled)).toBe(true);
  });

  it('takes everything that the contract shows', () => {
    const text = [
      'reports: { repository: "brag-{login}", timezone: America/New_York, day: 28 }',
      'people: { enrolment: by-request, ignore: [some-service-account, "helper[bot]", firm_user] }',
      'teams:',
      '  payments: { members: [alice], repositories: [billing, .dotted_name-2] }',
      '  constructor: { members: [bob] }',
      'retention: { months: 120 }',
      'rfc: { paths: ["docs/rfcs/*.md", "**/design/{a,b}/*.md"], labels: ["kind: rfc"] }',
      'enabled: true',
    ].join('\n');
    expect(organisation(text)).toMatchObject({
      enabled: true,
      reports: { repository: 'brag-{login}', timezone: 'America/New_York', day: 28 },
      people: { enrolment: 'by-request', ignore: ['some-service-account', 'helper[bot]', 'firm_user'] },
      teams: {
        payments: { members: ['alice'], repositories: ['billing', '.dotted_name-2'] },
        constructor: { members: ['bob'], repositories: [] },
      },
      retention: { months: 120 },
    });
  });
});

describe('effective settings', () => {
  const base = 'rfc: { paths: [a/*.md], labels: [rfc] }\npeople: { ignore: [robot] }\nsignals: { rfc-authorship: { enabled: false } }\n';

  it("are the organisation's where the repository says nothing", () => {
    const settings = organisation(base);
    const { reports, people, teams, retention, rfc, signals } = settings;
    expect(effectiveSettings(settings, repository(''))).toEqual({ reports, people, teams, retention, rfc, signals, ignore: ['robot'] });
  });

  it('extend lists, once each, and override single values', () => {
    const file = repository(
      'enabled: true\nrfc: { paths: [b/*.md, a/*.md] }\nsignals: { rfc-authorship: { enabled: true }, cross-repo-review: { enabled: false } }\n',
    );
    const { rfc, signals } = effectiveSettings(organisation(base), file);
    expect(rfc).toEqual({ paths: ['a/*.md', 'b/*.md'], labels: ['rfc'] });
    expect(signals).toMatchObject({
      'rfc-authorship': { enabled: true },
      'cross-repo-review': { enabled: false },
      'design-review-redirect': { enabled: true },
    });
  });

  it('never inherit the opt-in', () => {
    const settings = effectiveSettings(organisation('enabled: true'), repository(''));
    expect(settings).not.toHaveProperty('enabled');
    expect(repository('').enabled).toBe(false);
  });

  it("leave the organisation's settings as they were", () => {
    const settings = organisation(base);
    const before = structuredClone(settings);
    effectiveSettings(settings, repository('rfc: { paths: [b/*.md] }\nsignals: { rfc-authorship: { enabled: true } }\n'));
    expect(settings).toEqual(before);
  });
});
