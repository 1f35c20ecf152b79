/** The page of pictures: what an engineer's last eighteen months look like, for them alone. */
import type { Pillar } from '../../domain/evidence.ts';
import { type Html, html, rawHtml } from '../../reports/html.ts';
import { pillarNames } from '../../reports/month-words.ts';
import { monthName } from '../../reports/wording.ts';
import { type Counts, isBlank, type PicturesView, total } from './counts.ts';
import { type Bars, type Drawing, fillOf, type Pattern } from './draw.ts';

type Series = Bars['series'][number];

/** A figure: what it shows, the picture, and the same as a table. */
type Figure = {
  readonly id: string;
  readonly title: string;
  readonly said: string;
  readonly layout: Bars['layout'];
  readonly series: readonly Series[];
};

const patternOf: Readonly<Record<Pillar, Pattern>> = {
  'technical-direction': 'plain',
  'cross-team-impact': 'rising',
  'multiplying-others': 'dots',
  'operating-with-ambiguity': 'falling',
};

/** The body of the page. Every picture stands beside its numbers. */
export function picturesPage(view: PicturesView, drawing: Drawing): Html {
  const head = html`<h1>Your last eighteen months</h1>
<p class="lede">Shapes rather than scores: where your evidence lies, how far your work reaches, and what it is made of. Nobody else sees this page, and it compares you with nobody.</p>`;
  if (isBlank(view))
    return html`${head}
<p class="empty">There is nothing to draw yet. Pictures appear with the first evidence in your log.</p>`;
  return html`${head}
${patterns}
${figuresOf(view).map((figure) => figureHtml(figure, view, drawing))}`;
}

function figuresOf(view: PicturesView): readonly Figure[] {
  return [pillarFigure(view), reachFigure(view), sourceFigure(view), kindFigure(view)];
}

function pillarFigure({ pillars }: PicturesView): Figure {
  const filled = pillars.filter((one) => total(one) > 0);
  const [most] = filled.toSorted((one, other) => total(other) - total(one));
  const said =
    most === undefined
      ? 'No evidence counts yet in these months.'
      : `Most of it is for ${pillarNames[most.id].toLowerCase()}. A pillar without colour for a while is worth a thought; the ladder page has a next step for it.`;
  const series = pillars.map((one) => ({ ...named(one, pillarNames[one.id], `--pillar-${one.id}`), pattern: patternOf[one.id] }));
  return { id: 'pillars', title: 'Evidence by pillar', said, layout: 'stacked', series };
}

function reachFigure({ reach: [repositories, teams] }: PicturesView): Figure {
  return {
    id: 'reach',
    title: 'Reach',
    said: 'The repositories in which you merged work or reviewed others’ in substance, and the teams that own those places, your own among them.',
    layout: 'beside',
    series: [named(repositories, 'Repositories', '--pillar-cross-team-impact'), named(teams, 'Teams', '--pillar-technical-direction')],
  };
}

function sourceFigure({ sources: [found, assigned, untold] }: PicturesView): Figure {
  return {
    id: 'sources',
    title: 'Found and given work',
    said: 'Merged pull requests, by who wrote the issues that they close. Most close none, and then GitHub can’t tell where the work came from.',
    layout: 'stacked',
    series: [
      named(found, 'You wrote the issue', '--pillar-operating-with-ambiguity'),
      { ...named(assigned, 'Somebody else wrote it', '--pillar-multiplying-others'), pattern: 'rising' },
      { ...named(untold, 'No issue tells', '--edge'), pattern: 'plain' },
    ],
  };
}

function kindFigure({ kinds: [staff, glue] }: PicturesView): Figure {
  return {
    id: 'kinds',
    title: 'Staff work and glue work',
    said: 'Glue work keeps everybody going, and is forgotten first. It is good to do; the question is only whether it leaves room for what you want to be known for.',
    layout: 'stacked',
    series: [
      named(staff, 'Staff-level evidence', '--accent'),
      { ...named(glue, 'Glue work', '--pillar-multiplying-others'), pattern: 'dots' },
    ],
  };
}

