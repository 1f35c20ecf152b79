/** Tests the evaluation of archived threads as a whole. */
import { describe, expect, it } from 'vitest';
import type { ArchivedThread } from '../../../src/usecases/evaluate/archived-thread.ts';
import { evaluateThreads } from '../../../src/usecases/evaluate/evaluate-threads.ts';
import { anArchivedThread, commented, user } from './an-archived-thread.ts';

const remark = 'The retry has no upper bound, so an outage of the ledger would fill the queue within minutes.';
const events = [commented('bob', '2026-06-02T00:00:00Z', remark)];
const labels = { 'review-substance': [{ person: 'bob', sure: 'likely' }], 'peer-recognition': [] };
const silent = (): void => undefined;

/** Merged pull requests that tell where a person is at home. */
const work = (login: string, repository: string): readonly ArchivedThread[] =>
  [1, 2, 3, 4, 5].map((number) =>
    anArchivedThread(
      { repository },
      { number: 100 + number, user: user(login), created_at: '2026-05-01T00:00:00Z', merged_at: '2026-05-02T00:00:00Z' },
    ),
  );

describe('evaluateThreads', () => {
  it('scores what the archive has labels for', () => {
    const { threads, signals } = evaluateThreads({ threads: [anArchivedThread({ events, labels })], history: [] }, silent);
    expect(threads).toBe(1);
    expect(signals).toMatchObject({ 'review-substance': { tp: 1, fp: 0, fn: 0, precision: 1, recall: 1, confirmed: { tp: 1 } } });
    expect(signals).toMatchObject({ 'peer-recognition': { tp: 0, fp: 0, fn: 0 } });
    expect(Object.keys(signals)).not.toContain('glue-work');
  });

  it('calls the thread upkeep, and not a person, merged or not', () => {
    const thread = anArchivedThread(
      { labels: { 'glue-work': true } },
      { title: 'ci: cache the toolchain', merged: false, merged_at: null },
    );
    const { signals, findings } = evaluateThreads({ threads: [thread], history: [] }, silent);
    expect(signals['glue-work']).toMatchObject({ tp: 1, fp: 0, fn: 0 });
    expect(findings.filter(({ signal }) => signal === 'glue-work')).toMatchObject([{ person: null, strength: 'candidate' }]);
  });

  it('knows people who are only mentioned', () => {
    const thread = anArchivedThread(
      { labels: { 'peer-recognition': [{ person: 'erin', sure: 'certain' }] } },
      { body: 'Adds back-pressure, as suggested by @erin.' },
    );
    expect(evaluateThreads({ threads: [thread], history: [] }, silent).signals['peer-recognition']).toMatchObject({ tp: 1, fp: 0, fn: 0 });
  });

  it('lists every finding with the login as person', () => {
    const { findings } = evaluateThreads({ threads: [anArchivedThread({ events })], history: [] }, silent);
    expect(findings).toContainEqual({
      thread: 'acme/billing#7',
      repository: 'acme/billing',
      signal: 'review-substance',
      person: 'bob',
      strength: 'confirmed',
      at: '2026-06-02T00:00:00Z',
      because: expect.any(String),
    });
  });

  it('tells from merged work in history who reviewed outside their home, without findings for history', () => {
    const threads = [anArchivedThread({ events })];
    const away = evaluateThreads({ threads, history: work('bob', 'acme/web') }, silent).findings.filter(
      ({ signal }) => signal === 'cross-repo-review',
    );
    expect(away).toMatchObject([{ thread: 'acme/billing#7', person: 'bob', strength: 'confirmed' }]);
    const home = evaluateThreads({ threads, history: work('bob', 'acme/billing') }, silent).findings;
    expect(home.map(({ signal }) => signal)).not.toContain('cross-repo-review');
  });

  it('scores by repository', () => {
    const other = anArchivedThread({ repository: 'acme/web', labels });
    const { byRepository } = evaluateThreads({ threads: [anArchivedThread({ events, labels }), other], history: [] }, silent);
    expect(byRepository).toMatchObject({
      'acme/billing': { 'review-substance': { tp: 1, fn: 0 } },
      'acme/web': { 'review-substance': { tp: 0, fn: 1 } },
    });
  });

  it('counts a thread that comes twice once, and compares each of its sets of labels', () => {
    const { threads, signals, findings } = evaluateThreads(
      { threads: [anArchivedThread({ events }), anArchivedThread({ events, labels })], history: [] },
      silent,
    );
    expect(threads).toBe(1);
    expect(findings.filter(({ signal }) => signal === 'review-substance')).toHaveLength(1);
    expect(signals['review-substance']).toMatchObject({ tp: 1 });
  });

  it('leaves out people whom the reader of a part did not see', () => {
    const partly = { events, labels: { 'review-substance': [] }, read: 'window', notes: [{ quoted: [{ login: 'carol' }] }] };
    expect(evaluateThreads({ threads: [anArchivedThread(partly)], history: [] }, silent).signals['review-substance']).toMatchObject({
      tp: 0,
      fp: 0,
    });
  });
});
