/** What engineers add in their own words: work that GitHub can't see, and notes on what became of an item. */
import type { Decision } from './evidence.ts';
import type { Instant } from './instant.ts';
import type { Month } from './month.ts';

/** Stands for a report repository where something was said on the log's page, which its engineer alone reads. */
export const onPage = 0;

/** Work that GitHub can't see, as its engineer tells it. Nobody has checked it. */
export type ManualEntry = {
  /** 16 lower-case hex digits, as the keys of evidence. */
  readonly key: string;
  readonly personId: number;
  /** The month whose report shows it. */
  readonly month: Month;
  /** The local day of the work, `YYYY-MM-DD`; null when it was not told. */
  readonly day: string | null;
  /** As written, on one line. */
  readonly text: string;
  readonly link: string | null;
  /** Further links; absent is none. */
  readonly moreLinks?: readonly string[];
  /** The report repository in which it was said: its readers have read it already. `onPage` when it was said in none. */
  readonly repositoryId: number;
  readonly addedAt: Instant;
  /** `dismissed` once its engineer took it out again. */
  readonly decision: Decision;
};

/** What became of an item, in its engineer's words. */
export type ItemNote = {
  /** The key of the evidence or the entry. */
  readonly key: string;
  readonly personId: number;
  /** Empty when only `outcome` or `metric` was told. */
  readonly text: string;
  /** What it changed. Absent when it was not told. */
  readonly outcome?: string;
  /** What changed in numbers. Absent when it was not told. */
  readonly metric?: string;
  /** The report repository in which it was said; `onPage` when it was in none. */
  readonly repositoryId: number;
  readonly writtenAt: Instant;
};
