/** What an engineer does on the log's page: the same as their ticks and commands do, and dated as those are. */
import { onPage } from '../../domain/entry.ts';
import type { Decision } from '../../domain/evidence.ts';
import { addMonths, type Month } from '../../domain/month.ts';
import type { NoteFields } from '../../pages/log/view.ts';
import { takeBack } from '../commands/undo.ts';
import { itemOf } from '../commands/scene.ts';
import type { Clock, Queues, Store, Tenant } from '../ports.ts';
import { withholdSecrets } from '../withhold-secrets.ts';
import { checkNote, type NoteProblems } from './check-words.ts';
import type { LogItem, LogNote } from './ports.ts';
import type { LogReader } from './show-items.ts';

export type ChangePorts = { readonly store: Store; readonly queues: Pick<Queues, 'report'>; readonly clock: Clock };

/** `unknown`: the person has no such item that they can read. */
export type Unknown = { readonly kind: 'unknown' };

const verbOf: Readonly<Record<Decision, string>> = { kept: 'keep', dismissed: 'dismiss', none: 'undecide' };

/** Older wordings of a note are forgotten. */
const keptWordings = 20;

/**
 * The item, when it is the person's and lies where they can read now; somebody else's, one that is not held and one out of reach are all the
 * same to them. Throws TransientFailure, and what `readable` throws.
 */
export async function readableItem(store: Store, reader: LogReader, key: string): Promise<LogItem | null> {
  const item = await store.tenant(reader.installationId, (tenant) => tenant.log.find(reader.person.id, key));
  if (item === null || item.kind === 'entry') return item;
  const { id } = item.evidence.repository;
  return (await reader.readable([id])).has(id) ? item : null;
}

/** Keeps or dismisses an item, or takes a decision back. Deciding the same again changes nothing. */
export async function decideOnItem(
  ports: ChangePorts,
  reader: LogReader,
  { key, decision }: { readonly key: string; readonly decision: Decision },
): Promise<{ readonly kind: 'done' } | Unknown> {
  if ((await readableItem(ports.store, reader, key)) === null) return { kind: 'unknown' };
  const by = { personId: reader.person.id, at: ports.clock() };
  const months = await ports.store.tenant(reader.installationId, async (tenant) => {
    const item = await itemOf(tenant, by.personId, key);
    if (item.kind === 'gone' || item.decision === decision) return [];
    const id = await tenant.commands.beginOnPage({ ...by, verb: verbOf[decision] });
    if (id === null) return [];
    await tenant.evidence.decide({ ...by, key, decision });
    await tenant.commands.finish(id, { state: 'undoable', key, before: item.decision, answer: null });
    return reportsThatShow(tenant, by.personId, [item.kind === 'evidence' ? item.evidence.month : item.entry.month]);
  });
  await askForReportsOf(ports, reader, months);
  return { kind: 'done' };
}

/** Takes back the last that the person did, on the page or in a report. Nothing when that is no longer what `command` names. */
export async function undoLast(
  ports: ChangePorts,
  reader: LogReader,
  command: string,
): Promise<{ readonly kind: 'done' | 'something-else-came' }> {
  const by = { personId: reader.person.id, at: ports.clock() };
  const months = await ports.store.tenant(reader.installationId, async (tenant) => {
    await tenant.log.hold(by.personId);
    const last = await tenant.commands.lastUndoable(by.personId, by.at);
    if (last === null || `${last.commentId}/${last.ordinal}` !== command) return null;
    const { months: changed } = await takeBack(tenant, by, last);
    return reportsThatShow(tenant, by.personId, changed);
  });
  if (months === null) return { kind: 'something-else-came' };
  await askForReportsOf(ports, reader, months);
  return { kind: 'done' };
}

export type Annotated =
  | { readonly kind: 'saved' }
  | { readonly kind: 'invalid'; readonly problems: NoteProblems }
  /** Another tab saved `other` meanwhile; naming its `version`, the next try takes its place. */
  | { readonly kind: 'conflict'; readonly version: string; readonly other: NoteFields }
  | Unknown;

