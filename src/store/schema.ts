/** The tables as kysely sees them: one interface per table of the schema `staff_signals`. Instants are read as `Instant`, ids as numbers. */
import type { ColumnType, Generated } from 'kysely';
import type { Decision, Pillar, Strength } from '../domain/evidence.ts';
import type { Instant } from '../domain/instant.ts';
import type { Month } from '../domain/month.ts';
import type { OrganisationSnapshot, Readers, Visibility } from '../domain/organisation.ts';
import type { DraftContents, DraftVersionKind } from '../domain/packet-draft.ts';
import type { Participation, Role, Substance } from '../domain/participation.ts';
import type { SubjectKind } from '../domain/subject.ts';
import type { AuditLine, CommandOutcome, HistoryLists, LingeringIssue, OptIn } from '../usecases/ports.ts';

type Tenanted = { readonly installation_id: number };

type SubjectColumns = { readonly repository_id: number; readonly kind: SubjectKind; readonly number: number };

export type InstallationRow = Tenanted & {
  readonly account_id: number;
  readonly login: string;
  readonly is_suspended: boolean;
};

/** What an installation remembers as a whole. Apart from `installations`, whose every column crosses tenants. */
export type OrganisationRow = Tenanted & {
  readonly settings_text: string | null;
  readonly settings_problems: Generated<readonly string[]>;
  readonly published_through: Month | null;
  readonly snapshot_taken_at: Instant | null;
  readonly last_daily_at: Instant | null;
  readonly welcome_repository_id: number | null;
  readonly welcome_number: number | null;
  readonly welcome_written_at: Instant | null;
  readonly welcome_is_due: Generated<boolean>;
  readonly welcome_claimed_at: Instant | null;
};

export type RepositoryRow = Tenanted & {
  readonly repository_id: number;
  readonly full_name: string;
  readonly visibility: Visibility;
  readonly is_archived: boolean;
  readonly opt_in: OptIn;
  readonly settings_text: string | null;
  readonly problems: readonly string[];
  readonly swept_until: Instant | null;
};

export type TouchRow = Tenanted &
  SubjectColumns & {
    readonly touched_at: Instant;
    readonly due_at: Instant;
    readonly generation: number;
    /** The generation that a refresh has taken; null when none has. */
    readonly taken_generation: number | null;
    /** When the subject was last updated, for one that waits as part of the past; null for live traffic. */
    readonly history_at: Instant | null;
    /** Ids of the newest deliveries that led to it. */
    readonly deliveries: readonly string[];
  };

export type HistoryRow = Tenanted & {
  readonly repository_id: number;
  readonly since: Instant;
  readonly started_at: Instant;
  readonly lists: HistoryLists;
  readonly listed: number;
  readonly finished_at: Instant | null;
};

/** The lists are written as JSON text. */
type HistoryTable = Omit<HistoryRow, 'lists'> & { readonly lists: ColumnType<HistoryLists, string, string> };

export type DutyRow = Tenanted & {
  readonly kind: 'organisation' | 'settings' | 'check';
  /** 0 for the kind `organisation`. */
  readonly repository_id: number;
  /** Empty but for the kind `check`. */
  readonly head_sha: string;
  readonly is_rerun: boolean;
  readonly generation: number;
};

export type SubjectRow = Tenanted &
  SubjectColumns & {
    readonly url: string;
    readonly title: string;
    readonly updated_at: Instant;
    readonly fetched_at: Instant;
    /** Subjects that its texts refer to, each as `REPOSITORY_ID#NUMBER`. */
    readonly refers_to: readonly string[];
  };

export type ParticipationRow = Tenanted &
  SubjectColumns & {
    readonly person_id: number;
    readonly login: string;
    readonly role: Role;
    readonly at: Instant;
    readonly merged_at: Instant | null;
    readonly substance: Substance | null;
    readonly inline_comments: number;
    readonly has_requested_changes: boolean;
    readonly explains: boolean;
    readonly is_english: boolean;
    readonly changed_lines: number;
    readonly author_ids: readonly number[];
    readonly reviewer_ids: readonly number[];
    readonly requester_id: number | null;
    readonly directions: readonly string[];
    readonly closes_issues_of: NonNullable<Participation['closesIssuesOf']> | null;
    readonly owners: readonly string[];
    readonly links: readonly string[];
  };

export type EvidenceRow = Tenanted &
  SubjectColumns & {
    readonly key: string;
    /** Whether one subject or a pattern of participations gave the evidence; each is replaced apart from the other. */
    readonly looks_at: 'subject' | 'participations';
    readonly signal: string;
    readonly version: number;
    readonly pillar: Pillar;
    readonly person_id: number;
    readonly login: string;
    readonly strength: Strength;
    readonly at: Instant;
    readonly month: Month;
    readonly title: string;
    readonly because: string;
    readonly quote: string | null;
    readonly links: readonly string[];
    readonly is_found: boolean;
    readonly speaker_ids: readonly number[];
  };

/** Apart from `evidence`: a dismissed item that is retracted and found again stays dismissed. */
export type DecisionRow = Tenanted & {
  readonly key: string;
  readonly person_id: number;
  readonly decision: Decision;
  readonly at: Instant;
  /** Of the item as it was when it was decided on; null for an entry of the engineer's own, and before this was noted. */
  readonly signal: string | null;
  readonly version: number | null;
};

