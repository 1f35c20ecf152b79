/** What is left of GitHub's limits on requests, for each installation, as its answers tell. */
import { TransientFailure } from '../domain/errors.ts';

/** GraphQL is counted by points, apart from all else. */
export type ApiResource = 'core' | 'graphql';

export type ApiAllowance = {
  /** Null for the App itself. */
  readonly installationId: number | null;
  readonly resource: ApiResource;
  readonly limit: number;
  readonly remaining: number;
};

type Headers = Readonly<Record<string, unknown>>;

export type ApiBudget = {
  /** Takes in what an answer's headers say. */
  readonly observe: (installationId: number | null, resource: ApiResource, headers: Headers) => void;
  /** Lets nothing more through for the installation for a while: GitHub asked for it. */
  readonly hold: (installationId: number | null, forMs: number) => void;
  /** Throws TransientFailure, which says when to come again, while GitHub would refuse: asking on would make it worse. */
  readonly check: (installationId: number | null, resource: ApiResource) => void;
  /**
   * In how many milliseconds the past may be read on; 0: now. It gets half of an hour's points, but for the batch that passes the half, since
   * what a batch costs is known only afterwards; the rest is for live traffic.
   */
  readonly historyPauseMs: (installationId: number) => number;
  readonly list: () => readonly ApiAllowance[];
};

type Known = ApiAllowance & { readonly resetAtMs: number };

const historyShare = 0.5;
/** GitHub asks for an hour at most; what is further away was noted while this machine's clock was wrong. */
const longestMs = 2 * 3_600_000;
/** GitHub tells the reset in whole seconds. */
const marginMs = 1_000;

function numberIn(headers: Headers, name: string): number | null {
  const value = headers[name];
  const number = value === undefined || value === null || value === '' ? Number.NaN : Number(value);
  return Number.isFinite(number) ? number : null;
}

/** Answers to requests that run side by side overtake each other: within an hour the least that was told is the newest. */
function lessOf(known: Known, told: Known): Known {
  const isSameHour = known.resetAtMs === told.resetAtMs && known.limit === told.limit;
  return isSameHour && known.remaining < told.remaining ? known : told;
}

/**
 * The budgets of one process, which learn with every answer. Several processes spend one budget, and each sees what is left of it.
 * `now` in milliseconds since 1970. https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
export function createApiBudget(now: () => number): ApiBudget {
  const allowances = new Map<string, Known>();
  const holds = new Map<number | null, number>();
  const keyOf = (installationId: number | null, resource: ApiResource) => `${installationId ?? 'app'} ${resource}`;
  const leftMs = (untilMs: number) => {
    const left = untilMs - now();
    return left > longestMs ? 0 : Math.max(0, left);
  };
  const heldMs = (installationId: number | null) => leftMs(holds.get(installationId) ?? 0);
  /** How long until the hour is over, when no more than this share of its requests is left. */
  const waitMs = (installationId: number | null, resource: ApiResource, share: number) => {
    const known = allowances.get(keyOf(installationId, resource));
    return known === undefined || known.remaining > known.limit * share ? 0 : leftMs(known.resetAtMs + marginMs);
  };
  return {
    observe: (installationId, resource, headers) => {
      const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((name) => numberIn(headers, `x-ratelimit-${name}`));
      if (limit == null || remaining == null || reset == null) return;
      const told = { installationId, resource, limit, remaining, resetAtMs: reset * 1000 };
      const known = allowances.get(keyOf(installationId, resource));
      allowances.set(keyOf(installationId, resource), known === undefined ? told : lessOf(known, told));
    },
    hold: (installationId, forMs) => {
      holds.set(installationId, Math.max(holds.get(installationId) ?? 0, now() + forMs));
    },
    check: (installationId, resource) => {
      const retryAfterMs = Math.max(heldMs(installationId), waitMs(installationId, resource, 0));
      if (retryAfterMs > 0) throw new TransientFailure('GitHub limits the rate of requests', { retryAfterMs });
    },
    historyPauseMs: (installationId) => Math.max(heldMs(installationId), waitMs(installationId, 'graphql', historyShare)),
    list: () => [...allowances.values()].map(({ resetAtMs: _resetAtMs, ...allowance }) => allowance),
  };
}
