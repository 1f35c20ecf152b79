/** App authentication: JWTs signed with the App's key, and installation tokens that expire. */
import { createHash, generateKeyPairSync, type KeyObject, verify } from 'node:crypto';
import { z } from 'zod';
import { toInstant } from '../domain/instant.ts';
import type { Authorizations } from './oauth.ts';
import type { AccountState, World } from './state.ts';

/** Who calls the API. Tokens of an installation that is gone are nobody's. */
export type Caller =
  | { readonly kind: 'app' }
  | { readonly kind: 'installation'; readonly id: number }
  /** Somebody by a personal access token or, where they authorised the App, through it. */
  | { readonly kind: 'user'; readonly account: AccountState; readonly isThroughApp: boolean }
  /** The App by its client secret. */
  | { readonly kind: 'client' }
  | { readonly kind: 'nobody'; readonly why: string };

/** The App's private keys, as GitHub's page shows them: several hold at once, each PEM. */
export type Keys = { readonly add: () => string; readonly drop: (privateKey: string) => void };

export type Authority = {
  /** The App's first private key, PEM. */
  readonly privateKey: string;
  readonly keys: Keys;
  /** Who the `authorization` header speaks for. */
  readonly identify: (world: World, header: string | undefined) => Caller;
  /** Issues an installation token for one hour, as GitHub does. */
  readonly issueToken: (installationId: number) => { readonly token: string; readonly expires_at: string };
  /** A personal access token of somebody's, which reads what they can read and writes nothing. */
  readonly issueUserToken: (account: AccountState) => string;
  /** Makes every token that was issued so far invalid. */
  readonly expireTokens: () => void;
};

const tokenLifetimeMs = 3_600_000;
/** GitHub refuses a JWT that lives longer. Source: docs.github.com, "Generating a JSON Web Token (JWT) for a GitHub App". */
const longestJwtSeconds = 600;
const driftSeconds = 60;

const claimsSchema = z.object({ iss: z.coerce.string(), iat: z.number(), exp: z.number() });

type KeyPair = { readonly publicKey: KeyObject; readonly privateKey: string };

let firstPair: KeyPair | null = null;

function newKeyPair(): KeyPair {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { publicKey: pair.publicKey, privateKey: pair.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString() };
}

/** One key pair for the process: making one takes longer than everything else in a test. */
function keyPair(): KeyPair {
  firstPair ??= newKeyPair();
  return firstPair;
}

function createKeys(first: KeyPair): { readonly keys: Keys; readonly publicKeys: () => readonly KeyObject[] } {
  let pairs: readonly KeyPair[] = [first];
  const add = () => {
    const pair = newKeyPair();
    pairs = [...pairs, pair];
    return pair.privateKey;
  };
  const drop = (dropped: string) => {
    pairs = pairs.filter((pair) => pair.privateKey !== dropped);
  };
  return { keys: { add, drop }, publicKeys: () => pairs.map((pair) => pair.publicKey) };
}

function decodeJson(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString());
  } catch {
    return null;
  }
}

function jwtProblem(
  jwt: string,
  { appId, publicKeys, nowMs }: { readonly appId: number; readonly publicKeys: readonly KeyObject[]; readonly nowMs: number },
): string | null {
  const [head = '', body = '', signature = ''] = jwt.split('.');
  const signed = Buffer.from(`${head}.${body}`);
  const isSigned = publicKeys.some((key) => verify('RSA-SHA256', signed, key, Buffer.from(signature, 'base64url')));
  const claims = claimsSchema.safeParse(decodeJson(body));
  if (!isSigned || !claims.success) return 'A JSON web token could not be decoded';
  const { iss, iat, exp } = claims.data;
  const now = nowMs / 1000;
  if (iss !== String(appId)) return "'Issuer' claim ('iss') must be an Integer";
  if (exp < now)
    return "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires";
  if (exp > now + longestJwtSeconds + driftSeconds) return "'Expiration time' claim ('exp') is too far in the future";
  if (iat > now + driftSeconds) return "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued";
  return null;
}

type IssuedToken = { readonly installationId: number; readonly expiresAtMs: number };

/** The caller behind an installation token; the token must be live and its installation present. */
function tokenCaller(world: World, issued: IssuedToken | undefined, nowMs: number): Caller {
  if (issued === undefined || issued.expiresAtMs <= nowMs) return { kind: 'nobody', why: 'Bad credentials' };
  if (world.installation?.id !== issued.installationId) return { kind: 'nobody', why: 'Bad credentials' };
  return { kind: 'installation', id: issued.installationId };
}

function clientCaller(authorizations: Authorizations, credentials: string): Caller {
  const { id, secret } = authorizations.client();
  const isRight = Buffer.from(credentials, 'base64').toString() === `${id}:${secret}`;
  return isRight ? { kind: 'client' } : { kind: 'nobody', why: 'Bad credentials' };
}

/** An authority for one App. `wallClock` gives milliseconds since the epoch: JWTs are made by the real clock, not by the sandbox's. */
export function createAuthority(appId: number, wallClock: () => number, authorizations: Authorizations): Authority {
  const { privateKey } = keyPair();
  const { keys, publicKeys } = createKeys(keyPair());
  const tokens = new Map<string, IssuedToken>();
  const userTokens = new Map<string, AccountState>();
  let issued = 0;
  return {
    privateKey,
    keys,
    identify: (world, header) => {
      const [, scheme = '', credentials = ''] = /^(\S+)\s+(\S+)$/.exec(header ?? '') ?? [];
      if (/^basic$/i.test(scheme)) return clientCaller(authorizations, credentials);
      if (!/^(bearer|token)$/i.test(scheme)) return { kind: 'nobody', why: 'Requires authentication' };
      const user = userTokens.get(credentials);
      if (user !== undefined) return { kind: 'user', account: user, isThroughApp: false };
      const authorised = authorizations.accountOf(credentials);
      if (authorised !== null) return { kind: 'user', account: authorised, isThroughApp: true };
      if (credentials.split('.').length !== 3) return tokenCaller(world, tokens.get(credentials), wallClock());
      const why = jwtProblem(credentials, { appId, publicKeys: publicKeys(), nowMs: wallClock() });
      return why === null ? { kind: 'app' } : { kind: 'nobody', why };
    },
    issueToken: (installationId) => {
      issued += 1;
      const token = `ghs_${createHash('sha256').update(`${appId} ${installationId} ${issued}`).digest('hex').slice(0, 36)}`;
      const expiresAtMs = wallClock() + tokenLifetimeMs;
      tokens.set(token, { installationId, expiresAtMs });
      return { token, expires_at: toInstant(expiresAtMs) };
    },
    issueUserToken: (account) => {
      const token = `ghp_${createHash('sha256').update(`${account.id}`).digest('hex').slice(0, 36)}`;
      userTokens.set(token, account);
      return token;
    },
    expireTokens: () => {
      tokens.clear();
      userTokens.clear();
      authorizations.expire();
    },
  };
}
