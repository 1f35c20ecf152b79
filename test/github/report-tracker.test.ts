/** The report tracker from canned answers: finding, history, and writes within the budget. */
import { afterEach, describe, expect, it } from 'vitest';
import { TransientFailure } from '../../src/domain/errors.ts';
import { createReportTracker } from '../../src/github/report-tracker.ts';
import { type Canned, type GraphqlRequest, listOf, type Replies, startCannedGithub, user } from './canned-github.ts';

const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const destination = { installationId: 5, repository: { id: 6, fullName: 'acme/log' } };

async function start(replies: Replies) {
  const { github, asked, stop } = await startCannedGithub(replies);
  stops.push(stop);
  let spent = 0;
  const budget = {
    spend: async () => {
      spent += 1;
    },
  };
  const writes = () =>
    asked
      .filter(({ method, path }) => method !== 'GET' && !path.endsWith('/graphql'))
      .map(({ method, path, body }) => [`${method} ${path}`, body]);
  return { tracker: createReportTracker({ github, budget }), asked, writes, spent: () => spent };
}

const app = { __typename: 'Bot', login: 'staff-signals', databaseId: 99 };
const answer = (part: object): Canned => ({ body: { data: { repository: { databaseId: 6, ...part } } } });

function issueAnswer(over: object = {}) {
  return {
    id: 'I_1',
    number: 12,
    body: 'present',
    state: 'OPEN',
    locked: false,
    viewerDidAuthor: true,
    author: app,
    repository: { databaseId: 6 },
    labels: { nodes: [{ name: 'staff-signals' }] },
    userContentEdits: listOf([]),
    comments: listOf([]),
    ...over,
  };
}

const comment = (id: string, over: object = {}) => ({
  fullDatabaseId: id,
  body: `comment ${id}`,
  createdAt: '2026-11-02T00:00:00Z',
  viewerDidAuthor: true,
  author: app,
  ...over,
});
const edit = (minute: number, diff: string | null, editor: object | null) => ({ editedAt: `2026-11-01T00:0${minute}:00Z`, diff, editor });

describe('reading', () => {
  it('gives the versions oldest first, with plain line ends and who made them, and the App’s own comments', async () => {
    const { tracker } = await start({
      graphql: ({ operation }) => {
        if (operation === 'MoreEdits')
          return { body: { data: { node: { page: listOf([edit(2, null, user(1)), edit(1, 'first\r\nline', app)]) } } } };
        if (operation === 'MoreReportComments') return { body: { data: { node: { page: listOf([comment('73')]) } } } };
        return answer({
          issue: issueAnswer({
            body: 'now\r\nhere',
            state: 'CLOSED',
            locked: true,
            userContentEdits: listOf(
              [
                edit(5, 'now\r\nhere', user(1, 'ada')),
                edit(4, 'fourth', { __typename: 'Bot', login: 'other', databaseId: 98 }),
                edit(3, 'third', null),
              ],
              'more',
            ),
            comments: listOf([comment('71'), comment('72', { viewerDidAuthor: false, author: user(1) })], 'more'),
          }),
        });
      },
    });
    expect(await tracker.read(destination, 12)).toEqual({
      number: 12,
      body: 'now\nhere',
      isOpen: false,
      isLocked: true,
      isLabelled: true,
      edits: [
        { editor: { id: 99, login: 'staff-signals[bot]' }, isByApp: true, at: '2026-11-01T00:01:00Z', body: 'first\nline' },
        { editor: null, isByApp: false, at: '2026-11-01T00:03:00Z', body: 'third' },
        { editor: { id: 98, login: 'other[bot]' }, isByApp: false, at: '2026-11-01T00:04:00Z', body: 'fourth' },
        { editor: { id: 1, login: 'ada' }, isByApp: false, at: '2026-11-01T00:05:00Z', body: 'now\nhere' },
      ],
      comments: [
        { id: '71', body: 'comment 71' },
        { id: '73', body: 'comment 73' },
      ],
    });
  });

  it('is null for an issue that answers from another repository, to which somebody moved it', async () => {
    const moved = issueAnswer({ repository: { databaseId: 7 } });
    const { tracker } = await start({ graphql: () => answer({ issue: moved }) });
    expect(await tracker.read(destination, 12)).toBeNull();
  });

  it('is null for an issue that is gone', async () => {
    const errors = [{ type: 'NOT_FOUND', path: ['repository', 'issue'], message: 'no' }];
    const { tracker } = await start({ graphql: () => ({ body: { data: { repository: { databaseId: 6, issue: null } }, errors } }) });
    expect(await tracker.read(destination, 12)).toBeNull();
  });
});

