/** Packets that engineers are arranging, with their older versions. */
import { sql } from 'kysely';
import { type DraftContents, type DraftVersion, keptVersions, type PacketDraft } from '../domain/packet-draft.ts';
import type { SavedDraft, Tenant } from '../usecases/ports.ts';
import { mayKeepAbout } from './people.ts';
import { jsonParameter } from './rows.ts';
import type { PacketDraftRow, PacketDraftVersionRow } from './schema.ts';
import type { Transaction } from './transaction.ts';

type Place = { readonly personId: number; readonly id: string };

type DraftWithContents = PacketDraftRow & Pick<PacketDraftVersionRow, 'contents'>;

function toDraft(row: DraftWithContents): PacketDraft {
  return {
    id: row.draft_id,
    personId: row.person_id,
    version: row.version,
    contents: row.contents,
    createdAt: row.created_at,
    savedAt: row.saved_at,
  };
}

function toVersion(row: PacketDraftVersionRow): DraftVersion {
  return { version: row.version, kind: row.kind, savedAt: row.saved_at, contents: row.contents };
}

async function select(transaction: Transaction, personId: number, id: string | null): Promise<readonly PacketDraft[]> {
  const { rows } = await sql<DraftWithContents>`
    select draft.*, held.contents from staff_signals.packet_drafts as draft
    join staff_signals.packet_draft_versions as held on held.draft_id = draft.draft_id and held.version = draft.version
    where draft.person_id = ${personId} and (${id}::text is null or draft.draft_id = ${id})
    order by draft.saved_at desc, draft.draft_id
  `.execute(transaction);
  return rows.map(toDraft);
}

async function versionsOf(transaction: Transaction, { personId, id }: Place): Promise<readonly DraftVersion[]> {
  const { rows } = await sql<PacketDraftVersionRow>`
    select held.* from staff_signals.packet_draft_versions as held
    join staff_signals.packet_drafts as draft on draft.draft_id = held.draft_id
    where draft.person_id = ${personId} and draft.draft_id = ${id}
    order by held.version desc
  `.execute(transaction);
  return rows.map(toVersion);
}

/**
 * One who saves waits for another who does. The draft is read in a statement of its own after that: the one that waited would join the draft
 * of now to the versions of before, and find nothing. https://www.postgresql.org/docs/current/transaction-iso.html#XACT-READ-COMMITTED
 */
async function lock(
  transaction: Transaction,
  { personId, id }: Place,
): Promise<(DraftWithContents & Pick<PacketDraftVersionRow, 'kind'>) | null> {
  await sql`
    select from staff_signals.packet_drafts where person_id = ${personId} and draft_id = ${id} for update
  `.execute(transaction);
  const { rows } = await sql<DraftWithContents & Pick<PacketDraftVersionRow, 'kind'>>`
    select draft.*, held.contents, held.kind from staff_signals.packet_drafts as draft
    join staff_signals.packet_draft_versions as held on held.draft_id = draft.draft_id and held.version = draft.version
    where draft.person_id = ${personId} and draft.draft_id = ${id}
  `.execute(transaction);
  return rows[0] ?? null;
}

async function addVersion(
  transaction: Transaction,
  of: { readonly installationId: number; readonly id: string } & DraftVersion,
): Promise<void> {
  await sql`
    insert into staff_signals.packet_draft_versions (installation_id, draft_id, version, kind, saved_at, contents)
    values (${of.installationId}, ${of.id}, ${of.version}, ${of.kind}, ${of.savedAt}, ${jsonParameter(of.contents)})
  `.execute(transaction);
}

async function newestVersion(transaction: Transaction, id: string): Promise<number> {
  const { rows } = await sql<{ readonly newest: number }>`
    select max(version) as newest from staff_signals.packet_draft_versions where draft_id = ${id}
  `.execute(transaction);
  return Number(rows[0]?.newest ?? 0);
}

