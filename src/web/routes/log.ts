/** The log over HTTP: its list, its items and what is done with them. Decides nothing. */
import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import type { Decision } from '../../domain/evidence.ts';
import { readAsked, writeAsked } from '../../pages/log/asked.ts';
import { goneWhileWritingPage } from '../../pages/log/gone-page.ts';
import { itemPage, newEntryPage } from '../../pages/log/item-page.ts';
import { logPage } from '../../pages/log/list-page.ts';
import type { EntryForm } from '../../pages/log/view.ts';
import { annotateItem, type ChangePorts, decideOnItem, undoLast } from '../../usecases/log/change-log.ts';
import { addEntry, changeEntry, eraseEntry } from '../../usecases/log/own-entries.ts';
import { readItemPage, readNewEntryPage, type SentForms } from '../../usecases/log/read-item.ts';
import { type LogPorts, readLog } from '../../usecases/log/read-log.ts';
import type { WebEnv } from '../web-app.ts';

/** What `WebPorts` holds and the log needs. */
type Ports = LogPorts & ChangePorts;

type In = Context<WebEnv>;

const decisions: Readonly<Record<string, Decision>> = { keep: 'kept', dismiss: 'dismissed', undecide: 'none' };
const nothingSent: SentForms = { note: null, entry: null, said: null };

const sayings: Readonly<Record<string, string>> = {
  saved: 'Saved. Your reports say it as soon as they are written again.',
  added: 'Added. It stands in your log, and here is room for what became of it.',
};

/** Mounted at `/orgs/:org`, behind the sign-in check: whose log it is the session says, and nothing else. */
export function logRoutes(ports: Ports): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get('/log', (context) => showLog(ports, context));
  app.post('/log/undo', (context) => undo(ports, context));
  app.get('/log/entries', (context) => showNewEntry(ports, context, { nonce: randomUUID(), sent: null }));
  app.post('/log/entries', (context) => add(ports, context));
  app.get('/log/items/:key{[0-9a-f]{16}}', (context) => showItem(ports, context, nothingSent));
  app.post('/log/items/:key{[0-9a-f]{16}}', (context) => change(ports, context));
  return app;
}

function queryOf(context: In): URLSearchParams {
  return new URL(context.req.url).searchParams;
}

/** Texts of a form; what it lacks is empty. */
async function fieldsOf<Name extends string>(context: In, names: readonly Name[]): Promise<Readonly<Record<Name, string>>> {
  const form = await context.req.formData();
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return Object.fromEntries(names.map((name) => [name, text(form.get(name))])) as Record<Name, string>;
}

function pathOf({ var: { signed } }: In): string {
  return `/orgs/${encodeURIComponent(signed.visitor.organisation)}/log`;
}

/** Back to the list as it was asked for, at what was changed; `isDone`: what was done last is news. */
function toList(context: In, of: { readonly back: string; readonly anchor: string; readonly isDone: boolean }): Response {
  const query = writeAsked(readAsked(new URLSearchParams(of.back)));
  const told = of.isDone ? `${query === '' ? '?' : `${query}&`}done=1` : query;
  return context.redirect(`${pathOf(context)}${told}#${of.anchor}`, 303);
}

async function showLog(ports: Ports, context: In): Promise<Response> {
  const { signed } = context.var;
  const query = queryOf(context);
  const view = await readLog(ports, signed, { asked: readAsked(query), isChanged: query.get('done') === '1' });
  return view === null ? context.notFound() : context.html(logPage(view, signed.visitor));
}

async function showItem(ports: Ports, context: In, sent: SentForms, status: 200 | 409 | 422 = 200): Promise<Response> {
  const { signed } = context.var;
  const query = queryOf(context);
  const said = sent.said ?? sayings[query.get('said') ?? ''] ?? null;
  const key = context.req.param('key') ?? '';
  const view = await readItemPage(ports, signed, { key, asked: readAsked(query), sent: { ...sent, said } });
  return view === null ? context.notFound() : context.html(itemPage(view, signed.visitor), status);
}

