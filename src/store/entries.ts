/** What engineers added in their own words: entries, and notes on items. */
import { type Selectable, sql } from 'kysely';
import type { ItemNote, ManualEntry } from '../domain/entry.ts';
import type { Tenant } from '../usecases/ports.ts';
import { decisionsOf } from './evidence.ts';
import { mayKeepAbout } from './people.ts';
import { storableText, storableTextOrNull } from './rows.ts';
import type { EntryRow, ItemNoteRow } from './schema.ts';
import type { Transaction } from './transaction.ts';

type DecidedRow = Selectable<EntryRow> & Pick<ManualEntry, 'decision'>;

function toEntry(row: DecidedRow): ManualEntry {
  return {
    key: row.key,
    personId: row.person_id,
    month: row.month,
    day: row.day,
    text: row.text,
    link: row.link,
    ...(row.more_links.length === 0 ? {} : { moreLinks: row.more_links }),
    repositoryId: row.repository_id,
    addedAt: row.added_at,
    decision: row.decision,
  };
}

/** What a person added, oldest first, each with its version: all, or the entries with these keys. */
export async function selectEntries(
  transaction: Transaction,
  personId: number,
  keys: readonly string[] | null,
): Promise<readonly { readonly entry: ManualEntry; readonly version: string }[]> {
  const named = keys === null ? sql`` : sql`and added.key = any (${keys}::text[])`;
  const { rows } = await sql<DecidedRow>`
    select added.*, coalesce(${decisionsOf(personId, keys)} ->> added.key, 'none') as decision
    from staff_signals.entries as added
    where added.person_id = ${personId} ${named}
    order by added.added_at, added.key
  `.execute(transaction);
  return rows.map((row) => ({ entry: toEntry(row), version: String(row.version) }));
}

/** The port's `entries` within one transaction. */
export function entriesOf(transaction: Transaction, installationId: number): Tenant['entries'] {
  return {
    ofPerson: async (personId) => (await selectEntries(transaction, personId, null)).map(({ entry }) => entry),

    find: async (personId, key) => (await selectEntries(transaction, personId, [key]))[0]?.entry ?? null,

    async add(entry) {
      if (!(await mayKeepAbout(transaction, installationId, entry.personId))) return;
      await transaction
        .insertInto('entries')
        .values({
          installation_id: installationId,
          key: entry.key,
          person_id: entry.personId,
          month: entry.month,
          day: entry.day,
          text: storableText(entry.text),
          link: storableTextOrNull(entry.link),
          more_links: (entry.moreLinks ?? []).map(storableText),
          repository_id: entry.repositoryId,
          added_at: entry.addedAt,
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    async erase(key) {
      await transaction.deleteFrom('entries').where('key', '=', key).execute();
    },

    async peopleIn(month) {
      const { rows } = await sql<Pick<EntryRow, 'person_id'>>`
        select distinct added.person_id from staff_signals.entries as added
        where added.month = ${month} and not exists (
          select from staff_signals.decisions as made
          where made.key = added.key and made.person_id = added.person_id and made.decision = 'dismissed'
        )
        order by added.person_id
      `.execute(transaction);
      return rows.map((row) => row.person_id);
    },
  };
}

function toNote(row: ItemNoteRow): ItemNote {
  return {
    key: row.key,
    personId: row.person_id,
    text: row.text,
    ...(row.outcome === null ? {} : { outcome: row.outcome }),
    ...(row.metric === null ? {} : { metric: row.metric }),
    repositoryId: row.repository_id,
    writtenAt: row.written_at,
  };
}

/** The port's `itemNotes` within one transaction. */
export function itemNotesOf(transaction: Transaction, installationId: number): Tenant['itemNotes'] {
  const ofPerson = async (personId: number): Promise<readonly ItemNote[]> => {
    const inOrder = transaction.selectFrom('item_notes').selectAll().orderBy('written_at').orderBy('comment_id').orderBy('ordinal');
    return (await inOrder.where('person_id', '=', personId).execute()).map(toNote);
  };
  return {
    ofPerson: async (personId) => new Map((await ofPerson(personId)).map((note) => [note.key, note])),

    wordings: ofPerson,

    async add(id, note) {
      if (!(await mayKeepAbout(transaction, installationId, note.personId))) return;
      await transaction
        .insertInto('item_notes')
        .values({
          installation_id: installationId,
          comment_id: Number(id.commentId),
          ordinal: id.ordinal,
          key: note.key,
          person_id: note.personId,
          text: storableText(note.text),
          outcome: storableTextOrNull(note.outcome ?? null),
          metric: storableTextOrNull(note.metric ?? null),
          repository_id: note.repositoryId,
          written_at: note.writtenAt,
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    async erase({ commentId, ordinal }) {
      await transaction.deleteFrom('item_notes').where('comment_id', '=', Number(commentId)).where('ordinal', '=', ordinal).execute();
    },
  };
}