describe('finding', () => {
  const marker = '<!-- staff-signals:report {"person":1,"month":"2026-10"} -->';

  it('takes the App’s own issue that begins with the marker, on any page', async () => {
    const { tracker } = await start({
      graphql: ({ operation, variables }: GraphqlRequest) => {
        if (operation === 'ReportIssue')
          return answer({ issue: issueAnswer({ number: Number(variables['number']), body: `${marker}\ntext` }) });
        const copied = { number: 1, body: `${marker}\ncopied`, viewerDidAuthor: false };
        const quoted = { number: 2, body: `see ${marker}`, viewerDidAuthor: true };
        const own = { number: 3, body: `${marker}\r\ntext`, viewerDidAuthor: true };
        return answer({ page: variables['after'] === null ? listOf([copied, null, quoted], 'two') : listOf([own]) });
      },
    });
    expect(await tracker.find(destination, marker)).toMatchObject({ number: 3, body: `${marker}\ntext` });
  });

  it('is null when there is none', async () => {
    const { tracker } = await start({ graphql: () => answer({ page: listOf([]) }) });
    expect(await tracker.find(destination, marker)).toBeNull();
  });
});

describe('trouble', () => {
  it.each([
    ['nothing', { body: { id: 6, archived: false, has_issues: true } }, null],
    ['a missing repository', { status: 404 }, '`acme/log` does not exist, or the App is not installed on it.'],
    [
      'another repository of the name',
      { body: { id: 7, archived: false, has_issues: true } },
      '`acme/log` does not exist, or the App is not installed on it.',
    ],
    ['an archive', { body: { id: 6, archived: true, has_issues: true } }, '`acme/log` is archived.'],
    ['disabled issues', { body: { id: 6, archived: false, has_issues: false } }, 'Issues are disabled in `acme/log`.'],
  ])('is told in words for %s', async (_name, reply, words) => {
    const { tracker } = await start({ rest: { 'GET /repos/acme/log': reply } });
    expect(await tracker.trouble(destination)).toBe(words);
  });

  it('is not told of a server error', async () => {
    const { tracker } = await start({ rest: { 'GET /repos/acme/log': { status: 500 } } });
    await expect(tracker.trouble(destination)).rejects.toThrow(TransientFailure);
  });
});

describe('writing', () => {
  const issues = '/repos/acme/log/issues';
  const label = '/repos/acme/log/labels';

  it.each([
    ['is there', { status: 200 }, undefined, 1],
    ['is missing', { status: 404 }, { status: 201 }, 2],
    ['is created by somebody else meanwhile', { status: 404 }, { status: 422 }, 2],
  ])('creates the issue when the label %s', async (_name, known, created, budget) => {
    const { tracker, writes, spent } = await start({
      rest: {
        [`GET ${label}/staff-signals`]: known,
        ...(created === undefined ? {} : { [`POST ${label}`]: created }),
        [`POST ${issues}`]: { status: 201, body: { number: 12, body: 'text' } },
      },
    });
    const issue = await tracker.create(destination, { title: 'October', body: 'text' });
    expect(issue).toEqual({ number: 12, body: 'text', isOpen: true, isLocked: false, isLabelled: true, edits: [], comments: [] });
    expect(writes().at(-1)).toEqual([`POST ${issues}`, { title: 'October', body: 'text', labels: ['staff-signals'] }]);
    expect(spent()).toBe(budget);
  });

  it('creates nothing twice when GitHub stumbles', async () => {
    const { tracker, writes } = await start({
      rest: { [`GET ${label}/staff-signals`]: {}, [`POST ${issues}`]: { status: 502 }, [`POST ${issues}/12/comments`]: { status: 502 } },
    });
    await expect(tracker.create(destination, { title: 'October', body: 'text' })).rejects.toThrow(TransientFailure);
    await expect(tracker.comment(destination, 12, 'text')).rejects.toThrow(TransientFailure);
    expect(writes()).toHaveLength(2);
  });

  it('updates title and body', async () => {
    const { tracker, writes, spent } = await start({ rest: { [`PATCH ${issues}/12`]: { body: {} } } });
    await tracker.update(destination, 12, { body: 'new' });
    expect(writes()).toEqual([[`PATCH ${issues}/12`, { body: 'new' }]]);
    expect(spent()).toBe(1);
  });

  it('edits, adds and deletes overflow comments', async () => {
    const { tracker, writes, spent } = await start({
      rest: {
        [`PATCH ${issues}/comments/71`]: { body: {} },
        [`PATCH ${issues}/comments/72`]: { status: 404 },
        [`POST ${issues}/12/comments`]: [
          { status: 201, body: { id: 82 } },
          { status: 201, body: { id: 83 } },
        ],
        [`DELETE ${issues}/comments/71`]: { status: 204 },
        [`DELETE ${issues}/comments/72`]: { status: 404 },
      },
    });
    expect(await tracker.putComments(destination, 12, { ids: ['71', '72'], bodies: ['one', 'two', 'three'] })).toEqual(['71', '82', '83']);
    expect(await tracker.putComments(destination, 12, { ids: ['71', '72'], bodies: [] })).toEqual([]);
    expect(writes().map(([what]) => what)).toEqual([
      `PATCH ${issues}/comments/71`,
      `PATCH ${issues}/comments/72`,
      `POST ${issues}/12/comments`,
      `POST ${issues}/12/comments`,
      `DELETE ${issues}/comments/71`,
      `DELETE ${issues}/comments/72`,
    ]);
    expect(spent()).toBe(6);
  });

  it('takes a limit neither for an answer to an assignment nor for a repository that is not there', async () => {
    const limited = { status: 403, headers: { 'retry-after': '7' }, body: { message: 'You have exceeded a secondary rate limit' } };
    const repository = issues.replace(/\/issues$/, '');
    const { tracker } = await start({ rest: { [`POST ${issues}/12/assignees`]: limited, [`GET ${repository}`]: limited } });
    await expect(tracker.assign(destination, 12, 'ada')).rejects.toThrow(TransientFailure);
    await expect(tracker.trouble(destination)).rejects.toThrow(TransientFailure);
  });

  it.each([201, 404, 422])('assigns, and takes %i for an answer', async (status) => {
    const { tracker, writes } = await start({ rest: { [`POST ${issues}/12/assignees`]: { status, body: {} } } });
    await tracker.assign(destination, 12, 'ada');
    expect(writes()).toEqual([[`POST ${issues}/12/assignees`, { assignees: ['ada'] }]]);
  });

  it('acknowledges a command', async () => {
    const { tracker, writes } = await start({ rest: { [`POST ${issues}/comments/71/reactions`]: { status: 201, body: {} } } });
    await tracker.acknowledge(destination, '71');
    expect(writes()).toEqual([[`POST ${issues}/comments/71/reactions`, { content: '+1' }]]);
  });
});

