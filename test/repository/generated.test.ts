/** What is generated from schemas and signals is in step with them, and says enough of every setting. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { generatedDocuments, readMeasured } from '../../config/documents.ts';
import { jsonSchemaOf } from '../../config/json-schema.ts';
import { settingRows } from '../../config/reference.ts';
import { rubricText, staleMeasures } from '../../config/rubric.ts';
import { pillars } from '../../src/domain/evidence.ts';
import { environmentSchema } from '../../src/settings/environment.ts';
import { parseLadder, parseOrganisationFile, parseRepositoryFile } from '../../src/settings/files.ts';
import { shippedLadderIds } from '../../src/settings/ladder.ts';
import { organisationFileSchema, repositoryFileSchema } from '../../src/settings/schema.ts';
import { readShippedLadders } from '../../src/settings/shipped-ladders.ts';
import { signals } from '../../src/signals/registry.ts';

const folder = join(import.meta.dirname, '../../config');
const documents = generatedDocuments();

function text(name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}

function validator(name: string): (document: unknown) => boolean {
  const schema = z.record(z.string(), z.unknown()).parse(JSON.parse(text(name)));
  return new Ajv({ strict: true }).compile(schema);
}

describe('generated documents', () => {
  it.each(Object.keys(documents))('config/%s is in step: run `npm run generate`', (name) => {
    expect(text(name)).toBe(documents[name]);
  });

  it('are all that lies in config/ beside the programs that make them', () => {
    const others = readdirSync(folder).filter((name) => !name.endsWith('.ts') && !(name in documents) && name !== 'measured.json');
    expect(others).toEqual(['ladders']);
  });
});

describe('the career ladders', () => {
  const names = readdirSync(join(folder, 'ladders'));

  it('are those that the settings know', () => {
    expect(names.toSorted()).toEqual(shippedLadderIds.map((id) => `${id}.yml`).toSorted());
    expect(readShippedLadders().map(({ id }) => id)).toEqual([...shippedLadderIds]);
  });

  it.each(names)('%s keeps to the published schema, and asks of every pillar what GitHub can show', (name) => {
    expect(validator('ladder.schema.json')(parse(text(`ladders/${name}`)))).toBe(true);
    const ladder = parseLadder(text(`ladders/${name}`));
    if (!ladder.ok) throw new Error(ladder.problems[0]?.message);
    const shown = ladder.settings.expectations.flatMap(({ pillar, shownBy }) => (shownBy === undefined ? [] : [pillar]));
    expect([...new Set(shown)].toSorted()).toEqual([...pillars].toSorted());
  });
});

describe('the defaults', () => {
  it('written out are what an empty file means', () => {
    expect(parseOrganisationFile(text('defaults.yml'))).toEqual(parseOrganisationFile(''));
  });
});

describe('the JSON Schemas', () => {
  it('take what the program takes', () => {
    const isOrganisation = validator('organisation.schema.json');
    expect(isOrganisation(parse(text('defaults.yml')))).toBe(true);
    expect(isOrganisation({})).toBe(true);
    expect(
      validator('staff-signals.schema.json')({
        enabled: true,
        rfc: { paths: ['docs/*.md'] },
        signals: { 'rfc-authorship': { enabled: false } },
      }),
    ).toBe(true);
  });

  it.each(['enabled: yes', 'rcf: {}', 'rfc: { path: [] }', 'reports: { day: 2 }', 'signals: { rfc-autorship: {} }', '[]'])(
    'refuse %j as the program does',
    (yaml) => {
      expect(parseRepositoryFile(yaml).ok).toBe(false);
      expect(validator('staff-signals.schema.json')(parse(yaml))).toBe(false);
    },
  );
});

describe('every setting', () => {
  const rows = settingRows(jsonSchemaOf(organisationFileSchema(signals)));

  it('has a description, a unit and a default', () => {
    expect(rows.length).toBeGreaterThan(12);
    expect(rows.filter((row) => row.description.length < 15 || row.unit === '' || row.default === '')).toEqual([]);
  });

  it('that is a number says of what in its unit', () => {
    expect(rows.filter((row) => /^(whole )?number/.test(row.unit)).map(({ name }) => name)).toEqual([]);
  });

  it("of a repository is one of the organisation's too", () => {
    const names = new Set(rows.map(({ name }) => name));
    expect(settingRows(jsonSchemaOf(repositoryFileSchema(signals))).filter(({ name }) => !names.has(name))).toEqual([]);
  });

  it('in the environment has a description and a unit', () => {
    const words = z.object({ description: z.string().min(15), unit: z.string().min(2), isSecret: z.literal(true).optional() });
    expect(Object.values(environmentSchema.shape).map((schema) => words.safeParse(schema.meta()).success)).not.toContain(false);
  });

  it('of a signal lies in a strict section that can be turned off', () => {
    const sections = z.record(z.string(), z.object({ enabled: z.literal(true) }).loose());
    expect(Object.keys(sections.parse(Object.fromEntries(signals.map(({ id, settings }) => [id, settings.parse({})]))))).toEqual(
      signals.map(({ id }) => id),
    );
    expect(signals.filter(({ settings }) => settings.safeParse({ nonsense: 1 }).success).map(({ id }) => id)).toEqual([]);
  });
});

describe('measured.json', () => {
  const table = {
    date: '2026-10-01',
    data: 'sha256:0',
    versions: { mentoring: 2, 'peer-recognition': 1 },
    threads: 20,
    signals: { 'peer-recognition': { tp: 1, fp: 0, fn: 0, precision: 1, recall: 1 } },
  };

  it('belongs to the present rule versions: else run `npm run measure` with the real data', () => {
    const measured = readMeasured();
    if (measured === null) throw new Error('config/measured.json is not there.');
    expect(staleMeasures(signals, measured)).toEqual([]);
    expect(Object.keys(measured.versions).filter((id) => !signals.some((signal) => signal.id === id))).toEqual([]);
  });

  it('is stale when a rule changed, be it one of which the archive has nothing', () => {
    const present = [
      { id: 'mentoring', version: 2 },
      { id: 'peer-recognition', version: 1 },
    ];
    expect(staleMeasures(present, table)).toEqual([]);
    expect(staleMeasures([...present, { id: 'unblocking', version: 1 }], table)).toEqual([]);
    expect(staleMeasures([{ id: 'mentoring', version: 3 }], table)).toEqual(['mentoring']);
    expect(staleMeasures([{ id: 'peer-recognition', version: 2 }], table)).toEqual(['peer-recognition']);
    expect(staleMeasures(present, { ...table, versions: { mentoring: 2 } })).toEqual(['peer-recognition']);
    const ofPart = { ...table, signals: { 'review-substance': table.signals['peer-recognition'] } };
    expect(staleMeasures([{ id: 'cross-repo-review', version: 1 }], ofPart)).toEqual(['cross-repo-review']);
  });
});

describe('the rubric', () => {
  it('has a section for every signal, with its claim, both lists, when it is confirmed, what was measured, and every setting', () => {
    const sections = new Map(
      text('rubric.md')
        .split('\n## ')
        .slice(1)
        .map((section) => [section.split('\n', 1)[0] ?? '', section]),
    );
    expect([...sections.keys()].slice(0, signals.length)).toEqual(signals.map(({ id }) => id));
    for (const { id, claim, version, rubric, settings } of signals) {
      const section = sections.get(id) ?? '';
      expect(section).toContain(`*${claim}*`);
      expect(section).toContain(`Rule version ${version}.`);
      for (const entry of [...rubric.counts, ...rubric.doesNotCount]) expect(section).toContain(`- ${entry}\n`);
      expect(section).toContain(`**Confirmed when:** ${rubric.confirmedWhen}`);
      expect(section).toMatch(/\*\*Measured:\*\* (not measured|.*precision [\d.]+|.*precision none)/);
      for (const key of Object.keys(settings.shape)) expect(section).toContain(`| \`signals.${id}.${key}\` |`);
    }
  });

  it('tells measured signals from those that nobody measured', () => {
    const figures = { tp: 8, fp: 2, fn: 8, precision: 0.8, recall: 0.5 };
    const [first] = signals;
    if (first === undefined) throw new Error('There is no signal.');
    const measuredOf = (version: number) =>
      rubricText(signals, {
        date: '2026-10-01',
        data: 'sha256:0',
        versions: { [first.id]: version },
        threads: 20,
        signals: { [first.id]: { ...figures, confirmed: { ...figures, tp: 0, fp: 0, precision: null } } },
      });
    const measured = measuredOf(first.version);
    expect(measured).toContain(
      '2026-10-01; confirmed and candidates: precision 0.80 (8 of 10 right), recall 0.50 (8 of 16 found); confirmed alone: precision none',
    );
    expect(measured.match(/\*\*Measured:\*\* not measured\./g)).toHaveLength(signals.length - 1);
    expect(measuredOf(first.version + 1).match(/\*\*Measured:\*\* not measured\./g)).toHaveLength(signals.length);
    expect(rubricText(signals, null).match(/\*\*Measured:\*\* not measured\./g)).toHaveLength(signals.length);
  });
});
