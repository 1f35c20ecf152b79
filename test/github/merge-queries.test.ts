/** Queries that go together in one request. */
import { schema as published } from '@octokit/graphql-schema';
import { buildSchema, parse, validate } from 'graphql';
import { afterEach, describe, expect, it } from 'vitest';
import { PermanentFailure } from '../../src/domain/errors.ts';
import { mergeQueries, partOf } from '../../src/github/merge-queries.ts';
import { mergingConnection } from '../../src/github/merging-connection.ts';
import { documentsQuery, historyQuery, moreQueries } from '../../src/github/queries/dossier.ts';
import { type Canned, startCannedGithub } from './canned-github.ts';

const schema = buildSchema(published.idl, { assumeValidSDL: true });
const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

describe('merged queries', () => {
  it('are one that GitHub’s schema takes, whatever they are', () => {
    const documents = [...Object.values(moreQueries), ...Object.values(moreQueries), documentsQuery(3), historyQuery, historyQuery];
    const { document } = mergeQueries(documents.map((each) => ({ document: each, variables: {} })));
    expect(validate(schema, parse(document)).map(({ message }) => message)).toEqual([]);
  });

  it('keep their variables and answers apart', () => {
    const one = { document: 'query One($id: ID!) { node(id: $id) { id } }', variables: { id: 'a' } };
    const other = { document: 'query Other($id: ID!) { it: node(id: $id) { id } viewer { login } }', variables: { id: 'b' } };
    const { variables } = mergeQueries([one, other]);
    expect(variables).toEqual({ q0_id: 'a', q1_id: 'b' });
    const data = { q0_node: { id: 'a' }, q1_it: { id: 'b' }, q1_viewer: null };
    expect([partOf(data, 0), partOf(data, 1)]).toEqual([{ node: { id: 'a' } }, { it: { id: 'b' }, viewer: null }]);
  });
});

describe('a merging connection', () => {
  const viewer = (name: string) => `query ${name} { viewer { login } }`;

  async function start(graphql: (size: number) => Canned | null) {
    const sizes: number[] = [];
    const { github, stop } = await startCannedGithub({
      rest: {},
      graphqlWhole: ({ query }) => {
        const size = Math.max(1, query.match(/q\d+_viewer/g)?.length ?? 0);
        sizes.push(size);
        return graphql(size);
      },
    });
    stops.push(stop);
    return { connection: mergingConnection(github.installation(5)), sizes };
  }

  const answerOf = (size: number): Canned => ({
    body: {
      data: Object.fromEntries(
        Array.from({ length: size }, (_, index) => [size > 1 ? `q${index}_viewer` : 'viewer', { login: `${index}` }]),
      ),
    },
  });

  it('asks in one request what is asked at the same time', async () => {
    const { connection, sizes } = await start(answerOf);
    const answers = await Promise.all(['A', 'B', 'C'].map((name) => connection.query(viewer(name), {})));
    expect(answers.map(({ data }) => data)).toEqual(['0', '1', '2'].map((login) => ({ viewer: { login } })));
    expect(sizes).toEqual([3]);
  });

  it('asks in halves where GitHub finds it too much', async () => {
    const { connection, sizes } = await start((size) => (size > 2 ? { status: 502, body: { message: 'Server Error' } } : answerOf(size)));
    expect(await Promise.all(['A', 'B', 'C', 'D'].map((name) => connection.query(viewer(name), {})))).toHaveLength(4);
    expect(sizes).toEqual([4, 2, 2]);
  });

  it('leaves null what GitHub refused, and fails when it refused all', async () => {
    const errors = [{ type: 'NOT_FOUND', path: ['q0_viewer'], message: 'no' }];
    const partly = await start(() => ({ body: { data: { q0_viewer: null, q1_viewer: { login: 'b' } }, errors } }));
    const answers = await Promise.all(['A', 'B'].map((name) => partly.connection.query(viewer(name), {})));
    expect(answers.map(({ data }) => data)).toEqual([{ viewer: null }, { viewer: { login: 'b' } }]);
    const wholly = await start(() => ({ body: { data: { q0_viewer: null, q1_viewer: null }, errors } }));
    await expect(Promise.all(['A', 'B'].map((name) => wholly.connection.query(viewer(name), {})))).rejects.toThrow(PermanentFailure);
  });
});
