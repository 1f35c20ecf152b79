/** Which rule an engineer decided on, so that the next version of the rule can be judged. Decisions made before say nothing of it. */
import { type Kysely, sql } from 'kysely';

const columns = `
alter table staff_signals.decisions add column signal text, add column version bigint;
`;

export const decidedVersions = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(columns).execute(db);
  },
};
