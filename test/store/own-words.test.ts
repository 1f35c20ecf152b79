/** What engineers say: entries, notes on items, commands, pauses. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

const id = (commentId: string, ordinal = 0) => ({ commentId, ordinal });
const outcome = { state: 'undoable', key: anEvidence().key, before: 'none', answer: null } as const;

describe('entries', () => {
  it('come back as they were added, with their decision, by time', async () => {
    const later = anEntry({
      moreLinks: ['https://example.com/a', 'https://example.com/b'],
      key: '00000000000000aa',
      addedAt: '2026-11-03T08:00:00Z',
      day: null,
      text: 'Half an emoji \ud83d',
    });
    await asTenant()(async ({ entries, evidence }) => {
      await entries.add(later);
      await entries.add(anEntry());
      await entries.add(anEntry({ text: 'Said again' }));
      await entries.add(anEntry({ key: '00000000000000bb', personId: ben.id }));
      await evidence.decide({ key: anEntry().key, personId: ada.id, decision: 'dismissed', at: '2026-11-04T00:00:00Z' });
      expect(await entries.ofPerson(ada.id)).toEqual([
        { ...anEntry(), decision: 'dismissed' },
        { ...later, text: 'Half an emoji \ufffd', decision: 'none' },
      ]);
      expect(await entries.find(ada.id, anEntry().key)).toEqual({ ...anEntry(), decision: 'dismissed' });
      expect(await entries.find(ben.id, anEntry().key)).toBeNull();
      expect(await entries.peopleIn('2026-10')).toEqual([ada.id, ben.id]);
      await entries.erase(later.key);
      expect(await entries.peopleIn('2026-10')).toEqual([ben.id]);
      expect(await entries.peopleIn('2026-11')).toEqual([]);
    });
  });
});

describe('notes on items', () => {
  it('are the newest of each item, and the one before when that is taken back', async () => {
    await asTenant()(async ({ itemNotes }) => {
      await itemNotes.add(id('10'), aNote({ text: 'first' }));
      await itemNotes.add(id('9', 1), aNote({ text: 'second', writtenAt: '2026-11-03T08:00:00Z' }));
      await itemNotes.add(id('11'), aNote({ text: 'third', writtenAt: '2026-11-03T08:00:00Z' }));
      await itemNotes.add(id('12'), aNote({ key: 'other', text: 'elsewhere' }));
      const texts = async () => [...(await itemNotes.ofPerson(ada.id))].map(([key, { text }]) => [key, text]);
      expect(await texts()).toEqual([
        [aNote().key, 'third'],
        ['other', 'elsewhere'],
      ]);
      await itemNotes.erase(id('11'));
      expect((await itemNotes.ofPerson(ada.id)).get(aNote().key)?.text).toBe('second');
      expect(await itemNotes.ofPerson(ben.id)).toEqual(new Map());
      const told = aNote({ text: '', outcome: 'Half an emoji \ud83d', metric: '40 to 12 minutes', writtenAt: '2026-11-04T08:00:00Z' });
      await itemNotes.add(id('13'), told);
      expect((await itemNotes.ofPerson(ada.id)).get(aNote().key)).toEqual({ ...told, outcome: 'Half an emoji \ufffd' });
      expect((await itemNotes.wordings(ada.id)).map(({ text }) => text)).toEqual(['first', 'elsewhere', 'second', '']);
    });
  });
});

describe('commands', () => {
  it('are begun once', async () => {
    await asTenant()(async ({ commands }) => {
      expect(await commands.begin(aCommand())).toBe(true);
      expect(await commands.begin(aCommand({ verb: 'dismiss' }))).toBe(false);
      expect(await commands.begin(aCommand({ ordinal: 1 }))).toBe(true);
      expect(await commands.known(['71', '72'])).toEqual(new Set(['71/0', '71/1']));
      expect(await commands.known([])).toEqual(new Set());
    });
  });

  it('wait for their answer in order, and keep no words of it after', async () => {
    await asTenant()(async ({ commands }) => {
      for (const commentId of ['100', '99']) await commands.begin(aCommand({ commentId }));
      await commands.begin(aCommand({ commentId: '98', number: 2 }));
      await commands.finish(id('99'), { ...outcome, state: 'refused', answer: 'No.' });
      const issue = { repositoryId: 9, number: 1 };
      expect((await commands.unanswered(issue)).map(({ commentId, state, answer }) => [commentId, state, answer])).toEqual([
        ['99', 'refused', 'No.'],
        ['100', 'refused', null],
      ]);
      await commands.markAnswered([id('99')]);
      expect((await commands.unanswered(issue)).map(({ commentId }) => commentId)).toEqual(['100']);
    });
    const { rows } = await test.pool.query(
      'select count(*)::int as count from staff_signals.commands where is_answered and answer is not null',
    );
    expect(rows).toEqual([{ count: 0 }]);
  });

  it('can be taken back from the newest on, and tell when items were decided', async () => {
    await asTenant()(async ({ commands }) => {
      const last = async () => (await commands.lastUndoable(ada.id, '2026-12-01T00:00:00Z'))?.commentId ?? null;
      expect(await last()).toBeNull();
      await commands.begin(aCommand({ commentId: '9' }));
      await commands.begin(aCommand({ commentId: '10', at: '2026-11-02T09:00:00Z' }));
      await commands.begin(aCommand({ commentId: '11', at: '2026-11-02T10:00:00Z' }));
      for (const commentId of ['9', '10']) await commands.finish(id(commentId), outcome);
      expect(await last()).toBe('10');
      expect(await commands.decidedAt(ada.id)).toEqual(new Map([[outcome.key, '2026-11-02T09:00:00Z']]));
      await commands.finish(id('10'), { ...outcome, state: 'undone' });
      expect(await last()).toBe('9');
      expect(await commands.decidedAt(ada.id)).toEqual(new Map([[outcome.key, '2026-11-02T08:00:00Z']]));
    });
  });
});

it('what is done on the log’s page is a command of its own, later than all comments of its second', async () => {
  await asTenant()(async ({ commands, people }) => {
    const act = { personId: ada.id, at: aCommand().at, verb: 'keep' };
    const first = await commands.beginOnPage(act);
    const second = await commands.beginOnPage(act);
    expect(Number.isSafeInteger(Number(second?.commentId))).toBe(true);
    await commands.begin(aCommand());
    for (const one of [first, second, id(aCommand().commentId)]) if (one !== null) await commands.finish(one, outcome);
    const last = async () => (await commands.lastUndoable(ada.id, act.at))?.commentId;
    expect(await last()).toBe(second?.commentId);
    if (second !== null) await commands.finish(second, { ...outcome, state: 'undone' });
    expect(await last()).toBe(first?.commentId);
    expect(await commands.lastUndoable(ada.id, '2026-11-01T00:00:00Z')).toBeNull();
    await people.leave(ada.id, '2026-11-05T00:00:00Z');
    expect(await commands.beginOnPage(act)).toBeNull();
  });
});

describe('a person', () => {
  it('pauses and resumes', async () => {
    await asTenant()(async ({ people }) => {
      await people.pause(ada.id, '2026-11-02T08:00:00Z');
      await people.pause(ada.id, '2026-11-03T08:00:00Z');
      expect(await people.paused()).toEqual(new Set([ada.id]));
      await people.resume(ada.id);
      expect(await people.paused()).toEqual(new Set());
    });
  });

  it('who leaves takes all their words along, and nothing more is written', async () => {
    const tenant = asTenant();
    const speak = () =>
      tenant(async ({ entries, itemNotes, commands, people }) => {
        await entries.add(anEntry());
        await itemNotes.add(id('71'), aNote());
        const begun = await commands.begin(aCommand());
        await people.pause(ada.id, '2026-11-02T08:00:00Z');
        return begun;
      });
    const held = () =>
      tenant(async ({ entries, itemNotes, commands, people }) => [
        (await entries.ofPerson(ada.id)).length,
        (await itemNotes.ofPerson(ada.id)).size,
        (await commands.known(['71'])).size,
        (await people.paused()).size,
      ]);
    expect(await speak()).toBe(true);
    expect(await held()).toEqual([1, 1, 1, 1]);
    await tenant(({ people }) => people.leave(ada.id, '2026-11-05T00:00:00Z'));
    expect(await held()).toEqual([0, 0, 0, 0]);
    expect(await speak()).toBe(false);
    expect(await held()).toEqual([0, 0, 0, 0]);
  });
});

it('a report is known by its issue', async () => {
  await asTenant()(async ({ reports }) => {
    await reports.save(aReport());
    expect(await reports.at({ repositoryId: 9, number: 1 })).toEqual(aReport());
    expect(await reports.at({ repositoryId: 9, number: 2 })).toBeNull();
    expect(await reports.at({ repositoryId: 8, number: 1 })).toBeNull();
  });
});

it('one item is found with its decision, by its person alone', async () => {
  await asTenant()(async ({ repositories, subjects, evidence }) => {
    await repositories.save(aRepository());
    await subjects.replace(aSummary(), { participations: [], evidence: [anEvidence()] });
    const { key } = anEvidence();
    await evidence.decide({ key, personId: ada.id, decision: 'kept', at: '2026-10-05T00:00:00Z' });
    expect(await evidence.find(ada.id, key)).toMatchObject({ key, decision: 'kept' });
    expect(await evidence.find(ben.id, key)).toBeNull();
    expect(await evidence.find(ada.id, '0000000000000000')).toBeNull();
  });
});

it('retention erases words about what is no longer held', async () => {
  await asTenant()(async (tenant) => {
    await tenant.entries.add(anEntry({ month: '2024-10' }));
    await tenant.entries.add(anEntry({ key: '00000000000000aa', addedAt: '2024-10-01T00:00:00Z' }));
    await tenant.itemNotes.add(id('71'), aNote({ key: anEntry().key, writtenAt: '2024-10-01T00:00:00Z' }));
    await tenant.itemNotes.add(id('72'), aNote({ key: '00000000000000aa', writtenAt: '2024-10-01T00:00:00Z' }));
    await tenant.evidence.decide({ key: '00000000000000aa', personId: ada.id, decision: 'kept', at: '2024-10-01T00:00:00Z' });
    await tenant.commands.begin(aCommand({ at: '2024-10-01T00:00:00Z' }));
    await tenant.commands.begin(aCommand({ commentId: '72' }));
    await tenant.eraseBefore({ at: '2024-11-01T00:00:00Z', month: '2024-11' });
    expect((await tenant.entries.ofPerson(ada.id)).map(({ key, decision }) => [key, decision])).toEqual([['00000000000000aa', 'kept']]);
    expect([...(await tenant.itemNotes.ofPerson(ada.id)).keys()]).toEqual(['00000000000000aa']);
    expect(await tenant.commands.known(['71', '72'])).toEqual(new Set(['72/0']));
  });
});
