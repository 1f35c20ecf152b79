/** Whose words evidence rests on, so that they can be forgotten; and whose issues a person's work closes. */
import { type Kysely, sql } from 'kysely';

const columns = `
alter table staff_signals.evidence add column speaker_ids bigint[] not null default '{}';
create index evidence_of_speaker on staff_signals.evidence using gin (speaker_ids) where speaker_ids <> '{}';
alter table staff_signals.participations add column closes_issues_of text check (closes_issues_of in ('self', 'others'));
`;

export const speakers = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(columns).execute(db);
  },
};
