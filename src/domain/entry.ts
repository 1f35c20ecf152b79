/** What engineers add in their own words: work that GitHub can't see, and notes on what became of an item. */
import type { Decision } from './evidence.ts';
import type { Instant } from './instant.ts';
import type { Month } from './month.ts';

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
  /** The report repository in which it was said: its readers have read it already. */
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
  readonly text: string;
  /** The report repository in which it was said. */
  readonly repositoryId: number;
  readonly writtenAt: Instant;
};
