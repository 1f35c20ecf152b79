/** Packets that engineers are arranging, with their older versions; whom they share them with, and when those opened them. */
import { type Kysely, sql } from 'kysely';
import { isolate } from './0001-foundation.ts';

const tables = `
create table staff_signals.packet_drafts (
  installation_id bigint not null,
  draft_id text not null check (draft_id ~ '^[0-9a-f]{32}$'),
  person_id bigint not null,
  version bigint not null,
  created_at timestamptz not null,
  saved_at timestamptz not null,
  primary key (installation_id, draft_id)
);
create index packet_drafts_of_person on staff_signals.packet_drafts (installation_id, person_id);

create table staff_signals.packet_draft_versions (
  installation_id bigint not null,
  draft_id text not null,
  version bigint not null,
  kind text not null check (kind in ('saved', 'automatic', 'aside')),
  saved_at timestamptz not null,
  contents jsonb not null,
  primary key (installation_id, draft_id, version),
  foreign key (installation_id, draft_id) references staff_signals.packet_drafts on delete cascade
);

create table staff_signals.packet_shares (
  installation_id bigint not null,
  share_id text not null check (share_id ~ '^[0-9a-f]{32}$'),
  draft_id text not null,
  person_id bigint not null,
  viewer_id bigint not null,
  created_at timestamptz not null,
  ends_at timestamptz not null,
  revoked_at timestamptz,
  primary key (installation_id, share_id),
  foreign key (installation_id, draft_id) references staff_signals.packet_drafts on delete cascade
);
create index packet_shares_of_draft on staff_signals.packet_shares (installation_id, draft_id);

create table staff_signals.packet_openings (
  installation_id bigint not null,
  share_id text not null,
  line bigint not null default nextval('staff_signals.generations'),
  opened_at timestamptz not null,
  primary key (installation_id, share_id, line),
  foreign key (installation_id, share_id) references staff_signals.packet_shares on delete cascade
);
`;

const tenantTables = ['packet_drafts', 'packet_draft_versions', 'packet_shares', 'packet_openings'] as const;

export const packetDrafts = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw([tables, ...tenantTables.map(isolate)].join('\n')).execute(db);
  },
};
