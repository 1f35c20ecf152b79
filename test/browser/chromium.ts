/** A real Chromium without a window, which reaches this machine and nothing else. */
import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

/** Where Debian's package and others put it. */
const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Starts it. Throws an Error that says what to install when there is none. */
export async function openChromium(): Promise<Browser> {
  const executablePath = places.find((path) => existsSync(path));
  if (executablePath === undefined) throw new Error('There is no Chromium here. On Debian: apt-get install chromium');
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-background-networking', '--disable-gpu'] });
}

export type Look = 'light' | 'dark' | 'phone';
export const looks: readonly Look[] = ['light', 'dark', 'phone'];

const sizes = { desk: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } } as const;

export type Window = {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Addresses elsewhere that a page asked for; none was reached. */
  readonly strangers: readonly string[];
  /** What the browser complained of: scripts that failed, and what the Content-Security-Policy forbade. */
  readonly complaints: readonly string[];
};

/** A new window with no cookies. Only `origins` are reached. */
export async function openWindow(
  browser: Browser,
  {
    origins,
    look = 'light',
    hasScripts = true,
  }: { readonly origins: readonly string[]; readonly look?: Look; readonly hasScripts?: boolean },
): Promise<Window> {
  const context = await browser.newContext({
    viewport: look === 'phone' ? sizes.phone : sizes.desk,
    colorScheme: look === 'dark' ? 'dark' : 'light',
    javaScriptEnabled: hasScripts,
    locale: 'en-GB',
    // A colour in transition has no contrast to measure.
    reducedMotion: 'reduce',
  });
  const strangers: string[] = [];
  const complaints: string[] = [];
  await context.route(
    (url) => !origins.includes(url.origin),
    (route) => {
      strangers.push(route.request().url());
      return route.abort();
    },
  );
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) complaints.push(message.text());
  });
  return { context, page, strangers, complaints };
}

/** Changes what the window looks like; the page stays. */
export async function setLook(page: Page, look: Look): Promise<void> {
  await page.emulateMedia({ colorScheme: look === 'dark' ? 'dark' : 'light' });
  await page.setViewportSize(look === 'phone' ? sizes.phone : sizes.desk);
}

type AxeResult = {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
};

/** What axe finds against WCAG 2.2 AA, one line for each rule; empty when nothing. */
export async function accessibilityProblems(page: Page): Promise<readonly string[]> {
  // What has scrolled halfway under a bar that stays is no small target.
  await page.evaluate('scrollTo(0, 0)');
  await page.evaluate(axe.source);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const run = `axe.run(document, { runOnly: { type: 'tag', values: ${JSON.stringify(tags)} } })`;
  const { violations } = await page.evaluate<AxeResult>(run);
  return violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}: ${nodes
        .map(({ html }) => html)
        .slice(0, 3)
        .join(' | ')}`,
  );
}

/** By how many pixels the page is wider than the window; 0 when nobody has to scroll sideways. */
export async function overhang(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}
