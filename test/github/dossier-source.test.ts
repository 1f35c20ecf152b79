/** Dossiers from canned answers: mapping, pages, what is gone, and batches that GitHub finds too heavy. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Dossier } from '../../src/domain/dossier.ts';
import { PermanentFailure, TransientFailure } from '../../src/domain/errors.ts';
import type { SubjectKind, SubjectRef } from '../../src/domain/subject.ts';
import { batchSize, createDossierSource } from '../../src/github/dossier-source.ts';
import { listChanges } from '../../src/usecases/list-changes.ts';
import { type Canned, type GraphqlRequest, listOf, startCannedGithub, user } from './canned-github.ts';
import {
  ada,
  bob,
  commentAnswer,
  commitAnswer,
  discussionAnswer,
  inlineAnswer,
  issueAnswer,
  pullAnswer,
  replyAnswer,
  reviewAnswer,
  shop,
  threadAnswer,
} from './subject-answers.ts';

const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const repository = { id: 6, fullName: 'acme/shop' };
const ref = (kind: SubjectKind, number: number): SubjectRef => ({ repositoryId: 6, kind, number });

async function start(graphql: (request: GraphqlRequest) => Canned | null) {
  const { github, asked, stop } = await startCannedGithub({ graphql });
  stops.push(stop);
  const source = createDossierSource(github);
  const fetch = (subjects: readonly SubjectRef[], isDocument: (path: string) => boolean = () => false) =>
    source.fetch({ installationId: 5, repository, subjects, isDocument, isSource: () => false });
  return { source, asked, fetch };
}

/** The numbers that a batch asks for, in order. */
function numbersIn(query: string): readonly number[] {
  return [...query.matchAll(/s\d+: \w+\(number: (\d+)\)/g)].map((match) => Number(match[1]));
}

const repositoryWith = (aliases: object, errors?: readonly unknown[]): Canned => ({
  body: { data: { repository: { databaseId: 6, ...aliases } }, ...(errors === undefined ? {} : { errors }) },
});

const gone = (alias: string) => ({ type: 'NOT_FOUND', path: ['repository', alias], message: 'Could not resolve' });

async function dossierOf(
  answer: object,
  kind: SubjectKind,
  more: (request: GraphqlRequest) => Canned | null = () => null,
): Promise<Dossier> {
  const { fetch } = await start((request) => (request.operation === 'Dossiers' ? repositoryWith({ s0: answer }) : more(request)));
  const [result] = await fetch([ref(kind, 1)], (path) => path.startsWith('rfcs/'));
  if (!result?.dossier) throw new Error('no dossier');
  return result.dossier;
}

