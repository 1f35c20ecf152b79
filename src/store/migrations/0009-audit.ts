/** Who did what and when, without texts; issues whose earlier versions GitHub still shows; and who could read a report when it was written. */
import { type Kysely, sql } from 'kysely';
import { isolate } from './0001-foundation.ts';

const tables = `
create table staff_signals.audit (
  installation_id bigint not null,
  line bigint not null default nextval('staff_signals.generations'),
  at timestamptz not null,
  act text not null check (act ~ '^[a-z-]{1,40}$'),
  actor text not null check (actor in ('person', 'operator', 'app')),
  actor_id bigint,
  person_id bigint,
  repository_id bigint,
  primary key (installation_id, line)
);
create index audit_by_time on staff_signals.audit (installation_id, at);

create table staff_signals.lingering_issues (
  installation_id bigint not null,
  repository_id bigint not null,
  number bigint not null,
  noticed_at timestamptz not null,
  reason text not null check (reason in ('left', 'withdrawn', 'closed')),
  primary key (installation_id, repository_id, number)
);

alter table staff_signals.reports add column readers jsonb;
`;

const tenantTables = ['audit', 'lingering_issues'] as const;

export const audit = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw([tables, ...tenantTables.map(isolate)].join('\n')).execute(db);
  },
};
