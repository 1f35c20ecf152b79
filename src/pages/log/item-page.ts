/** An item by itself, with the forms to write about it; and the form for work that GitHub can't see. */
import { type Html, html, rawHtml } from '../../reports/html.ts';
import { pillarNames } from '../../reports/month-words.ts';
import { monthName } from '../../reports/wording.ts';
import { csrfField, pagePath, renderPage, type Visitor } from '../frame.ts';
import { writeAsked } from './asked.ts';
import { decideButtons, factsOf, itemPath, reasonOf, titleOf } from './item-block.ts';
import type { EntryFields, EntryForm, ItemPageView, NewEntryPageView, NoteForm } from './view.ts';

type Place = { readonly path: string; readonly query: string; readonly visitor: Visitor };

/** The whole document. */
export function itemPage(view: ItemPageView, visitor: Visitor): string {
  const { item, noteForm, entryForm, said } = view;
  const place = { path: pagePath(visitor.organisation, 'log'), query: writeAsked(view.asked), visitor };
  const body = html`<p class="no-print"><a href="${place.path}${place.query}#i-${item.key}">← Your log</a></p>
${said === null ? null : html`<p class="notice" role="status">${said}</p>`}
<article class="item-page">
<p class="pillar" data-pillar="${item.pillar ?? 'none'}">${item.pillar === null ? 'Added by you' : pillarNames[item.pillar]} · ${monthName(item.month)}</p>
<h1 id="t-${item.key}">${titleOf(item)}</h1>
${factsOf(item)}
${reasonOf(item, view)}
<form method="post" class="row acts no-print">${csrfField(visitor)}<input type="hidden" name="back" value="${place.query}">${decideButtons(item, place.path)}</form>
</article>
${entryForm === null ? null : editEntry(entryForm, { ...place, key: item.key })}
${noteSection(noteForm, { ...place, key: item.key })}
${earlierWordings(view)}
${entryForm === null ? null : eraseEntry({ ...place, key: item.key })}`;
  return renderPage({ title: item.title, visitor, current: 'log', body });
}

/** The whole document. */
export function newEntryPage({ nonce, form, today }: NewEntryPageView, visitor: Visitor): string {
  const path = pagePath(visitor.organisation, 'log');
  const body = html`<p class="no-print"><a href="${path}">← Your log</a></p>
<h1>Add what GitHub can’t see</h1>
<p class="lede">The strategy you argued for, the incident you led, the person you sponsored, the meeting where it was decided. In your own words; nobody checks them.</p>
<form method="post" action="${path}/entries" class="writing card" data-keeps>
${csrfField(visitor)}<input type="hidden" name="nonce" value="${nonce}">
${entryFields(form, today)}
<p class="hint">${whoReads}</p>
<div class="row"><button class="primary">Add it</button></div>
</form>`;
  return renderPage({ title: 'Add what GitHub can’t see', visitor, current: 'log', body });
}

const whoReads =
  'What you write stands in this log, in reports that nobody reads but you and the organisation’s owners, and in your packets. It is yours: everything.json holds it, and /brag stop erases it.';

type ItemPlace = Place & { readonly key: string };

function noteSection(form: NoteForm, { path, query, visitor, key }: ItemPlace): Html {
  const { fields, problems, other } = form;
  return html`<section aria-labelledby="impact">
<h2 id="impact">What became of it</h2>
${other === null ? null : otherTab(html`<dl class="facts"><dt>Outcome</dt><dd>${other.outcome || '–'}</dd><dt>In numbers</dt><dd>${other.metric || '–'}</dd><dt>Note</dt><dd class="words">${other.text || '–'}</dd></dl>`)}
<form method="post" action="${itemPath(path, key)}${query}" class="writing card" data-keeps>
${csrfField(visitor)}<input type="hidden" name="version" value="${form.version}">
${textField({ id: 'outcome', label: 'Outcome', hint: 'What changed because of it, in a sentence.', value: fields.outcome, problem: problems.outcome })}
${textField({ id: 'metric', label: 'In numbers', hint: 'Time, cost, incidents, people unblocked: 40 minutes to 12.', value: fields.metric, problem: problems.metric })}
${areaField({ id: 'text', label: 'Note', hint: 'Anything you will want to remember. Plain text; line breaks stay.', value: fields.text, problem: problems.text })}
<p class="hint">${whoReads}</p>
<div class="row"><button class="primary" name="do" value="note">Save</button></div>
</form>
</section>`;
}

