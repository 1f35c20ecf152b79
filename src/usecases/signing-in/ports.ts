/** What signing in needs of the world: GitHub's sign-in, sessions that are kept, and a seal that nobody else can open. */
import type { Instant } from '../../domain/instant.ts';
import type { PersonRef } from '../../domain/person.ts';
import type { RepositoryRef } from '../../domain/subject.ts';

/** Somebody's own token. Times are null, and there is no refresh token, where the App's tokens do not expire. */
export type UserTokens = {
  readonly access: string;
  readonly accessEndsAt: Instant | null;
  readonly refresh: string | null;
};

/** What the way back from GitHub has to fit. */
export type SignInBegun = { readonly state: string; readonly verifier: string };

/** GitHub, or the person, said no. `denied`: the person did; `expired`: the code does not count any more; `misconfigured`: GitHub refuses this App. */
export class SignInRefused extends Error {
  override readonly name = 'SignInRefused';
  readonly reason: 'denied' | 'expired' | 'misconfigured';

  constructor(reason: SignInRefused['reason'], options: { readonly cause?: unknown } = {}) {
    super(`Signing in was refused: ${reason}`, options);
    this.reason = reason;
  }
}

/** The person's token has ended: they have to sign in again. */
export class SignInAgain extends Error {
  override readonly name = 'SignInAgain';
}

export type SignInSource = {
  /** Begins at GitHub: where to send the browser, and what its way back has to fit. */
  begin(at: { readonly redirectUri: string }): Promise<SignInBegun & { readonly url: string }>;
  /** Takes the way back. Throws SignInRefused, also when it does not fit what was begun, and TransientFailure. */
  finish(parameters: URLSearchParams, begun: SignInBegun & { readonly redirectUri: string; readonly now: Instant }): Promise<UserTokens>;
  /** New tokens for old ones. Throws SignInAgain when GitHub does not take them, and TransientFailure. */
  refresh(refreshToken: string, now: Instant): Promise<UserTokens>;
  /** Ends a token; one that has ended is no error. Throws TransientFailure. */
  revoke(accessToken: string): Promise<void>;
  /** Whose token it is. Throws SignInAgain and TransientFailure. */
  person(accessToken: string): Promise<PersonRef>;
  /** Ids of the App's installations that the person can reach. Throws SignInAgain and TransientFailure. */
  installations(accessToken: string): Promise<readonly number[]>;
  /** The ids of those of the repositories that the token can read. Throws SignInAgain and TransientFailure. */
  readable(accessToken: string, repositories: readonly RepositoryRef[]): Promise<ReadonlySet<number>>;
};

/** A session as it is kept. Its id is kept as a hash alone, so that the database signs nobody in. */
export type StoredSession = {
  /** SHA-256 of the session's id, in hexadecimal. */
  readonly idHash: string;
  readonly personId: number;
  readonly login: string;
  readonly begunAt: Instant;
  readonly usedAt: Instant;
  /** Installations that the person could reach when GitHub was last asked. */
  readonly installationIds: readonly number[];
  /** The person's tokens, sealed. */
  readonly sealedTokens: string;
};

/** What a person is told of their sessions. */
export type SessionTimes = Pick<StoredSession, 'begunAt' | 'usedAt'>;

/** Sessions, in one short transaction that sees nothing else. */
export type Sessions = {
  /** False when a session was begun with this state before: a state counts once. */
  add(session: StoredSession, stateHash: string): Promise<boolean>;
  find(idHash: string): Promise<StoredSession | null>;
  markUsed(idHash: string, at: Instant): Promise<void>;
  saveInstallations(idHash: string, installationIds: readonly number[]): Promise<void>;
  /** Takes the right to refresh the tokens. False while another has it that took it at or after `staleBefore`. */
  claimRefresh(idHash: string, times: { readonly at: Instant; readonly staleBefore: Instant }): Promise<boolean>;
  /** Saves refreshed tokens and gives the right back. */
  saveTokens(idHash: string, sealedTokens: string): Promise<void>;
  releaseRefresh(idHash: string): Promise<void>;
  end(idHash: string): Promise<void>;
  /** Ends all of a person's, and tells which there were. */
  endAllOf(personId: number): Promise<readonly StoredSession[]>;
  ofPerson(personId: number): Promise<readonly SessionTimes[]>;
  /** Erases what was begun by the one time, or last used by the other. */
  eraseEnded(times: { readonly begunBefore: Instant; readonly usedBefore: Instant }): Promise<void>;
};

/** Seals texts for this service alone. What was sealed in one `context` opens in no other. */
export type Seal = {
  readonly close: (text: string, context: string) => string;
  /** Null when it was not sealed by this key in this context. */
  readonly open: (sealed: string, context: string) => string | null;
};
