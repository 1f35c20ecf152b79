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
  const [found] = await createDossierSource(github).fetch({ installationId: 5, repository, subjects, isDocument: () => false });
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
