/** The packet editor: one form that holds everything, and works without scripts. */
import type { DraftContents, DraftVersion } from '../domain/packet-draft.ts';
import type { Instant } from '../domain/instant.ts';
import type { DraftConflict } from '../reports/draft-change.ts';
import type { DraftPart, DraftParts, DraftRow } from '../reports/draft-parts.ts';
import { type Html, html, rawHtml } from '../reports/html.ts';
import { dayWords, periodWords, restrictedWords } from '../reports/packet-words.ts';
import { monthName } from '../reports/wording.ts';
import { draftFields, moveValue } from './draft-form.ts';
import { csrfField, renderPage, type Visitor } from './frame.ts';
import { packetPath, periodFields, timeWords } from './packet-list.ts';
import { type SharedDraft, sharesPart } from './packet-shares.ts';

/** Most UTF-16 code units of the texts of a packet. */
export const longestProse = 20_000;
export const longestPacketTitle = 150;

/** Why the page shows what it shows. */
export type EditorNotice =
  | { readonly kind: 'saved' | 'joined' | 'begun' }
  /** What was sent was not saved yet; `troubles` tell why. */
  | { readonly kind: 'unsaved'; readonly troubles: readonly string[] }
  | { readonly kind: 'conflict'; readonly conflicts: readonly DraftConflict[]; readonly savedAt: Instant }
  | { readonly kind: 'old'; readonly version: number; readonly savedAt: Instant };

export type EditorPage = {
  readonly visitor: Visitor;
  readonly id: string;
  /** The version that holds, on which the form is based. */
  readonly version: number;
  readonly savedAt: Instant;
  /** What stands in the fields. */
  readonly contents: DraftContents;
  readonly parts: DraftParts;
  readonly versions: readonly DraftVersion[];
  readonly notice: EditorNotice | null;
  /** Whether all items of long parts are shown. */
  readonly isWhole: boolean;
} & SharedDraft;

/** More items of one part are shown only when asked for. */
const mostRows = 30;

/** The whole page. */
export function packetEditorPage(page: EditorPage): string {
  const { visitor, id, contents, parts } = page;
  const body = html`<div class="packet-editor">
<h1>${contents.title || 'Untitled'}</h1>
${noticePart(page)}
<form method="post" action="${packetPath(visitor.organisation, id)}" data-saves>${csrfField(visitor)}
<input type="hidden" name="${draftFields.version}" value="${page.version}">
${actions(page, 'top')}
${openingPart(page)}
${parts.parts.map((part, index) => partPart(part, index, page))}
${homelessPart(page)}
${actions(page, 'bottom')}
</form>
${sharesPart(page)}
${versionsPart(page)}
<p><a class="button danger" href="${packetPath(visitor.organisation, id, '/erase')}">Throw this packet away</a></p>
</div>`;
  return renderPage({ title: contents.title || 'Untitled', visitor, current: 'packets', body });
}

/** Both ends of a long form have the button; the first one is what Enter presses. */
function actions({ visitor, id, savedAt, notice }: EditorPage, end: 'top' | 'bottom'): Html {
  const path = (below: string): string => packetPath(visitor.organisation, id, below);
  const isSaved = notice === null || notice.kind === 'saved' || notice.kind === 'joined' || notice.kind === 'begun';
  const state = isSaved ? `Saved ${timeWords(savedAt)}` : `Not saved yet; last saved ${timeWords(savedAt)}`;
  const status = end === 'top' ? html`<p class="packet-state quiet small" role="status" data-state>${state}</p>` : null;
  return html`<div class="packet-actions row">
<button class="primary">Save</button>
<button name="${draftFields.next}" value="preview">Save and look at it</button>
<a class="button plain" href="${path('/preview')}">Preview</a>
<a class="button plain" href="${path('/packet.md')}">Markdown</a>
<a class="button plain" href="${path('/packet.json')}">JSON</a>
${status}</div>`;
}

