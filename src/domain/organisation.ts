/** The organisation as it was at one moment: members, teams, repositories and who can read them. */
import type { Instant } from './instant.ts';
import type { PersonRef } from './person.ts';
import type { RepositoryRef } from './subject.ts';

export type Permission = 'read' | 'triage' | 'write' | 'maintain' | 'admin';

export type Visibility = 'public' | 'private' | 'internal';

/** Who can read a repository. `enterprise` (internal repositories): every member of the organisation and the enterprise, and the people named. */
export type Readers =
  | { readonly kind: 'everyone' }
  | { readonly kind: 'enterprise'; readonly outsiderIds: readonly number[] }
  | { readonly kind: 'people'; readonly ids: readonly number[] }
  | { readonly kind: 'unknown' };

export type Member = PersonRef & { readonly role: 'owner' | 'member' };

export type Team = {
  readonly slug: string;
  /** Seen by its members alone: not to be named to others. */
  readonly isSecret?: boolean;
  readonly memberIds: readonly number[];
  /** Repositories to which the team has direct access. */
  readonly repositories: readonly { readonly repositoryId: number; readonly permission: Permission }[];
};

/** A repository of the installation. Files and readers of one that has not opted in are never looked up, but for the report repository's readers. */
export type OrganisationRepository = RepositoryRef & {
  readonly visibility: Visibility;
  readonly isArchived: boolean;
  readonly readers: Readers;
  /** The CODEOWNERS file as text, null when there is none. */
  readonly codeowners: string | null;
};

export type OrganisationSnapshot = {
  readonly takenAt: Instant;
  readonly login: string;
  readonly members: readonly Member[];
  readonly teams: readonly Team[];
  readonly repositories: readonly OrganisationRepository[];
};

/** Snapshots, oldest first; never empty. */
export type OrganisationHistory = readonly [OrganisationSnapshot, ...(readonly OrganisationSnapshot[])];

/** The snapshot that held at an instant. Before the first one, the oldest stands in, and `isStandIn` says so. */
export function snapshotAt(
  history: OrganisationHistory,
  at: Instant,
): { readonly snapshot: OrganisationSnapshot; readonly isStandIn: boolean } {
  const known = history.findLast((snapshot) => snapshot.takenAt <= at);
  return known === undefined ? { snapshot: history[0], isStandIn: true } : { snapshot: known, isStandIn: false };
}