describe('a pull request', () => {
  it('is mapped whole', async () => {
    const dossier = await dossierOf(
      pullAnswer(1, {
        state: 'MERGED',
        mergedAt: '2026-10-04T09:00:00Z',
        closedAt: '2026-10-04T09:00:00Z',
        mergedBy: bob,
        comments: listOf([commentAnswer('C_1')]),
        reviews: listOf([reviewAnswer('R_1', { state: 'CHANGES_REQUESTED' })]),
        reviewThreads: listOf([threadAnswer('T_1', { line: null })]),
        commits: listOf([commitAnswer('c1', [ada])]),
        files: listOf([{ path: 'src/a.ts', changeType: 'DELETED', additions: 0, deletions: 2 }]),
      }),
      'pull',
    );
    expect(dossier).toEqual({
      repository,
      kind: 'pull',
      number: 1,
      url: 'https://github.com/acme/shop/pull/1',
      title: 'Cache prices',
      body: 'Why and how.',
      author: { id: 1, login: 'ada', kind: 'user' },
      state: 'merged',
      isDraft: false,
      createdAt: '2026-10-01T09:00:00Z',
      updatedAt: '2026-10-05T09:00:00Z',
      closedAt: '2026-10-04T09:00:00Z',
      mergedAt: '2026-10-04T09:00:00Z',
      mergedBy: { id: 2, login: 'bob', kind: 'user' },
      labels: ['rfc'],
      category: null,
      assignees: [{ id: 2, login: 'bob', kind: 'user' }],
      baseRef: 'main',
      headRef: 'cache',
      additions: 10,
      deletions: 2,
      changedFileCount: 1,
      files: [{ path: 'src/a.ts', change: 'removed', additions: 0, deletions: 2 }],
      documents: [],
      commits: [
        {
          sha: 'c1',
          message: 'message of c1',
          authoredAt: '2026-10-01T08:00:00Z',
          committedAt: '2026-10-01T08:30:00Z',
          authors: [{ id: 1, login: 'ada', kind: 'user' }],
        },
      ],
      comments: [
        {
          id: 'C_1',
          url: 'https://github.com/acme/shop#C_1',
          at: '2026-10-02T09:00:00Z',
          author: { id: 2, login: 'bob', kind: 'user' },
          text: 'text of C_1',
          inReplyTo: null,
          isAnswer: false,
        },
      ],
      reviews: [
        {
          id: 'R_1',
          url: 'https://github.com/acme/shop#R_1',
          at: '2026-10-02T10:00:00Z',
          author: { id: 2, login: 'bob', kind: 'user' },
          text: 'text of R_1',
          state: 'changes-requested',
          commitSha: 'e'.repeat(40),
        },
      ],
      threads: [
        {
          id: 'T_1',
          path: 'src/cache.ts',
          line: 10,
          isResolved: true,
          resolvedBy: { id: 1, login: 'ada', kind: 'user' },
          isOutdated: false,
          comments: [
            {
              id: 'T_1_1',
              url: 'https://github.com/acme/shop#T_1_1',
              at: '2026-10-02T10:00:00Z',
              author: { id: 2, login: 'bob', kind: 'user' },
              text: 'text of T_1_1',
              reviewId: 'R_1',
            },
          ],
        },
      ],
      timeline: [],
      closes: [],
      questions: [],
    });
  });

  it('tells accounts apart', async () => {
    const authors = [
      null,
      user(10137, 'ghost'),
      { __typename: 'Bot', login: 'robot', databaseId: 3 },
      { __typename: 'Bot', login: 'robot[bot]', databaseId: 3 },
      { __typename: 'Mannequin', login: 'imported', databaseId: 4 },
      { __typename: 'EnterpriseUserAccount', login: 'shadow' },
      ada,
    ];
    const { comments } = await dossierOf(
      pullAnswer(1, { comments: listOf(authors.map((author, n) => commentAnswer(`C_${n}`, { author }))) }),
      'pull',
    );
    expect(comments.map(({ author }) => author)).toEqual([
      null,
      null,
      { id: 3, login: 'robot[bot]', kind: 'bot' },
      { id: 3, login: 'robot[bot]', kind: 'bot' },
      { id: 4, login: 'imported', kind: 'mannequin' },
      null,
      { id: 1, login: 'ada', kind: 'user' },
    ]);
  });

  it('leaves out what is pending or hidden as spam, and keeps what is hidden as resolved', async () => {
    const dossier = await dossierOf(
      pullAnswer(1, {
        comments: listOf([commentAnswer('C_1', { minimizedReason: 'spam' }), commentAnswer('C_2', { minimizedReason: 'resolved' }), null]),
        reviews: listOf([
          reviewAnswer('R_1', { submittedAt: null, state: 'PENDING' }),
          reviewAnswer('R_2'),
          reviewAnswer('R_3', { minimizedReason: 'off-topic' }),
        ]),
        reviewThreads: listOf([
          threadAnswer('T_1', { comments: listOf([inlineAnswer('P_1', { state: 'PENDING' })]) }),
          threadAnswer('T_2'),
        ]),
      }),
      'pull',
    );
    expect(dossier.comments.map(({ id }) => id)).toEqual(['C_2']);
    expect(dossier.reviews.map(({ id }) => id)).toEqual(['R_2']);
    expect(dossier.threads.map(({ id }) => id)).toEqual(['T_2']);
  });

  it('counts co-authors, also those whom only the squashed commit names', async () => {
    const cleo = user(3, 'cleo');
    const squash = { oid: 'm', parents: { totalCount: 1 }, authors: { nodes: [{ user: bob }, { user: cleo }, { user: null }] } };
    const commits = listOf([commitAnswer('c1', [ada, user(4, 'dan')]), commitAnswer('c2', [ada])]);
    const squashed = await dossierOf(pullAnswer(1, { commits, mergeCommit: squash }), 'pull');
    expect(squashed.commits.map(({ authors }) => authors.map(({ login }) => login))).toEqual([
      ['ada', 'dan'],
      ['ada', 'cleo'],
    ]);
    const merged = await dossierOf(pullAnswer(1, { commits, mergeCommit: { ...squash, parents: { totalCount: 2 } } }), 'pull');
    expect(merged.commits.map(({ authors }) => authors.length)).toEqual([2, 1]);
  });

  it('tells its story', async () => {
    const event = (type: string, over: object = {}) => ({ __typename: type, createdAt: '2026-10-02T09:00:00Z', actor: ada, ...over });
    const source = { number: 9, title: 'Use it', repository: { databaseId: 8, nameWithOwner: 'acme/web' }, author: bob };
    const { timeline } = await dossierOf(
      pullAnswer(1, {
        timelineItems: listOf([
          event('ReadyForReviewEvent'),
          event('ConvertToDraftEvent'),
          event('HeadRefForcePushedEvent', { actor: null }),
          event('RenamedTitleEvent', { previousTitle: 'a', currentTitle: 'b' }),
          event('LabeledEvent', { label: { name: 'x' } }),
          event('UnlabeledEvent', { label: { name: 'y' } }),
          event('AssignedEvent', { assignee: bob }),
          event('AssignedEvent', { assignee: {} }),
          event('ReviewRequestedEvent', { requestedReviewer: bob }),
          event('ReviewRequestedEvent', { requestedReviewer: { __typename: 'Team', slug: 'payments' } }),
          event('ReviewRequestedEvent', { requestedReviewer: null }),
          event('CrossReferencedEvent', { willCloseTarget: true, source: { __typename: 'PullRequest', merged: true, ...source } }),
          event('CrossReferencedEvent', { willCloseTarget: false, source: { __typename: 'Issue', ...source } }),
          event('CrossReferencedEvent', { willCloseTarget: false, source: null }),
          event('SubscribedEvent'),
          null,
          event('MergedEvent'),
          event('ClosedEvent'),
          event('ReopenedEvent', { createdAt: '2026-10-01T09:00:00Z' }),
        ]),
      }),
      'pull',
    );
    expect(timeline.map(({ at: _at, actor: _actor, ...rest }) => rest)).toEqual([
      { kind: 'reopened' },
      { kind: 'ready-for-review' },
      { kind: 'converted-to-draft' },
      { kind: 'force-pushed' },
      { kind: 'renamed', from: 'a', to: 'b' },
      { kind: 'labelled', label: 'x' },
      { kind: 'unlabelled', label: 'y' },
      { kind: 'assigned', assignee: { id: 2, login: 'bob', kind: 'user' } },
      { kind: 'assigned', assignee: null },
      { kind: 'review-requested', reviewer: { id: 2, login: 'bob', kind: 'user' }, team: null },
      { kind: 'review-requested', reviewer: null, team: 'payments' },
      { kind: 'review-requested', reviewer: null, team: null },
      {
        kind: 'cross-referenced',
        source: {
          repository: { id: 8, fullName: 'acme/web' },
          kind: 'pull',
          number: 9,
          title: 'Use it',
          author: { id: 2, login: 'bob', kind: 'user' },
          isMerged: true,
          willClose: true,
        },
      },
      {
        kind: 'cross-referenced',
        source: {
          repository: { id: 8, fullName: 'acme/web' },
          kind: 'issue',
          number: 9,
          title: 'Use it',
          author: { id: 2, login: 'bob', kind: 'user' },
          isMerged: false,
          willClose: false,
        },
      },
      { kind: 'merged' },
      { kind: 'closed' },
    ]);
    expect(timeline[3]?.actor).toBeNull();
  });

  it('has the texts of its documents at the head, and of nothing else', async () => {
    const asked: GraphqlRequest[] = [];
    const file = (path: string, changeType = 'ADDED') => ({ path, changeType, additions: 1, deletions: 0 });
    const files = listOf([
      file('rfcs/one.md'),
      file('src/a.ts'),
      file('rfcs/old.md', 'DELETED'),
      file('rfcs/logo.png'),
      file('rfcs/"ü $x.md'),
    ]);
    const { documents } = await dossierOf(pullAnswer(1, { files }), 'pull', (request) => {
      asked.push(request);
      return { body: { data: { repository: { d0: { text: '# One' }, d1: { text: null, isBinary: true }, d2: { text: '# Two' } } } } };
    });
    expect(documents).toEqual([
      { path: 'rfcs/one.md', text: '# One' },
      { path: 'rfcs/"ü $x.md', text: '# Two' },
    ]);
    const head = 'f'.repeat(40);
    expect(asked.map(({ variables }) => variables)).toEqual([
      { owner: 'acme', name: 'shop', e0: `${head}:rfcs/one.md`, e1: `${head}:rfcs/logo.png`, e2: `${head}:rfcs/"ü $x.md` },
    ]);
  });

  it('is read to the last page of every list', async () => {
    const next: Readonly<Record<string, unknown>> = {
      'PR_1 comments': listOf([commentAnswer('C_2')]),
      'PR_1 reviews': listOf([reviewAnswer('R_2')]),
      'PR_1 reviewThreads': listOf([threadAnswer('T_2', { comments: listOf([inlineAnswer('T_2_1')], 'cursor') })]),
      'PR_1 commits': listOf([commitAnswer('c2', [bob])]),
      'PR_1 files': listOf([{ path: 'b', changeType: 'ADDED', additions: 1, deletions: 0 }]),
      'PR_1 timelineItems': listOf([{ __typename: 'ClosedEvent', createdAt: '2026-10-03T09:00:00Z', actor: null }]),
      'T_1 comments': listOf([inlineAnswer('T_1_2')], 'third'),
      'T_1 comments third': listOf([inlineAnswer('T_1_3')]),
      'T_2 comments': listOf([inlineAnswer('T_2_2')]),
    };
    const dossier = await dossierOf(
      pullAnswer(1, {
        comments: listOf([commentAnswer('C_1')], 'cursor'),
        reviews: listOf([reviewAnswer('R_1')], 'cursor'),
        reviewThreads: listOf([threadAnswer('T_1', { comments: listOf([inlineAnswer('T_1_1')], 'cursor') })], 'cursor'),
        commits: listOf([commitAnswer('c1', [ada])], 'cursor'),
        files: listOf([{ path: 'a', changeType: 'ADDED', additions: 1, deletions: 0 }], 'cursor'),
        timelineItems: listOf([], 'cursor'),
      }),
      'pull',
      ({ query, variables }) => {
        const list = /page: (\w+)\(/.exec(query)?.[1];
        const key = [variables['id'], list, variables['after'] === 'cursor' ? null : variables['after']]
          .filter((part) => part !== null)
          .join(' ');
        return { body: { data: { node: { page: next[key] } } } };
      },
    );
    expect(dossier.comments.map(({ id }) => id)).toEqual(['C_1', 'C_2']);
    expect(dossier.reviews.map(({ id }) => id)).toEqual(['R_1', 'R_2']);
    expect(dossier.threads.map(({ comments }) => comments.map(({ id }) => id))).toEqual([
      ['T_1_1', 'T_1_2', 'T_1_3'],
      ['T_2_1', 'T_2_2'],
    ]);
    expect(dossier.commits.map(({ sha }) => sha)).toEqual(['c1', 'c2']);
    expect(dossier.files?.map(({ path }) => path)).toEqual(['a', 'b']);
    expect(dossier.timeline.map(({ kind }) => kind)).toEqual(['closed']);
  });

  it('whose files GitHub withholds says so', async () => {
    expect((await dossierOf(pullAnswer(1, { files: null, labels: null, assignees: null }), 'pull')).files).toBeNull();
  });
});

describe('an issue and a discussion', () => {
  it('are mapped', async () => {
    expect(await dossierOf(issueAnswer(1, { issueState: 'CLOSED' }), 'issue')).toMatchObject({
      kind: 'issue',
      state: 'closed',
      category: null,
      files: [],
    });
    expect(await dossierOf(discussionAnswer(1, { closed: true }), 'discussion')).toMatchObject({
      kind: 'discussion',
      state: 'closed',
      category: 'Ideas',
      timeline: [],
    });
  });

  it('have replies in one list by time, also those under a hidden comment', async () => {
    const first = {
      ...replyAnswer('C_1', { minimizedReason: 'abuse' }),
      replies: listOf([replyAnswer('C_2', { createdAt: '2026-10-04T10:00:00Z' })]),
    };
    const second = {
      ...replyAnswer('C_3', { createdAt: '2026-10-03T10:00:00Z', isAnswer: true }),
      replies: listOf([replyAnswer('C_4', { createdAt: '2026-10-05T10:00:00Z' })], 'cursor'),
    };
    const { comments } = await dossierOf(discussionAnswer(1, { discussionComments: listOf([first, second]) }), 'discussion', () => ({
      body: { data: { node: { page: listOf([replyAnswer('C_5', { createdAt: '2026-10-06T10:00:00Z' })]) } } },
    }));
    expect(comments.map(({ id, inReplyTo, isAnswer }) => [id, inReplyTo, isAnswer])).toEqual([
      ['C_3', null, true],
      ['C_2', 'C_1', false],
      ['C_4', 'C_3', false],
      ['C_5', 'C_3', false],
    ]);
  });
});

describe('a batch', () => {
  it('goes in one request with an alias for each subject', async () => {
    const { fetch, asked } = await start(() => repositoryWith({ s0: pullAnswer(1), s1: issueAnswer(2), s2: discussionAnswer(3) }));
    const results = await fetch([ref('pull', 1), ref('issue', 2), ref('discussion', 3)]);
    expect(results.map(({ dossier }) => [dossier?.kind, dossier?.number])).toEqual([
      ['pull', 1],
      ['issue', 2],
      ['discussion', 3],
    ]);
    expect(asked).toHaveLength(1);
  });

  it('of no subjects asks nothing', async () => {
    const { fetch, asked } = await start(() => null);
    expect([await fetch([]), asked]).toEqual([[], []]);
  });

  it('of many subjects goes in several requests', async () => {
    const { fetch, asked } = await start(({ query }) =>
      repositoryWith(Object.fromEntries(numbersIn(query).map((number, position) => [`s${position}`, pullAnswer(number)]))),
    );
    const results = await fetch(Array.from({ length: batchSize * 2 + 1 }, (_, index) => ref('pull', index + 1)));
    expect(results.map(({ dossier }) => dossier?.number)).toEqual(Array.from({ length: batchSize * 2 + 1 }, (_, index) => index + 1));
    expect(asked).toHaveLength(3);
  });

  it('tells what is gone: deleted, of another kind, or moved to another repository', async () => {
    const moved = issueAnswer(2, { repository: { databaseId: 8, nameWithOwner: 'acme/web' } });
    const { fetch } = await start(() => repositoryWith({ s0: null, s1: moved, s2: pullAnswer(3) }, [gone('s0')]));
    const results = await fetch([ref('pull', 1), ref('issue', 2), ref('pull', 3)]);
    expect(results.map(({ dossier }) => dossier?.number ?? null)).toEqual([null, null, 3]);
  });

  it('that GitHub finds too heavy is halved until it comes through', async () => {
    const sizes: number[] = [];
    const { fetch } = await start(({ query }) => {
      const numbers = numbersIn(query);
      sizes.push(numbers.length);
      if (numbers.length > 2) return { status: 502, body: { message: 'Server Error' } };
      return repositoryWith(Object.fromEntries(numbers.map((number, position) => [`s${position}`, pullAnswer(number)])));
    });
    const results = await fetch([1, 2, 3, 4, 5].map((number) => ref('pull', number)));
    expect(results.map(({ dossier }) => dossier?.number)).toEqual([1, 2, 3, 4, 5]);
    expect(sizes).toEqual([5, 3, 2, 1, 2]);
  });

  it('of one subject that is too heavy goes in smaller pages', async () => {
    const { fetch } = await start(({ variables }) =>
      Number(variables['page']) > 10
        ? { body: { errors: [{ type: 'RESOURCE_LIMITS_EXCEEDED', message: 'Resource limits for this query exceeded.' }] } }
        : repositoryWith({ s0: pullAnswer(1) }),
    );
    expect((await fetch([ref('pull', 1)])).map(({ dossier }) => dossier?.number)).toEqual([1]);
  });

  it('loses only the subject that GitHub stumbles over', async () => {
    const stumble = { message: 'Something went wrong', path: ['repository', 's1'] };
    const { fetch } = await start(({ query }) => {
      const answers = numbersIn(query).map((number, position) => [`s${position}`, number === 2 ? null : pullAnswer(number)]);
      const position = numbersIn(query).indexOf(2);
      return repositoryWith(Object.fromEntries(answers), position < 0 ? undefined : [{ ...stumble, path: ['repository', `s${position}`] }]);
    });
    const results = await fetch([ref('pull', 1), ref('pull', 2), ref('pull', 3)]);
    expect(results.map(({ subject }) => subject.number)).toEqual([1, 3]);
  });

  it('asks once more, alone, for the one that GitHub stumbled over', async () => {
    const { fetch } = await start(({ query }) =>
      numbersIn(query).length > 1
        ? repositoryWith({ s0: pullAnswer(1), s1: null }, [{ message: 'Something went wrong', path: ['repository', 's1'] }])
        : repositoryWith({ s0: pullAnswer(2) }),
    );
    expect((await fetch([ref('pull', 1), ref('pull', 2)])).map(({ dossier }) => dossier?.number)).toEqual([1, 2]);
  });

  it('leaves out what did not come through, were it all', async () => {
    const { fetch } = await start(() => repositoryWith({ s0: null }, [{ message: 'Something went wrong', path: ['repository', 's0'] }]));
    expect(await fetch([ref('pull', 1)])).toEqual([]);
  });

  it('for a name that is gone, or belongs to another repository now, is a permanent failure', async () => {
    const missing = await start(() => ({
      body: { data: { repository: null }, errors: [{ type: 'NOT_FOUND', path: ['repository'], message: 'no' }] },
    }));
    await expect(missing.fetch([ref('pull', 1)])).rejects.toThrow(PermanentFailure);
    const taken = await start(() => repositoryWith({ databaseId: 99, s0: pullAnswer(1, { repository: { ...shop, databaseId: 99 } }) }));
    await expect(taken.fetch([ref('pull', 1)])).rejects.toThrow(PermanentFailure);
  });
});

describe('what changed', () => {
  const change = (number: number, day: string) => ({ number, updatedAt: `2026-10-${day}T00:00:00Z` });
  const web = { id: 7, fullName: 'acme/web' };
  const listed = (page: object | null, databaseId = 6) => (page === null ? null : { databaseId, page });

  async function list(graphql: (request: GraphqlRequest) => Canned | null, wanted = [{ repository, since: '2026-10-03T00:00:00Z' }]) {
    const { source, asked } = await start(graphql);
    const pages = await Array.fromAsync(listChanges(source, { installationId: 5, wanted }));
    return {
      changes: pages.map((page) =>
        page.changes.map(({ subject, updatedAt }) => `${subject.repositoryId} ${subject.kind} ${subject.number} ${updatedAt}`),
      ),
      refused: pages.flatMap((page) => [...page.refusals.keys()]),
      asked,
    };
  }

  it('is listed newest first and no further than asked, all repositories side by side', async () => {
    const { changes, asked } = await list(
      ({ variables }) =>
        variables['after0'] === null
          ? {
              body: {
                data: {
                  l0: listed(listOf([change(1, '09')], 'two')),
                  l1: listed(listOf([change(3, '05'), change(4, '01')], 'more')),
                  l2: listed(listOf([])),
                  l3: listed(listOf([change(8, '08')]), 7),
                  l4: listed(listOf([change(9, '02')], 'more'), 7),
                  l5: listed(listOf([]), 7),
                },
              },
            }
          : { body: { data: { l0: listed(listOf([change(2, '03')])) } } },
      [
        { repository, since: '2026-10-03T00:00:00Z' },
        { repository: web, since: '2026-10-01T00:00:00Z' },
      ],
    );
    expect(changes).toEqual([
      [
        '6 pull 1 2026-10-09T00:00:00Z',
        '6 issue 3 2026-10-05T00:00:00Z',
        '7 pull 8 2026-10-08T00:00:00Z',
        '7 issue 9 2026-10-02T00:00:00Z',
      ],
      ['6 pull 2 2026-10-03T00:00:00Z'],
    ]);
    expect(asked.map(({ body }) => (body as { readonly variables: object }).variables)).toEqual([
      expect.objectContaining({ owner0: 'acme', name0: 'shop', after0: null, name5: 'web' }),
      expect.objectContaining({ after0: 'two', after1: 'more', name1: 'web' }),
    ]);
  });

  it('leaves out a list that GitHub refuses, and tells of a repository of which it refuses all', async () => {
    const forbidden = (alias: string) => ({ type: 'FORBIDDEN', path: [alias], message: 'no' });
    const without = await list(() => ({
      body: { data: { l0: listed(listOf([change(1, '09')])), l1: listed(listOf([])), l2: null }, errors: [forbidden('l2')] },
    }));
    expect(without).toMatchObject({ changes: [['6 pull 1 2026-10-09T00:00:00Z']], refused: [] });
    const gone = await list(() => ({ body: { data: { l0: null, l1: null, l2: null }, errors: ['l0', 'l1', 'l2'].map(forbidden) } }));
    expect(gone).toMatchObject({ changes: [[]], refused: [6] });
    const renamed = await list(() => ({
      body: { data: { l0: listed(listOf([]), 9), l1: listed(listOf([]), 9), l2: listed(listOf([]), 9) } },
    }));
    expect(renamed.refused).toEqual([6]);
  });

  it('is asked for again when GitHub stumbles, and in halves when it is too much', async () => {
    const stumbled = list(() => ({
      body: {
        data: { l0: listed(listOf([])), l1: null, l2: listed(listOf([])) },
        errors: [{ path: ['l1'], message: 'Something went wrong' }],
      },
    }));
    await expect(stumbled).rejects.toThrow(TransientFailure);
    const sizes: number[] = [];
    await list(({ variables }) => {
      const size = Object.keys(variables).length / 3;
      sizes.push(size);
      if (size > 1) return { status: 502, body: { message: 'Server Error' } };
      return { body: { data: { l0: listed(listOf([])) } } };
    });
    expect(sizes).toEqual([3, 2, 1, 1, 1]);
  });
});
