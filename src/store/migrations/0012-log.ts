/** What the log's page adds: impact in the engineer's own words, entries with several links, and versions of entries that tabs edit. */
import { type Kysely, sql } from 'kysely';

const columns = `
alter table staff_signals.item_notes add column outcome text, add column metric text;
alter table staff_signals.entries
  add column more_links text[] not null default '{}',
  add column version bigint not null default nextval('staff_signals.generations');
create index item_notes_of_item on staff_signals.item_notes (installation_id, person_id, key);
`;

export const log = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(columns).execute(db);
  },
};