describe('commands', () => {
  const spoken = (id: string, body: string, over: object = {}) =>
    comment(id, { body, author: user(1, 'ada'), firstWording: listOf([]), ...over });
  const first = (diff: string | null) => ({ firstWording: { nodes: [{ diff }] } });
  const given = (commentId: string, text: string) => ({ author: { id: 1, login: 'ada' }, at: '2026-11-02T00:00:00Z', text, commentId });

  it('are people’s comments that begin with /brag, on any page', async () => {
    const { tracker } = await start({
      graphql: ({ operation }: GraphqlRequest) => {
        if (operation === 'MoreSpokenComments') return { body: { data: { node: { page: listOf([spoken('76', '/brag help')]) } } } };
        const comments = listOf(
          [
            spoken('71', '/brag dismiss 3\r\nplease'),
            spoken('72', 'I like /brag'),
            spoken('73', '/brag join', { author: app }),
            spoken('74', '/brag join', { author: null }),
            spoken('75', '/bragging rights'),
          ],
          'more',
        );
        return answer({ issue: { id: 'I_1', comments } });
      },
    });
    expect(await tracker.commands(destination, 12)).toEqual([given('71', '/brag dismiss 3\nplease'), given('76', '/brag help')]);
  });

  it('count as they were first written', async () => {
    const comments = listOf([
      spoken('71', '/brag stop', first('/brag keep 1')),
      spoken('72', '/brag stop', first('How do I stop?')),
      spoken('73', '/brag stop', first(null)),
      spoken('74', 'Never mind.', first('/brag dismiss 2')),
    ]);
    const { tracker } = await start({ graphql: () => answer({ issue: { id: 'I_1', comments } }) });
    expect(await tracker.commands(destination, 12)).toEqual([given('71', '/brag keep 1'), given('74', '/brag dismiss 2')]);
  });
});

describe('versions of the App’s comments', () => {
  it('are given oldest first, of edited comments and of others', async () => {
    const edited = comment('72', {
      body: 'third',
      userContentEdits: { nodes: [edit(3, 'third', app), edit(2, 'second', user(1)), edit(1, 'first', app)] },
    });
    const comments = listOf([
      comment('71', { userContentEdits: { nodes: [] } }),
      edited,
      comment('73', { viewerDidAuthor: false, author: user(1), userContentEdits: { nodes: [] } }),
    ]);
    const { tracker } = await start({ graphql: () => answer({ issue: { id: 'I_1', comments } }) });
    const found = await tracker.commentVersions(destination, 12);
    expect(found.map(({ id, versions }) => [id, ...versions.map(({ at, body, isByApp }) => [at, body, isByApp])])).toEqual([
      ['71', ['2026-11-02T00:00:00Z', 'comment 71', true]],
      ['72', ['2026-11-01T00:01:00Z', 'first', true], ['2026-11-01T00:02:00Z', 'second', false], ['2026-11-01T00:03:00Z', 'third', true]],
    ]);
  });
});
