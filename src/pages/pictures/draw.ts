/**
 * Charts as SVG for a page that may load nothing: bars by month, stacked or side by side. They are drawn by Observable Plot on the server, in
 * the colours of the stylesheet, so that light and dark need no second picture. (ECharts draws on servers too; its inline styles and fixed
 * colours fit neither the pages' security policy nor dark mode.)
 */
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
  readonly spark: (spark: { readonly label: string; readonly counts: readonly number[]; readonly colour: string }) => Html;
};

const size = { width: 720, stackedHeight: 260, rowHeight: 110 } as const;

/** Loads the drawing library, which takes half a second and 40 MB the first time: nobody who draws nothing pays for it. */
export async function openDrawing(): Promise<Drawing> {
  const [Plot, { parseHTML }] = await Promise.all([import('@observablehq/plot'), import('linkedom')]);
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const markup = (svg: { querySelector(selector: string): { remove(): void } | null; readonly outerHTML: string }) => {
    // The stylesheet says the same; the page's policy would block it here.
    svg.querySelector('style')?.remove();
    return svg.outerHTML;
  };
  const draw = (options: Parameters<typeof Plot.plot>[0]) => markup(Plot.plot({ document, className: 'plot', ...options }));

  const bars = ({ label, months, series, layout }: Bars): Html => {
    const data = series.flatMap(({ name, counts }) => months.map((month, index) => ({ month, name, count: counts[index] ?? 0 })));
    const isStacked = layout === 'stacked';
    const most = isStacked
      ? Math.max(...months.map((_, index) => series.reduce((sum, { counts }) => sum + (counts[index] ?? 0), 0)))
      : Math.max(...data.map(({ count }) => count));
    const channels = {
      x: 'month',
      y: 'count',
      insetLeft: 1,
      insetRight: 1,
      ...(isStacked ? { order: series.map(({ name }) => name) } : { fy: 'name' }),
    };
    const fills = series.map(fillOf);
    const svg = draw({
      ariaLabel: label,
      width: size.width,
      height: isStacked ? size.stackedHeight : size.rowHeight * series.length,
      marginLeft: 34,
      marginRight: 8,
      marginBottom: 34,
      x: { type: 'band', domain: [...months], label: null, tickSize: 0, padding: 0.15, tickFormat: monthTick },
      y: { grid: true, label: null, domain: [0, Math.max(4, most)], ticks: Math.min(4, Math.max(4, most)), tickFormat: 'd', tickSize: 0 },
      fy: { domain: series.map(({ name }) => name), axis: null, padding: 0.2 },
      color: { domain: series.map(({ name }) => name), range: fills },
      marks: [
        Plot.barY(
          data.filter(({ count }) => count > 0),
          { ...channels, fill: 'name' },
        ),
        Plot.ruleY([0]),
      ],
    });
    return rawHtml(svg.replace('<svg ', '<svg role="img" '));
  };

  const spark: Drawing['spark'] = ({ label, counts, colour }) => {
    const data = counts.map((count, index) => ({ index, count }));
    const svg = draw({
      ariaLabel: label,
      className: 'plot spark',
      width: 120,
      height: 24,
      margin: 0,
      marginBottom: 1,
      x: { type: 'band', axis: null, padding: 0.2 },
      y: { axis: null, domain: [0, Math.max(3, ...counts)] },
      marks: [Plot.barY(data, { x: 'index', y: 'count', fill: `var(${colour})` }), Plot.ruleY([0])],
    });
    return rawHtml(svg.replace('<svg ', '<svg role="img" '));
  };
  return { bars, spark };
}

/** Every third month by name, January with its year: eighteen names would not fit on a phone. */
function monthTick(month: Month): string {
  if (month.endsWith('-01')) return `${shortMonthName(month)}\n${month.slice(0, 4)}`;
  return Number(month.slice(5)) % 3 === 1 ? shortMonthName(month) : '';
}
