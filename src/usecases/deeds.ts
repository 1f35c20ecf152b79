/** What the program tells of its own work, for the log and for metrics: ids, numbers and words of ours, never a name or a text. */
import type { Strength } from '../domain/evidence.ts';
import type { Month } from '../domain/month.ts';
import type { SubjectRef } from '../domain/subject.ts';

export type Found = { readonly signal: string; readonly strength: Strength };

/** `deliveries` are ids of webhook deliveries that led to it, the newest first; none when no delivery did. */
export type Deed =
  /** Subjects were written down to be looked up: told of by a delivery, found by the sweep, or part of the past. */
  | { readonly kind: 'touched'; readonly by: 'delivery' | 'sweep' | 'past'; readonly count: number }
  /** A subject was looked up and its evidence replaced. `waitedMs` since the touch was due; null for the past. */
  | {
      readonly kind: 'refreshed';
      readonly installationId: number;
      readonly subject: SubjectRef;
      readonly deliveries: readonly string[];
      readonly waitedMs: number | null;
      readonly findings: readonly Found[];
    }
  /** A person's pattern evidence was replaced. */
  | { readonly kind: 'recomputed'; readonly installationId: number; readonly personId: number; readonly findings: readonly Found[] }
  /** Looking subjects up failed, and will be tried again. */
  | {
      readonly kind: 'not-refreshed';
      readonly installationId: number;
      readonly repositoryId: number;
      readonly deliveries: readonly string[];
    }
  /** A published report is to be written again. */
  | {
      readonly kind: 'report-asked';
      readonly installationId: number;
      readonly personId: number;
      readonly month: Month;
      readonly deliveries: readonly string[];
    }
  | {
      readonly kind: 'published';
      readonly installationId: number;
      readonly personId: number;
      readonly month: Month;
      readonly deliveries: readonly string[];
      readonly outcome: 'written' | 'unchanged' | 'nothing' | 'trouble' | 'later';
    };

export type Tell = (deed: Deed) => void;

/** A port for those who tell. Where it is absent nobody listens. */
export type TellPort = { readonly tell?: Tell };
