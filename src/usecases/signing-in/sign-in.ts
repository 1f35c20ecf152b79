/** Signing in: from the first click over GitHub to a session, and its end. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { TransientFailure } from '../../domain/errors.ts';
import { addDays, type Instant, toInstant } from '../../domain/instant.ts';
import type { PersonRef } from '../../domain/person.ts';
import type { Clock, Store } from '../ports.ts';
import { type Seal, SignInAgain, SignInRefused, type SignInSource, type StoredSession, type UserTokens } from './ports.ts';

export type SignInPorts = {
  readonly store: Pick<Store, 'sessions'>;
  readonly source: SignInSource;
  readonly seal: Seal;
  readonly clock: Clock;
  /** 256 random bits as text, new each time. */
  readonly newSessionId: () => string;
  readonly log: { readonly warn: (fields: Readonly<Record<string, unknown>>, message: string) => void };
};

/** Where GitHub leads back to, and where the person wanted to go. */
export type Way = { readonly redirectUri: string; readonly returnTo: string };

/** A session that holds. `idHash` names it in the store; the id itself is the browser's alone. */
export type Session = Pick<StoredSession, 'idHash' | 'begunAt' | 'installationIds'> & { readonly person: PersonRef };

/** A session that is not used this long has ended, and so has any that began this long ago. */
export const idleHours = 8;
export const longestDays = 14;
const hourMs = 3_600_000;
/** As long as GitHub's code holds. */
const pendingMs = 600_000;
/** The time of use is written down no more often than this. */
const useStepMs = 300_000;

const pendingContext = 'a sign-in under way';
const pendingSchema = z.object({ state: z.string(), verifier: z.string(), returnTo: z.string(), begunAt: z.string() });
const tokensSchema = z.object({ access: z.string(), accessEndsAt: z.string().nullable(), refresh: z.string().nullable() });

/** The name under which something secret is kept. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Only paths of this service are returned to: anything else could lead the person elsewhere. */
export function safePath(path: string | undefined): string {
  const isPath = path !== undefined && /^\/(?![/\\])[\x21-\x7e]{0,1500}$/.test(path) && !path.startsWith('/sign-');
  return isPath ? path : '/';
}

/** Begins: the address at GitHub, and what the browser has to bring back with it, sealed. */
export async function beginSignIn(
  { source, seal, clock }: SignInPorts,
  { redirectUri, returnTo }: Way,
): Promise<{ readonly url: string; readonly pending: string }> {
  const { url, state, verifier } = await source.begin({ redirectUri });
  const pending = { state, verifier, returnTo: safePath(returnTo), begunAt: clock() };
  return { url, pending: seal.close(JSON.stringify(pending), pendingContext) };
}

/**
 * Takes the way back from GitHub and begins a session. Throws SignInRefused when it does not fit what this browser began, was used before or
 * is too old, or when GitHub or the person said no; TransientFailure when GitHub does not answer.
 */
export async function finishSignIn(
  ports: SignInPorts,
  { parameters, pending, redirectUri }: { readonly parameters: URLSearchParams; readonly pending: string; readonly redirectUri: string },
): Promise<{ readonly sessionId: string; readonly returnTo: string }> {
  const now = ports.clock();
  const opened = ports.seal.open(pending, pendingContext);
  if (opened === null) throw new SignInRefused('expired');
  const begun = pendingSchema.parse(JSON.parse(opened));
  if (Date.parse(now) - Date.parse(begun.begunAt) > pendingMs) throw new SignInRefused('expired');
  const tokens = await ports.source.finish(parameters, { ...begun, redirectUri, now });
  const person = await ports.source.person(tokens.access);
  const installationIds = await ports.source.installations(tokens.access);
  const sessionId = ports.newSessionId();
  const session = { idHash: hashOf(sessionId), personId: person.id, login: person.login, begunAt: now, usedAt: now, installationIds };
  const sealedTokens = sealTokens(ports.seal, session, tokens);
  const isNew = await ports.store.sessions(async (sessions) => {
    await sessions.eraseEnded(endedBefore(now));
    return sessions.add({ ...session, sealedTokens }, hashOf(begun.state));
  });
  if (!isNew) throw new SignInRefused('expired');
  return { sessionId, returnTo: begun.returnTo };
}

/** Sessions from before these times have ended. */
export function endedBefore(now: Instant): { readonly begunBefore: Instant; readonly usedBefore: Instant } {
  return { begunBefore: addDays(now, -longestDays), usedBefore: toInstant(Date.parse(now) - idleHours * hourMs) };
}

/** The session of an id; null when there is none, or it has ended. */
export async function openSession({ store, clock }: Pick<SignInPorts, 'store' | 'clock'>, sessionId: string): Promise<Session | null> {
  const now = clock();
  const idHash = hashOf(sessionId);
  return store.sessions(async (sessions) => {
    const stored = await sessions.find(idHash);
    if (stored === null) return null;
    const { begunBefore, usedBefore } = endedBefore(now);
    if (stored.begunAt <= begunBefore || stored.usedAt <= usedBefore) {
      await sessions.end(idHash);
      return null;
    }
    if (Date.parse(now) - Date.parse(stored.usedAt) > useStepMs) await sessions.markUsed(idHash, now);
    const { begunAt, installationIds } = stored;
    return { idHash, begunAt, installationIds, person: { id: stored.personId, login: stored.login } };
  });
}

