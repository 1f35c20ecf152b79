/**
 * Every combination of a source's visibility, the report repository's, whose it is, and who reads both: held against a small world in which
 * everybody is asked one by one.
 */
import { describe, expect, it } from 'vitest';
import type { Readers, Visibility } from '../../src/domain/organisation.ts';
import { renderMonth } from '../../src/reports/render-month.ts';
import { parseOrganisationFile } from '../../src/settings/files.ts';
import { gatherReading } from '../../src/usecases/reading-materials.ts';
import { isForEngineer, type MonthMaterials, viewOf } from '../../src/usecases/month-materials.ts';
import type { StoredRepository, Tenant } from '../../src/usecases/ports.ts';
import { aRepository, aSnapshot } from '../fixtures/dossier.ts';
import { evidenceOf } from '../reports/evidence-of.ts';
import { times } from '../reports/reading/a-work.ts';

const maya = { id: 41, login: 'maya' };
const members = [
  { id: 1, login: 'olga', role: 'owner' },
  { ...maya, role: 'member' },
  { id: 50, login: 'noor', role: 'member' },
] as const;

/** Who there is: members, somebody else of the enterprise, an outside collaborator, and anybody at all. */
const world = { owner: 1, maya: 41, colleague: 50, enterprise: 60, outsider: 70, anybody: 80 } as const;
const insiders: readonly number[] = [world.owner, world.maya, world.colleague];

type Given = 'nobody else' | 'the colleague' | 'the outsider' | 'both';
const given: Readonly<Record<Given, readonly number[]>> = {
  'nobody else': [],
  'the colleague': [world.colleague],
  'the outsider': [world.outsider],
  both: [world.colleague, world.outsider],
};

function canRead(id: number, repository: { readonly visibility: Visibility; readonly given: Given }): boolean {
  if (repository.visibility === 'public') return true;
  if (id === world.owner || id === world.maya || given[repository.given].includes(id)) return true;
  return repository.visibility === 'internal' && (insiders.includes(id) || id === world.enterprise);
}

/** As GitHub's answers are kept. */
function readersOf(repository: { readonly visibility: Visibility; readonly given: Given }): Readers {
  if (repository.visibility === 'public') return { kind: 'everyone' };
  const named = [world.owner, world.maya, ...given[repository.given]];
  if (repository.visibility === 'private') return { kind: 'people', ids: named };
  return { kind: 'enterprise', outsiderIds: named.filter((id) => !insiders.includes(id)) };
}

const visibilities = ['public', 'internal', 'private'] as const;
const givens = Object.keys(given) as readonly Given[];
const repositories = visibilities.flatMap((visibility) => givens.map((each) => ({ visibility, given: each })));
const combinations = repositories.flatMap((source) =>
  repositories.flatMap((report) => ['brag-log', 'brag-{login}'].map((setting) => ({ source, report, setting }))),
);

const destination: StoredRepository = {
  id: 9,
  fullName: 'acme/brag-maya',
  visibility: 'private',
  isArchived: false,
  optIn: 'out',
  settingsText: null,
  problems: [],
  sweptUntil: null,
};

async function materialsOf({ source, report, setting }: (typeof combinations)[number]): Promise<MonthMaterials> {
  const parsed = parseOrganisationFile(`reports:\n  repository: "${setting}"\n`);
  if (!parsed.ok) throw new Error('the settings of this test are not valid');
  const { settings } = parsed;
  const repository = {
    ...aRepository('billing'),
    id: 7,
    fullName: 'acme/billing',
    visibility: source.visibility,
    readers: readersOf(source),
  };
  const snapshot = aSnapshot({ login: 'acme', members: [...members], repositories: [repository] });
  const work = times(12, { at: '2026-08-03T09:00:00Z' }).map(({ isHome: _home, repository: _name, ...one }) => one);
  const tenant = { participations: { ofPerson: async () => work } } as unknown as Tenant;
  const stored = [{ ...destination, id: 7, fullName: 'acme/billing', optIn: 'in' as const }];
  const enrolled = new Set(insiders);
  return {
    person: maya,
    month: '2026-10',
    settings,
    snapshot,
    destination,
    readers: readersOf(report),
    evidence: [
      evidenceOf({ title: 'Confirmed treasure', pillar: 'technical-direction' }),
      evidenceOf({ title: 'Candidate treasure', strength: 'candidate' }),
      evidenceOf({ title: 'Upkeep treasure', signal: 'glue-work', pillar: 'multiplying-others' }),
    ],
    entries: [],
    itemNotes: new Map(),
    commandedAt: new Map(),
    isPaused: false,
    stored: null,
    others: [],
    reading: await gatherReading(tenant, { person: maya, month: '2026-10', settings, snapshot, enrolled, repositories: stored }),
  };
}

const everybody = Object.values(world);
const addresses = { webUrl: 'https://github.com', rubricUrl: 'https://example.com/rubric' };

describe('a report', () => {
  it('covers combinations in which things are shown and hidden', () => {
    expect(combinations).toHaveLength(288);
  });

  it.each(
    combinations.map((each) => ({
      ...each,
      name: `in a ${each.report.visibility} ${each.setting} given to ${each.report.given}, of a ${each.source.visibility} source given to ${each.source.given}`,
    })),
  )('$name', async (combination) => {
    const materials = await materialsOf(combination);
    const { body, comments } = renderMonth(viewOf(materials, { decisions: new Map(), decidedAt: new Map(), notes: '' }, addresses));
    const text = [body, ...comments].join('\n');
    const readers = everybody.filter((id) => canRead(id, combination.report));
    const mayShow = readers.every((id) => canRead(id, combination.source));
    const isOwn = combination.setting.includes('{login}') && readers.every((id) => id === world.maya || id === world.owner);
    expect(isForEngineer(materials)).toBe(isOwn);
    expect(text.includes('Confirmed treasure')).toBe(mayShow);
    expect(text.includes('Candidate treasure')).toBe(mayShow && isOwn);
    expect(text.includes('Upkeep treasure')).toBe(mayShow && isOwn);
    expect(/What could come next|Worth a thought/.test(text)).toBe(isOwn);
    if (!mayShow) expect(text).not.toMatch(/treasure|billing/);
  });
});
