/** The packet editor over HTTP: `/orgs/:org/packets` and what lies below it. */
import { randomBytes } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { UserMistake } from '../../domain/errors.ts';
import type { DraftContents, DraftVersion } from '../../domain/packet-draft.ts';
import { type AskedPeriod, askedPeriod, type Period, type PeriodTrouble } from '../../domain/period.ts';
import { type DraftForm, readDraftForm } from '../../pages/draft-form.ts';
import { pagePath } from '../../pages/frame.ts';
import { type EditorNotice, longestPacketTitle, longestProse, packetEditorPage } from '../../pages/packet-editor.ts';
import { packetListPage, packetPath } from '../../pages/packet-list.ts';
import { erasePacketPage, packetPreviewPage } from '../../pages/packet-preview.ts';
import type { SharedDraft } from '../../pages/packet-shares.ts';
import { arrangePacket } from '../../reports/arrange-packet.ts';
import { applyChange, type DraftChange } from '../../reports/draft-change.ts';
import { draftParts } from '../../reports/draft-parts.ts';
import { arrangedDocument } from '../../reports/packet-json.ts';
import { renderPacket } from '../../reports/render-packet.ts';
import {
  beginDraft,
  type DraftOwner,
  eraseDraft,
  listDrafts,
  localDay,
  type OpenDraft,
  openDraft,
  saveDraft,
} from '../../usecases/log/packet-drafts.ts';
import { revokeShare, shareAddress, shareDraft, sharesOf } from '../../usecases/log/packet-shares.ts';
import type { Signed, WebEnv, WebPorts } from '../web-app.ts';

/** `address`: where browsers reach the pages. */
type Ports = WebPorts & { readonly address: string };

type Asked = Context<WebEnv>;
type Route = (context: Asked) => Response | Promise<Response>;

const idShape = '[0-9a-f]{32}';
const usualMonths = '12m';

/** Ids of packets and shares stand in addresses, so nobody can guess one. */
function newId(): string {
  return randomBytes(16).toString('hex');
}

const periodTroubles: Readonly<Record<PeriodTrouble, string>> = {
  unclear: 'Write both months like 2026-01.',
  reversed: 'The last month lies before the first one.',
  'too-long': 'That is more than ten years; evidence is not kept that long.',
};

/** All of them belong to the one who is signed in; of others’ packets nobody is told that they are there. */
export function packetRoutes(web: WebPorts, { address }: { readonly address: string }): Hono<WebEnv> {
  const ports: Ports = { ...web, address };
  const routes = new Hono<WebEnv>();
  const one = `/packets/:id{${idShape}}`;
  routes.get('/packets', (context) => listPage(ports, context, null));
  routes.post('/packets', begin(ports));
  routes.get(one, (context) => showEditor(ports, context));
  routes.post(one, save(ports));
  routes.get(
    `${one}/preview`,
    arranged(ports, ({ context, open, view }) =>
      context.html(packetPreviewPage({ visitor: context.var.signed.visitor, id: open.draft.id, view })),
    ),
  );
  routes.get(
    `${one}/packet.md`,
    arranged(ports, ({ context, view }) => file(context, { name: 'packet.md', type: 'text/markdown', text: renderPacket(view) })),
  );
  routes.get(
    `${one}/packet.json`,
    arranged(ports, ({ context, view }) =>
      file(context, { name: 'packet.json', type: 'application/json', text: `${JSON.stringify(arrangedDocument(view), null, 2)}\n` }),
    ),
  );
  routes.get(`${one}/erase`, askToErase(ports));
  routes.post(`${one}/erase`, erase(ports));
  routes.post(`${one}/shares`, share(ports));
  routes.post(`${one}/shares/:share{${idShape}}/end`, endShare(ports));
  return routes;
}

function ownerOf({ installationId, person, at }: Signed): DraftOwner {
  return { installationId, person, now: at };
}

function idOf(context: Asked): string {
  return context.req.param('id') ?? '';
}

/** The form's fields in the order in which they were sent. */
async function fieldsOf(context: Asked): Promise<readonly (readonly [string, string])[]> {
  const form = await context.req.formData();
  return [...form.entries()].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []));
}

async function listPage(ports: Ports, context: Asked, trouble: string | null): Promise<Response> {
  const { signed } = context.var;
  const usual = askedPeriod(usualMonths, await localDay(ports.store, ownerOf(signed)));
  const drafts = await listDrafts(ports.store, ownerOf(signed));
  const period = usual.kind === 'period' ? usual.period : { from: '', to: '' };
  return context.html(packetListPage({ visitor: signed.visitor, drafts, usual: period, trouble }), trouble === null ? 200 : 422);
}

