/** Participations: who took part in what, bare of text, for signals that look across subjects. */
import type { Instant } from './instant.ts';
import type { PersonRef } from './person.ts';
import type { SubjectRef } from './subject.ts';

/** `requested`: was asked for a review by name, before they had said anything. */
export type Role = 'author' | 'reviewer' | 'requested';

/** Whether a review engages with the content (`substance`), or is only a token (approval, nit, thanks, ping). */
export type Substance = 'substance' | 'token';

/** One person's part in one subject. At most one per subject, person and role. */
export type Participation = {
  readonly subject: SubjectRef;
  readonly person: PersonRef;
  readonly role: Role;
  /** The person's own act: opened it (author), the first review in substance, else the first review; for `requested`, when they were asked. */
  readonly at: Instant;
  /** When the pull request was merged; null when it was not. */
  readonly mergedAt: Instant | null;
  /** Reviewers only, else null. */
  readonly substance: Substance | null;
  readonly inlineComments: number;
  readonly hasRequestedChanges: boolean;
  /** Whether a review explains: a remark of some length with a reason, a link or an alternative. */
  readonly explains: boolean;
  /** Whether the telling words of a review are in English, as far as that can be told; true for other roles. */
  readonly isEnglish: boolean;
  readonly changedLines: number;
  /** The subject's authors (author and co-authors), by id. */
  readonly authorIds: readonly number[];
  /** Authors only, else empty: who else reviewed it in substance, by id. */
  readonly reviewerIds: readonly number[];
  /** Requested only, else null: who asked, by id. */
  readonly requesterId: number | null;
  /** Authors only, else empty: paths of direction documents that the pull request changed in substance. */
  readonly directions: readonly string[];
  /**
   * Authors of merged work that closes issues: who wrote those. `others`: none of them is the author's own. Absent when it closes none, or
   * when the source does not tell.
   */
  readonly closesIssuesOf?: 'self' | 'others';
  /** Who owns the changed paths by CODEOWNERS of the day: team slugs and logins, lower case, as written without `@org/` or `@`. */
  readonly owners: readonly string[];
  /** Permalinks, the telling one first. */
  readonly links: readonly string[];
};
