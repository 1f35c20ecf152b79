/** GraphQL answers by the published schema. */
import fc from 'fast-check';
import { parse } from 'graphql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connection } from '../../src/sandbox/graphql/connection.ts';
import { costOf } from '../../src/sandbox/graphql/cost.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { type Client, foundation, installationClient, play, startAcme } from './acme.ts';
import { story } from './story.ts';

type Json = Record<string, unknown>;
type Page = { readonly nodes: number[]; readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null } };

describe('paging', () => {
  const entries = (count: number) => Array.from({ length: count }, (_, index) => ({ key: `k${index}`, node: index }));

  it('forwards sees everything once, in order, whatever the page', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.integer({ min: 1, max: 100 }), (count, first) => {
        const seen: number[] = [];
        for (let after: string | null = null, more = true; more; ) {
          const page: Page = connection(entries(count), { first, after }) as Page;
          seen.push(...page.nodes);
          ({ endCursor: after, hasNextPage: more } = page.pageInfo);
        }
        expect(seen).toEqual(entries(count).map(({ node }) => node));
      }),
    );
  });

  it('backwards ends where it began', () => {
    expect(connection(entries(5), { last: 2 })).toMatchObject({ nodes: [3, 4], totalCount: 5, pageInfo: { hasPreviousPage: true } });
  });

  it('keeps its place when something is added before it', () => {
    const { pageInfo } = connection(entries(3), { first: 2 }) as Page;
    const grown = [{ key: 'new', node: 99 }, ...entries(3)];
    expect(connection(grown, { first: 2, after: pageInfo.endCursor })).toMatchObject({ nodes: [2] });
  });

  it.each([{}, { first: 101 }, { first: -1 }, { first: 1, after: 'nonsense' }])('refuses %j', (args) => {
    expect(() => connection(entries(3), args)).toThrow();
  });
});

