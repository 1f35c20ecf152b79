/** The log's page in the database: what is listed, filtered, counted and found, and that tabs lose nothing. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogFilter } from '../../src/usecases/log/ports.ts';
import type { Tenant } from '../../src/usecases/ports.ts';
import { openTestStore, type TestStore } from './open-for-tests.ts';
import { aCommand, ada, anEntry, anEvidence, aNote, aReport, aRepository, aSummary, ben, newInstallationId } from './samples.ts';

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

function asTenant() {
  const installationId = newInstallationId();
  return <T>(work: (tenant: Tenant) => Promise<T>): Promise<T> => test.store.tenant(installationId, work);
}

const all: LogFilter = { signal: null, repositoryIds: null, strength: null, from: null, to: null, words: [] };
const key = (number: number): string => number.toString(16).padStart(16, '0');
const id = (commentId: string) => ({ commentId, ordinal: 0 });

const subjects = [
  { repositoryId: 7, kind: 'pull', number: 12 },
  { repositoryId: 8, kind: 'issue', number: 3 },
] as const;

/** Six items: four of one repository, one of another, one entry. */
async function fill({ repositories, subjects: held, evidence, entries, itemNotes }: Tenant): Promise<void> {
  await repositories.save(aRepository());
  await repositories.save(aRepository({ id: 8, fullName: 'acme/ledger' }));
  const of = (number: number, changes: Parameters<typeof anEvidence>[0]) => anEvidence({ key: key(number), ...changes });
  await held.replace(aSummary(), {
    participations: [],
    evidence: [
      of(1, { at: '2026-10-03T09:00:00Z' }),
      of(2, { at: '2026-10-04T09:00:00Z', signal: 'mentoring', pillar: 'multiplying-others', title: 'Queues ÉTUDE 100%' }),
      of(3, { at: '2026-10-05T09:00:00Z', strength: 'candidate', quote: 'Why not a cursor_here?' }),
      of(4, { at: '2026-09-05T09:00:00Z', month: '2026-09', strength: 'candidate' }),
    ],
  });
  await held.replace(aSummary({ subject: subjects[1] }), {
    participations: [],
    evidence: [
      of(5, { subject: subjects[1], at: '2026-10-06T09:00:00Z' }),
      of(6, { subject: subjects[1], person: ben, at: '2026-10-06T09:00:00Z' }),
    ],
  });
  await evidence.decide({ key: key(4), personId: ada.id, decision: 'dismissed', at: '2026-10-07T00:00:00Z' });
  await evidence.decide({ key: key(3), personId: ada.id, decision: 'kept', at: '2026-10-07T00:00:00Z' });
  await entries.add(anEntry({ moreLinks: ['https://example.com/b'] }));
  await itemNotes.add(id('71'), aNote({ key: key(1), text: 'old words' }));
  await itemNotes.add(id('72'), aNote({ key: key(1), text: '', outcome: 'Rollouts stopped waiting', metric: '40 to 12 minutes' }));
}

