/** Tests that archived threads become dossiers. */
import { describe, expect, it } from 'vitest';
import { threadId } from '../../../src/usecases/evaluate/archived-thread.ts';
import { threadToDossier } from '../../../src/usecases/evaluate/thread-to-dossier.ts';
import { anArchivedThread, commented, user } from './an-archived-thread.ts';

const at = (day: number): string => `2026-06-0${day}T00:00:00Z`;

describe('threadToDossier', () => {
  it('reads the pull request itself', () => {
    const dossier = threadToDossier(
      anArchivedThread({}, { labels: ['bug', { name: 'rfc' }], additions: 3, base: { ref: 'main' }, head: { ref: 'topic' } }),
    );
    expect(dossier).toMatchObject({
      kind: 'pull',
      number: 7,
      state: 'merged',
      mergedAt: at(3),
      labels: ['bug', 'rfc'],
      additions: 3,
      baseRef: 'main',
      headRef: 'topic',
      files: null,
    });
    expect(dossier.url).toBe('https://github.com/acme/billing/pull/7');
    expect(dossier.author).toEqual({ ...user('alice'), type: undefined, kind: 'user' });
  });

  it('groups review comments into threads by what they answer, and knows outdated places', () => {
    const first = {
      id: 1,
      path: 'a.ts',
      original_line: 4,
      commit_id: 'c0ffee',
      body: 'why?',
      user: user('bob'),
      created_at: at(1),
      pull_request_review_id: 9,
    };
    const reply = { ...first, id: 2, in_reply_to_id: 1, body: 'so', user: user('alice'), created_at: at(2) };
    const other = { ...first, id: 3, line: 8 };
    const { threads } = threadToDossier(anArchivedThread({ comments: [reply, first, other] }));
    expect(
      threads.map(({ id, isOutdated, line, comments }) => ({ id, isOutdated, line, texts: comments.map(({ text }) => text) })),
    ).toEqual([
      { id: '1', isOutdated: true, line: 4, texts: ['why?', 'so'] },
      { id: '3', isOutdated: false, line: 8, texts: ['why?'] },
    ]);
    expect(threads[0]?.comments[0]).toMatchObject({ reviewId: '9', url: 'https://github.com/acme/billing/pull/7#discussion_r1' });
  });

  it("matches the author's replies by words when an archive lost what they answer", () => {
    const remark = (id: number, login: string, body: string) => ({ id, body, user: user(login), created_at: `2026-06-01T00:0${id}:00Z` });
    const comments = [
      remark(1, 'bob', 'Is the timeout configurable?'),
      remark(2, 'carol', 'The encoding looks binary.'),
      remark(3, 'alice', 'I changed the encoding.'),
      remark(4, 'alice', 'Yes.'),
    ];
    const { threads } = threadToDossier(anArchivedThread({ comments }));
    expect(threads.map((thread) => thread.comments.map(({ id }) => id))).toEqual([
      ['1', '4'],
      ['2', '3'],
    ]);
  });

  it('reads reviews, commits and the timeline', () => {
    const events = [
      { event: 'committed', sha: 'abc', message: 'Round', author: { name: 'Al', date: at(1) }, committer: { date: at(2) } },
      { event: 'reviewed', id: 5, state: 'CHANGES_REQUESTED', submitted_at: at(1), user: user('bob') },
      { event: 'head_ref_force_pushed', created_at: at(2), actor: user('alice') },
      { event: 'renamed', created_at: at(2), actor: user('alice'), rename: { from: 'a', to: 'b' } },
      { event: 'labeled', created_at: at(2), actor: user('bob'), label: 'bug' },
      {
        event: 'cross-referenced',
        created_at: at(2),
        actor: user('bob'),
        source: { repo: 'acme/web', number: 3, type: 'issue', title: 'x', user: user('bob') },
      },
      { event: 'subscribed', created_at: at(2), actor: user('bob') },
      { event: 'line-commented' },
    ];
    const dossier = threadToDossier(anArchivedThread({ events }));
    expect(dossier.reviews).toMatchObject([{ id: '5', state: 'changes-requested', text: '' }]);
    expect(dossier.commits).toEqual([{ sha: 'abc', message: 'Round', authoredAt: at(1), committedAt: at(2), authors: [] }]);
    expect(dossier.timeline.map(({ kind }) => kind)).toEqual(['force-pushed', 'renamed', 'labelled', 'cross-referenced']);
  });

  it('gives a user without an id the id known from elsewhere in the thread, else one that follows from the login', () => {
    const events = [
      commented('bob', at(1), 'a'),
      { ...commented('bob', at(2), 'b'), user: { login: 'Bob' } },
      { ...commented('eve', at(2), 'c'), user: { login: 'eve' } },
    ];
    const [known, same, stranger] = threadToDossier(anArchivedThread({ events })).comments.map(({ author }) => author?.id);
    expect(same).toBe(known);
    expect(stranger).toBeLessThan(0);
    expect(
      threadToDossier(anArchivedThread({ events: [{ ...commented('x', at(1), 'c'), user: { login: 'EVE' } }] })).comments[0]?.author?.id,
    ).toBe(stranger);
  });

  it('tells from the timeline how a thread ended when the fields are missing', () => {
    const events = [
      { event: 'merged', created_at: at(2), actor: user('carol') },
      { event: 'closed', created_at: at(2) },
    ];
    const bare = { state: undefined, merged: undefined, merged_at: undefined, closed_at: undefined };
    expect(threadToDossier(anArchivedThread({ events }, bare))).toMatchObject({
      state: 'merged',
      mergedAt: at(2),
      mergedBy: { login: 'carol' },
    });
    expect(threadToDossier(anArchivedThread({ events: [events[1]] }, bare))).toMatchObject({
      state: 'closed',
      closedAt: at(2),
      mergedAt: null,
    });
    expect(threadToDossier(anArchivedThread({}, bare))).toMatchObject({ state: 'open', closedAt: null });
  });

  it('keeps bots and lost users apart from people', () => {
    const events = [
      { ...commented('x', at(1), 'a'), user: { login: 'helper', type: 'Bot' } },
      { ...commented('x', at(2), 'b'), user: null, actor: null },
    ];
    expect(threadToDossier(anArchivedThread({ events })).comments.map(({ author }) => author?.kind ?? null)).toEqual(['bot', null]);
  });
});

describe('threadId', () => {
  it('is the id, or else repository and number', () => {
    expect(threadId(anArchivedThread())).toBe('acme/billing#7');
    expect(threadId(anArchivedThread({ id: 'x' }))).toBe('x');
  });
});