function begin(ports: Ports): Route {
  return async (context) => {
    const { signed } = context.var;
    const { months } = readDraftForm(await fieldsOf(context));
    const asked = askedMonths(months, await localDay(ports.store, ownerOf(signed)));
    if (asked.kind === 'trouble') return listPage(ports, context, periodTroubles[asked.trouble]);
    try {
      const id = await beginDraft(ports, { ...ownerOf(signed), id: newId(), period: asked.period });
      return id === null ? context.notFound() : context.redirect(`${packetPath(signed.organisation, id)}?begun=1`, 303);
    } catch (error) {
      if (error instanceof UserMistake) return listPage(ports, context, error.message);
      throw error;
    }
  };
}

function askedMonths({ from, to }: { readonly from: string; readonly to: string }, today: string): AskedPeriod {
  return askedPeriod(`${from}..${to}`, today);
}

type Shown = {
  /** What stands in the fields, when it is not what was saved last. */
  readonly contents?: DraftContents;
  readonly notice: EditorNotice | null;
  readonly sharing?: SharedDraft['sharing'];
  readonly status?: 200 | 409 | 422;
};

async function editor(ports: Ports, context: Asked, shown: Shown): Promise<Response> {
  const { signed } = context.var;
  const { contents } = shown;
  const owner = ownerOf(signed);
  const period = contents === undefined ? {} : { period: contents.period };
  const open = await openDraft(ports, { ...owner, id: idOf(context), readable: signed.readable, ...period });
  if (open === null) return context.notFound();
  const { draft } = open;
  const shares = await sharesOf(ports, { ...owner, draftId: draft.id });
  const markup = packetEditorPage({
    visitor: signed.visitor,
    id: draft.id,
    version: draft.version,
    savedAt: draft.savedAt,
    contents: contents ?? draft.contents,
    parts: draftParts(open.view, { contents: contents ?? draft.contents, hidden: open.hidden }),
    versions: open.versions,
    notice: shown.notice,
    isWhole: context.req.query('all') !== undefined,
    shares: shares.map((one) => ({
      ...one,
      address: `${ports.address}/shared/${shareAddress({ ...one, installationId: signed.installationId })}`,
    })),
    sharing: shown.sharing ?? null,
  });
  return context.html(markup, shown.status ?? 200);
}

/** `?version=N` puts an older version into the form, which changes nothing until it is saved. */
async function showEditor(ports: Ports, context: Asked): Promise<Response> {
  const asked = Number(context.req.query('version') ?? Number.NaN);
  if (Number.isNaN(asked)) return editor(ports, context, { notice: noticeOf(context) });
  const { signed } = context.var;
  const versions = await ports.store.tenant(signed.installationId, (tenant) =>
    tenant.packetDrafts.versions(signed.person.id, idOf(context)),
  );
  const old: DraftVersion | undefined = versions.find(({ version }) => version === asked);
  if (old === undefined) return context.notFound();
  return editor(ports, context, { contents: old.contents, notice: { kind: 'old', version: old.version, savedAt: old.savedAt } });
}

function noticeOf(context: Asked): EditorNotice | null {
  const kinds = ['begun', 'joined', 'saved'] as const;
  const kind = kinds.find((one) => context.req.query(one) !== undefined);
  return kind === undefined ? null : { kind };
}

function save(ports: Ports): Route {
  return async (context) => {
    const form = readDraftForm(await fieldsOf(context));
    const checked = await checkedForm(ports, context, form);
    if (checked === null) return context.notFound();
    if (checked.troubles.length > 0)
      return form.isAutomatic ? context.json({ troubles: checked.troubles }, 422) : unsaved(ports, context, checked);
    const kind = form.isAutomatic ? 'automatic' : 'saved';
    const { basedOn } = form;
    const saved = await saveDraft(ports, { ...ownerOf(context.var.signed), id: idOf(context), basedOn, kind, change: checked.change });
    if (saved.kind === 'gone') return context.notFound();
    if (form.isAutomatic) return context.json({ version: saved.version }, saved.kind === 'conflict' ? 409 : 200);
    if (saved.kind !== 'conflict') return context.redirect(nextPath(context, form, saved.kind), 303);
    const { merged, savedAt } = saved;
    return editor(ports, context, {
      contents: merged.contents,
      notice: { kind: 'conflict', conflicts: merged.conflicts, savedAt },
      status: 409,
    });
  };
}

type Checked = { readonly change: DraftChange; readonly contents: DraftContents; readonly troubles: readonly string[] };

