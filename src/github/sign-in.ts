/** Signing in with GitHub: the App's user flow, and what somebody's own token tells. */
import {
  allowInsecureRequests,
  type AuthorizationServer,
  AuthorizationResponseError,
  authorizationCodeGrantRequest,
  calculatePKCECodeChallenge,
  type Client,
  ClientSecretPost,
  customFetch,
  generateRandomCodeVerifier,
  generateRandomState,
  OperationProcessingError,
  processAuthorizationCodeResponse,
  processRefreshTokenResponse,
  refreshTokenGrantRequest,
  type TokenEndpointResponse,
  validateAuthResponse,
} from 'oauth4webapi';
import { z } from 'zod';
import { PermanentFailure, TransientFailure } from '../domain/errors.ts';
import { type Instant, toInstant } from '../domain/instant.ts';
import type { RepositoryRef } from '../domain/subject.ts';
import { SignInAgain, SignInRefused, type SignInSource, type UserTokens } from '../usecases/signing-in/ports.ts';
import { type Connection, connectByToken } from './client.ts';
import { statusOf } from './failures.ts';
import { splitFullName } from './repository-name.ts';

export type SignInOptions = {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly apiUrl: string;
  /** Where people sign in, without a slash at the end. */
  readonly webUrl: string;
  /** False: an offline GitHub, which has no limits. */
  readonly pauses?: boolean;
};

type Parties = {
  readonly options: SignInOptions;
  readonly server: AuthorizationServer;
  readonly client: Client;
  readonly request: { readonly [allowInsecureRequests]: boolean; readonly [customFetch]: typeof fetch };
};

const answerWithinMs = 15_000;

