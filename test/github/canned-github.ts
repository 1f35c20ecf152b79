/** A GitHub of canned replies over real HTTP: a request without a reply fails the test that made it. */
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { createGithubClient, type ClientOptions, type GithubClient } from '../../src/github/client.ts';

export type Asked = { readonly method: string; readonly path: string; readonly body: unknown; readonly authorization: string };
export type Canned = { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown };

export type GraphqlRequest = { readonly operation: string; readonly variables: Readonly<Record<string, unknown>>; readonly query: string };

export type Replies = {
  /** By `METHOD /path?query`; a list is answered in turn, its last reply from then on. */
  readonly rest?: Readonly<Record<string, Canned | readonly Canned[]>>;
  /** Null refuses the connection. Queries that go together in one request are answered one by one. */
  readonly graphql?: (request: GraphqlRequest) => Canned | null;
  /** The same, but answers a request as it comes. */
  readonly graphqlWhole?: (request: GraphqlRequest) => Canned | null;
};

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

/** Answers each of several queries that were asked in one request as if it had come alone, so that tests need not know how they go together. */
function replyToParts(replies: Replies, { query, variables }: GraphqlRequest): Canned {
  const data: Record<string, unknown> = {};
  for (const [position, text] of query
    .split(/(?=^ {2}q\d+_\w+: )/m)
    .slice(1)
    .entries()) {
    const prefix = `q${position}_`;
    const own = Object.entries(variables).filter(([name]) => name.startsWith(prefix));
    const part = {
      operation: 'Merged',
      query: text,
      variables: Object.fromEntries(own.map(([name, value]) => [name.slice(prefix.length), value])),
    };
    const { data: answer } = (replies.graphql?.(part)?.body ?? { data: {} }) as { readonly data: object };
    for (const [name, value] of Object.entries(answer)) data[prefix + name] = value;
  }
  return { body: { data } };
}

function replyTo(replies: Replies, asked: Asked, turn: number): Canned | null {
  const installation = /^\/app\/installations\/(\d+)\/access_tokens$/.exec(asked.path)?.[1];
  if (installation !== undefined && replies.rest?.[`POST ${asked.path}`] === undefined) {
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    return {
      status: 201,
      body: { token: `token-of-${installation}`, expires_at: expiresAt, permissions: {}, repository_selection: 'all' },
    };
  }
  if (asked.path.endsWith('/graphql')) {
    const { query, variables } = asked.body as { readonly query: string; readonly variables?: Readonly<Record<string, unknown>> };
    const request = { query, variables: variables ?? {}, operation: /^query (\w+)/.exec(query)?.[1] ?? '' };
    if (replies.graphqlWhole !== undefined) return replies.graphqlWhole(request);
    if (request.operation === 'Merged') return replyToParts(replies, request);
    return replies.graphql?.(request) ?? null;
  }
  const canned = replies.rest?.[`${asked.method} ${asked.path}`];
  if (canned === undefined) throw new Error(`no reply for ${asked.method} ${asked.path}`);
  const list = [canned].flat();
  return list[Math.min(turn, list.length - 1)] ?? null;
}

/** Starts it and a client for it. `asked` lists what was asked but for tokens; `stop` fails when something had no reply. */
export async function startCannedGithub(replies: Replies, options: Partial<ClientOptions> = {}, basePath = '') {
  const asked: Asked[] = [];
  const unanswered: unknown[] = [];
  const tokens: Asked[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const path = request.url ?? '';
    const one = {
      method: request.method ?? '',
      path,
      body: text === '' ? null : JSON.parse(text),
      authorization: request.headers.authorization ?? '',
    };
    const turn = asked.filter((other) => other.method === one.method && other.path === one.path).length;
    (path.endsWith('/access_tokens') ? tokens : asked).push(one);
    try {
      const canned = replyTo(replies, one, turn);
      if (canned === null) return response.destroy();
      response
        .writeHead(canned.status ?? 200, { 'content-type': 'application/json', ...canned.headers })
        .end(JSON.stringify(canned.body ?? null));
    } catch (error) {
      unanswered.push(error);
      response.writeHead(400).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const origin = `http://127.0.0.1:${port}`;
  const github: GithubClient = createGithubClient({ appId: 1, privateKey, apiUrl: `${origin}${basePath}`, pauses: false, ...options });
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    if (unanswered.length > 0) throw unanswered[0];
  };
  return { github, asked, tokens, origin, stop };
}

export const noMore = { hasNextPage: false, endCursor: null };

/** A list as GitHub answers it, with a cursor when there is more. */
export function listOf(nodes: readonly unknown[], next: string | null = null) {
  return { nodes, pageInfo: next === null ? noMore : { hasNextPage: true, endCursor: next } };
}

export function user(id: number, login = `user-${id}`) {
  return { __typename: 'User', login, databaseId: id };
}
