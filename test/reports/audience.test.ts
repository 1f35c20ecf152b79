/** Every combination of a source's visibility and readers with a report's readers: shown only when it is certain that all can read it. */
import { describe, expect, it } from 'vitest';
import type { Readers, Visibility } from '../../src/domain/organisation.ts';
import { canAllRead } from '../../src/reports/audience.ts';

const members = [{ id: 1 }, { id: 2 }, { id: 3 }];

const sourceReaders = {
  everyone: { kind: 'everyone' },
  unknown: { kind: 'unknown' },
  enterprise: { kind: 'enterprise', outsiderIds: [9] },
  people: { kind: 'people', ids: [1, 2, 9] },
} as const satisfies Record<string, Readers>;

const reportReaders = {
  everyone: { kind: 'everyone' },
  unknown: { kind: 'unknown' },
  enterprise: { kind: 'enterprise', outsiderIds: [] },
  'enterprise with an outsider of the source': { kind: 'enterprise', outsiderIds: [9] },
  'enterprise with a stranger': { kind: 'enterprise', outsiderIds: [77] },
  nobody: { kind: 'people', ids: [] },
  'members who can read the source': { kind: 'people', ids: [1, 2] },
  'a member who may not': { kind: 'people', ids: [1, 3] },
  'an outsider of the source': { kind: 'people', ids: [1, 9] },
  'a stranger': { kind: 'people', ids: [1, 77] },
} as const satisfies Record<string, Readers>;

type Shown = readonly (keyof typeof reportReaders)[];

const all = Object.keys(reportReaders) as (keyof typeof reportReaders)[];
const none: Shown = [];
const insidePeople: Shown = ['nobody', 'members who can read the source', 'an outsider of the source'];
const insideEnterprise: Shown = ['enterprise', 'enterprise with an outsider of the source', 'a member who may not', ...insidePeople];

/** For each visibility and readers of the source: the reports that may show it. Readers that contradict the visibility hide it. */
const shownTo: Record<Visibility, Record<keyof typeof sourceReaders, Shown>> = {
  public: { everyone: all, unknown: all, enterprise: all, people: all },
  internal: { everyone: none, unknown: none, enterprise: insideEnterprise, people: insidePeople },
  private: { everyone: none, unknown: none, enterprise: none, people: insidePeople },
};

const combinations = (['public', 'internal', 'private'] as const).flatMap((visibility) =>
  (['everyone', 'unknown', 'enterprise', 'people'] as const).flatMap((source) => all.map((report) => ({ visibility, source, report }))),
);

describe('canAllRead', () => {
  it.each(combinations)('$visibility source read by $source, report read by $report', ({ visibility, source, report }) => {
    const shown = canAllRead({ source: { visibility, readers: sourceReaders[source] }, report: reportReaders[report], members });
    expect(shown).toBe(shownTo[visibility][source].includes(report));
  });

  it.each(all)('hides what comes from a repository that is gone, report read by %s', (report) => {
    expect(canAllRead({ source: null, report: reportReaders[report], members })).toBe(false);
  });

  it('does not take people for members of the organisation when it knows no members', () => {
    const internal = { visibility: 'internal', readers: sourceReaders.enterprise } as const;
    expect(canAllRead({ source: internal, report: { kind: 'people', ids: [1] }, members: [] })).toBe(false);
  });
});
