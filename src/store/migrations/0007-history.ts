/** How far each repository's past has been read, and touches that wait for it behind those of live traffic. */
import { type Kysely, sql } from 'kysely';
import { isolate } from './0001-foundation.ts';

const tables = `
create table staff_signals.histories (
  installation_id bigint not null,
  repository_id bigint not null,
  since timestamptz not null,
  started_at timestamptz not null,
  lists jsonb not null,
  listed bigint not null,
  finished_at timestamptz,
  primary key (installation_id, repository_id),
  foreign key (installation_id, repository_id) references staff_signals.repositories on delete cascade
);

alter table staff_signals.touches add column history_at timestamptz;
create index touches_of_history on staff_signals.touches (installation_id, repository_id, history_at) where history_at is not null;
`;

const crossing = `
grant select (history_at) on staff_signals.touches to staff_signals_everywhere;
create policy schedules on staff_signals.histories for select to staff_signals_everywhere using (true);
grant select (installation_id, finished_at) on staff_signals.histories to staff_signals_everywhere;
`;

export const history = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw([tables, isolate('histories'), crossing].join('\n')).execute(db);
  },
};