function named(one: Counts<string>, name: string, colour: string): Series {
  return { name, colour, pattern: 'plain', counts: one.counts };
}

function figureHtml({ id, title, said, layout, series }: Figure, { months }: PicturesView, drawing: Drawing): Html {
  const label = `${title} from ${monthName(months[0] ?? '')} to ${monthName(months.at(-1) ?? '')}: ${series.map(seriesWords(layout)).join(', ')}.`;
  const isEmpty = series.every((one) => total(one) === 0);
  const picture = isEmpty
    ? html`<p class="empty">Nothing of this kind was seen in these months.</p>`
    : drawing.bars({ label, months, series, layout });
  return html`<section class="picture" aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
<p class="quiet">${said}</p>
<figure class="card">
${isEmpty ? null : legend(series, layout)}
<div class="canvas">${picture}</div>
</figure>
${isEmpty ? null : table({ title, months, series })}
</section>`;
}

/** `Technical direction 43`, or of what can't be summed `Teams up to 4 a month`. */
function seriesWords(layout: Bars['layout']): (one: Series) => string {
  return (one) => (layout === 'stacked' ? `${one.name} ${total(one)}` : `${one.name} up to ${Math.max(...one.counts)} a month`);
}

/** Months of what stands side by side can't be summed: the same team is touched in many. */
function legend(series: readonly Series[], layout: Bars['layout']): Html {
  const items = series.map((one) => {
    const sum = layout === 'stacked' ? html` <span class="quiet number">${total(one)}</span>` : null;
    return html`<li><svg class="swatch" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><rect width="16" height="16" rx="3" fill="${fillOf(one)}"/></svg>${one.name}${sum}</li>`;
  });
  return html`<ul class="legend">${items}</ul>`;
}

function table({ title, months, series }: Pick<Figure, 'title' | 'series'> & { readonly months: readonly string[] }): Html {
  const head = series.map(({ name }) => html`<th scope="col">${name}</th>`);
  const rows = months.map((month, index) => {
    const cells = series.map(({ counts }) => html`<td class="number">${counts[index] ?? 0}</td>`);
    return html`<tr><th scope="row">${monthName(month)}</th>${cells}</tr>`;
  });
  return html`<details class="numbers"><summary>The numbers</summary>
<div class="scroll" tabindex="0" role="region" aria-label="${title} in numbers"><table>
<caption class="visually-hidden">${title} by month</caption>
<thead><tr><th scope="col">Month</th>${head}</tr></thead>
<tbody>${rows.toReversed()}</tbody>
</table></div></details>`;
}

const patternPaths: Readonly<Record<Exclude<Pattern, 'plain'>, string>> = {
  rising: '<path d="M-1 7 7 -1M3 11l8-8" stroke="var(--raised)" stroke-width="1.6"/>',
  falling: '<path d="M-1 1l10 10M3-3l8 8" stroke="var(--raised)" stroke-width="1.6"/>',
  dots: '<circle cx="4" cy="4" r="1.5" fill="var(--raised)"/>',
};

/** What areas are filled with, once for all pictures of the page. */
const patterns = rawHtml(
  `<svg class="patterns" width="0" height="0" aria-hidden="true" focusable="false"><defs>${[
    ['rising', '--pillar-cross-team-impact'],
    ['dots', '--pillar-multiplying-others'],
    ['falling', '--pillar-operating-with-ambiguity'],
    ['rising', '--pillar-multiplying-others'],
  ]
    .map(
      ([pattern, colour]) =>
        `<pattern id="${pattern}${colour}" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="var(${colour})"/>${patternPaths[pattern as Exclude<Pattern, 'plain'>]}</pattern>`,
    )
    .join('')}</defs></svg>`,
);