function otherTab(standing: Html): Html {
  return html`<div class="notice warn" role="alert"><p><strong>Another tab saved something else meanwhile.</strong> This is what stands now; below is what you wrote here. Nothing is lost: take over what you need and save, and what stands now moves to the earlier wordings.</p>
${standing}</div>`;
}

function editEntry(form: EntryForm, { path, query, visitor, key }: ItemPlace): Html {
  const { other } = form;
  return html`<section aria-labelledby="entry">
<h2 id="entry">Your entry</h2>
${other === null ? null : otherTab(html`<dl class="facts"><dt>What</dt><dd>${other.text}</dd><dt>Day</dt><dd>${other.day || '–'}</dd><dt>Links</dt><dd class="words">${other.links || '–'}</dd></dl>`)}
<form method="post" action="${itemPath(path, key)}${query}" class="writing card" data-keeps>
${csrfField(visitor)}<input type="hidden" name="version" value="${form.version}">
${entryFields(form, null)}
<div class="row"><button class="primary" name="do" value="edit">Save</button></div>
</form>
</section>`;
}

function entryFields(
  { fields, problems }: { readonly fields: EntryFields; readonly problems: EntryForm['problems'] },
  today: string | null,
): Html {
  const most = today === null ? null : html` max="${today}"`;
  return html`${areaField({ id: 'what', name: 'text', label: 'What you did', hint: 'One or two sentences.', value: fields.text, problem: problems.text })}
<div class="field"><label for="day">Day</label><input type="date" id="day" name="day" value="${fields.day}"${most}${describedBy('day', problems.day)}>${below('day', 'May be left empty.', problems.day)}</div>
${areaField({ id: 'links', label: 'Links', hint: 'Up to three, one to a line; may be left empty.', value: fields.links, problem: problems.links, isShort: true })}`;
}

type Field = {
  readonly id: string;
  readonly name?: string;
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly problem: string | undefined;
  readonly isShort?: boolean;
};

function textField({ id, name = id, label, hint, value, problem }: Field): Html {
  return html`<div class="field"><label for="${id}">${label}</label><input type="text" id="${id}" name="${name}" value="${value}"${describedBy(id, problem)}>${below(id, hint, problem)}</div>`;
}

/** The line break after the tag is the one that HTML drops, so that a text beginning with one keeps it. */
function areaField({ id, name = id, label, hint, value, problem, isShort = false }: Field): Html {
  const rows = isShort ? 3 : 6;
  return html`<div class="field"><label for="${id}">${label}</label><textarea id="${id}" name="${name}" rows="${rows}"${describedBy(id, problem)}>
${value}</textarea>${below(id, hint, problem)}</div>`;
}

function describedBy(id: string, problem: string | undefined): Html {
  return rawHtml(
    problem === undefined ? ` aria-describedby="${id}-hint"` : ` aria-describedby="${id}-hint ${id}-wrong" aria-invalid="true"`,
  );
}

function below(id: string, hint: string, problem: string | undefined): Html {
  return html`<p class="hint" id="${id}-hint">${hint}</p>${problem === undefined ? null : html`<p class="wrong" id="${id}-wrong">${problem}</p>`}`;
}

function earlierWordings({ earlier }: ItemPageView): Html | null {
  if (earlier.length === 0) return null;
  const wordings = earlier.map(({ day, note }) => {
    const parts = [note.outcome, note.metric, note.text].filter((part) => part !== null && part !== '').join('\n');
    return html`<li><p class="quiet small">${day}</p><p class="words">${parts}</p></li>`;
  });
  return html`<details class="earlier no-print"><summary>Earlier wordings</summary><ol>
${wordings}
</ol></details>`;
}

/** Two steps, so that no slip erases anything. */
function eraseEntry({ path, visitor, key }: ItemPlace): Html {
  return html`<details class="no-print"><summary>Erase this entry</summary>
<form method="post" action="${itemPath(path, key)}" class="row">${csrfField(visitor)}<p>It goes for good, with what you noted on it. To keep it out of sight only, dismiss it.</p><button class="danger" name="do" value="erase">Erase it for good</button></form>
</details>`;
}
