/** Which deliveries led to a touch, so that each can be followed through the log; the newest ten of a subject. */
import { type Kysely, sql } from 'kysely';

const columns = `
alter table staff_signals.touches add column deliveries text[] not null default '{}';
`;

export const deliveries = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(columns).execute(db);
  },
};
