/** What the texts of a subject refer to, so that a packet can tell which work belongs together. */
import { type Kysely, sql } from 'kysely';

const columns = `
alter table staff_signals.subjects add column refers_to text[] not null default '{}';
`;

export const references = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(columns).execute(db);
  },
};
