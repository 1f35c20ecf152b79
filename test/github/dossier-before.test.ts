/** What a pull request's dossier tells of before: the issues that it closes, and what its author had done here. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Dossier } from '../../src/domain/dossier.ts';
import { createDossierSource } from '../../src/github/dossier-source.ts';
import { type GraphqlRequest, listOf, startCannedGithub } from './canned-github.ts';
import { ada, bob, inlineAnswer, issueAnswer, pullAnswer, shop, threadAnswer } from './subject-answers.ts';

const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const adaWithId = { ...ada, id: 'U_ada' };
const merged = { state: 'MERGED', mergedAt: '2026-10-04T09:00:00Z', author: adaWithId };

/** The dossier of an answer, and the requests for its author's history. */
async function lookUp(
  answer: object,
  history: unknown = null,
): Promise<{ readonly dossier: Dossier; readonly asked: readonly GraphqlRequest[] }> {
  const asked: GraphqlRequest[] = [];
  const { github, stop } = await startCannedGithub({
    graphql: (request) => {
      if (request.operation === 'Dossiers') return { body: { data: { repository: { databaseId: 6, s0: answer } } } };
      asked.push(request);
      return { body: { data: history } };
    },
  });
  stops.push(stop);
  const subjects = [{ repositoryId: 6, kind: 'pull', number: 1 }] as const;
  const repository = { id: 6, fullName: 'acme/shop' };
  const [found] = await createDossierSource(github).fetch({
    installationId: 5,
    repository,
    subjects,
    isDocument: () => false,
    isSource: () => false,
  });
  if (!found?.dossier) throw new Error('no dossier');
  return { dossier: found.dossier, asked };
}

const counts = (all: number, own: number) => ({ repository: { object: { all: { totalCount: all }, own: { totalCount: own } } } });

describe('the author before a merge', () => {
  it('is counted where another person wrote into the margin', async () => {
    const { dossier, asked } = await lookUp(pullAnswer(1, { ...merged, reviewThreads: listOf([threadAnswer('T_1')]) }), counts(812, 1));
    expect(dossier.before).toEqual({ commits: 812, byAuthor: 1 });
    expect(asked.map(({ variables }) => variables)).toEqual([{ owner: 'acme', name: 'shop', base: 'b'.repeat(40), author: 'U_ada' }]);
  });

  it.each([
    ['open work', { ...merged, state: 'OPEN', reviewThreads: listOf([threadAnswer('T_1')]) }],
    ['work that nobody commented on', merged],
    [
      "the author's own notes",
      { ...merged, reviewThreads: listOf([threadAnswer('T_1', { comments: listOf([inlineAnswer('I_1', { author: ada })]) })]) },
    ],
    ['an author without an account', { ...merged, author: null, reviewThreads: listOf([threadAnswer('T_1')]) }],
  ])('is not asked for with %s', async (_, over) => {
    const { dossier, asked } = await lookUp(pullAnswer(1, over));
    expect([asked, dossier.before]).toEqual([[], undefined]);
  });

  it('is unknown where GitHub has lost the base, or answers nothing', async () => {
    const reviewed = pullAnswer(1, { ...merged, reviewThreads: listOf([threadAnswer('T_1')]) });
    expect((await lookUp(reviewed, { repository: { object: null } })).dossier.before).toBeUndefined();
    expect((await lookUp(reviewed, { repository: null })).dossier.before).toBeUndefined();
  });
});

describe('the issues that a pull request closes', () => {
  const { body: _, ...issue } = issueAnswer(7, { author: bob, labels: { nodes: [{ name: 'bug' }] } });

  it('tell who wrote them and how much, without code, quotations and what the template left', async () => {
    const body = '<!-- describe it -->\nPrices are *read* twice.\n> as Bob wrote\n```\nread(); read();\n```\n';
    const { dossier } = await lookUp(pullAnswer(1, { closingIssuesReferences: { nodes: [{ ...issue, body }, null] } }));
    expect(dossier.closes).toEqual([
      {
        number: 7,
        url: 'https://github.com/acme/shop/issues/7',
        title: 'Cache prices',
        author: { id: 2, login: 'bob', kind: 'user' },
        createdAt: '2026-10-01T09:00:00Z',
        labels: ['bug'],
        words: 4,
      },
    ]);
  });

  it('leave out those of other repositories, which may not have opted in', async () => {
    const elsewhere = { ...issue, body: 'Secret', repository: { ...shop, databaseId: 8, nameWithOwner: 'acme/secret' } };
    const { dossier } = await lookUp(pullAnswer(1, { closingIssuesReferences: { nodes: [elsewhere] } }));
    expect(dossier.closes).toEqual([]);
  });
});

