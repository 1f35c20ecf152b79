/** The log as HTML: months and pillars, filters and search, and kind words where there is nothing. */
import { counted } from '../../domain/number-words.ts';
import { type Html, html, rawHtml } from '../../reports/html.ts';
import { pillarNames } from '../../reports/month-words.ts';
import { monthName } from '../../reports/wording.ts';
import { csrfField, pagePath, renderPage, type Visitor } from '../frame.ts';
import { asksForAll, writeAsked } from './asked.ts';
import { emptyBlock } from './empty-block.ts';
import { filterForm } from './filter-form.ts';
import { itemBlock, type ItemPlace } from './item-block.ts';
import type { Asked, LogView, MonthGroup, PillarGroup } from './view.ts';
import { changeWords } from './words.ts';

/** The whole document. It works without scripts. */
export function logPage(view: LogView, visitor: Visitor): string {
  const path = pagePath(visitor.organisation, 'log');
  const body = html`<div class="log-head">
<h1>Your log</h1>
${summary(view, path)}
<p class="row no-print"><a class="button" href="${path}/entries">Add what GitHub can’t see</a></p>
</div>
${lastChange(view, { path, visitor })}
${progress(view)}
<div class="log">
<div class="log-side no-print">
${filterForm(view, path)}
${monthsNavigation(view, path)}
</div>
<div class="log-list">
${view.empty === null ? list(view, { path, visitor }) : emptyBlock(view.empty, { path, organisation: view.organisation })}
${restricted(view.restricted)}
</div>
</div>`;
  return renderPage({ title: 'Your log', visitor, current: 'log', body });
}

function summary({ counts, empty }: LogView, path: string): Html | null {
  if (counts.standing + counts.candidate + counts.dismissed === 0) return empty === null ? null : html``;
  const capital = (words: string): string => words.replace(/^./, (letter) => letter.toUpperCase());
  const { standing, candidate, dismissed } = counts;
  const stands = `${capital(counted(standing, 'item'))} ${standing === 1 ? 'stands' : 'stand'} in it.`;
  const waits =
    candidate === 0
      ? null
      : html` <a href="${path}?strength=candidate">${capital(counted(candidate, 'more', 'more'))} may count</a>; you know best.`;
  const gone =
    dismissed === 0 ? null : html` <a href="${path}?strength=dismissed">${capital(counted(dismissed, 'item'))}</a> you dismissed.`;
  return html`<p class="lede">${stands}${waits}${gone}</p>`;
}

type Place = { readonly path: string; readonly visitor: Visitor };

/** Where there is something to take back: the last thing that was done, here or in a report. */
function lastChange({ lastChange: last, isChanged, asked }: LogView, { path, visitor }: Place): Html | null {
  if (last === null) return null;
  const words = changeWords[last.verb] ?? 'You changed';
  const title = last.title === null ? null : html` “${last.title}”`;
  return html`<form method="post" action="${path}/undo" class="last-change no-print${isChanged ? ' is-new' : ''}" id="last-change">
${csrfField(visitor)}<input type="hidden" name="command" value="${last.command}"><input type="hidden" name="back" value="${writeAsked(asked)}">
<p${rawHtml(isChanged ? ' role="status"' : '')}>${isChanged ? null : html`<span class="quiet">Last change: </span>`}${words}${title}.</p> <button class="small">Undo</button>
</form>`;
}

function progress({ progress: read }: LogView): Html | null {
  if (read === null) return null;
  const percent = Math.floor(read.share * 100);
  return html`<div class="notice" role="status"><p><label for="read-so-far">Your past is being read, the newest first.</label> Back to ${read.reachedOn} so far, on the way to ${read.since}; ${read.readCount} pull requests, issues and discussions. What it holds turns up here by itself.</p>
<progress id="read-so-far" max="100" value="${percent}">${percent} %</progress></div>`;
}

function monthsNavigation({ months, asked }: LogView, path: string): Html | null {
  if (months.length < 2) return null;
  const links = months.map(({ month, matching }) => {
    const query = writeAsked({ ...asked, from: month, to: month, page: 1 });
    return html`<li><a href="${path}${query}">${monthName(month)} <span class="number quiet">${matching}</span></a></li>`;
  });
  return html`<nav class="months" aria-label="Months"><ul>
${links}
</ul></nav>`;
}

/** One form around all items: each button says which item it is for. */
function list(view: LogView, { path, visitor }: Place): Html {
  const place = { path, query: writeAsked(view.asked), rubricUrl: view.rubricUrl };
  return html`${asksForAll(view.asked) ? null : matchingWords(view, path)}
<form method="post" action="${path}/items">
${csrfField(visitor)}<input type="hidden" name="back" value="${place.query}">
${view.groups.map((group) => monthBlock(group, place))}
</form>
${pager(view, path)}`;
}

function matchingWords({ matching }: LogView, path: string): Html {
  return html`<p class="row matching"><span role="status">${matching === 1 ? '1 item matches.' : `${matching} items match.`}</span> <a href="${path}">Show all</a></p>`;
}

function monthBlock({ month, matching, isContinued, pillars }: MonthGroup, place: ItemPlace): Html {
  const name = monthName(month);
  const items = matching === 1 ? '1 item' : `${matching} items`;
  return html`<section class="month" aria-labelledby="m-${month}">
<h2 id="m-${month}">${name}${isContinued ? ', continued' : ''} <span class="number quiet">${items}</span></h2>
${pillars.map((group) => pillarBlock(group, place))}
</section>`;
}

function pillarBlock({ pillar, items }: PillarGroup, place: ItemPlace): Html {
  return html`<h3 class="pillar" data-pillar="${pillar ?? 'none'}">${pillar === null ? 'Added by you' : pillarNames[pillar]}</h3>
<ul class="items">
${items.map((item) => itemBlock(item, place))}
</ul>`;
}

function pager({ asked, pageCount }: LogView, path: string): Html | null {
  if (pageCount === 1) return null;
  const to = (page: number): string => `${path}${writeAsked({ ...asked, page } satisfies Asked)}`;
  const newer = asked.page > 1 ? html`<a class="button" rel="prev" href="${to(asked.page - 1)}">Newer</a>` : null;
  const older = asked.page < pageCount ? html`<a class="button" rel="next" href="${to(asked.page + 1)}">Older</a>` : null;
  return html`<nav class="row pager no-print" aria-label="Pages of the list">${newer}<span class="quiet">Page ${asked.page} of ${pageCount}</span>${older}</nav>`;
}

function restricted(count: number): Html | null {
  if (count === 0) return null;
  const items = count === 1 ? '1 item in a restricted repository' : `${count} items in restricted repositories`;
  return html`<p class="quiet small">And ${items}: your account can’t read ${count === 1 ? 'it' : 'them'} on GitHub at present, so ${count === 1 ? 'it is' : 'they are'} counted and not shown. Nothing is lost.</p>`;
}
