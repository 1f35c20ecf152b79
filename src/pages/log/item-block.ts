/** One item of the log as HTML: what it is, why it counts, its engineer's words, and what can be done with it. */
import type { Decision } from '../../domain/evidence.ts';
import { type Html, html, rawHtml } from '../../reports/html.ts';
import type { ItemView, NoteView } from './view.ts';
import { signalName, standingWords } from './words.ts';

/** Where an item's things are: `path` is that of the log, `query` what the list asked for. */
export type ItemPlace = { readonly path: string; readonly query: string; readonly rubricUrl: string };

/** The address of an item's own page. */
export function itemPath(path: string, key: string): string {
  return `${path}/items/${key}`;
}

/** For the list: within a form that says who asks, since its buttons send it to the item. */
export function itemBlock(item: ItemView, place: ItemPlace): Html {
  return html`<li class="item" id="i-${item.key}">
<h4 id="t-${item.key}">${titleOf(item)}</h4>
${factsOf(item)}
${reasonOf(item, place)}
${item.note === null ? null : noteBlock(item.note, `${itemPath(place.path, item.key)}${place.query}`)}
<div class="row acts no-print">${actsOf(item, place)}</div>
</li>`;
}

/** The title, leading to where it happened. */
export function titleOf({ isOwn, title, links }: ItemView): Html {
  const first = links[0];
  return isOwn || first === undefined ? html`${title}` : html`<a href="${first.url}">${title}</a>`;
}

/** Where and when, and how it stands. */
export function factsOf(item: ItemView): Html {
  const { repository, day, standing, isForEngineerAlone } = item;
  const mark = markOf(standing);
  return html`<p class="facts"><span class="standing" data-is="${standing}">${rawHtml(mark)}${standingWords[standing]}</span>${fact(repository)}${fact(day)}${isForEngineerAlone ? fact('Glue work: shown to you alone') : null}${item.isOwn ? null : fact(signalName(item.signal))}</p>`;
}

function fact(text: string | null): Html | null {
  return text === null ? null : html` <span>${text}</span>`;
}

/** A sign beside the word, so that colour alone means nothing. */
function markOf(standing: ItemView['standing']): string {
  const path = {
    confirmed: 'M3 8.5 6.5 12 13 4.5',
    candidate: 'M6 6a2 2 0 1 1 2 2.4V9.6M8 12.2v.1',
    kept: 'M8 2.5l1.6 3.6 3.9.4-2.9 2.6.8 3.9L8 11l-3.4 2 .8-3.9L2.5 6.5l3.9-.4z',
    dismissed: 'M4 4l8 8M12 4l-8 8',
    own: 'M3 13l.6-2.8L11 2.8 13.2 5 5.8 12.4z',
  }[standing];
  return `<svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true"><path d="${path}" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
}

/** Why it counts, and the words that show it. */
export function reasonOf({ isOwn, because, links, quote, isFound, signal }: ItemView, { rubricUrl }: Pick<ItemPlace, 'rubricUrl'>): Html {
  const further = (isOwn ? links : links.slice(1)).map(({ url, name }) => html`<a href="${url}">${name}</a>`);
  const rule = isOwn ? [] : [html`<a href="${rubricUrl}#${signal}">what counts</a>`];
  const led = separated([...further, ...rule]);
  const gone = isFound ? null : html`<p class="hint">No longer found on GitHub; it is here because you kept it.</p>`;
  return html`<p class="why">${because ?? ''} <span class="led">${led}</span></p>
${quote === null ? null : html`<blockquote>${quote}</blockquote>`}${gone}`;
}

function separated(links: readonly Html[]): Html {
  return rawHtml(links.map(({ markup }) => markup).join(' · '));
}

/** What became of it, in the engineer's words. `whole` is where all of it stands. */
export function noteBlock({ outcome, metric, text, isCut }: NoteView, whole: string): Html {
  return html`<div class="note">
${outcome === null ? null : html`<p><b>Outcome</b> ${outcome}</p>`}
${metric === null ? null : html`<p><b>In numbers</b> ${metric}</p>`}
${text === '' ? null : html`<p class="words">${text}${isCut ? html` <a href="${whole}">all of it</a>` : null}</p>`}
</div>`;
}

type Act = { readonly act: 'keep' | 'dismiss' | 'undecide'; readonly label: string };

const actsByDecision: Readonly<Record<Decision, readonly Act[]>> = {
  none: [
    { act: 'keep', label: 'Keep' },
    { act: 'dismiss', label: 'Dismiss' },
  ],
  kept: [
    { act: 'undecide', label: 'Take back' },
    { act: 'dismiss', label: 'Dismiss' },
  ],
  dismissed: [
    { act: 'undecide', label: 'Bring back' },
    { act: 'keep', label: 'Keep' },
  ],
};

/** What is the engineer's own stands until they dismiss it. */
function actsFor({ isOwn, decision }: ItemView): readonly Act[] {
  return isOwn ? actsByDecision[decision].filter(({ act }) => act !== 'keep') : actsByDecision[decision];
}

/** The buttons that decide, and the way to the item's page. */
function actsOf(item: ItemView, { path, query }: ItemPlace): Html {
  const label = item.note === null ? 'Add impact' : 'Edit impact';
  return html`${decideButtons(item, path)}<a class="button plain small" href="${itemPath(path, item.key)}${query}" aria-describedby="t-${item.key}">${item.isOwn ? 'Edit' : label}</a>`;
}

/** Buttons of a form whose other fields say who asks and where to go back to. They stand out where the engineer is asked. */
export function decideButtons(item: ItemView, path: string): readonly Html[] {
  return actsFor(item).map(({ act, label }) => {
    const look = item.standing !== 'candidate' ? 'small plain quiet' : act === 'keep' ? 'small primary' : 'small';
    return html`<button class="${look}" name="do" value="${act}" formaction="${itemPath(path, item.key)}" aria-describedby="t-${item.key}">${label}</button>`;
  });
}
