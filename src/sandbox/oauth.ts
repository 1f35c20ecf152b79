/** People who authorise the App: codes, their own tokens that expire, and the tokens that refresh them, as GitHub hands them out. */
import { createHash } from 'node:crypto';
import { shaOf } from './ids.ts';
import type { AccountState } from './state.ts';

export type OAuthClient = { readonly id: string; readonly secret: string };

/** What the App asks for when it sends somebody to sign in. */
export type AuthorizeRequest = {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly challenge: string | null;
  readonly challengeMethod: string | null;
};

/** GitHub answers mistakes with status 200 and these. https://docs.github.com/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-oauth-app-access-token-request-errors */
export type OAuthMistake =
  | 'incorrect_client_credentials'
  | 'redirect_uri_mismatch'
  | 'bad_verification_code'
  | 'bad_refresh_token'
  | 'unsupported_grant_type';

export type TokenAnswer =
  | { readonly error: OAuthMistake; readonly error_description: string; readonly error_uri: string }
  | {
      readonly access_token: string;
      readonly expires_in: number;
      readonly refresh_token: string;
      readonly refresh_token_expires_in: number;
      readonly token_type: 'bearer';
      readonly scope: '';
    };

export type Authorizations = {
  /** The App's client, as set-up hands it out. */
  readonly client: () => OAuthClient;
  readonly setClient: (client: OAuthClient) => void;
  /** The code for whoever agreed. */
  readonly grant: (request: AuthorizeRequest, account: AccountState) => string;
  /** Answers a request to the token endpoint. */
  readonly answer: (form: URLSearchParams) => TokenAnswer;
  /** Whose live token it is; null when it is none. */
  readonly accountOf: (token: string) => AccountState | null;
  /** Whether there was such a token. */
  readonly revokeToken: (token: string) => boolean;
  /** Ends all that somebody authorised. */
  readonly revokeGrant: (account: AccountState) => void;
  /** Makes every access token invalid, as if its time had come. */
  readonly expire: () => void;
};

const codeLifetimeMs = 600_000;
/** https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/refreshing-user-access-tokens */
const accessSeconds = 28_800;
const refreshSeconds = 15_897_600;

type Code = AuthorizeRequest & { readonly account: AccountState; readonly endsAtMs: number };
type Pair = { readonly account: AccountState; readonly access: string; readonly refresh: string; accessEndsAtMs: number };
type Held = { client: OAuthClient; issued: number; readonly codes: Map<string, Code>; readonly pairs: Set<Pair> };

function mistake(error: OAuthMistake): TokenAnswer {
  return { error, error_description: `The request was refused: ${error.replaceAll('_', ' ')}.`, error_uri: 'https://docs.github.com' };
}

function pairOf(held: Held, account: AccountState, nowMs: number): TokenAnswer {
  held.issued += 1;
  const text = `${account.id} ${held.issued}`;
  const access = `ghu_${shaOf(`access ${text}`).slice(0, 36)}`;
  const refresh = `ghr_${shaOf(`refresh ${text}`)}${shaOf(`more ${text}`).slice(0, 32)}`;
  held.pairs.add({ account, access, refresh, accessEndsAtMs: nowMs + accessSeconds * 1000 });
  return {
    access_token: access,
    expires_in: accessSeconds,
    refresh_token: refresh,
    refresh_token_expires_in: refreshSeconds,
    token_type: 'bearer',
    scope: '',
  };
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

/** A code counts once, whatever comes of it. */
function exchange(held: Held, form: URLSearchParams, nowMs: number): TokenAnswer {
  const code = held.codes.get(form.get('code') ?? '');
  held.codes.delete(form.get('code') ?? '');
  if (code === undefined || code.endsAtMs < nowMs) return mistake('bad_verification_code');
  const redirectUri = form.get('redirect_uri');
  if (redirectUri !== null && redirectUri !== code.redirectUri) return mistake('redirect_uri_mismatch');
  if (code.challenge !== null && code.challenge !== challengeOf(form.get('code_verifier') ?? '')) return mistake('bad_verification_code');
  return pairOf(held, code.account, nowMs);
}

/** The refresh token counts once, and the access token that it came with ends with it. */
function refresh(held: Held, form: URLSearchParams, nowMs: number): TokenAnswer {
  const pair = [...held.pairs].find((known) => known.refresh === form.get('refresh_token'));
  if (pair === undefined) return mistake('bad_refresh_token');
  held.pairs.delete(pair);
  return pairOf(held, pair.account, nowMs);
}

function answer(held: Held, form: URLSearchParams, nowMs: number): TokenAnswer {
  if (form.get('client_id') !== held.client.id || form.get('client_secret') !== held.client.secret)
    return mistake('incorrect_client_credentials');
  const grant = form.get('grant_type') ?? 'authorization_code';
  if (grant === 'refresh_token') return refresh(held, form, nowMs);
  return grant === 'authorization_code' ? exchange(held, form, nowMs) : mistake('unsupported_grant_type');
}

/** `now` in milliseconds since 1970, by the sandbox's clock. */
export function createAuthorizations(now: () => number): Authorizations {
  const client = { id: 'Iv23liSandboxClient0', secret: shaOf('the client secret of the sandbox') };
  const held: Held = { client, issued: 0, codes: new Map(), pairs: new Set() };
  const pairBy = (token: string) => [...held.pairs].find(({ access }) => access === token);
  return {
    client: () => held.client,
    setClient: (next) => {
      held.client = next;
    },
    grant: (request, account) => {
      held.issued += 1;
      const code = shaOf(`authorization ${held.issued}`).slice(0, 20);
      held.codes.set(code, { ...request, account, endsAtMs: now() + codeLifetimeMs });
      return code;
    },
    answer: (form) => answer(held, form, now()),
    accountOf: (token) => {
      const pair = pairBy(token);
      return pair === undefined || pair.accessEndsAtMs <= now() ? null : pair.account;
    },
    revokeToken: (token) => {
      const pair = pairBy(token);
      return pair !== undefined && held.pairs.delete(pair);
    },
    revokeGrant: (account) => {
      for (const pair of held.pairs) if (pair.account === account) held.pairs.delete(pair);
    },
    expire: () => {
      for (const pair of held.pairs) pair.accessEndsAtMs = 0;
    },
  };
}