/** The one that holds stays, however old it is. */
async function forgetOldVersions(transaction: Transaction, id: string): Promise<void> {
  await sql`
    delete from staff_signals.packet_draft_versions as held
    using staff_signals.packet_drafts as draft
    where held.draft_id = ${id} and draft.draft_id = held.draft_id and held.version <> draft.version
      and held.version not in (
        select version from staff_signals.packet_draft_versions where draft_id = ${id} order by version desc limit ${keptVersions}
      )
  `.execute(transaction);
}

async function makeCurrent(
  transaction: Transaction,
  of: { readonly id: string; readonly version: number; readonly savedAt: string },
): Promise<void> {
  await transaction.updateTable('packet_drafts').set({ version: of.version, saved_at: of.savedAt }).where('draft_id', '=', of.id).execute();
}

/** What the page saves by itself every few seconds would soon drive out what its engineer saved. */
async function forgetAutomatic(
  transaction: Transaction,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<void> {
  await transaction.deleteFrom('packet_draft_versions').where('draft_id', '=', id).where('version', '=', version).execute();
}

type Saving = Parameters<Tenant['packetDrafts']['save']>[0];

async function save(transaction: Transaction, installationId: number, of: Saving): Promise<SavedDraft> {
  const held = await lock(transaction, of);
  if (held === null || !(await mayKeepAbout(transaction, installationId, of.personId))) return { kind: 'gone' };
  if (isSame(held.contents, of.contents)) {
    // Sent twice, or nothing was changed; what the page had saved by itself now counts as saved by hand.
    if (of.kind === 'saved' && held.kind === 'automatic') await nameSaved(transaction, of.id, held.version);
    return { kind: 'saved', version: held.version };
  }
  const isCurrent = held.version === of.basedOn;
  const version = (await newestVersion(transaction, of.id)) + 1;
  await addVersion(transaction, {
    installationId,
    id: of.id,
    version,
    kind: isCurrent ? of.kind : 'aside',
    savedAt: of.at,
    contents: of.contents,
  });
  if (isCurrent) {
    await makeCurrent(transaction, { id: of.id, version, savedAt: of.at });
    if (held.kind === 'automatic') await forgetAutomatic(transaction, { id: of.id, version: held.version });
  }
  await forgetOldVersions(transaction, of.id);
  return { kind: isCurrent ? 'saved' : 'aside', version };
}

async function nameSaved(transaction: Transaction, id: string, version: number): Promise<void> {
  await transaction
    .updateTable('packet_draft_versions')
    .set({ kind: 'saved' })
    .where('draft_id', '=', id)
    .where('version', '=', version)
    .execute();
}

/** Whether two contents say the same, whatever the order of their keys. */
function isSame(left: DraftContents, right: DraftContents): boolean {
  return canonical(left) === canonical(right);
}

function canonical({ title, period, summary, prose, chosen, left, projects }: DraftContents): string {
  const words = Object.entries(prose).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([title, period.from, period.to, summary, words, chosen, left, projects]);
}

/** The port's `packetDrafts` within one transaction. */
export function packetDraftsOf(transaction: Transaction, installationId: number): Tenant['packetDrafts'] {
  return {
    ofPerson: (personId) => select(transaction, personId, null),

    find: async (personId, id) => (await select(transaction, personId, id))[0] ?? null,

    async add(draft) {
      if (!(await mayKeepAbout(transaction, installationId, draft.personId))) return;
      const { id, personId, version, createdAt, savedAt, contents } = draft;
      await transaction
        .insertInto('packet_drafts')
        .values({ installation_id: installationId, draft_id: id, person_id: personId, version, created_at: createdAt, saved_at: savedAt })
        .execute();
      await addVersion(transaction, { installationId, id, version, kind: 'saved', savedAt, contents });
    },

    save: (of) => save(transaction, installationId, of),

    versions: (personId, id) => versionsOf(transaction, { personId, id }),

    async erase(personId, id) {
      await transaction.deleteFrom('packet_drafts').where('person_id', '=', personId).where('draft_id', '=', id).execute();
    },
  };
}