function noticePart({ notice, visitor, id, contents }: EditorPage): Html | null {
  if (notice === null || notice.kind === 'saved') return null;
  const words = {
    joined: 'Saved. This packet had been saved in another tab meanwhile; both are in it now.',
    begun: `Everything of ${periodWords(contents.period)} is in it. Take out what you don’t need, and tell how the rest hangs together.`,
  };
  if (notice.kind === 'unsaved')
    return html`<div class="notice wrong" role="alert"><p><strong>Not saved yet.</strong> Everything you wrote stands below. Mend this, then save again:</p><ul>${notice.troubles.map((trouble) => html`<li>${trouble}</li>`)}</ul></div>`;
  if (notice.kind === 'conflict')
    return html`<div class="notice warn" role="alert"><p><strong>This packet was saved in another tab, ${timeWords(notice.savedAt)}.</strong> Nothing is lost: below stands what you wrote here, and under each text that differs stands the other one. Take over what you want to keep, then save. What you sent is also kept among the older versions.</p></div>`;
  if (notice.kind === 'old')
    return html`<div class="notice warn"><p>This is version ${notice.version}, of ${timeWords(notice.savedAt)}. Save to make it the packet again, or <a href="${packetPath(visitor.organisation, id)}">go back to the newest</a>.</p></div>`;
  return html`<div class="notice" role="status"><p>${words[notice.kind]}</p></div>`;
}

function openingPart(page: EditorPage): Html {
  const { contents } = page;
  return html`<section class="card packet-part" aria-labelledby="opening"><h2 id="opening">Opening</h2>
<div class="field"><label for="title">Title</label><input id="title" name="${draftFields.title}" value="${contents.title}" maxlength="${longestPacketTitle}"></div>
${otherText(page, 'title')}
${periodFields(contents.period)}
${otherText(page, 'period')}
<div class="field"><label for="summary">In short</label>
<textarea id="summary" name="${draftFields.summary}" rows="7" maxlength="${longestProse}" aria-describedby="summary-hint">
${contents.summary}</textarea>
<p class="hint" id="summary-hint">What you did, why it mattered, and what level it shows. Markdown. Whoever you share this packet with reads all your own words, also where they can’t read what the words are about.</p></div>
${otherText(page, 'summary')}
</section>`;
}

/** What the other tab saved, to be copied from. */
function otherText({ notice }: EditorPage, field: DraftConflict['field'], part: string | null = null): Html | null {
  if (notice?.kind !== 'conflict') return null;
  const found = notice.conflicts.find((one) => one.field === field && (one.field !== 'prose' || one.part === part));
  if (found === undefined) return null;
  const text = found.field === 'period' ? periodWords(found.theirs) : found.theirs;
  return html`<div class="field packet-other"><label>Saved in the other tab<textarea readonly rows="5">
${text}</textarea></label></div>`;
}

function partPart(part: DraftPart, index: number, page: EditorPage): Html {
  const { id, title, about, prose, rows, restrictedCount } = part;
  const shown = page.isWhole ? rows : rows.slice(0, mostRows);
  const label = part.kind === 'project' ? 'How this project came about, and what it changed' : 'What connects these';
  return html`<section class="card packet-part" id="part-${index}" aria-labelledby="part-title-${index}">
<div class="packet-part-head"><h2 id="part-title-${index}">${title}</h2>${part.kind === 'project' ? placing(part, page) : null}</div>
${about === '' ? null : html`<p class="quiet small">${about}</p>`}
<div class="field"><label for="prose-${index}">${label}</label><textarea id="prose-${index}" name="${draftFields.prose(id)}" rows="${prose === '' ? 2 : 6}" maxlength="${longestProse}">
${prose}</textarea></div>
${otherText(page, 'prose', id)}
<input type="hidden" name="${draftFields.part}" value="${id}">
<ol class="packet-rows">${shown.map((row, place) => rowPart(row, { place, count: shown.length }))}</ol>
${restrictedCount === 0 ? null : html`<p class="packet-restricted">${restrictedWords(restrictedCount)}, which you can’t read on GitHub at present. It stays chosen.</p>`}
${shown.length === rows.length ? null : morePart(rows.length - shown.length, page)}
</section>`;
}

function morePart(count: number, { visitor, id }: EditorPage): Html {
  return html`<p class="small">${count} more stay as they are. <a href="${packetPath(visitor.organisation, id)}?all=1">Show all</a> (save first).</p>`;
}

/** Where a project stands among the projects. */
function placing({ id, title }: DraftPart, { parts }: EditorPage): Html {
  const projects = parts.parts.filter(({ kind }) => kind === 'project');
  const place = projects.findIndex((one) => one.id === id);
  return html`<div class="packet-place">${placeField({ name: draftFields.place(id), label: `Place of the project ${title}`, place })}
${moveButtons({ kind: 'project', id, title, place, count: projects.length })}</div>`;
}

