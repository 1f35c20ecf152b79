/** One item of a log by itself, and what its forms hold. */
import { dayOf } from '../../domain/month.ts';
import type { Asked, EntryForm, ItemPageView, NewEntryPageView, NoteForm } from '../../pages/log/view.ts';
import type { Tenant } from '../ports.ts';
import { organisationSettings } from '../tenant-settings.ts';
import { fieldsOf, readableItem } from './change-log.ts';
import { entryFieldsOf } from './own-entries.ts';
import type { LogPorts } from './read-log.ts';
import { type Light, lightFor, type LogReader, showItem, writtenOn } from './show-items.ts';

/** Forms as they were sent, to be shown again with what kept them from being saved; null where nothing was sent. */
export type SentForms = { readonly note: NoteForm | null; readonly entry: EntryForm | null; readonly said: string | null };

const mostEarlier = 20;

/** Null for what is not the person's, is not held, or lies where they can't read now: nobody is told which. */
export async function readItemPage(
  ports: LogPorts,
  reader: LogReader,
  of: { readonly key: string; readonly asked: Asked; readonly sent: SentForms },
): Promise<ItemPageView | null> {
  const { key, asked, sent } = of;
  const item = await readableItem(ports.store, reader, key);
  const held = item === null ? null : await ports.store.tenant(reader.installationId, (tenant) => readAround(tenant, reader, key));
  if (item === null || held === null) return null;
  const light = await lightFor([item], { reader, snapshot: held.snapshot, timezone: held.timezone });
  const standing = { version: item.note?.version ?? '', fields: fieldsOf(item.note), problems: {}, other: null };
  return {
    organisation: held.snapshot.login,
    rubricUrl: ports.addresses.rubricUrl,
    item: showItem(item, light, { isBrief: false }),
    asked,
    noteForm: sent.note ?? standing,
    entryForm: item.kind === 'evidence' ? null : (sent.entry ?? { ...standing, version: item.version, fields: entryFieldsOf(item.entry) }),
    earlier: earlierOf(held.wordings, light),
    said: sent.said,
  };
}

/** The form for something that is to be added; `sent` is what was sent and could not be kept. Null while the organisation was never looked up. */
export async function readNewEntryPage(
  ports: LogPorts,
  reader: LogReader,
  { nonce, sent }: { readonly nonce: string; readonly sent: EntryForm | null },
): Promise<NewEntryPageView | null> {
  const held = await ports.store.tenant(reader.installationId, (tenant) => readAround(tenant, reader, ''));
  if (held === null) return null;
  const empty = { version: '', fields: { text: '', day: '', links: '' }, problems: {}, other: null };
  return { organisation: held.snapshot.login, nonce, today: dayOf(ports.clock(), held.timezone), form: sent ?? empty };
}

async function readAround(tenant: Tenant, { person }: LogReader, key: string) {
  const snapshot = await tenant.organisation.newest();
  if (snapshot === null) return null;
  const { timezone } = (await organisationSettings(tenant)).reports;
  return { snapshot, timezone, wordings: await tenant.log.wordings(person.id, key) };
}

function earlierOf(wordings: Awaited<ReturnType<Tenant['log']['wordings']>>, light: Light): ItemPageView['earlier'] {
  const told = wordings.slice(1, mostEarlier).filter(({ outcome, metric, text }) => `${outcome ?? ''}${metric ?? ''}${text}` !== '');
  return told.map(({ outcome, metric, text, writtenAt }) => ({ day: writtenOn(writtenAt, light), note: { outcome, metric, text } }));
}
