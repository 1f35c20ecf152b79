/** What participations tell since: whether a review's words are in English. */
import { type Kysely, sql } from 'kysely';

export const languages = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw('alter table staff_signals.participations add column is_english boolean not null default true').execute(db);
  },
};
