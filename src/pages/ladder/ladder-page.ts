/** The page of the career ladder: each pillar's expectations, what shows them, their pattern over time, and one next step. */
import { counted } from '../../domain/number-words.ts';
import { type Html, html, rawHtml } from '../../reports/html.ts';
import { pillarNames } from '../../reports/month-words.ts';
import { monthName, shortMonthName } from '../../reports/wording.ts';
import type { Drawing } from '../pictures/draw.ts';
import type { CoverageView, Expected, PillarCoverage } from './coverage.ts';

/** Of one expectation so many items are named; the log has them all. */
const mostNamed = 4;

/** The body of the page. `path`: where the page itself lies, for its form. */
export function ladderPage(view: CoverageView, { drawing, path }: { readonly drawing: Drawing; readonly path: string }): Html {
  const { title, level, source } = view.ladder;
  return html`<h1>Beside the ladder</h1>
<p class="lede">What your organisation may ask of a ${level.toLowerCase()}, and what your log shows of it in ${counted(view.months.length, 'month')}. An expectation that is not shown may well be met: GitHub sees only a part of your work.</p>
${chooser(view, path)}
<p class="quiet small"><strong>${title}.</strong> ${source}</p>
${view.pillars.map((pillar) => pillarBlock(pillar, view, drawing))}
${traps(view)}`;
}

function chooser({ ladder, choices }: CoverageView, path: string): Html | null {
  if (choices.length < 2) return null;
  const options = choices.map(
    ({ id, title }) => html`<option value="${id}"${rawHtml(id === ladder.id ? ' selected' : '')}>${title}</option>`,
  );
  return html`<form class="row chooser" action="${path}"><label for="ladder">Career ladder</label>
<select id="ladder" name="ladder">${options}</select><button>Show</button></form>`;
}

function pillarBlock({ pillar, counts, expected, nextStep }: PillarCoverage, { months }: CoverageView, drawing: Drawing): Html {
  const sum = counts.reduce((all, count) => all + count, 0);
  const label = `${pillarNames[pillar]}: ${sum === 0 ? 'nothing' : counted(sum, 'item')} from ${monthName(months[0] ?? '')} to ${monthName(months.at(-1) ?? '')}`;
  return html`<section class="pillar-block ${pillar}" aria-labelledby="${pillar}">
<div class="row pillar-head"><h2 id="${pillar}">${pillarNames[pillar]}</h2>
${drawing.spark({ label, counts, colour: `--pillar-${pillar}` })}<span class="quiet small">${sum === 0 ? 'nothing yet' : counted(sum, 'item')}, ${shortMonthName(months[0] ?? '')} to ${shortMonthName(months.at(-1) ?? '')}</span></div>
${expected.length === 0 ? html`<p class="quiet">This ladder expects nothing of its own here.</p>` : expectations(expected, pillarNames[pillar])}
${nextStep === null ? null : html`<p class="notice"><strong>A next step.</strong> ${nextStep}</p>`}
</section>`;
}

function expectations(expected: readonly Expected[], pillar: string): Html {
  const rows = expected.map((one) => html`<tr><th scope="row">${one.text}</th><td>${stateOf(one)}</td><td>${itemsOf(one)}</td></tr>`);
  return html`<table class="ladder"><caption class="visually-hidden">${pillar}: what is expected, and what shows it</caption>
<thead><tr><th scope="col">Expected</th><th scope="col">In your log</th><th scope="col">Shown by</th></tr></thead>
<tbody>${rows}</tbody></table>`;
}

function stateOf({ asks, isShown, items, restrictedCount }: Expected): Html {
  if (asks === null) return html`<span class="state untold">GitHub can’t show it</span>`;
  const count = items.length + restrictedCount;
  const wanted = `${asks.times} in ${counted(asks.months, 'month')}`;
  if (isShown === true)
    return html`<span class="state shown">✓ Shown</span><br><span class="quiet small">${counted(count, 'item')}; asks for ${wanted}</span>`;
  if (count > 0) return html`<span class="state begun">◐ Begun</span><br><span class="quiet small">${count} of ${wanted}</span>`;
  return html`<span class="state missing">○ Not yet</span><br><span class="quiet small">asks for ${wanted}</span>`;
}

function itemsOf({ asks, items, restrictedCount }: Expected): Html {
  if (asks === null) return html`<span class="quiet">Bring an example of your own.</span>`;
  const named = items
    .slice(0, mostNamed)
    .map(
      ({ title, href, month }) =>
        html`<li><a href="${href}">${title}</a> <span class="quiet small">${shortMonthName(month)} ${month.slice(0, 4)}</span></li>`,
    );
  const more = items.length - named.length;
  const others = [
    ...(more > 0 ? [`and ${counted(more, 'other')}`] : []),
    ...(restrictedCount > 0
      ? [`${counted(restrictedCount, 'item')} in ${restrictedCount === 1 ? 'a restricted repository' : 'restricted repositories'}`]
      : []),
  ];
  if (named.length + others.length === 0) return html`<span class="quiet">–</span>`;
  return html`<ul class="plain-list">${[...named, ...others.map((words) => html`<li class="quiet">${words}</li>`)]}</ul>`;
}

function traps({ traps: shown }: CoverageView): Html | null {
  if (shown.length === 0) return null;
  return html`<section aria-labelledby="traps"><h2 id="traps">Worth a thought</h2>
<p class="quiet">Usual traps on the way, told because your last three months look like them. Ignore what does not fit.</p>
<ul>${shown.map(({ words }) => html`<li>${words}</li>`)}</ul></section>`;
}
