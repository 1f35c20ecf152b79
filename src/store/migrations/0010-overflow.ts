/** What a report's overflow comments said when they were last written, so that ticks in them can be told from renderings. */
import { type Kysely, sql } from 'kysely';

const columns = `
alter table staff_signals.reports add column comments text[] not null default '{}';
`;

export const overflow = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(columns).execute(db);
  },
};
