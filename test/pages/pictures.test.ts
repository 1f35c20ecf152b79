/** Pictures of a log: what is counted in which month, and that every picture can be read without seeing it. */
import { beforeAll, describe, expect, it } from 'vitest';
import { isBlank, picturesOf, type Touching } from '../../src/pages/pictures/counts.ts';
import { type Drawing, openDrawing } from '../../src/pages/pictures/draw.ts';
import { picturesPage } from '../../src/pages/pictures/pictures-page.ts';
import { evidenceOf } from '../reports/evidence-of.ts';
import { aWork } from '../reports/reading/a-work.ts';

const touching = (change: Partial<Touching> = {}): Touching => ({ ...aWork(change), owningTeams: [], ...change });
const picturesWith = (of: Partial<Parameters<typeof picturesOf>[0]> = {}) =>
  picturesOf({ last: '2026-10', timezone: 'Europe/Berlin', evidence: [], work: [], engineerOnlySignals: new Set(['glue-work']), ...of });
const newest = ({ counts }: { readonly counts: readonly number[] }) => counts.at(-1);

describe('counts', () => {
  it('are of eighteen months, the newest last', () => {
    const view = picturesWith();
    expect([view.months.length, view.months[0], view.months.at(-1)]).toEqual([18, '2025-05', '2026-10']);
    expect(isBlank(view)).toBe(true);
  });

  it('hold by pillar what counts, and no glue work, doubt or dismissed item', () => {
    const evidence = [
      evidenceOf(),
      evidenceOf({ strength: 'candidate', decision: 'kept' }),
      evidenceOf({ strength: 'candidate' }),
      evidenceOf({ decision: 'dismissed' }),
      evidenceOf({ signal: 'glue-work', strength: 'candidate' }),
      evidenceOf({ month: '2025-04' }),
    ];
    const { pillars, kinds } = picturesWith({ evidence });
    expect(pillars.map(newest)).toEqual([0, 2, 0, 0]);
    expect(kinds.map(newest)).toEqual([2, 1]);
    expect(pillars[1]?.counts[0]).toBe(0);
  });

  it('of reach are of different repositories and teams, in the month of the review or the merge', () => {
    const work = [
      touching({ subject: { repositoryId: 7, kind: 'pull', number: 1 }, owningTeams: ['payments'] }),
      touching({ subject: { repositoryId: 7, kind: 'pull', number: 2 }, owningTeams: ['payments', 'ledger'] }),
      touching({ subject: { repositoryId: 8, kind: 'pull', number: 1 }, role: 'reviewer', at: '2026-09-30T23:30:00Z', mergedAt: null }),
      touching({ subject: { repositoryId: 9, kind: 'pull', number: 1 }, at: '2026-08-01T09:00:00Z', mergedAt: '2026-09-10T09:00:00Z' }),
    ];
    const { reach } = picturesWith({ work });
    expect(reach.map(({ counts }) => counts.slice(-3))).toEqual([
      [0, 1, 2],
      [0, 0, 2],
    ]);
  });

  it('tell found work from given work by who wrote the issues', () => {
    const work = [
      touching({ closesIssuesOf: 'self' }),
      touching({ closesIssuesOf: 'others' }),
      touching({ closesIssuesOf: 'others' }),
      touching(),
      touching({ role: 'reviewer', mergedAt: null, closesIssuesOf: 'self' }),
    ];
    expect(picturesWith({ work }).sources.map(newest)).toEqual([1, 2, 1]);
  });
});

describe('the page', () => {
  let drawing: Drawing;
  beforeAll(async () => {
    drawing = await openDrawing();
  });

  it('says each picture in words and numbers, in colours of the stylesheet, with no style of its own', () => {
    const view = picturesWith({
      evidence: [evidenceOf(), evidenceOf({ pillar: 'technical-direction' })],
      work: [touching({ owningTeams: ['a'] })],
    });
    const { markup } = picturesPage(view, drawing);
    expect(markup.match(/<svg role="img"[^>]*aria-label="([^"]+)"/)?.[1]).toBe(
      'Evidence by pillar from May 2025 to October 2026: Technical direction 1, Cross-team impact 1, Multiplying others 0, Operating with ambiguity 0.',
    );
    expect(markup.match(/<svg role="img"/g)).toHaveLength(4);
    expect(markup.match(/<table>/g)).toHaveLength(4);
    expect(markup).toContain('fill="url(#rising--pillar-cross-team-impact)"');
    expect(markup).not.toMatch(/<style|style=|<script|#[0-9a-f]{3,6}[";]/);
    for (const [, id] of markup.matchAll(/url\(#([^)]+)\)/g)) expect(markup).toContain(`<pattern id="${id}"`);
    expect(markup).not.toMatch(/\b(score|rank|average|percentile)\b(?!s)/i);
  });

  it('of an empty log has words in the place of pictures', () => {
    const { markup } = picturesPage(picturesWith(), drawing);
    expect(markup).toContain('There is nothing to draw yet');
    expect(markup).not.toContain('role="img"');
  });
});