export type SnapshotRow = Tenanted & {
  readonly taken_at: Instant;
  /** SHA-256 of the content without its time and order. */
  readonly digest: string;
  readonly content: OrganisationSnapshot;
};

export type ReportRow = Tenanted & {
  readonly person_id: number;
  readonly month: Month;
  readonly repository_id: number;
  readonly number: number;
  readonly body: string;
  readonly comment_ids: readonly string[];
  readonly comments: readonly string[];
  readonly written_at: Instant;
  readonly trouble: string | null;
  readonly readers: Readers | null;
};

export type EntryRow = Tenanted & {
  readonly key: string;
  readonly person_id: number;
  readonly month: Month;
  readonly day: string | null;
  readonly text: string;
  readonly link: string | null;
  readonly more_links: Generated<readonly string[]>;
  readonly repository_id: number;
  readonly added_at: Instant;
  /** Another one with every change. */
  readonly version: Generated<number>;
};

type CommandColumns = { readonly comment_id: number; readonly ordinal: number };

/** By the command that wrote it, so that taking the command back brings the note before it back. */
export type ItemNoteRow = Tenanted &
  CommandColumns & {
    readonly key: string;
    readonly person_id: number;
    readonly text: string;
    readonly outcome: string | null;
    readonly metric: string | null;
    readonly repository_id: number;
    readonly written_at: Instant;
  };

export type CommandRow = Tenanted &
  CommandColumns & {
    readonly person_id: number;
    readonly repository_id: number;
    readonly number: number;
    readonly given_at: Instant;
    readonly verb: string;
    readonly state: CommandOutcome['state'];
    readonly item_key: string | null;
    readonly decision_before: Decision | null;
    readonly answer: string | null;
    readonly is_answered: boolean;
  };

export type PausedRow = Tenanted & { readonly person_id: number; readonly paused_at: Instant };

export type JoinedRow = Tenanted & { readonly person_id: number; readonly joined_at: Instant };

/** Tombstones. */
export type LeftRow = Tenanted & { readonly person_id: number; readonly left_at: Instant };

export type AuditRow = Tenanted & {
  readonly line: Generated<number>;
  readonly at: Instant;
  readonly act: AuditLine['act'];
  readonly actor: AuditLine['actor'];
  readonly actor_id: number | null;
  readonly person_id: number | null;
  readonly repository_id: number | null;
};

export type LingeringRow = Tenanted & {
  readonly repository_id: number;
  readonly number: number;
  readonly noticed_at: Instant;
  readonly reason: LingeringIssue['reason'];
};

export type PacketDraftRow = Tenanted & {
  readonly draft_id: string;
  readonly person_id: number;
  readonly version: number;
  readonly created_at: Instant;
  readonly saved_at: Instant;
};

export type PacketDraftVersionRow = Tenanted & {
  readonly draft_id: string;
  readonly version: number;
  readonly kind: DraftVersionKind;
  readonly saved_at: Instant;
  readonly contents: DraftContents;
};

export type PacketShareRow = Tenanted & {
  readonly share_id: string;
  readonly draft_id: string;
  readonly person_id: number;
  readonly viewer_id: number;
  readonly created_at: Instant;
  readonly ends_at: Instant;
  readonly revoked_at: Instant | null;
};

export type PacketOpeningRow = Tenanted & {
  readonly share_id: string;
  readonly line: Generated<number>;
  readonly opened_at: Instant;
};

/** Belongs to a person and to no installation. */
export type SessionRow = {
  readonly id_hash: string;
  readonly state_hash: string;
  readonly person_id: number;
  readonly login: string;
  readonly begun_at: Instant;
  readonly used_at: Instant;
  readonly installation_ids: readonly number[];
  readonly sealed_tokens: string;
  readonly refresh_claimed_at: Instant | null;
};

export type Tables = {
  readonly installations: InstallationRow;
  readonly organisations: OrganisationRow;
  readonly repositories: RepositoryRow;
  readonly touches: TouchRow;
  readonly duties: DutyRow;
  readonly histories: HistoryTable;
  readonly subjects: SubjectRow;
  readonly participations: ParticipationRow;
  readonly evidence: EvidenceRow;
  readonly decisions: DecisionRow;
  readonly snapshots: SnapshotRow;
  readonly reports: ReportRow;
  readonly entries: EntryRow;
  readonly item_notes: ItemNoteRow;
  readonly commands: CommandRow;
  readonly paused_people: PausedRow;
  readonly joined_people: JoinedRow;
  readonly left_people: LeftRow;
  readonly audit: AuditRow;
  readonly lingering_issues: LingeringRow;
  readonly packet_drafts: PacketDraftRow;
  readonly packet_draft_versions: PacketDraftVersionRow;
  readonly packet_shares: PacketShareRow;
  readonly packet_openings: PacketOpeningRow;
  readonly sessions: SessionRow;
};

/** The schema that all our tables live in; queries name it, because connections to the embedded store share one search path. */
export const schemaName = 'staff_signals';
