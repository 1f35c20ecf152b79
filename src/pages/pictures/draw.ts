/**
 * Charts as SVG for a page that may load nothing: bars by month, stacked or side by side. They are drawn by Observable Plot on the server, in
 * the colours of the stylesheet, so that light and dark need no second picture. (ECharts draws on servers too; its inline styles and fixed
 * colours fit neither the pages' security policy nor dark mode.)
 */
import type * as PlotModule from '@observablehq/plot';
import type { Month } from '../../domain/month.ts';
import { type Html, rawHtml } from '../../reports/html.ts';
import { shortMonthName } from '../../reports/wording.ts';

export type Bars = {
  /** Names the picture to those who can't see it. */
  readonly label: string;
  readonly months: readonly Month[];
  /** `colour`: a custom property of the stylesheet. Drawn from the bottom up. */
  readonly series: readonly {
    readonly name: string;
    readonly colour: string;
    readonly pattern: Pattern;
    readonly counts: readonly number[];
  }[];
  /** `stacked`: one bar a month. `beside`: one row of bars for each kind, on one scale. */
  readonly layout: 'stacked' | 'beside';
};

/** How an area is filled beside its colour, so that colours are not needed to tell areas apart. */
export type Pattern = 'plain' | 'rising' | 'dots' | 'falling';

/** How a series is filled, in the picture and beside its name. Patterns stand on the page, named by what they are and their colour. */
export function fillOf({ pattern, colour }: Pick<Bars['series'][number], 'pattern' | 'colour'>): string {
  return pattern === 'plain' ? `var(${colour})` : `url(#${pattern}${colour})`;
}

export type Drawing = {
  readonly bars: (bars: Bars) => Html;
  /** A small picture of counts within a line of text, without axes. */
  readonly spark: (spark: Spark) => Html;
};

type Spark = Pick<Bars, 'label'> & { readonly counts: readonly number[]; readonly colour: string };

const size = { width: 720, stackedHeight: 270, rowHeight: 120 } as const;

type Plot = Pick<typeof PlotModule, 'plot' | 'barY' | 'ruleY'>;
type Options = NonNullable<Parameters<Plot['plot']>[0]>;
type Draw = (options: Options) => Html;

/** Loads the drawing library, which takes half a second and 40 MB the first time: nobody who draws nothing pays for it. */
export async function openDrawing(): Promise<Drawing> {
  const [plot, { parseHTML }] = await Promise.all([import('@observablehq/plot'), import('linkedom')]);
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const draw: Draw = (options) => {
    const svg = plot.plot({ document, className: 'plot', ...options });
    // The stylesheet says the same; the pages' policy would block it here.
    svg.querySelector('style')?.remove();
    svg.setAttribute('role', 'img');
    // A picture has one name, its own; on what it is drawn of, names are not allowed.
    for (const group of svg.querySelectorAll('g[aria-label]')) group.removeAttribute('aria-label');
    return rawHtml(svg.outerHTML);
  };
  return { bars: (bars) => draw(barsOf(plot, bars)), spark: (spark) => draw(sparkOf(plot, spark)) };
}

function barsOf(plot: Plot, { label, months, series, layout }: Bars): Options {
  const names = series.map(({ name }) => name);
  const data = series.flatMap(({ name, counts }) => months.map((month, index) => ({ month, name, count: counts[index] ?? 0 })));
  const isStacked = layout === 'stacked';
  const sums = months.map((month) => data.filter((one) => one.month === month).reduce((sum, { count }) => sum + count, 0));
  const most = Math.max(4, ...(isStacked ? sums : data.map(({ count }) => count)));
  const place = isStacked ? { order: names } : { fy: 'name' };
  return {
    ariaLabel: label,
    width: size.width,
    height: isStacked ? size.stackedHeight : size.rowHeight * series.length,
    marginLeft: 34,
    marginRight: 8,
    marginBottom: 48,
    x: { type: 'band', domain: [...months], label: null, tickSize: 0, padding: 0.15, tickFormat: monthTick },
    y: { grid: true, label: null, domain: [0, most], ticks: isStacked ? 4 : 2, tickFormat: 'd', tickSize: 0 },
    fy: { domain: names, axis: null, padding: 0.2 },
    color: { domain: names, range: series.map(fillOf) },
    marks: [
      plot.barY(
        data.filter(({ count }) => count > 0),
        { x: 'month', y: 'count', fill: 'name', insetLeft: 1, insetRight: 1, ...place },
      ),
      plot.ruleY([0]),
    ],
  };
}

function sparkOf(plot: Plot, { label, counts, colour }: Spark): Options {
  const data = counts.map((count, index) => ({ index, count }));
  return {
    ariaLabel: label,
    className: 'spark',
    width: 120,
    height: 24,
    margin: 0,
    marginBottom: 1,
    x: { type: 'band', axis: null, padding: 0.2 },
    y: { axis: null, domain: [0, Math.max(3, ...counts)] },
    marks: [plot.barY(data, { x: 'index', y: 'count', fill: `var(${colour})` }), plot.ruleY([0])],
  };
}

/** Every third month by name, January with its year: eighteen names would not fit on a phone. */
function monthTick(month: Month): string {
  if (month.endsWith('-01')) return `${shortMonthName(month)}\n${month.slice(0, 4)}`;
  return Number(month.slice(5)) % 3 === 1 ? shortMonthName(month) : '';
}
