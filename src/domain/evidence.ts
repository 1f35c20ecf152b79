/** What signals claim and what is kept of it. */
import type { Instant } from './instant.ts';
import type { Month } from './month.ts';
import type { PersonRef } from './person.ts';
import type { RepositoryRef, SubjectRef } from './subject.ts';

export const pillars = ['technical-direction', 'cross-team-impact', 'multiplying-others', 'operating-with-ambiguity'] as const;
export type Pillar = (typeof pillars)[number];

export type Shift = 'scope' | 'output' | 'communication' | 'impact';

/** Confirmed: a promotion committee that follows the permalink would agree, 19 times in 20. A candidate asks the engineer. */
export type Strength = 'confirmed' | 'candidate';

/** A signal's claim about one person and one subject. */
export type Finding = {
  readonly signal: string;
  /** The signal's rule version. */
  readonly version: number;
  readonly pillar: Pillar;
  readonly subject: SubjectRef;
  readonly person: PersonRef;
  readonly strength: Strength;
  /** The person's own act: review submitted, RFC opened, challenge written. */
  readonly at: Instant;
  /** The subject's title, as written (not neutralised). */
  readonly title: string;
  /** One sentence: what was seen, without a full stop's worth of guessing. Begins with a capital letter, ends with a full stop. */
  readonly because: string;
  /** At most 280 characters, as written. */
  readonly quote: string | null;
  /** GitHub permalinks that prove it, the telling one first; one to three. */
  readonly links: readonly string[];
  /** Ids of other people in whose words the claim rests, the one who is quoted first. Absent when nothing but the person's own is quoted. */
  readonly speakerIds?: readonly number[];
};

export type Decision = 'none' | 'kept' | 'dismissed';

/** A stored finding. */
export type Evidence = Finding & {
  /** 16 lower-case hex digits; stable over renames and rule versions. */
  readonly key: string;
  readonly decision: Decision;
  readonly repository: RepositoryRef;
  /** `at` in the reports' timezone. */
  readonly month: Month;
  /** False when a kept item no longer holds. */
  readonly isFound: boolean;
};
