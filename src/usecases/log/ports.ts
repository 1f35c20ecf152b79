/** What the log's page reads and writes of the store, in few queries however long the log is. */
import type { ManualEntry } from '../../domain/entry.ts';
import type { Evidence } from '../../domain/evidence.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Month } from '../../domain/month.ts';

/** How an item stands: what its engineer decided, or else how sure the App is. */
export const logStrengths = ['confirmed', 'candidate', 'kept', 'dismissed'] as const;
export type LogStrength = (typeof logStrengths)[number];

/** Stands for a signal where an item is the engineer's own. */
export const ownSignal = 'own';

/** What of a log is asked for; null is all, and of strengths all but what was dismissed. */
export type LogFilter = {
  readonly signal: string | null;
  readonly repositoryIds: readonly number[] | null;
  readonly strength: LogStrength | null;
  readonly from: Month | null;
  readonly to: Month | null;
  /** In lower case; an item holds each of them in its texts or its notes. */
  readonly words: readonly string[];
};

/** The part of a person's log that they can read now, and what of it is asked for. */
export type LogScope = { readonly personId: number; readonly readableIds: readonly number[]; readonly filter: LogFilter };

/** Where a person's evidence comes from. `count` is of items that were not dismissed. */
export type LogSource = { readonly repositoryId: number; readonly fullName: string; readonly count: number };

/** What a log holds; all but `matching` and `months` are counted without regard to the filter. */
export type LogCounts = {
  readonly matching: number;
  /** Months that hold what matches, newest first. */
  readonly months: readonly { readonly month: Month; readonly matching: number }[];
  readonly strengths: Readonly<Record<LogStrength, number>>;
  readonly signals: readonly string[];
  readonly repositoryIds: readonly number[];
};

/** What an engineer noted on an item. `version` names this wording. */
export type LogNote = {
  readonly version: string;
  readonly text: string;
  readonly outcome: string | null;
  readonly metric: string | null;
  readonly writtenAt: Instant;
};

/** An item of a log. `version` names the wording of an entry. */
export type LogItem = (
  | { readonly kind: 'evidence'; readonly evidence: Evidence }
  | { readonly kind: 'entry'; readonly entry: ManualEntry; readonly version: string }
) & { readonly note: LogNote | null };

export type LogRecords = {
  sources(personId: number): Promise<readonly LogSource[]>;
  counts(scope: LogScope): Promise<LogCounts>;
  /** By month, newest first, then by pillar, then newest first; what the engineer added stands last in its month. */
  page(scope: LogScope, part: { readonly offset: number; readonly limit: number }): Promise<readonly LogItem[]>;
  /** An item of the person; null for all others' and those that are not held. */
  find(personId: number, key: string): Promise<LogItem | null>;
  /** What was noted on an item, the newest first. */
  wordings(personId: number, key: string): Promise<readonly LogNote[]>;
  /** Forgets all but the newest wordings of an item's note. */
  forgetWordings(personId: number, key: string, of: { readonly keep: number }): Promise<void>;
  /** Months of which the person has a report, oldest first. */
  reportMonths(personId: number): Promise<readonly Month[]>;
  /** Holds off the person's other changes until the transaction ends, so that of two tabs one comes first. */
  hold(personId: number): Promise<void>;
  /** Gives an entry other words. False, and nothing is changed, when it has another version by now or is gone. */
  changeEntry(
    entry: Pick<ManualEntry, 'key' | 'personId' | 'month' | 'day' | 'text' | 'link' | 'moreLinks' | 'repositoryId'>,
    version: string,
  ): Promise<boolean>;
  /** Erases an entry of the person's with its notes; what was done with it can no longer be taken back. */
  eraseEntry(personId: number, key: string): Promise<void>;
};
