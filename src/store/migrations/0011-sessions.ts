/** Sessions of people who signed in. They belong to no installation, so a role of their own sees them, and it sees nothing else. */
import { type Kysely, sql } from 'kysely';

const tables = `
create table staff_signals.sessions (
  id_hash text primary key check (id_hash ~ '^[0-9a-f]{64}$'),
  state_hash text not null unique check (state_hash ~ '^[0-9a-f]{64}$'),
  person_id bigint not null,
  login text not null,
  begun_at timestamptz not null,
  used_at timestamptz not null,
  installation_ids bigint[] not null,
  sealed_tokens text not null,
  refresh_claimed_at timestamptz
);
create index sessions_of_person on staff_signals.sessions (person_id);

alter table staff_signals.sessions enable row level security;
alter table staff_signals.sessions force row level security;
create policy sessions_alone on staff_signals.sessions to staff_signals_sessions using (true) with check (true);
grant usage on schema staff_signals to staff_signals_sessions;
grant select, insert, update, delete on staff_signals.sessions to staff_signals_sessions;
`;

export const sessions = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(tables).execute(db);
  },
};
