/** Glue work is its engineer's alone: no report that others read may show it, decided or not. */
import { expect, it } from 'vitest';
import type { Decision } from '../../../src/domain/evidence.ts';
import { parseOrganisationFile } from '../../../src/settings/files.ts';
import type { MonthMaterials } from '../../../src/usecases/month-materials.ts';
import { viewOf } from '../../../src/usecases/month-materials.ts';
import { aRepository, aSnapshot } from '../../fixtures/dossier.ts';
import { evidenceOf } from '../../reports/evidence-of.ts';

const maya = { id: 41, login: 'maya' };
const decisions: readonly Decision[] = ['none', 'kept'];

function materialsOf(settingsText: string, readerIds: readonly number[]): MonthMaterials {
  const parsed = parseOrganisationFile(settingsText);
  if (!parsed.ok) throw new Error('the settings of this test are not valid');
  const readers = { kind: 'people' as const, ids: readerIds };
  const source = { ...aRepository('billing'), id: 7, visibility: 'public' as const };
  const common = { repository: { id: 7, fullName: 'acme/billing' }, pillar: 'multiplying-others' as const, strength: 'confirmed' as const };
  return {
    person: maya,
    month: '2026-10',
    settings: parsed.settings,
    snapshot: aSnapshot({ repositories: [source] }),
    destination: {
      id: 9,
      fullName: 'acme/brag-log',
      visibility: 'private',
      isArchived: false,
      optIn: 'out',
      settingsText: null,
      problems: [],
      sweptUntil: null,
    },
    readers,
    evidence: decisions.map((decision) => evidenceOf({ ...common, signal: 'glue-work', title: `glue, ${decision}`, decision })),
    entries: [],
    itemNotes: new Map(),
    commandedAt: new Map(),
    isPaused: false,
    stored: null,
    others: [],
    reading: null,
  };
}

function shownIn(materials: MonthMaterials): readonly string[] {
  const view = viewOf(
    materials,
    { decisions: new Map(), decidedAt: new Map(), notes: '' },
    { webUrl: 'https://github.com', rubricUrl: 'https://example.com/rubric' },
  );
  return [...view.items, ...view.candidates].map(({ title }) => title);
}

it('is shown in the engineer’s own repository', () => {
  expect(shownIn(materialsOf('reports:\n  repository: "brag-{login}"\n', [41])).toSorted()).toEqual(['glue, kept', 'glue, none']);
});

it('is never shown in a shared repository, nor where others turn out to read', () => {
  expect(shownIn(materialsOf('reports:\n  repository: brag-log\n', [41]))).toEqual([]);
  expect(shownIn(materialsOf('reports:\n  repository: "brag-{login}"\n', [41, 999]))).toEqual([]);
});
