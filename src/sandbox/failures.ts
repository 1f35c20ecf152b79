/** Failures on demand: the next matching requests get an answer of the test's choice. */

/** What a request must be like; what is left out matches everything. `path` is below the API's address (`/graphql` for GraphQL). */
export type Match = { readonly method?: string; readonly path?: string | RegExp; readonly body?: RegExp };

/** `status` `drop` closes the connection without an answer. `times` defaults to 1. */
export type Failure = {
  readonly match: Match;
  readonly status: number | 'drop';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly times?: number;
};

export type Failures = {
  readonly add: (failure: Failure) => void;
  /** The failure that this request meets, used up by one; null when it meets none. */
  readonly take: (request: { readonly method: string; readonly path: string; readonly body: string }) => Failure | null;
};

function fits(match: Match, { method, path, body }: { readonly method: string; readonly path: string; readonly body: string }): boolean {
  if (match.method !== undefined && match.method !== method) return false;
  if (typeof match.path === 'string' && match.path !== path) return false;
  if (match.path instanceof RegExp && !match.path.test(path)) return false;
  return match.body === undefined || match.body.test(body);
}

/** An empty list of failures to come. */
export function createFailures(): Failures {
  const waiting: { readonly failure: Failure; left: number }[] = [];
  return {
    add: (failure) => {
      waiting.push({ failure, left: failure.times ?? 1 });
    },
    take: (request) => {
      const entry = waiting.find(({ failure, left }) => left > 0 && fits(failure.match, request));
      if (entry === undefined) return null;
      entry.left -= 1;
      return entry.failure;
    },
  };
}
