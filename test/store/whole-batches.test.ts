/** A batch of protocol messages keeps its turn until it ends, and a breakdown is told. */
import type { PGlite } from '@electric-sql/pglite';
import { describe, expect, it } from 'vitest';
import { keepBatchesWhole } from '../../src/store/whole-batches.ts';

/** A PGlite that notes what it is asked, outside of any transaction. */
function fake(answer: () => Promise<void> = async () => {}, answerExec: () => Promise<void> = async () => {}) {
  const asked: string[] = [];
  const breakdowns: unknown[] = [];
  const database = {
    isInTransaction: () => false,
    execProtocolRawStream: (bytes: Uint8Array) => {
      asked.push(String.fromCharCode(bytes[0] ?? 0));
      return answer();
    },
    execProtocolRaw: async (bytes: Uint8Array) => {
      asked.push(`raw ${String.fromCharCode(bytes[0] ?? 0)}`);
    },
    exec: async (query: string) => {
      asked.push(query);
      await answerExec();
    },
  } as unknown as PGlite;
  keepBatchesWhole(database, (error) => breakdowns.push(error));
  const send = (letter: string) => database.execProtocolRawStream(Uint8Array.from([letter.charCodeAt(0)]), { onRawData: () => {} });
  return { database, asked, breakdowns, send };
}

describe('a batch', () => {
  it.each(['P', 'B', 'D', 'E', 'C', 'H'])('that %s belongs to lasts until Sync', async (letter) => {
    const { database, send } = fake();
    await send(letter);
    expect(database.isInTransaction()).toBe(true);
    await send('S');
    expect(database.isInTransaction()).toBe(false);
  });

  it('is over after a simple query', async () => {
    const { database, send } = fake();
    await send('Q');
    expect(database.isInTransaction()).toBe(false);
  });

  it('left open by a connection that went away ends before the rollback', async () => {
    const { database, asked, send } = fake();
    await send('P');
    await database.exec('ROLLBACK');
    expect(asked).toEqual(['P', 'raw S', 'ROLLBACK']);
    expect(database.isInTransaction()).toBe(false);
  });
});

it('a breakdown is told, and thrown on', async () => {
  const { breakdowns, send } = fake(() => Promise.reject(new Error('out of bounds')));
  await expect(send('Q')).rejects.toThrow('out of bounds');
  expect(breakdowns).toHaveLength(1);
});

it('a rollback that fails, for which nobody waits, is a breakdown', async () => {
  const { database, breakdowns } = fake(undefined, () => Promise.reject(new Error('cannot drop pinned portal')));
  await database.exec('ROLLBACK');
  expect(breakdowns).toHaveLength(1);
});