describe('queries', () => {
  let sandbox: Sandbox;
  let client: Client;
  const story30 = story.slice(
    0,
    story.findIndex((act) => act.do === 'add-collaborator'),
  );
  beforeEach(async () => {
    sandbox = await startAcme();
    play(sandbox, [...foundation, ...story30]);
    client = await installationClient(sandbox);
  });
  afterEach(() => {
    expect(sandbox.unserved()).toEqual([]);
    return sandbox.close();
  });

  const ask = async (selection: string) => {
    const { data, errors } = await client.graphql<{ repository: Record<string, Json> }>(
      `{ repository(owner: "acme", name: "checkout") { ${selection} } }`,
    );
    return { repository: data.repository, errors };
  };

  it("count the history of a commit, all and an author's", async () => {
    const { repository } = await ask(
      'pullRequest(number: 2) { baseRefOid author { ... on User { id } } mergeCommit { oid authors(first: 1) { nodes { user { id } } } }  }',
    );
    const pull = repository['pullRequest'] as {
      baseRefOid: string;
      mergeCommit: { oid: string; authors: { nodes: { user: { id: string } }[] } };
    };
    const author = pull.mergeCommit.authors.nodes[0]?.user.id ?? '';
    const counts = async (oid: string): Promise<readonly [number, number]> => {
      const selection = `object(expression: "${oid}") { ... on Commit { all: history { totalCount } own: history(author: { id: "${author}" }) { totalCount } } }`;
      const { all, own } = (await ask(selection)).repository['object'] as { all: { totalCount: number }; own: { totalCount: number } };
      return [all.totalCount, own.totalCount];
    };
    const [before, after] = [await counts(pull.baseRefOid), await counts(pull.mergeCommit.oid)];
    expect(after[0]).toBeGreaterThan(before[0]);
    expect(after[1]).toBeGreaterThan(before[1]);
    expect(before[0]).toBeGreaterThanOrEqual(before[1]);
  });

  it('tell a pull request whole', async () => {
    const { repository } = await ask(`pullRequest(number: 2) {
      title state merged isDraft mergedBy { login } additions headRefName headRef { name }
      mergeCommit { oid parents(first: 2) { totalCount } authors(first: 5) { nodes { user { login } } } }
      commits(first: 9) { totalCount nodes { commit { message authors(first: 5) { nodes { user { login } } } } } }
      reviews(first: 9) { nodes { state author { login } commit { oid } } }
      reviewThreads(first: 9) { nodes { isResolved isOutdated path line originalLine comments(first: 9) { nodes { body lastEditedAt } } } }
      closingIssuesReferences(first: 9) { nodes { number state } }
      comments(first: 9) { totalCount } files(first: 9) { nodes { path changeType } }
      reviewRequests(first: 9) { nodes { requestedReviewer { ... on Team { slug } ... on User { login } } } }
    }`);
    expect(repository['pullRequest']).toMatchObject({
      title: 'Queue payments',
      state: 'MERGED',
      merged: true,
      isDraft: true,
      mergedBy: { login: 'ben' },
      headRef: null,
      mergeCommit: { parents: { totalCount: 1 }, authors: { nodes: [{ user: { login: 'ada' } }, { user: { login: 'ben' } }] } },
      commits: { totalCount: 2, nodes: [{ commit: { authors: { nodes: [{ user: { login: 'ada' } }, { user: { login: 'ben' } }] } } }, {}] },
      reviews: { nodes: [{ state: 'DISMISSED' }, { state: 'COMMENTED', author: { login: 'ada' } }, { state: 'APPROVED' }] },
      reviewThreads: {
        nodes: [
          {
            isResolved: false,
            isOutdated: true,
            line: null,
            originalLine: 3,
            comments: { nodes: [{}, { body: 'You are right, it would lose payments.' }] },
          },
        ],
      },
      closingIssuesReferences: { nodes: [{ number: 1, state: 'CLOSED' }] },
      comments: { totalCount: 0 },
      files: { nodes: [{ path: 'docs/rfcs/1.md', changeType: 'ADDED' }] },
      reviewRequests: { nodes: [{ requestedReviewer: { slug: 'payments' } }] },
    });
  });

  it('tell the timeline in order, narrowed by type', async () => {
    const { repository } = await ask(`pullRequest(number: 2) {
      all: timelineItems(first: 100) { nodes { __typename } }
      some: timelineItems(first: 100, itemTypes: [RENAMED_TITLE_EVENT, MERGED_EVENT, REVIEW_REQUESTED_EVENT]) {
        nodes { __typename ... on RenamedTitleEvent { previousTitle currentTitle } }
      }
    }`);
    const { all, some } = repository['pullRequest'] as unknown as { all: { nodes: Json[] }; some: { nodes: Json[] } };
    const names = ['ReviewRequestedEvent', 'ReviewRequestedEvent', 'RenamedTitleEvent', 'MergedEvent'];
    expect(some.nodes.map((node) => node['__typename'])).toEqual(names);
    expect(some.nodes[2]).toMatchObject({ previousTitle: 'Write payments to a queue', currentTitle: 'Queue payments' });
    expect(all.nodes.map((node) => node['__typename'])).toEqual(
      expect.arrayContaining([...names, 'PullRequestCommit', 'PullRequestReview', 'LockedEvent']),
    );
  });

  it('answer NOT_FOUND for what is missing, beside what is there', async () => {
    const { repository, errors } = await ask(
      'a: pullRequest(number: 2) { number } b: issue(number: 2) { number } c: discussion(number: 8) { number }',
    );
    expect(repository).toEqual({ a: { number: 2 }, b: null, c: null });
    expect(errors).toMatchObject([
      { type: 'NOT_FOUND', path: ['repository', 'b'] },
      { type: 'NOT_FOUND', path: ['repository', 'c'] },
    ]);
  });

  it('hide a private repository that is not installed, and what refers from it', async () => {
    play(sandbox, [
      { do: 'create-repository', repository: 'hidden' },
      { do: 'open-issue', subject: 'hidden#1', title: 'See acme/checkout#1', body: 'acme/checkout#1' },
      { do: 'open-issue', subject: 'ledger#7', title: 'Seen', body: 'acme/checkout#1' },
    ]);
    const { data, errors } = await client.graphql<Json>('{ repository(owner: "acme", name: "hidden") { id } }');
    expect([data['repository'], errors?.[0]?.['type']]).toEqual([null, 'NOT_FOUND']);
    const { repository } = await ask(`issue(number: 1) {
      timelineItems(first: 9, itemTypes: [CROSS_REFERENCED_EVENT]) { nodes { ... on CrossReferencedEvent { source { ... on Issue { number } } } } }
    }`);
    const { timelineItems } = repository['issue'] as unknown as { timelineItems: { nodes: Json[] } };
    expect(timelineItems.nodes).toEqual([{ source: {} }, { source: { number: 7 } }]);
  });

  it('tell who edited a body, the newest version first, whole', async () => {
    play(sandbox, [{ do: 'edit-body', by: 'ada', subject: 'checkout#1', text: 'Ask cleo.' }]);
    const { repository } = await ask('issue(number: 1) { viewerDidAuthor userContentEdits(first: 9) { nodes { diff editor { login } } } }');
    expect(repository['issue']).toEqual({
      viewerDidAuthor: false,
      userContentEdits: {
        nodes: [
          { diff: 'Ask cleo.', editor: { login: 'ada' } },
          { diff: 'Ask @ada.', editor: { login: 'ben' } },
        ],
      },
    });
  });

  it('give a vanished account as null', async () => {
    play(sandbox, [{ do: 'delete-account', login: 'ben' }]);
    const { repository } = await ask('issue(number: 1) { author { login } }');
    expect(repository['issue']).toEqual({ author: null });
  });

  it('give the text of files at a commit, and nothing for what is not there', async () => {
    const { repository } = await ask(`
      owners: object(expression: "HEAD:CODEOWNERS") { ... on Blob { text byteSize isTruncated } }
      none: object(expression: "HEAD:nothing") { ... on Blob { text } }
      rfc: object(expression: "main:docs/rfcs/1.md") { ... on Blob { text } }`);
    expect(repository).toEqual({
      owners: { text: '* @acme/payments\n', byteSize: 17, isTruncated: false },
      none: null,
      rfc: { text: '# One queue\n\nWrite first, answer later.\n' },
    });
  });

  it('list what changed, newest first, and since', async () => {
    play(sandbox, [{ do: 'open-issue', subject: 'checkout#5', title: 'New' }]);
    const { repository } = await ask(`
      newest: issues(first: 1, orderBy: { field: UPDATED_AT, direction: DESC }) { totalCount nodes { number } }
      since: issues(first: 9, filterBy: { since: "${sandbox.now()}" }) { nodes { number } }
      merged: pullRequests(first: 9, states: [MERGED]) { nodes { number } }`);
    expect(repository).toEqual({
      newest: { totalCount: 2, nodes: [{ number: 5 }] },
      since: { nodes: [{ number: 5 }] },
      merged: { nodes: [{ number: 2 }] },
    });
  });

  it('tell a discussion with its answers', async () => {
    const { data } = await client.graphql<Json>(`{ repository(owner: "acme", name: "ledger") { discussion(number: 1) {
      closed category { name } isAnswered
      comments(first: 9) { totalCount nodes { body isAnswer replies(first: 9) { nodes { body author { login } } } } }
    } } }`);
    expect(data['repository']).toMatchObject({
      discussion: {
        closed: true,
        category: { name: 'Q&A' },
        isAnswered: true,
        comments: {
          totalCount: 1,
          nodes: [{ body: 'One.', isAnswer: true, replies: { nodes: [{ body: 'Yes.', author: { login: 'ben' } }] } }],
        },
      },
    });
  });

  it('find a node by its id', async () => {
    const { repository } = await ask('pullRequest(number: 2) { id }');
    const { id } = repository['pullRequest'] as unknown as { id: string };
    const { data } = await client.graphql<Json>('query($id: ID!) { node(id: $id) { ... on PullRequest { number } } }', { id });
    expect(data['node']).toEqual({ number: 2 });
  });

  it('are refused when the schema refuses them', async () => {
    const { errors } = await client.graphql('{ repository(owner: "acme", name: "checkout") { nothing } }');
    expect(errors?.[0]?.['message']).toMatch(/Cannot query field "nothing"/);
  });
});