/** Tokens open for their own session and person alone, so that rows can't be changed about. */
function tokensContext({ idHash, personId }: Pick<StoredSession, 'idHash' | 'personId'>): string {
  return `the tokens of ${personId} in ${idHash}`;
}

function sealTokens(seal: Seal, session: Pick<StoredSession, 'idHash' | 'personId'>, tokens: UserTokens): string {
  return seal.close(JSON.stringify(tokens), tokensContext(session));
}

function openTokens(seal: Seal, session: StoredSession): UserTokens | null {
  const text = seal.open(session.sealedTokens, tokensContext(session));
  return text === null ? null : tokensSchema.parse(JSON.parse(text));
}

/** A token is refreshed this long before its end; a refresh that takes longer than the other has failed. */
const refreshAheadMs = 300_000;
const refreshWithinMs = 30_000;
const pollMs = 100;
const pollTimes = 100;

/**
 * The person's own token, refreshed when its end is near. Of several requests at once, in several processes, one refreshes and the others
 * wait: GitHub takes a refresh token once. `pause` waits so many milliseconds. Throws SignInAgain when the session or its token has ended;
 * the session is then gone. Throws TransientFailure when GitHub does not answer.
 */
export async function accessToken(
  ports: SignInPorts & { readonly pause: (ms: number) => Promise<unknown> },
  { idHash }: Pick<Session, 'idHash'>,
): Promise<string> {
  const { store, seal, clock, pause } = ports;
  for (let round = 0; round < pollTimes; round += 1) {
    const session = await store.sessions((sessions) => sessions.find(idHash));
    const tokens = session === null ? null : openTokens(seal, session);
    if (session === null || tokens === null) return endSession(ports, idHash);
    const now = clock();
    if (!isEnding(tokens, now)) return tokens.access;
    const claimed = await claim(store, idHash, now);
    if (claimed !== null) return refreshed(ports, claimed, now);
    await pause(pollMs);
  }
  throw new TransientFailure("Somebody's token is being refreshed for too long");
}

/** Asks GitHub something with the person's own token. A token that GitHub knows no more ends the session. Throws as `accessToken` and `ask`. */
export async function asking<T>(
  ports: SignInPorts & { readonly pause: (ms: number) => Promise<unknown> },
  session: Pick<Session, 'idHash'>,
  ask: (token: string) => Promise<T>,
): Promise<T> {
  const token = await accessToken(ports, session);
  try {
    return await ask(token);
  } catch (error) {
    return error instanceof SignInAgain ? endSession(ports, session.idHash) : Promise.reject(error);
  }
}

function isEnding({ accessEndsAt }: UserTokens, now: Instant): boolean {
  return accessEndsAt !== null && Date.parse(accessEndsAt) - Date.parse(now) < refreshAheadMs;
}

/** The session as it is once nobody else refreshes it; null while somebody does. */
function claim(store: SignInPorts['store'], idHash: string, now: Instant): Promise<StoredSession | null> {
  const staleBefore = toInstant(Date.parse(now) - refreshWithinMs);
  return store.sessions(async (sessions) =>
    (await sessions.claimRefresh(idHash, { at: now, staleBefore })) ? sessions.find(idHash) : null,
  );
}

/** Another request may have refreshed the tokens just before the claim. */
async function refreshed(ports: SignInPorts, session: StoredSession, now: Instant): Promise<string> {
  const { store, source, seal } = ports;
  const { idHash } = session;
  const held = openTokens(seal, session);
  if (held === null || (isEnding(held, now) && held.refresh === null)) return endSession(ports, idHash);
  try {
    const tokens = isEnding(held, now) ? await source.refresh(held.refresh ?? '', now) : held;
    await store.sessions((sessions) => sessions.saveTokens(idHash, sealTokens(seal, session, tokens)));
    return tokens.access;
  } catch (error) {
    if (error instanceof SignInAgain) return endSession(ports, idHash);
    await store.sessions((sessions) => sessions.releaseRefresh(idHash));
    throw error;
  }
}

async function endSession({ store }: Pick<SignInPorts, 'store'>, idHash: string): Promise<never> {
  await store.sessions((sessions) => sessions.end(idHash));
  throw new SignInAgain('The session has ended');
}

/** Ends a session and its token. The session is gone whether GitHub hears of it or not. */
export async function signOut(ports: SignInPorts, idHash: string): Promise<void> {
  const ended = await ports.store.sessions(async (sessions) => {
    const session = await sessions.find(idHash);
    await sessions.end(idHash);
    return session;
  });
  if (ended !== null) await revokeAll(ports, [ended]);
}

/** Ends all sessions of a person, wherever they signed in, and their tokens. */
export async function signOutEverywhere(ports: SignInPorts, personId: number): Promise<void> {
  const ended = await ports.store.sessions((sessions) => sessions.endAllOf(personId));
  await revokeAll(ports, ended);
}

async function revokeAll({ source, seal, log }: SignInPorts, sessions: readonly StoredSession[]): Promise<void> {
  for (const session of sessions) {
    const tokens = openTokens(seal, session);
    if (tokens === null) continue;
    // It ends by itself within hours.
    await source.revoke(tokens.access).catch((err: unknown) => log.warn({ err }, 'A token could not be ended at GitHub'));
  }
}