function placeField({ name, label, place }: { readonly name: string; readonly label: string; readonly place: number }): Html {
  return html`<input type="number" class="packet-number" name="${name}" value="${place + 1}" min="1" max="999" aria-label="${label}">`;
}

function moveButtons(of: {
  readonly kind: 'item' | 'project';
  readonly id: string;
  readonly title: string;
  readonly place: number;
  readonly count: number;
}): Html {
  const { kind, id, title, place, count } = of;
  const off = ' disabled';
  const button = (direction: 'up' | 'down', sign: string, isOff: boolean): Html =>
    html`<button class="small packet-move" name="${draftFields.move}" value="${moveValue(kind, direction, id)}" aria-label="Move ${direction}: ${title}" title="Move ${direction}"${rawHtml(isOff ? off : '')}>${sign}</button>`;
  return html`${button('up', '↑', place === 0)}${button('down', '↓', place === count - 1)}`;
}

function rowPart(row: DraftRow, { place, count }: { readonly place: number; readonly count: number }): Html {
  const { key, choice } = row;
  const title = row.kind === 'item' ? row.item.title || 'Untitled' : row.entry.text;
  const short = title.length > 80 ? `${title.slice(0, 79).toWellFormed()}…` : title;
  const checked = rawHtml(choice === 'chosen' ? ' checked' : '');
  return html`<li id="item-${key}" class="packet-row">
<input type="checkbox" id="in-${key}" name="${draftFields.chosen}" value="${key}"${checked}>
<div class="packet-what"><label for="in-${key}">${title}</label>${choice === 'new' ? html` <span class="chip">new since you saved</span>` : null}
${row.kind === 'item' ? aboutItem(row) : aboutEntry(row)}</div>
<div class="packet-place">${placeField({ name: draftFields.position(key), label: `Place of ${short}`, place })}
${moveButtons({ kind: 'item', id: key, title: short, place, count })}</div>
</li>`;
}

function aboutItem({ item }: Extract<DraftRow, { kind: 'item' }>): Html {
  const [link = ''] = item.links;
  const href = /^https?:/.test(link) ? html` · <a href="${link}" rel="noopener noreferrer">on GitHub</a>` : null;
  const note = item.note === null ? null : html`<p class="packet-own small"><span class="quiet">In your words:</span> ${item.note}</p>`;
  return html`<p class="quiet small">${item.repository} · ${dayWords(item.day)}${href}</p>
<p class="small">${item.because}</p>${note}`;
}

function aboutEntry({ entry }: Extract<DraftRow, { kind: 'entry' }>): Html {
  return html`<p class="quiet small">${entry.day === null ? monthName(entry.month) : dayWords(entry.day)}</p>`;
}

/** Words for a project that fell apart, or for a section that holds nothing any more. */
function homelessPart(page: EditorPage): Html | null {
  const { homeless } = page.parts;
  if (homeless.length === 0) return null;
  const fields = homeless.map(
    ({ id, prose }, index) =>
      html`<div class="field"><label for="homeless-${index}">Words without a place</label><textarea id="homeless-${index}" name="${draftFields.prose(id)}" rows="5" maxlength="${longestProse}">
${prose}</textarea></div>${otherText(page, 'prose', id)}`,
  );
  return html`<section class="card packet-part" aria-labelledby="homeless"><h2 id="homeless">Words without a place</h2>
<p class="hint">You wrote these for a project or section that is no longer there. They are kept, and nobody else sees them. Move them where they belong, or empty them.</p>
${fields}</section>`;
}

const kindWords: Readonly<Record<DraftVersion['kind'], string>> = {
  saved: 'saved',
  automatic: 'saved by itself',
  aside: 'kept from another tab',
};

function versionsPart({ versions, version, visitor, id }: EditorPage): Html | null {
  const older = versions.filter((one) => one.version !== version);
  if (older.length === 0) return null;
  const rows = older.map(
    (one) =>
      html`<li><a href="${packetPath(visitor.organisation, id)}?version=${one.version}">Version ${one.version}</a> <span class="quiet">· ${kindWords[one.kind]} ${timeWords(one.savedAt)}</span></li>`,
  );
  return html`<details class="packet-versions"><summary>Older versions (${older.length})</summary><ul>${rows}</ul></details>`;
}