/** What is wrong with a form; null when there is no such draft. A wrong period leaves the one that held. */
async function checkedForm(ports: Ports, context: Asked, form: DraftForm): Promise<Checked | null> {
  const { signed } = context.var;
  const draft = await ports.store.tenant(signed.installationId, (tenant) => tenant.packetDrafts.find(signed.person.id, idOf(context)));
  if (draft === null) return null;
  const { period, trouble } = periodOf(form, draft.contents.period, await localDay(ports.store, ownerOf(signed)));
  const change = { ...form.change, period };
  const troubles = [...(trouble === null ? [] : [periodTroubles[trouble]]), ...tooLong(change)];
  return { change, contents: applyChange(draft.contents, change), troubles };
}

/** Months that were not touched leave the days as they were. */
function periodOf({ months }: DraftForm, held: Period, today: string): { readonly period: Period; readonly trouble: PeriodTrouble | null } {
  if (months.from === held.from.slice(0, 7) && months.to === held.to.slice(0, 7)) return { period: held, trouble: null };
  const asked = askedMonths(months, today);
  return asked.kind === 'period' ? { period: asked.period, trouble: null } : { period: held, trouble: asked.trouble };
}

function tooLong({ title, summary, prose }: DraftChange): readonly string[] {
  const texts = [summary, ...Object.values(prose)];
  return [
    ...(title.length > longestPacketTitle ? [`The title is longer than ${longestPacketTitle} characters.`] : []),
    ...(texts.some((text) => text.length > longestProse)
      ? [`A text is longer than ${longestProse} characters; a committee would not read it. Shorten it.`]
      : []),
  ];
}

function unsaved(ports: Ports, context: Asked, { contents, troubles }: Checked): Promise<Response> {
  return editor(ports, context, { contents, notice: { kind: 'unsaved', troubles }, status: 422 });
}

/** After saving the page is asked for anew, where something was moved. */
function nextPath(context: Asked, { moved, isForPreview }: DraftForm, kind: 'saved' | 'joined'): string {
  const path = packetPath(context.var.signed.organisation, idOf(context));
  if (isForPreview) return `${path}/preview`;
  return moved?.kind === 'item' ? `${path}?${kind}=1#item-${moved.id}` : `${path}?${kind}=1`;
}

type Arranged = { readonly context: Asked; readonly open: OpenDraft; readonly view: ReturnType<typeof arrangePacket> };

function arranged(ports: Ports, answer: (of: Arranged) => Response | Promise<Response>): Route {
  return async (context) => {
    const { signed } = context.var;
    const open = await openDraft(ports, { ...ownerOf(signed), id: idOf(context), readable: signed.readable });
    if (open === null) return context.notFound();
    return answer({ context, open, view: arrangePacket(open.view, { contents: open.draft.contents, hidden: open.hidden }) });
  };
}

function file(context: Asked, { name, type, text }: { readonly name: string; readonly type: string; readonly text: string }): Response {
  return context.body(text, 200, { 'content-type': `${type}; charset=utf-8`, 'content-disposition': `attachment; filename="${name}"` });
}

function askToErase(ports: Ports): Route {
  return async (context) => {
    const { signed } = context.var;
    const draft = await ports.store.tenant(signed.installationId, (tenant) => tenant.packetDrafts.find(signed.person.id, idOf(context)));
    if (draft === null) return context.notFound();
    return context.html(erasePacketPage({ visitor: signed.visitor, id: draft.id, title: draft.contents.title }));
  };
}

function erase(ports: Ports): Route {
  return async (context) => {
    await eraseDraft(ports.store, { ...ownerOf(context.var.signed), id: idOf(context) });
    return context.redirect(pagePath(context.var.signed.organisation, 'packets'), 303);
  };
}

function share(ports: Ports): Route {
  return async (context) => {
    const fields = new Map(await fieldsOf(context));
    const [login, days] = [fields.get('login') ?? '', fields.get('days') ?? ''];
    try {
      const of = { ...ownerOf(context.var.signed), draftId: idOf(context), id: newId(), login, days: Number(days) };
      if ((await shareDraft(ports, of)) === null) return context.notFound();
      return context.redirect(`${packetPath(context.var.signed.organisation, idOf(context))}#sharing`, 303);
    } catch (error) {
      if (!(error instanceof UserMistake)) throw error;
      return editor(ports, context, { notice: null, sharing: { login, days, trouble: error.message }, status: 422 });
    }
  };
}

function endShare(ports: Ports): Route {
  return async (context) => {
    await revokeShare(ports.store, { ...ownerOf(context.var.signed), id: context.req.param('share') ?? '' });
    return context.redirect(`${packetPath(context.var.signed.organisation, idOf(context))}#sharing`, 303);
  };
}
