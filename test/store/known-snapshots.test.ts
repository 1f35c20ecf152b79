/** What a process keeps of the snapshots that it read. */
import { expect, it } from 'vitest';
import { knownSnapshots, sharing } from '../../src/store/known-snapshots.ts';
import { aSnapshot } from './samples.ts';

const hourMs = 3_600_000;

it('keeps installations apart, and forgets one after an hour without use', () => {
  let now = 0;
  const known = knownSnapshots(() => now);
  known.of(1).older.set('a', aSnapshot());
  expect(known.of(2).older.size).toBe(0);
  now = hourMs;
  expect(known.of(1).older.size).toBe(1);
  now = 2 * hourMs + 1;
  known.forgetUnused();
  now = hourMs;
  expect(known.of(1).older.size).toBe(0);
});

it('keeps the hundred that were used last', () => {
  const known = knownSnapshots(() => 0);
  known.of(1).older.set('a', aSnapshot());
  known.of(2).older.set('a', aSnapshot());
  known.of(1);
  for (let other = 3; other <= 101; other += 1) known.of(other);
  expect(known.of(1).older.size).toBe(1);
  expect(known.of(2).older.size).toBe(0);
});

it('holds once what snapshots have in common', () => {
  const known = knownSnapshots().of(1);
  const [first, second] = [sharing(known, aSnapshot()), sharing(known, aSnapshot({ takenAt: '2026-10-02T00:00:00Z', teams: [] }))];
  expect(second).toEqual(aSnapshot({ takenAt: '2026-10-02T00:00:00Z', teams: [] }));
  expect(second.members[0]).toBe(first.members[0]);
  expect(known.parts.has(JSON.stringify(first.teams[0]))).toBe(false);
});
