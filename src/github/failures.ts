/** GitHub's errors in our own words: what may pass, and what won't. */
import { GraphqlResponseError } from '@octokit/graphql';
import { z } from 'zod';
import { PermanentFailure, TransientFailure } from '../domain/errors.ts';

/** What octokit's errors have in common; every part may be missing. */
const errorShape = z.object({
  status: z.number().optional().catch(undefined),
  message: z.string().catch(''),
  /** GraphqlResponseError has them on itself, RequestError on its response. */
  headers: z.record(z.string(), z.unknown()).optional().catch(undefined),
  response: z
    .object({ headers: z.record(z.string(), z.unknown()).optional().catch(undefined), data: z.unknown() })
    .optional()
    .catch(undefined),
});

type ErrorShape = z.output<typeof errorShape>;

const graphqlErrorsShape = z.object({ errors: z.array(z.object({ type: z.string().optional(), message: z.string() })) });

/** GitHub asks for at least a minute when a secondary limit names no time. https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api */
const secondaryLimitWaitMs = 60_000;

const heavyTypes = new Set(['RESOURCE_LIMITS_EXCEEDED', 'MAX_NODE_LIMIT_EXCEEDED', 'EXCESSIVE_PAGINATION', 'TIMEOUT']);

function headersOf(error: ErrorShape): Readonly<Record<string, unknown>> {
  return error.response?.headers ?? error.headers ?? {};
}

function graphqlErrorsOf(error: unknown): readonly { readonly type?: string | undefined; readonly message: string }[] {
  if (error instanceof GraphqlResponseError) return error.errors ?? [];
  const parsed = graphqlErrorsShape.safeParse(errorShape.safeParse(error).data?.response?.data);
  return parsed.success ? parsed.data.errors : [];
}

function retryAfterMsOf(error: ErrorShape, now: number): number | null {
  const headers = headersOf(error);
  const seconds = Number(headers['retry-after']);
  if (Number.isFinite(seconds) && seconds > 0) return seconds * 1000;
  const reset = Number(headers['x-ratelimit-reset']);
  if (headers['x-ratelimit-remaining'] === '0' && Number.isFinite(reset)) return Math.max(reset * 1000 - now, 0) + 1000;
  return /secondary rate limit|abuse detection/i.test(error.message) ? secondaryLimitWaitMs : null;
}

function isRateLimit(error: ErrorShape, cause: unknown, now: number): boolean {
  if (error.status === 429) return true;
  if (graphqlErrorsOf(cause).some(({ type }) => type === 'RATE_LIMITED')) return true;
  return error.status === 403 && retryAfterMsOf(error, now) !== null;
}

/** Whether the error is one of ours already. */
export function isFailure(error: unknown): error is TransientFailure | PermanentFailure {
  return error instanceof TransientFailure || error instanceof PermanentFailure;
}

/**
 * The failure that an error of octokit's means, with the error as cause. `now` in milliseconds. Transient: limits, 408, suspension, server
 * errors, network and time-outs, and GraphQL answers that were too heavy. Permanent: everything else that GitHub refuses.
 * Messages are static but for the status: GitHub's own can name repositories.
 */
export function toFailure(cause: unknown, now: number): TransientFailure | PermanentFailure {
  if (isFailure(cause)) return cause;
  const error = errorShape.safeParse(cause).data ?? { message: '' };
  if (isRateLimit(error, cause, now)) {
    return new TransientFailure('GitHub limits the rate of requests', {
      cause,
      retryAfterMs: retryAfterMsOf(error, now) ?? secondaryLimitWaitMs,
    });
  }
  if (cause instanceof GraphqlResponseError) return graphqlFailure(cause);
  const { status } = error;
  // Octokit calls it a 500 without a response when nobody answered.
  if (status === undefined || (status === 500 && error.response === undefined))
    return new TransientFailure('GitHub could not be reached', { cause });
  if (status === 408 || status >= 500) return new TransientFailure(`GitHub answered ${status}`, { cause });
  // Known to us a moment later; then nothing is asked of it any more.
  if (status === 403 && /installation has been suspended/i.test(error.message))
    return new TransientFailure('The installation is suspended', { cause });
  return new PermanentFailure(`GitHub answered ${status}`, { cause });
}

function graphqlFailure(cause: GraphqlResponseError<unknown>): TransientFailure | PermanentFailure {
  const types = (cause.errors ?? []).map(({ type }) => type);
  const permanent = ['NOT_FOUND', 'FORBIDDEN', 'INSUFFICIENT_SCOPES', 'undefinedField', 'argumentLiteralsIncompatible'];
  if (types.length > 0 && types.every((type) => permanent.includes(type))) {
    return new PermanentFailure('GitHub refused a query', { cause });
  }
  return new TransientFailure('GitHub could not answer a query', { cause });
}

/** The headers of the answer behind a failure; empty when there was none. */
export function headersBehind(failure: unknown): Readonly<Record<string, unknown>> {
  const cause = failure instanceof Error ? failure.cause : undefined;
  return headersOf(errorShape.safeParse(cause).data ?? { message: '' });
}

/** The HTTP status behind a failure; null when there was none. */
export function statusOf(failure: unknown): number | null {
  const cause = failure instanceof Error ? failure.cause : undefined;
  return errorShape.safeParse(cause).data?.status ?? null;
}

/** Whether a query failed because it asked for too much, so that a smaller one may come through. A lost connection is no such sign. */
export function isTooHeavy(failure: unknown): boolean {
  if (!(failure instanceof TransientFailure) || failure.retryAfterMs !== null) return false;
  const errors = graphqlErrorsOf(failure.cause);
  if (
    errors.some(
      ({ type, message }) => heavyTypes.has(type ?? '') || /timeout|timed out|something went wrong|resource limits/i.test(message),
    )
  ) {
    return true;
  }
  const cause = errorShape.safeParse(failure.cause).data;
  return cause?.status !== undefined && cause.status >= 500 && cause.response !== undefined;
}

/** Whether GitHub answered a query, but not all of it. */
export function isStumble(failure: unknown): boolean {
  return failure instanceof TransientFailure && failure.retryAfterMs === null && failure.cause instanceof GraphqlResponseError;
}

/** The promise's value, or null when GitHub answers that the thing is not there (404, 410), or refuses it with a status named here. A limit is no refusal. */
export async function orNull<T>(request: Promise<T>, statuses: readonly number[] = [404, 410]): Promise<T | null> {
  try {
    return await request;
  } catch (error) {
    const status = statusOf(error);
    if (error instanceof PermanentFailure && status !== null && statuses.includes(status)) return null;
    throw error;
  }
}