/** https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-user-access-token-for-a-github-app */
function partiesOf(options: SignInOptions): Parties {
  const issuer = `${options.webUrl}/login/oauth`;
  return {
    options,
    server: { issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/access_token` },
    client: { client_id: options.clientId },
    request: {
      // Plain HTTP reaches this machine alone, where GitHub is a sandbox.
      [allowInsecureRequests]: options.webUrl.startsWith('http:'),
      [customFetch]: (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(answerWithinMs) }),
    },
  };
}

async function begin({ server, client }: Parties, redirectUri: string): ReturnType<SignInSource['begin']> {
  const [state, verifier] = [generateRandomState(), generateRandomCodeVerifier()];
  const url = new URL(server.authorization_endpoint ?? '');
  const challenge = await calculatePKCECodeChallenge(verifier);
  const asked = { client_id: client.client_id, redirect_uri: redirectUri, state, code_challenge: challenge, code_challenge_method: 'S256' };
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
  return { state, verifier, url: url.href };
}

const mistakeShape = z.object({ body: z.object({ error: z.string() }) });

/** What GitHub complains of: it answers mistakes with status 200. Null when the failure is another one. */
function mistakeIn(error: unknown): string | null {
  if (!(error instanceof OperationProcessingError)) return null;
  return mistakeShape.safeParse(error.cause).data?.body.error ?? null;
}

const configurationMistakes: ReadonlySet<string> = new Set([
  'incorrect_client_credentials',
  'redirect_uri_mismatch',
  'application_suspended',
]);

function refusalOf(cause: unknown): Error {
  if (cause instanceof SignInRefused) return cause;
  const mistake = mistakeIn(cause);
  if (mistake !== null) return new SignInRefused(configurationMistakes.has(mistake) ? 'misconfigured' : 'expired', { cause });
  return new TransientFailure('GitHub did not answer when somebody signed in', { cause });
}

/** The way back as it was begun. Throws SignInRefused when it is another one, or a refusal. */
function checked({ server, client }: Parties, parameters: URLSearchParams, state: string): URLSearchParams {
  try {
    return validateAuthResponse(server, client, parameters, state);
  } catch (cause) {
    if (!(cause instanceof AuthorizationResponseError)) throw new SignInRefused('expired', { cause });
    const isDenied = parameters.get('error') === 'access_denied';
    throw new SignInRefused(isDenied ? 'denied' : 'misconfigured', { cause });
  }
}

async function finish(parties: Parties, ...[parameters, begun]: Parameters<SignInSource['finish']>): Promise<UserTokens> {
  const { server, client, request, options } = parties;
  const { state, verifier, redirectUri, now } = begun;
  try {
    const way = checked(parties, parameters, state);
    const secret = ClientSecretPost(options.clientSecret);
    const answer = await authorizationCodeGrantRequest(server, client, secret, way, redirectUri, verifier, request);
    return tokensOf(await processAuthorizationCodeResponse(server, client, answer), now);
  } catch (error) {
    throw refusalOf(error);
  }
}

async function refresh({ server, client, request, options }: Parties, refreshToken: string, now: Instant): Promise<UserTokens> {
  try {
    const answer = await refreshTokenGrantRequest(server, client, ClientSecretPost(options.clientSecret), refreshToken, request);
    return tokensOf(await processRefreshTokenResponse(server, client, answer), now);
  } catch (error) {
    if (mistakeIn(error) !== null) throw new SignInAgain('GitHub does not refresh the token', { cause: error });
    throw refusalOf(error);
  }
}

function tokensOf(answer: TokenEndpointResponse, now: Instant): UserTokens {
  const { access_token: access, expires_in: seconds, refresh_token: next } = answer;
  const accessEndsAt = seconds === undefined ? null : toInstant(Date.parse(now) + seconds * 1000);
  return { access, accessEndsAt, refresh: next ?? null };
}

/** https://docs.github.com/rest/apps/oauth-applications#delete-an-app-token */
async function revoke({ options }: Parties, accessToken: string): Promise<void> {
  const { clientId, clientSecret, apiUrl } = options;
  const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
  const answer = await fetch(`${apiUrl}/applications/${clientId}/token`, {
    method: 'DELETE',
    headers: { authorization, accept: 'application/vnd.github+json', 'content-type': 'application/json', 'user-agent': 'staff-signals' },
    body: JSON.stringify({ access_token: accessToken }),
    signal: AbortSignal.timeout(answerWithinMs),
  }).catch((cause: unknown) => {
    throw new TransientFailure('GitHub could not be reached', { cause });
  });
  if (answer.status >= 500) throw new TransientFailure(`GitHub answered ${answer.status}`);
}

function connectionOf({ options }: Parties, token: string): Connection {
  return connectByToken({ token, apiUrl: options.apiUrl, pauses: options.pauses ?? true });
}

/** A token that GitHub no longer knows means signing in again. */
async function orSignInAgain<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof PermanentFailure && statusOf(error) === 401)
      throw new SignInAgain('GitHub does not know the token', { cause: error });
    throw error;
  }
}

const perQuery = 100;

/** By name, since GraphQL finds nothing by number; the number tells whether the name still means the same. */
function readableQuery(repositories: readonly RepositoryRef[]): string {
  const parts = repositories.map(({ fullName }, index) => {
    const { owner, name } = splitFullName(fullName);
    return `r${index}: repository(owner: ${JSON.stringify(owner)}, name: ${JSON.stringify(name)}) { databaseId }`;
  });
  return `query { ${parts.join(' ')} }`;
}

const foundShape = z.record(z.string(), z.object({ databaseId: z.number() }).nullable());

async function readableAmong({ query }: Pick<Connection, 'query'>, repositories: readonly RepositoryRef[]): Promise<readonly number[]> {
  try {
    const { data } = await query(readableQuery(repositories), {});
    const asked = new Set(repositories.map(({ id }) => id));
    return Object.values(foundShape.parse(data)).flatMap((found) =>
      found !== null && asked.has(found.databaseId) ? [found.databaseId] : [],
    );
  } catch (error) {
    // Where none of them can be read there is no data at all.
    if (error instanceof PermanentFailure && statusOf(error) === null) return [];
    throw error;
  }
}

async function readable(connection: Connection, repositories: readonly RepositoryRef[]): Promise<ReadonlySet<number>> {
  const found: number[] = [];
  for (let at = 0; at < repositories.length; at += perQuery)
    found.push(...(await readableAmong(connection, repositories.slice(at, at + perQuery))));
  return new Set(found);
}

/** GitHub's sign-in for one App. */
export function createSignInSource(options: SignInOptions): SignInSource {
  const parties = partiesOf(options);
  const as = (token: string) => connectionOf(parties, token);
  return {
    begin: ({ redirectUri }) => begin(parties, redirectUri),
    finish: (parameters, begun) => finish(parties, parameters, begun),
    refresh: (refreshToken, now) => refresh(parties, refreshToken, now),
    revoke: (token) => revoke(parties, token),
    person: async (token) => {
      const { data } = await orSignInAgain(as(token).rest.rest.users.getAuthenticated());
      return { id: data.id, login: data.login };
    },
    installations: async (token) => {
      const { rest } = as(token);
      const listed = await orSignInAgain(rest.paginate(rest.rest.apps.listInstallationsForAuthenticatedUser, { per_page: 100 }));
      return listed.map(({ id }) => id);
    },
    readable: (token, repositories) => orSignInAgain(readable(as(token), repositories)),
  };
}