async function showNewEntry(ports: Ports, context: In, of: { readonly nonce: string; readonly sent: EntryForm | null }): Promise<Response> {
  const view = await readNewEntryPage(ports, context.var.signed, of);
  if (view === null) return context.notFound();
  return context.html(newEntryPage(view, context.var.signed.visitor), of.sent === null ? 200 : 422);
}

async function undo(ports: Ports, context: In): Promise<Response> {
  const { command, back } = await fieldsOf(context, ['command', 'back']);
  const undone = await undoLast(ports, context.var.signed, command);
  return toList(context, { back, anchor: 'main', isDone: undone.kind === 'something-else-came' });
}

async function add(ports: Ports, context: In): Promise<Response> {
  const { nonce, ...fields } = await fieldsOf(context, ['nonce', 'text', 'day', 'links']);
  const added = await addEntry(ports, context.var.signed, { nonce, fields });
  if (added.kind === 'unknown') return goneWhileWriting(context, Object.values(fields));
  if (added.kind === 'added') return context.redirect(`${pathOf(context)}/items/${added.key}?said=added`, 303);
  return showNewEntry(ports, context, { nonce, sent: { version: '', fields, problems: added.problems, other: null } });
}

async function change(ports: Ports, context: In): Promise<Response> {
  const act = (await fieldsOf(context, ['do'])).do;
  if (act === 'note') return annotate(ports, context);
  if (act === 'edit') return edit(ports, context);
  const key = context.req.param('key') ?? '';
  if (act === 'erase') {
    const erased = await eraseEntry(ports, context.var.signed, key);
    return erased.kind === 'unknown' ? context.notFound() : toList(context, { back: '', anchor: 'main', isDone: false });
  }
  const decision = decisions[act];
  if (decision === undefined) return context.notFound();
  const decided = await decideOnItem(ports, context.var.signed, { key, decision });
  if (decided.kind === 'unknown') return context.notFound();
  const { back } = await fieldsOf(context, ['back']);
  return toList(context, { back, anchor: decision === 'dismissed' ? 'last-change' : `i-${key}`, isDone: true });
}

async function annotate(ports: Ports, context: In): Promise<Response> {
  const { version, ...fields } = await fieldsOf(context, ['version', 'outcome', 'metric', 'text']);
  const key = context.req.param('key') ?? '';
  const noted = await annotateItem(ports, context.var.signed, { key, version, fields });
  if (noted.kind === 'unknown') return goneWhileWriting(context, Object.values(fields));
  if (noted.kind === 'saved') return toItem(context, key);
  if (noted.kind === 'invalid') {
    return showItem(ports, context, { ...nothingSent, note: { version, fields, problems: noted.problems, other: null } }, 422);
  }
  return showItem(ports, context, { ...nothingSent, note: { version: noted.version, fields, problems: {}, other: noted.other } }, 409);
}

async function edit(ports: Ports, context: In): Promise<Response> {
  const { version, ...fields } = await fieldsOf(context, ['version', 'text', 'day', 'links']);
  const key = context.req.param('key') ?? '';
  const changed = await changeEntry(ports, context.var.signed, { key, version, fields });
  if (changed.kind === 'unknown') return goneWhileWriting(context, Object.values(fields));
  if (changed.kind === 'saved') return toItem(context, key);
  if (changed.kind === 'invalid') {
    return showItem(ports, context, { ...nothingSent, entry: { version, fields, problems: changed.problems, other: null } }, 422);
  }
  return showItem(ports, context, { ...nothingSent, entry: { version: changed.version, fields, problems: {}, other: changed.other } }, 409);
}

/** Back to the item, and from there to the list as it was asked for. */
function toItem(context: In, key: string): Response {
  const query = writeAsked(readAsked(queryOf(context)));
  return context.redirect(`${pathOf(context)}/items/${key}${query === '' ? '?' : `${query}&`}said=saved`, 303);
}

function goneWhileWriting(context: In, written: readonly string[]): Response {
  return context.html(goneWhileWritingPage({ visitor: context.var.signed.visitor, written }), 404);
}
