/** Which issue is the welcome issue, when it was written, and who is writing it now. */
import { type Kysely, sql } from 'kysely';

const columns = `
alter table staff_signals.organisations
  add column welcome_repository_id bigint,
  add column welcome_number bigint,
  add column welcome_written_at timestamptz,
  add column welcome_is_due boolean not null default false,
  add column welcome_claimed_at timestamptz;
`;

export const welcome = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(columns).execute(db);
  },
};
