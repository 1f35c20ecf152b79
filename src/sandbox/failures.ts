/** Failures on demand: the next matching requests get an answer of the test's choice. */

/** What a request must be like; what is left out matches everything. `path` is below the API's address (`/graphql` for GraphQL). */
export type Match = { readonly method?: string; readonly path?: string | RegExp; readonly body?: RegExp };

/** `drop` closes the connection without an answer, `silence` keeps it open without one. `as-done`: the status that GitHub would have given. */
export type FailureStatus = number | 'drop' | 'silence' | 'as-done';

/** What goes wrong with a request, which is not done then unless `isDone`. */
export type Mishap = {
  readonly status: FailureStatus;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** The request is done all the same: only its answer goes wrong. */
  readonly isDone?: boolean;
  /** Makes the text that is sent, in place of `body`, from the one that GitHub would have sent (empty unless `isDone`). */
  readonly rewrite?: (text: string) => string;
};

/** `times` defaults to 1. */
export type Failure = Mishap & { readonly match: Match; readonly times?: number };

type Asked = { readonly method: string; readonly path: string; readonly body: string };

/** Is asked about each request that no waiting failure meets. */
export type Chance = (request: Asked) => Mishap | null;

export type Failures = {
  readonly add: (failure: Failure) => void;
  /** From now on; null: none. */
  readonly leaveTo: (chance: Chance | null) => void;
  /** What goes wrong with this request; a waiting failure is used up by one. Null when nothing does. */
  readonly take: (request: Asked) => Mishap | null;
};

function fits(match: Match, { method, path, body }: Asked): boolean {
  if (match.method !== undefined && match.method !== method) return false;
  if (typeof match.path === 'string' && match.path !== path) return false;
  if (match.path instanceof RegExp && !match.path.test(path)) return false;
  return match.body === undefined || match.body.test(body);
}

/** An empty list of failures to come. */
export function createFailures(): Failures {
  const waiting: { readonly failure: Failure; left: number }[] = [];
  let chance: Chance | null = null;
  return {
    leaveTo: (next) => {
      chance = next;
    },
    add: (failure) => {
      waiting.push({ failure, left: failure.times ?? 1 });
    },
    take: (request) => {
      const entry = waiting.find(({ failure, left }) => left > 0 && fits(failure.match, request));
      if (entry === undefined) return chance?.(request) ?? null;
      entry.left -= 1;
      return entry.failure;
    },
  };
}
