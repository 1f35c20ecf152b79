/** Packets in the making: versions, two who save at once, whose they are, and with whom they are shared. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keptVersions } from '../../src/domain/packet-draft.ts';
import type { Tenant } from '../../src/usecases/ports.ts';
import { openTestStore, type TestStore } from './open-for-tests.ts';
import { ada, aDraft, aShare, ben, contentsOf, draftId, newInstallationId, shareId } from './samples.ts';

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

function asTenant() {
  const installationId = newInstallationId();
  return <T>(work: (tenant: Tenant) => Promise<T>): Promise<T> => test.store.tenant(installationId, work);
}

const at = (minute: number) => `2026-11-02T09:${String(minute).padStart(2, '0')}:00Z`;
const saving = (basedOn: number, summary: string, minute = basedOn) =>
  ({ personId: ada.id, id: draftId, basedOn, kind: 'saved', contents: contentsOf({ summary }), at: at(minute) }) as const;

describe('a draft', () => {
  it('comes back as it was begun and saved, to its engineer alone', async () => {
    await asTenant()(async ({ packetDrafts }) => {
      await packetDrafts.add(aDraft());
      expect(await packetDrafts.find(ada.id, draftId)).toEqual(aDraft());
      expect(await packetDrafts.save(saving(1, 'Half an emoji \ud83d'))).toEqual({ kind: 'saved', version: 2 });
      const contents = contentsOf({ summary: 'Half an emoji \ufffd' });
      expect(await packetDrafts.ofPerson(ada.id)).toEqual([aDraft({ version: 2, contents, savedAt: at(1) })]);
      expect(await packetDrafts.find(ben.id, draftId)).toBeNull();
      expect(await packetDrafts.ofPerson(ben.id)).toEqual([]);
      expect(await packetDrafts.versions(ben.id, draftId)).toEqual([]);
      expect(await packetDrafts.save({ ...saving(2, 'Stolen'), personId: ben.id })).toEqual({ kind: 'gone' });
      await packetDrafts.erase(ben.id, draftId);
      expect((await packetDrafts.find(ada.id, draftId))?.contents).toEqual(contents);
      await packetDrafts.erase(ada.id, draftId);
      expect(await packetDrafts.find(ada.id, draftId)).toBeNull();
      expect(await packetDrafts.save(saving(2, 'Late'))).toEqual({ kind: 'gone' });
    });
  });

  it('keeps what was based on an older version beside the one that holds', async () => {
    await asTenant()(async ({ packetDrafts }) => {
      await packetDrafts.add(aDraft());
      await packetDrafts.save(saving(1, 'first tab'));
      expect(await packetDrafts.save(saving(1, 'second tab', 2))).toEqual({ kind: 'aside', version: 3 });
      expect((await packetDrafts.find(ada.id, draftId))?.contents.summary).toBe('first tab');
      const versions = await packetDrafts.versions(ada.id, draftId);
      expect(versions.map(({ version, kind, contents }) => [version, kind, contents.summary])).toEqual([
        [3, 'aside', 'second tab'],
        [2, 'saved', 'first tab'],
        [1, 'saved', 'What I *did*.'],
      ]);
      expect(await packetDrafts.save(saving(2, 'both', 3))).toEqual({ kind: 'saved', version: 4 });
    });
  });

  it('is held once when the same is sent twice, in whatever order its parts come', async () => {
    await asTenant()(async ({ packetDrafts }) => {
      await packetDrafts.add(aDraft());
      const prose = { direction: 'One', reach: 'Two' };
      const turned = { reach: 'Two', direction: 'One' };
      expect(await packetDrafts.save({ ...saving(1, 'x'), contents: contentsOf({ prose }) })).toEqual({ kind: 'saved', version: 2 });
      expect(await packetDrafts.save({ ...saving(1, 'x'), contents: contentsOf({ prose: turned }) })).toEqual({
        kind: 'saved',
        version: 2,
      });
      expect(await packetDrafts.versions(ada.id, draftId)).toHaveLength(2);
    });
  });

  it('lets no more than one automatic version stand for a pause, and names it saved when a person saves it', async () => {
    await asTenant()(async ({ packetDrafts }) => {
      await packetDrafts.add(aDraft());
      for (const basedOn of [1, 2, 3]) await packetDrafts.save({ ...saving(basedOn, `pause ${basedOn}`), kind: 'automatic' });
      const told = async () => (await packetDrafts.versions(ada.id, draftId)).map(({ version, kind }) => [version, kind]);
      expect(await told()).toEqual([
        [4, 'automatic'],
        [1, 'saved'],
      ]);
      expect(await packetDrafts.save(saving(4, 'pause 3'))).toEqual({ kind: 'saved', version: 4 });
      expect(await told()).toEqual([
        [4, 'saved'],
        [1, 'saved'],
      ]);
    });
  });

  it('keeps its last versions, and always the one that holds', async () => {
    await asTenant()(async ({ packetDrafts }) => {
      await packetDrafts.add(aDraft());
      await packetDrafts.save(saving(1, 'holds'));
      for (let index = 0; index < keptVersions + 5; index += 1) await packetDrafts.save(saving(1, `aside ${index}`, 3));
      const versions = await packetDrafts.versions(ada.id, draftId);
      expect(versions).toHaveLength(keptVersions + 1);
      expect(versions.at(-1)).toMatchObject({ version: 2, contents: { summary: 'holds' } });
      expect((await packetDrafts.find(ada.id, draftId))?.contents.summary).toBe('holds');
    });
  });

  it('saved by two at once is taken from one and kept of the other', async () => {
    const tenant = asTenant();
    await tenant(({ packetDrafts }) => packetDrafts.add(aDraft()));
    const both = await Promise.all(['left', 'right'].map((words) => tenant(({ packetDrafts }) => packetDrafts.save(saving(1, words)))));
    expect(both.map(({ kind }) => kind).toSorted()).toEqual(['aside', 'saved']);
    const versions = await tenant(({ packetDrafts }) => packetDrafts.versions(ada.id, draftId));
    expect(new Set(versions.map(({ contents }) => contents.summary))).toEqual(new Set(['left', 'right', 'What I *did*.']));
  });

  it('is not kept for somebody who left', async () => {
    const tenant = asTenant();
    await tenant(({ packetDrafts }) => packetDrafts.add(aDraft()));
    await tenant(({ people }) => people.leave(ada.id, at(1)));
    expect(await tenant(({ packetDrafts }) => packetDrafts.save(saving(1, 'late')))).toEqual({ kind: 'gone' });
    await tenant(({ packetDrafts }) => packetDrafts.add(aDraft()));
    expect(await tenant(({ packetDrafts }) => packetDrafts.ofPerson(ada.id))).toEqual([]);
  });
});

describe('a share', () => {
  it('tells who may read until when, and when they did', async () => {
    await asTenant()(async ({ packetDrafts, packetShares }) => {
      await packetDrafts.add(aDraft());
      await packetShares.add(aShare());
      await packetShares.opened(shareId, at(1));
      await packetShares.opened(shareId, at(2));
      const share = { ...aShare(), revokedAt: null, openedAt: [at(2), at(1)] };
      expect(await packetShares.find(shareId)).toEqual(share);
      expect(await packetShares.ofDraft(ada.id, draftId)).toEqual([share]);
      expect(await packetShares.ofPerson(ada.id)).toEqual([share]);
      expect(await packetShares.ofPerson(ben.id)).toEqual([]);
    });
  });

  it('is ended by its engineer alone, and once', async () => {
    await asTenant()(async ({ packetDrafts, packetShares }) => {
      await packetDrafts.add(aDraft());
      await packetShares.add(aShare());
      expect(await packetShares.revoke({ personId: ben.id, id: shareId, at: at(1) })).toBe(false);
      expect(await packetShares.revoke({ personId: ada.id, id: shareId, at: at(2) })).toBe(true);
      expect(await packetShares.revoke({ personId: ada.id, id: shareId, at: at(3) })).toBe(false);
      expect((await packetShares.find(shareId))?.revokedAt).toBe(at(2));
    });
  });

  it('goes with its draft', async () => {
    await asTenant()(async ({ packetDrafts, packetShares }) => {
      await packetDrafts.add(aDraft());
      await packetShares.add(aShare());
      await packetDrafts.erase(ada.id, draftId);
      expect(await packetShares.find(shareId)).toBeNull();
    });
  });
});
