/** The one way to GitHub's API: authenticated as the App or an installation, paced, retried, with failures in our own words. */
import { createAppAuth } from '@octokit/auth-app';
import { GraphqlResponseError } from '@octokit/graphql';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { Octokit } from '@octokit/rest';
import { TransientFailure } from '../domain/errors.ts';
import { type ApiAllowance, type ApiBudget, createApiBudget } from './api-budget.ts';
import { rememberAnswers } from './conditional-requests.ts';
import { headersBehind, isFailure, toFailure } from './failures.ts';

const PacedOctokit = Octokit.plugin(retry, throttling);
/** The throttling plugin takes every GraphQL query for a write and lets one a second through. Ours only read. */
const ReadingOctokit = Octokit.plugin(retry);

/** Octokit's own lines name repositories and hold request bodies, so none of them is written. */
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const defaultApiUrl = 'https://api.github.com';
const enterpriseSuffix = /\/api\/v3\/?$/;

export type RateLimit = { readonly kind: 'primary' | 'secondary'; readonly retryAfterMs: number; readonly installationId: number | null };

export type ClientOptions = SharedOptions & {
  readonly appId: number | string;
  /** PEM, PKCS#1 or PKCS#8. */
  readonly privateKey: string;
};

type SharedOptions = {
  /** `https://api.github.com`, or an Enterprise Server's `https://HOST/api/v3`. */
  readonly apiUrl?: string;
  readonly userAgent?: string;
  /** False: no pauses between writes and before retries (an offline GitHub has no limits). */
  readonly pauses?: boolean;
  readonly requestTimeoutMs?: number;
  readonly onRateLimit?: (limit: RateLimit) => void;
  /** Milliseconds since 1970; for the wait that a rate limit's reset asks for. */
  readonly now?: () => number;
};

/** What GitHub says of parts that are not there, or not for the App; all else may be there the next time. */
const refusals: ReadonlySet<string | undefined> = new Set(['NOT_FOUND', 'FORBIDDEN', 'INSUFFICIENT_SCOPES']);

export type GraphqlProblem = { readonly type?: string; readonly message: string; readonly path?: readonly (string | number)[] };

/** What a query answered. Parts that GitHub could not answer are null in `data` and named in `problems`. */
export type GraphqlAnswer = { readonly data: unknown; readonly problems: readonly GraphqlProblem[] };

export type Connection = {
  readonly rest: Octokit;
  /**
   * Runs a GraphQL query. `retries: false` leaves server errors to the caller, who can ask for less. Throws TransientFailure or
   * PermanentFailure when there is no data at all; and TransientFailure when GitHub stumbled over a part of it, since that part would read as
   * absent, unless `isPartial` says that the caller looks at the problems.
   */
  readonly query: (
    document: string,
    variables: Readonly<Record<string, unknown>>,
    options?: { readonly retries?: boolean; readonly isPartial?: boolean },
  ) => Promise<GraphqlAnswer>;
};

export type GithubClient = {
  readonly apiUrl: string;
  /** Where people see GitHub, without a slash at the end. */
  readonly webUrl: string;
  /** As the App itself: only its own installations. */
  readonly app: Connection;
  /** As an installation. Tokens are fetched when needed and kept until they expire. */
  readonly installation: (installationId: number) => Connection;
  /** In how many milliseconds an installation's past may be read on, so that live traffic has its share; 0: now. */
  readonly historyPauseMs: (installationId: number) => number;
  /** What is left of the limits, where GitHub has told. */
  readonly allowances: () => readonly ApiAllowance[];
};

/**
 * The address for people that belongs to an API address, without a slash at the end. Throws TypeError when it is no URL.
 * https://docs.github.com/enterprise-server/rest/using-the-rest-api/getting-started-with-the-rest-api
 */
export function webUrlOf(apiUrl: string): string {
  const url = new URL(apiUrl);
  if (url.hostname.startsWith('api.') && !enterpriseSuffix.test(url.pathname)) return `${url.protocol}//${url.host.slice('api.'.length)}`;
  return url.origin;
}

function fetchWithin(timeoutMs: number): typeof fetch {
  return (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(timeoutMs) });
}

/**
 * Rate limits are never waited for here: a job that sleeps holds a worker which other installations need. The failure
 * says how long to wait, and the queue waits.
 */
function throttleOptions(options: SharedOptions, installationId: number | null) {
  const report = (kind: RateLimit['kind']) => (retryAfterSeconds: number) => {
    options.onRateLimit?.({ kind, retryAfterMs: retryAfterSeconds * 1000, installationId });
    return false;
  };
  return {
    enabled: options.pauses ?? true,
    id: installationId === null ? 'app' : `installation-${installationId}`,
    onRateLimit: report('primary'),
    onSecondaryRateLimit: report('secondary'),
  };
}

/** Tokens are asked for as the App, and count nowhere here. */
const tokenPath = /\/access_tokens$/;

/** Keeps to the limits: nothing is asked while GitHub would refuse it, and every answer tells what is left. */
function keepTo(budget: ApiBudget, octokit: Octokit, installationId: number | null): void {
  octokit.hook.wrap('request', async (request, options) => {
    if (tokenPath.test(options.url)) return request(options);
    const resource = options.url.endsWith('/graphql') ? 'graphql' : 'core';
    budget.check(installationId, resource);
    try {
      const response = await request(options);
      budget.observe(installationId, resource, response.headers);
      return response;
    } catch (error) {
      budget.observe(installationId, resource, headersBehind(error));
      if (error instanceof TransientFailure && error.retryAfterMs !== null) holdUnlessCounted(budget, installationId, error);
      throw error;
    }
  });
}

