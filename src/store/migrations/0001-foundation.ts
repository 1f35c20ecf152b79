/** Every table of the first version, apart by installation in the database itself. */
import { type Kysely, sql } from 'kysely';

const tables = `
create sequence staff_signals.generations;

create table staff_signals.installations (
  installation_id bigint primary key,
  account_id bigint not null,
  login text not null,
  is_suspended boolean not null
);

create table staff_signals.organisations (
  installation_id bigint primary key,
  settings_text text,
  settings_problems text[] not null default '{}',
  published_through text,
  snapshot_taken_at timestamptz,
  last_daily_at timestamptz
);

create table staff_signals.repositories (
  installation_id bigint not null,
  repository_id bigint not null,
  full_name text not null,
  visibility text not null check (visibility in ('public', 'private', 'internal')),
  is_archived boolean not null,
  opt_in text not null check (opt_in in ('unread', 'in', 'out', 'broken')),
  settings_text text,
  problems text[] not null,
  swept_until timestamptz,
  primary key (installation_id, repository_id)
);

create table staff_signals.touches (
  installation_id bigint not null,
  repository_id bigint not null,
  kind text not null check (kind in ('pull', 'issue', 'discussion')),
  number bigint not null,
  touched_at timestamptz not null,
  due_at timestamptz not null,
  generation bigint not null default nextval('staff_signals.generations'),
  taken_generation bigint,
  primary key (installation_id, repository_id, kind, number)
);
create index touches_due on staff_signals.touches (installation_id, repository_id, due_at);

create table staff_signals.duties (
  installation_id bigint not null,
  kind text not null check (kind in ('organisation', 'settings', 'check')),
  repository_id bigint not null,
  head_sha text not null default '',
  is_rerun boolean not null default false,
  generation bigint not null default nextval('staff_signals.generations'),
  primary key (installation_id, kind, repository_id, head_sha)
);

create table staff_signals.subjects (
  installation_id bigint not null,
  repository_id bigint not null,
  kind text not null check (kind in ('pull', 'issue', 'discussion')),
  number bigint not null,
  url text not null,
  title text not null,
  updated_at timestamptz not null,
  fetched_at timestamptz not null,
  primary key (installation_id, repository_id, kind, number),
  foreign key (installation_id, repository_id) references staff_signals.repositories on delete cascade
);
create index subjects_active on staff_signals.subjects (installation_id, repository_id, updated_at);

create table staff_signals.participations (
  installation_id bigint not null,
  repository_id bigint not null,
  kind text not null,
  number bigint not null,
  person_id bigint not null,
  login text not null,
  role text not null check (role in ('author', 'reviewer', 'requested')),
  at timestamptz not null,
  merged_at timestamptz,
  substance text check (substance in ('substance', 'token')),
  inline_comments bigint not null,
  has_requested_changes boolean not null,
  explains boolean not null,
  changed_lines bigint not null,
  author_ids bigint[] not null,
  reviewer_ids bigint[] not null,
  requester_id bigint,
  directions text[] not null,
  owners text[] not null,
  links text[] not null,
  primary key (installation_id, repository_id, kind, number, person_id, role),
  foreign key (installation_id, repository_id, kind, number) references staff_signals.subjects on delete cascade
);
create index participations_of_person on staff_signals.participations (installation_id, person_id, at);

create table staff_signals.evidence (
  installation_id bigint not null,
  key text not null check (key ~ '^[0-9a-f]{16}$'),
  looks_at text not null check (looks_at in ('subject', 'participations')),
  repository_id bigint not null,
  kind text not null check (kind in ('pull', 'issue', 'discussion')),
  number bigint not null,
  signal text not null,
  version bigint not null,
  pillar text not null,
  person_id bigint not null,
  login text not null,
  strength text not null check (strength in ('confirmed', 'candidate')),
  at timestamptz not null,
  month text not null,
  title text not null,
  because text not null,
  quote text,
  links text[] not null,
  is_found boolean not null,
  primary key (installation_id, key),
  foreign key (installation_id, repository_id) references staff_signals.repositories on delete cascade
);
create index evidence_of_person on staff_signals.evidence (installation_id, person_id, at);
create index evidence_of_subject on staff_signals.evidence (installation_id, repository_id, kind, number);
create index evidence_of_month on staff_signals.evidence (installation_id, month);

create table staff_signals.decisions (
  installation_id bigint not null,
  key text not null,
  person_id bigint not null,
  decision text not null check (decision in ('none', 'kept', 'dismissed')),
  at timestamptz not null,
  primary key (installation_id, key)
);
create index decisions_of_person on staff_signals.decisions (installation_id, person_id);

create table staff_signals.snapshots (
  installation_id bigint not null,
  taken_at timestamptz not null,
  digest text not null,
  content jsonb not null,
  primary key (installation_id, taken_at)
);

create table staff_signals.reports (
  installation_id bigint not null,
  person_id bigint not null,
  month text not null,
  repository_id bigint not null,
  number bigint not null,
  body text not null,
  comment_ids text[] not null,
  written_at timestamptz not null,
  trouble text,
  primary key (installation_id, person_id, month)
);
create index reports_of_month on staff_signals.reports (installation_id, month);

create table staff_signals.joined_people (
  installation_id bigint not null,
  person_id bigint not null,
  joined_at timestamptz not null,
  primary key (installation_id, person_id)
);

create table staff_signals.left_people (
  installation_id bigint not null,
  person_id bigint not null,
  left_at timestamptz not null,
  primary key (installation_id, person_id)
);
`;

const tenantTables = [
  'installations',
  'organisations',
  'repositories',
  'touches',
  'duties',
  'subjects',
  'participations',
  'evidence',
  'decisions',
  'snapshots',
  'reports',
  'joined_people',
  'left_people',
] as const;

/**
 * After a transaction that set it, the setting reads as the empty text and not as null; `nullif` makes both see nothing.
 * Source: https://www.postgresql.org/docs/current/config-setting.html (a custom setting's default is the empty text).
 */
const ours = `installation_id = nullif(current_setting('staff_signals.installation_id', true), '')::bigint`;

/** Keeps a table's installations apart, for its owner too. Later migrations use it for theirs. */
export function isolate(table: string): string {
  return `
    alter table staff_signals.${table} enable row level security;
    alter table staff_signals.${table} force row level security;
    create policy own_installation on staff_signals.${table} to staff_signals_tenant using (${ours}) with check (${ours});
    grant select, insert, update, delete on staff_signals.${table} to staff_signals_tenant;
  `;
}

/** Columns that schedules need; no text of anyone is among them. */
const crossing = {
  installations: 'installation_id, account_id, login, is_suspended',
  touches: 'installation_id, repository_id, due_at',
  duties: 'installation_id',
} as const;

function letCross([table, columns]: readonly [string, string]): string {
  return `
    create policy schedules on staff_signals.${table} for select to staff_signals_everywhere using (true);
    grant select (${columns}) on staff_signals.${table} to staff_signals_everywhere;
  `;
}

export const foundation = {
  async up(db: Kysely<unknown>): Promise<void> {
    const statements = [
      'grant usage on schema staff_signals to staff_signals_tenant, staff_signals_everywhere;',
      tables,
      'grant usage on sequence staff_signals.generations to staff_signals_tenant;',
      ...tenantTables.map(isolate),
      ...Object.entries(crossing).map(letCross),
    ];
    await sql.raw(statements.join('\n')).execute(db);
  },
};