describe('the questions that a merged document refers to', () => {
  const question = { url: 'u', createdAt: '2026-07-01T09:00:00Z', closedAt: null, author: bob };
  const comment = (author: unknown) => ({ createdAt: '2026-07-02T09:00:00Z', author });
  const isDocument = (path: string) => path.endsWith('.md');
  const record = {
    ...merged,
    body: 'Decides #7, acme/web#8 and acme/secret#9.\n> not #10\n',
    files: listOf([{ path: 'docs/adr/1.md', changeType: 'ADDED', additions: 40, deletions: 0 }]),
  };

  async function lookUpRecord(answer: object, questions: unknown) {
    const asked: GraphqlRequest[] = [];
    const { github, stop } = await startCannedGithub({
      graphql: (request) => {
        if (request.operation === 'Dossiers') return { body: { data: { repository: { databaseId: 6, s0: answer } } } };
        if (request.operation === 'Documents') return { body: { data: { repository: { d0: { text: '# One lease', isBinary: false } } } } };
        asked.push(request);
        return { body: { data: questions } };
      },
    });
    stops.push(stop);
    const subjects = [{ repositoryId: 6, kind: 'pull', number: 1 }] as const;
    const of = { installationId: 5, repository: { id: 6, fullName: 'acme/shop' }, subjects, isDocument };
    const [found] = await createDossierSource(github).fetch({ ...of, isSource: (name) => name === 'acme/web' });
    return { questions: found?.dossier?.questions, asked: asked.map(({ variables }) => variables) };
  }

  it('are asked for where their repositories opted in, and tell who spoke and when, without a word', async () => {
    const { questions, asked } = await lookUpRecord(pullAnswer(1, record), {
      q0: { ...shop, issue: { ...question, comments: { nodes: [comment(ada), null, comment(null)] } }, discussion: null },
      q1: {
        databaseId: 8,
        nameWithOwner: 'acme/web',
        issue: null,
        discussion: { ...question, comments: { nodes: [{ ...comment(ada), replies: { nodes: [comment(bob)] } }] } },
      },
    });
    expect(asked).toEqual([{ o0: 'acme', n0: 'shop', i0: 7, o1: 'acme', n1: 'web', i1: 8 }]);
    const at = '2026-07-02T09:00:00Z';
    const [adaSaid, bobSaid] = [
      { at, author: { id: 1, login: 'ada', kind: 'user' } },
      { at, author: { id: 2, login: 'bob', kind: 'user' } },
    ];
    const shared = { url: 'u', author: bobSaid?.author, createdAt: '2026-07-01T09:00:00Z', closedAt: null };
    expect(questions).toEqual([
      { ...shared, repository: { id: 6, fullName: 'acme/shop' }, remarks: [adaSaid, { at, author: null }] },
      { ...shared, repository: { id: 8, fullName: 'acme/web' }, remarks: [adaSaid, bobSaid] },
    ]);
  });

  it('are not asked for by work without a document, or before the merge', async () => {
    expect((await lookUpRecord(pullAnswer(1, { ...record, files: listOf([]) }), {})).asked).toEqual([]);
    expect((await lookUpRecord(pullAnswer(1, { ...record, state: 'OPEN', mergedAt: null }), {})).asked).toEqual([]);
  });

  it('are none where GitHub knows none by the number', async () => {
    expect((await lookUpRecord(pullAnswer(1, record), { q0: { ...shop, issue: null, discussion: null }, q1: null })).questions).toEqual([]);
  });
});
