/** What engineers say in their reports: entries and notes of their own, their commands, and who wants no reports for now. */
import { type Kysely, sql } from 'kysely';
import { isolate } from './0001-foundation.ts';

const tables = `
create table staff_signals.entries (
  installation_id bigint not null,
  key text not null check (key ~ '^[0-9a-f]{16}$'),
  person_id bigint not null,
  month text not null,
  day text,
  text text not null,
  link text,
  repository_id bigint not null,
  added_at timestamptz not null,
  primary key (installation_id, key)
);
create index entries_of_person on staff_signals.entries (installation_id, person_id);
create index entries_of_month on staff_signals.entries (installation_id, month);

create table staff_signals.item_notes (
  installation_id bigint not null,
  comment_id bigint not null,
  ordinal bigint not null,
  key text not null,
  person_id bigint not null,
  text text not null,
  repository_id bigint not null,
  written_at timestamptz not null,
  primary key (installation_id, comment_id, ordinal)
);
create index item_notes_of_person on staff_signals.item_notes (installation_id, person_id);

create table staff_signals.commands (
  installation_id bigint not null,
  comment_id bigint not null,
  ordinal bigint not null,
  person_id bigint not null,
  repository_id bigint not null,
  number bigint not null,
  given_at timestamptz not null,
  verb text not null,
  state text not null check (state in ('refused', 'done', 'undoable', 'undone')),
  item_key text,
  decision_before text check (decision_before in ('none', 'kept', 'dismissed')),
  answer text,
  is_answered boolean not null,
  primary key (installation_id, comment_id, ordinal)
);
create index commands_of_person on staff_signals.commands (installation_id, person_id, given_at);
create index commands_unanswered on staff_signals.commands (installation_id, repository_id, number) where not is_answered;

create table staff_signals.paused_people (
  installation_id bigint not null,
  person_id bigint not null,
  paused_at timestamptz not null,
  primary key (installation_id, person_id)
);
`;

const tenantTables = ['entries', 'item_notes', 'commands', 'paused_people'] as const;

export const speaking = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw([tables, ...tenantTables.map(isolate)].join('\n')).execute(db);
  },
};