/** Where no request is left, the count itself says so, for its kind of request alone. */
function holdUnlessCounted(budget: ApiBudget, installationId: number | null, failure: TransientFailure): void {
  if (failure.retryAfterMs === null || headersBehind(failure)['x-ratelimit-remaining'] === '0') return;
  budget.hold(installationId, failure.retryAfterMs);
}

function connect(options: ClientOptions, budget: ApiBudget, installationId: number | null): Connection {
  const { appId, privateKey } = options;
  const auth = { appId, privateKey, ...(installationId === null ? {} : { installationId }), log: silent };
  return connectAs(options, budget, { authentication: { authStrategy: createAppAuth, auth }, installationId });
}

type Authentication = { readonly authStrategy: typeof createAppAuth; readonly auth: object } | { readonly auth: string };

function connectAs(
  options: SharedOptions,
  budget: ApiBudget,
  { authentication, installationId }: { readonly authentication: Authentication; readonly installationId: number | null },
): Connection {
  const now = options.now ?? Date.now;
  const shared = {
    baseUrl: (options.apiUrl ?? defaultApiUrl).replace(/\/$/, ''),
    userAgent: options.userAgent ?? 'staff-signals',
    log: silent,
    retry: { retries: 2, ...(options.pauses === false ? { retryAfterBaseValue: 0 } : {}) },
    request: { fetch: fetchWithin(options.requestTimeoutMs ?? 30_000) },
  };
  const rest = new PacedOctokit({
    ...shared,
    ...authentication,
    throttle: throttleOptions(options, installationId),
  });
  const reading = new ReadingOctokit({ ...shared, authStrategy: () => rest.auth });
  for (const octokit of [rest, reading]) {
    octokit.hook.after('request', refuseText);
    if (installationId !== null) {
      octokit.hook.wrap('request', (request, asked) =>
        withFreshToken(request, asked, () => rest.auth({ type: 'installation', refresh: true })),
      );
    }
    octokit.hook.error('request', (error) => {
      throw toFailure(error, now());
    });
    keepTo(budget, octokit, installationId);
  }
  rememberAnswers(rest);
  return { rest, query: queryWith(reading, now) };
}

/**
 * Octokit hands a cut or foreign answer on as text, or as nothing when the connection broke within it; read as data it would say that things
 * are not there. The App asks for JSON alone.
 */
function refuseText({ data, status }: { readonly data: unknown; readonly status: number }): void {
  const isBroken = typeof data === 'string' && (data !== '' || status === 200 || status === 201);
  if (isBroken || data instanceof ArrayBuffer) throw new TransientFailure('GitHub answered with something that is no JSON');
}

/** A token can end before its hour (a suspension, a new key); Octokit would go on with it until the hour is over. */
async function withFreshToken<Asked, Answer>(
  request: (asked: Asked) => Promise<Answer> | Answer,
  asked: Asked,
  refresh: () => Promise<unknown>,
): Promise<Answer> {
  try {
    return await request(asked);
  } catch (error) {
    if (!(error instanceof Error && 'status' in error && error.status === 401)) throw error;
    await refresh();
    return await request(asked);
  }
}

function queryWith(rest: Octokit, now: () => number): Connection['query'] {
  return async (document, variables, { retries = true, isPartial = false } = {}) => {
    try {
      const data: unknown = await rest.graphql(document, { ...variables, ...(retries ? {} : { request: { retries: 0 } }) });
      return { data, problems: [] };
    } catch (error) {
      if (error instanceof GraphqlResponseError && hasData(error.data)) {
        const problems: readonly GraphqlProblem[] = error.errors ?? [];
        if (isPartial || problems.every(isRefusal)) return { data: error.data, problems };
      }
      throw isFailure(error) ? error : toFailure(error, now());
    }
  };
}

/** Whether GitHub says that there is nothing for the App, as against having stumbled. */
export function isRefusal({ type }: GraphqlProblem): boolean {
  return refusals.has(type);
}

/** An answer of which not one field came through is no answer. */
function hasData(data: unknown): boolean {
  return typeof data === 'object' && data !== null && Object.values(data).some((value) => value !== null);
}

/** The client for one App on one GitHub. Asks nothing until it is used. */
export function createGithubClient(options: ClientOptions): GithubClient {
  const apiUrl = options.apiUrl ?? defaultApiUrl;
  const installations = new Map<number, Connection>();
  const budget = createApiBudget(options.now ?? Date.now);
  return {
    apiUrl,
    webUrl: webUrlOf(apiUrl),
    app: connect(options, budget, null),
    historyPauseMs: budget.historyPauseMs,
    allowances: budget.list,
    installation: (installationId) => {
      const known = installations.get(installationId);
      if (known !== undefined) return known;
      const connection = connect(options, budget, installationId);
      installations.set(installationId, connection);
      return connection;
    },
  };
}

/** Somebody's own personal access token on one GitHub, instead of an App: it reads what they can read. Asks nothing until it is used. */
export function connectByToken(options: SharedOptions & { readonly token: string }): Connection {
  const budget = createApiBudget(options.now ?? Date.now);
  return connectAs(options, budget, { authentication: { auth: options.token }, installationId: null });
}
