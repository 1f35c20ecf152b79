/** What engineers add on the log's page: work that GitHub can't see, written, changed and erased by them alone. */
import { createHash } from 'node:crypto';
import { type ManualEntry, onPage } from '../../domain/entry.ts';
import type { EntryFields } from '../../pages/log/view.ts';
import { linksOf } from '../../reports/month-view.ts';
import type { Tenant } from '../ports.ts';
import { organisationSettings } from '../tenant-settings.ts';
import { withholdSecrets } from '../withhold-secrets.ts';
import { askForReportsOf, type ChangePorts, reportsThatShow, type Unknown } from './change-log.ts';
import { type CheckedEntry, checkEntry, type EntryProblems } from './check-words.ts';
import type { LogReader } from './show-items.ts';

type Invalid = { readonly kind: 'invalid'; readonly problems: EntryProblems };

/** Adds an entry. The same form sent twice (`nonce` and words alike) adds it once. */
export async function addEntry(
  ports: ChangePorts,
  reader: LogReader,
  { nonce, fields }: { readonly nonce: string; readonly fields: EntryFields },
): Promise<{ readonly kind: 'added'; readonly key: string } | Invalid | Unknown> {
  const checked = await check(ports, reader, { fields, before: null });
  if (checked.kind === 'invalid') return checked;
  const { entry } = checked;
  const personId = reader.person.id;
  const at = ports.clock();
  const key = keyOf(['entry', reader.installationId, personId, nonce, entry]);
  const months = await ports.store.tenant(reader.installationId, async (tenant) => {
    await tenant.log.hold(personId);
    if ((await tenant.entries.find(personId, key)) !== null) return [];
    const id = await tenant.commands.beginOnPage({ personId, at, verb: 'add' });
    if (id === null) return null;
    await tenant.entries.add({ key, personId, ...entry, repositoryId: onPage, addedAt: at });
    await tenant.commands.finish(id, { state: 'undoable', key, before: null, answer: null });
    return reportsThatShow(tenant, personId, [entry.month]);
  });
  if (months === null) return { kind: 'unknown' };
  await askForReportsOf(ports, reader, months);
  return { kind: 'added', key };
}

/** Another tab saved `other` meanwhile; naming its `version`, the next try takes its place. */
export type EntryConflict = { readonly kind: 'conflict'; readonly version: string; readonly other: EntryFields };

/** Gives an entry other words, in place of those that `version` names. Saving the same twice is saving it once. */
export async function changeEntry(
  ports: ChangePorts,
  reader: LogReader,
  { key, version, fields }: { readonly key: string; readonly version: string; readonly fields: EntryFields },
): Promise<{ readonly kind: 'saved' } | Invalid | EntryConflict | Unknown> {
  const personId = reader.person.id;
  const before = await ports.store.tenant(reader.installationId, (tenant) => tenant.entries.find(personId, key));
  if (before === null) return { kind: 'unknown' };
  const checked = await check(ports, reader, { fields, before: before.month });
  if (checked.kind === 'invalid') return checked;
  const changed = { key, personId, ...checked.entry, repositoryId: onPage };
  const saved = await ports.store.tenant(reader.installationId, (tenant) => saveEntry(tenant, changed, version));
  if (saved.kind !== 'saved') return saved;
  await askForReportsOf(ports, reader, saved.months);
  return { kind: 'saved' };
}

async function saveEntry(
  tenant: Tenant,
  changed: CheckedEntry & Pick<ManualEntry, 'key' | 'personId' | 'repositoryId'>,
  version: string,
): Promise<{ readonly kind: 'saved'; readonly months: readonly string[] } | EntryConflict | Unknown> {
  const { key, personId } = changed;
  await tenant.log.hold(personId);
  const found = await tenant.log.find(personId, key);
  if (found?.kind !== 'entry') return { kind: 'unknown' };
  if (isSame(found.entry, changed)) return { kind: 'saved', months: [] };
  if (!(await tenant.log.changeEntry(changed, version)))
    return { kind: 'conflict', version: found.version, other: entryFieldsOf(found.entry) };
  return { kind: 'saved', months: await reportsThatShow(tenant, personId, [found.entry.month, changed.month]) };
}

/** Erases an entry of the person's own, with what they noted on it. */
export async function eraseEntry(ports: ChangePorts, reader: LogReader, key: string): Promise<{ readonly kind: 'erased' } | Unknown> {
  const personId = reader.person.id;
  const months = await ports.store.tenant(reader.installationId, async (tenant) => {
    const entry = await tenant.entries.find(personId, key);
    if (entry === null) return null;
    await tenant.log.eraseEntry(personId, key);
    return reportsThatShow(tenant, personId, [entry.month]);
  });
  if (months === null) return { kind: 'unknown' };
  await askForReportsOf(ports, reader, months);
  return { kind: 'erased' };
}

/** What an entry's form shows of it. */
export function entryFieldsOf(entry: Pick<ManualEntry, 'text' | 'day' | 'link' | 'moreLinks'>): EntryFields {
  return { text: entry.text, day: entry.day ?? '', links: linksOf(entry).join('\n') };
}

function isSame(left: Pick<ManualEntry, 'text' | 'day' | 'link' | 'moreLinks'>, right: CheckedEntry): boolean {
  const [one, other] = [entryFieldsOf(left), entryFieldsOf(right)];
  return one.text === other.text && one.day === other.day && one.links === other.links;
}

/** Words are kept without the secrets in them; a link with one would lead nowhere without it. */
async function check(
  ports: ChangePorts,
  reader: LogReader,
  { fields, before }: { readonly fields: EntryFields; readonly before: string | null },
): Promise<{ readonly kind: 'valid'; readonly entry: CheckedEntry } | Invalid> {
  const settings = await ports.store.tenant(reader.installationId, organisationSettings);
  const checked = checkEntry(fields, { now: ports.clock(), settings, before });
  if (checked.kind === 'invalid') return checked;
  const { entry } = checked;
  for (const link of linksOf(entry)) {
    if ((await withholdSecrets(link)) !== link)
      return { kind: 'invalid', problems: { links: 'A link holds what looks like a secret. Leave that part out.' } };
  }
  return { kind: 'valid', entry: { ...entry, text: await withholdSecrets(entry.text) } };
}

/** 16 lower-case hex digits, as the keys of evidence. */
function keyOf(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}