describe('a field that the sandbox does not know', () => {
  it('is an error, and remembered', async () => {
    const sandbox = await startAcme();
    play(sandbox, foundation);
    const { graphql } = await installationClient(sandbox);
    const { errors } = await graphql('{ repository(owner: "acme", name: "checkout") { stargazerCount } }');
    expect(errors?.[0]?.['message']).toBe('The sandbox does not serve Repository.stargazerCount.');
    expect(sandbox.unserved()).toEqual(['Repository.stargazerCount']);
    await sandbox.close();
  });
});

describe('what a query costs', () => {
  /** GitHub's own example: 100 repositories with 50 issues of 60 labels each. */
  const example = `query Example($labels: Int!) {
    viewer { ... on User { repositories(first: 100) { nodes { ...issues } } } }
  }
  fragment issues on Repository { issues(first: 50) { nodes { labels(first: $labels) { nodes { name } } } } }`;

  it('is what GitHub’s documentation says of its example', () => {
    expect(costOf(parse(example), { labels: 60 })).toEqual({ points: 51, nodes: 100 + 100 * 50 + 100 * 50 * 60 });
  });

  it('is a point at least', () => {
    expect(costOf(parse('{ viewer { login } }'), {})).toEqual({ points: 1, nodes: 0 });
  });
});