describe('a page of the log', () => {
  const tenant = asTenant();
  beforeAll(() => tenant(fill));
  const scope = (filter: Partial<LogFilter> = {}, readableIds = [7, 8]) => ({
    personId: ada.id,
    readableIds,
    filter: { ...all, ...filter },
  });
  const listed = (filter: Partial<LogFilter> = {}, readableIds = [7, 8], part = { offset: 0, limit: 40 }): Promise<readonly string[]> =>
    tenant(async ({ log }) =>
      (await log.page(scope(filter, readableIds), part)).map((item) => (item.kind === 'entry' ? item.entry.key : item.evidence.key)),
    );
  const own = anEntry().key;

  it('is in order of month, pillar and time, own entries last in their month, without what was dismissed', async () => {
    expect(await listed()).toEqual([key(5), key(3), key(1), key(2), own]);
    expect(await listed({}, [7, 8], { offset: 1, limit: 2 })).toEqual([key(3), key(1)]);
  });

  it.each<[string, Partial<LogFilter>, readonly string[]]>([
    ['a signal', { signal: 'mentoring' }, [key(2)]],
    ['one’s own', { signal: 'own' }, [own]],
    ['repositories', { repositoryIds: [8] }, [key(5)]],
    ['no repository', { repositoryIds: [] }, []],
    ['what was dismissed', { strength: 'dismissed' }, [key(4)]],
    ['what was kept', { strength: 'kept' }, [key(3), own]],
    ['a period', { strength: 'dismissed', from: '2026-08', to: '2026-09' }, [key(4)]],
    ['words of the title, in any case', { words: ['queues', 'étude'] }, [key(2)]],
    ['words that SQL could take for patterns', { words: ['100%'] }, [key(2)]],
    ['an underscore as itself', { words: ['cursor_h'] }, [key(3)]],
    ['words of the note', { words: ['stopped', '12 minutes'] }, [key(1)]],
    ['no words of an older note', { words: ['old words'] }, []],
    ['words of an entry', { words: ['incident'] }, [own]],
    ['a quote that would end a text in SQL', { words: ["' or 1=1 --"] }, []],
    ['half of an emoji and a NUL', { words: ['\ud83d\0'] }, []],
  ])('is filtered by %s', async (_, filter, keys) => {
    expect(await listed(filter)).toEqual(keys);
    const { matching, months } = await tenant(({ log }) => log.counts(scope(filter)));
    expect(matching).toBe(keys.length);
    expect(months.reduce((sum, month) => sum + month.matching, 0)).toBe(keys.length);
  });

  it('holds nothing of repositories that can’t be read, and tells how much comes from each', async () => {
    expect(await listed({}, [7])).toEqual([key(3), key(1), key(2), own]);
    expect(await listed({}, [])).toEqual([own]);
    expect(await tenant(({ log }) => log.sources(ada.id))).toEqual([
      { repositoryId: 7, fullName: 'acme/billing', count: 3 },
      { repositoryId: 8, fullName: 'acme/ledger', count: 1 },
    ]);
  });

  it('is counted by month, standing, signal and repository', async () => {
    expect(await tenant(({ log }) => log.counts(scope()))).toEqual({
      matching: 5,
      months: [{ month: '2026-10', matching: 5 }],
      strengths: { confirmed: 3, candidate: 0, kept: 2, dismissed: 1 },
      signals: ['design-review-redirect', 'mentoring', 'own'],
      repositoryIds: [7, 8],
    });
  });

  it('brings notes and versions along, and nobody else’s items', async () => {
    await tenant(async ({ log }) => {
      const note = {
        version: '72/0',
        text: '',
        outcome: 'Rollouts stopped waiting',
        metric: '40 to 12 minutes',
        writtenAt: aNote().writtenAt,
      };
      expect(await log.find(ada.id, key(1))).toMatchObject({ kind: 'evidence', evidence: { key: key(1) }, note });
      expect(await log.find(ada.id, own)).toMatchObject({ kind: 'entry', entry: { moreLinks: ['https://example.com/b'] }, note: null });
      expect(await log.find(ada.id, key(6))).toBeNull();
      expect(await log.find(ben.id, key(1))).toBeNull();
      expect(await log.find(ada.id, "x' or 1=1")).toBeNull();
      expect((await log.wordings(ada.id, key(1))).map(({ version }) => version)).toEqual(['72/0', '71/0']);
    });
  });
});

describe('an entry', () => {
  const entry = { ...anEntry(), text: 'Led two incident reviews', day: null, link: null, moreLinks: [], repositoryId: 0 };

  it('is changed by whoever names its version, once', async () => {
    await asTenant()(async ({ log, entries }) => {
      await entries.add(anEntry());
      const found = await log.find(ada.id, entry.key);
      const version = found?.kind === 'entry' ? found.version : '';
      expect(await log.changeEntry({ ...entry, personId: ben.id }, version)).toBe(false);
      expect(await log.changeEntry(entry, version)).toBe(true);
      expect(await log.changeEntry({ ...entry, text: 'Something else' }, version)).toBe(false);
      expect(await log.changeEntry(entry, 'no version')).toBe(false);
      expect(await entries.find(ada.id, entry.key)).toMatchObject({ text: entry.text, day: null, link: null, repositoryId: 0 });
    });
  });

  it('is erased with its notes by its own engineer alone, and its adding can’t be taken back any more', async () => {
    await asTenant()(async ({ log, entries, itemNotes, commands, evidence }) => {
      await entries.add(anEntry());
      await itemNotes.add(id('71'), aNote({ key: entry.key }));
      await evidence.decide({ key: entry.key, personId: ada.id, decision: 'kept', at: '2026-11-03T00:00:00Z' });
      await commands.begin(aCommand({ verb: 'add' }));
      await commands.finish(id('71'), { state: 'undoable', key: entry.key, before: null, answer: null });
      await log.eraseEntry(ben.id, entry.key);
      expect(await log.find(ada.id, entry.key)).not.toBeNull();
      await log.eraseEntry(ada.id, entry.key);
      expect(await log.find(ada.id, entry.key)).toBeNull();
      expect(await itemNotes.wordings(ada.id)).toEqual([]);
      expect(await commands.lastUndoable(ada.id, '2026-12-01T00:00:00Z')).toBeNull();
    });
  });
});

it('of a note’s wordings the newest are kept', async () => {
  await asTenant()(async ({ log, itemNotes }) => {
    for (const number of [71, 72, 73, 74]) await itemNotes.add(id(String(number)), aNote({ text: `wording ${number}` }));
    await itemNotes.add(id('75'), aNote({ key: key(9) }));
    await log.forgetWordings(ada.id, aNote().key, { keep: 2 });
    expect((await itemNotes.wordings(ada.id)).map(({ text }) => text)).toEqual(['wording 73', 'wording 74', aNote().text]);
  });
});

it('months with reports are told without their texts', async () => {
  await asTenant()(async ({ log, reports }) => {
    await reports.save(aReport({ month: '2026-10' }));
    await reports.save(aReport({ month: '2026-09', number: 2 }));
    await log.hold(ada.id);
    expect(await log.reportMonths(ada.id)).toEqual(['2026-09', '2026-10']);
    expect(await log.reportMonths(ben.id)).toEqual([]);
  });
});