/**
 * Notes what became of an item, in place of the wording that `version` names (empty for none). Saving the same twice is saving it once; the
 * wording that was replaced stays among the earlier ones, and undoing brings it back.
 */
export async function annotateItem(
  ports: ChangePorts,
  reader: LogReader,
  { key, version, fields }: { readonly key: string; readonly version: string; readonly fields: NoteFields },
): Promise<Annotated> {
  const item = await readableItem(ports.store, reader, key);
  if (item === null) return { kind: 'unknown' };
  const checked = checkNote(fields);
  if (checked.kind === 'invalid') return checked;
  const told = await withoutSecrets(checked.fields);
  const at = ports.clock();
  const saved = await ports.store.tenant(reader.installationId, (tenant) => saveNote(tenant, { reader, key, version, told, at }));
  if (saved.kind !== 'saved') return saved;
  await askForReportsOf(ports, reader, saved.months);
  return { kind: 'saved' };
}

async function saveNote(
  tenant: Tenant,
  of: { readonly reader: LogReader; readonly key: string; readonly version: string; readonly told: NoteFields; readonly at: string },
): Promise<{ readonly kind: 'saved'; readonly months: readonly Month[] } | Exclude<Annotated, { kind: 'saved' | 'invalid' }>> {
  const { key, version, told, at } = of;
  const personId = of.reader.person.id;
  await tenant.log.hold(personId);
  const item = await tenant.log.find(personId, key);
  if (item === null) return { kind: 'unknown' };
  const standing = fieldsOf(item.note);
  if (isSame(standing, told)) return { kind: 'saved', months: [] };
  const standingVersion = item.note?.version ?? '';
  if (standingVersion !== version) return { kind: 'conflict', version: standingVersion, other: standing };
  const id = await tenant.commands.beginOnPage({ personId, at, verb: 'note' });
  if (id === null) return { kind: 'unknown' };
  const impact = { ...(told.outcome === '' ? {} : { outcome: told.outcome }), ...(told.metric === '' ? {} : { metric: told.metric }) };
  await tenant.itemNotes.add(id, { key, personId, text: told.text, ...impact, repositoryId: onPage, writtenAt: at });
  await tenant.log.forgetWordings(personId, key, { keep: keptWordings });
  await tenant.commands.finish(id, { state: 'undoable', key, before: null, answer: null });
  const month = item.kind === 'evidence' ? item.evidence.month : item.entry.month;
  return { kind: 'saved', months: await reportsThatShow(tenant, personId, [month]) };
}

/** What a note's form shows of a note. */
export function fieldsOf(note: LogNote | null): NoteFields {
  return { outcome: note?.outcome ?? '', metric: note?.metric ?? '', text: note?.text ?? '' };
}

function isSame(left: NoteFields, right: NoteFields): boolean {
  return left.outcome === right.outcome && left.metric === right.metric && left.text === right.text;
}

async function withoutSecrets({ outcome, metric, text }: NoteFields): Promise<NoteFields> {
  return { outcome: await withholdSecrets(outcome), metric: await withholdSecrets(metric), text: await withholdSecrets(text) };
}

/** Months of the person's reports that show items of these months: their own, and the newest when that tells of what came late. */
export async function reportsThatShow(tenant: Tenant, personId: number, months: readonly Month[]): Promise<readonly Month[]> {
  const reports = await tenant.log.reportMonths(personId);
  const newest = reports.at(-1);
  return reports.filter((one) => months.some((month) => one === month || (one === newest && month < addMonths(one, -1))));
}

/** A change on the page stands in the reports as soon as they are written again. */
export async function askForReportsOf(ports: ChangePorts, reader: LogReader, months: readonly Month[]): Promise<void> {
  const { installationId, person } = reader;
  for (const month of new Set(months)) await ports.queues.report({ installationId, personId: person.id, month });
}
