/** An engineer's way through the log in a real Chromium: from the first sign-in to a packet that somebody else reads. */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rfcAct, setUp, smallOrganisation } from '../app/small-organisation.ts';
import { startStory, type Story } from '../app/story.ts';
import { accessibilityProblems, openChromium, openWindow, overhang, setLook, type Window } from './chromium.ts';

let story: Story;
let browser: Browser;
const windows: Window[] = [];

async function newPage(options: { readonly hasScripts?: boolean } = {}): Promise<Page> {
  const origins = [story.address, new URL(story.sandbox.url).origin];
  const opened = await openWindow(browser, { origins, ...options });
  windows.push(opened);
  return opened.page;
}

/** Over GitHub's page, as whoever. */
async function signIn(page: Page, login: string, address = story.address): Promise<void> {
  await page.goto(address);
  if (address === story.address) await page.getByRole('link', { name: 'Sign in with GitHub' }).click();
  await page.getByRole('link', { name: login, exact: true }).click();
  await page.waitForURL(`${story.address}/**`);
}

const at = (name: string): string => `${story.address}/orgs/acme-example/${name}`;

async function heading(page: Page): Promise<string | null> {
  return page.getByRole('heading', { level: 1 }).textContent();
}

/** Nothing for axe to say in light and dark, and no scrolling sideways on a phone. */
async function expectGood(page: Page): Promise<void> {
  const problems: string[] = [];
  for (const look of ['light', 'dark', 'phone'] as const) {
    await setLook(page, look);
    problems.push(...(await accessibilityProblems(page)).map((problem) => `${look}: ${problem}`));
    const wider = await overhang(page);
    if (wider > 0) problems.push(`${look}: ${wider} pixels wider than the window`);
  }
  await setLook(page, 'light');
  expect(problems, page.url()).toEqual([]);
}

const first = 'RFC: one retry policy for all clients';
const second = 'RFC: a budget for retries';

beforeAll(async () => {
  browser = await openChromium();
  story = await startStory(smallOrganisation);
  await setUp(story, { sources: ['handbook'], others: ['brag-log', '.github'] });
  const rfc = { by: 'ravi', body: 'Every client retries in its own way.' };
  story.sandbox.perform(rfcAct({ ...rfc, at: '2026-09-02T09:00:00Z', subject: 'handbook#1', title: first }));
  story.sandbox.perform(rfcAct({ ...rfc, at: '2026-10-06T09:00:00Z', subject: 'handbook#2', title: second }));
  await story.settle();
});
afterAll(async () => {
  await browser.close();
  await story.stop();
});

describe('an engineer', () => {
  let page: Page;
  let link = '';
  const itemNamed = (title: string): Locator => page.locator('.item', { hasText: title });

  it('signs in, and finds what they did', async () => {
    page = await newPage();
    await page.goto(story.address);
    await expectGood(page);
    await signIn(page, 'ravi');
    expect([page.url(), await heading(page)]).toEqual([at('log'), 'Your log']);
    expect(await page.locator('.item').count()).toBe(2);
    expect(await itemNamed(first).textContent()).toContain('Wrote an RFC');
    await expectGood(page);
  });

  it('decides, takes back, searches, and writes what became of it', async () => {
    await itemNamed(second).getByRole('button', { name: 'Dismiss' }).click();
    await itemNamed(second).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await itemNamed(second).getByRole('button', { name: 'Keep' }).click();
    await itemNamed(second).getByText('Kept by you').waitFor();
    await page.getByLabel('Search').fill('budget');
    await page.getByRole('button', { name: 'Show', exact: true }).first().click();
    await page.getByText('1 item matches.').waitFor();
    await expectGood(page);
    await itemNamed(second).getByRole('link', { name: 'Add impact' }).click();
    await page.getByLabel('Outcome').fill('Three clients took it up.');
    await page.getByLabel('In numbers').fill('Outages of 40 minutes became 12.');
    await page.getByLabel('Note').fill('<b>Not bold</b>, and a second line\nhere.');
    await expectGood(page);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved. Your reports say it').waitFor();
    expect(await page.getByLabel('Note').inputValue()).toBe('<b>Not bold</b>, and a second line\nhere.');
  });

  it('adds what GitHub can’t see', async () => {
    await page.goto(at('log'));
    await page.getByRole('link', { name: 'Add what GitHub can’t see' }).click();
    await page.getByLabel('What you did').fill('Led the incident review of the long outage.');
    await page.getByLabel('Day').fill('2026-10-05');
    await expectGood(page);
    await page.getByRole('button', { name: 'Add it' }).click();
    await page.getByText('It stands in your log').waitFor();
    await page.goto(at('log'));
    expect(await itemNamed('Led the incident review').count()).toBe(1);
  });

  it.each([
    ['pictures', 'Your last eighteen months'],
    ['ladder', 'Beside the ladder'],
  ])('looks at the page %s', async (name, title) => {
    await page.goto(at('log'));
    await page.getByRole('navigation', { name: 'Pages', exact: true }).getByRole('link', { name, exact: false }).click();
    await page.waitForURL(`${at(name)}*`);
    expect(await heading(page)).toBe(title);
    await expectGood(page);
  });

  it('arranges a packet, looks at it as others will, and shares it', async () => {
    await page.goto(at('packets'));
    await expectGood(page);
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.getByLabel('Title').fill('Retries that end');
    await page.getByLabel('In short').fill('I made **short outages** stay short.');
    await expectGood(page);
    await page.getByRole('button', { name: 'Save and look at it' }).first().click();
    await page.waitForURL('**/preview');
    expect(await page.locator('main').textContent()).toContain('I made short outages stay short.');
    await expectGood(page);
    await page.getByRole('link', { name: 'Back to editing' }).click();
    await page.getByLabel('Their login on GitHub').fill('olga');
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    link = await page.getByLabel('The link to send').inputValue();
    await expectGood(page);
  });

  it('is read by the one whom they shared it with, and by nobody else', async () => {
    const reader = await newPage();
    await signIn(reader, 'olga', link);
    expect([reader.url(), await heading(reader)]).toEqual([link, 'Retries that end']);
    expect(await reader.locator('main').textContent()).toContain('Three clients took it up.');
    await expectGood(reader);
    const stranger = await newPage();
    await signIn(stranger, 'mina', link);
    expect(await heading(stranger)).toBe('There is no such page');
    await page.reload();
    await page.getByText('Opened once').waitFor();
  });

  it('has an owner who sees the installation, and no evidence on it', async () => {
    const owner = await newPage();
    await signIn(owner, 'olga');
    await owner.getByRole('link', { name: 'Installation' }).click();
    await owner.waitForURL(at('installation'));
    expect(await owner.locator('main').textContent()).not.toContain(first);
    await expectGood(owner);
    expect((await page.goto(at('installation')))?.status()).toBe(404);
  });

  it('loses nothing when the session ends while they write', async () => {
    await page.goto(at('log/entries'));
    await page.getByLabel('What you did').fill('Wrote for an hour, while the session ended elsewhere.');
    const elsewhere = await windows[0]?.context.newPage();
    await elsewhere?.goto(at('log'));
    await elsewhere?.locator('details.account summary').click();
    await elsewhere?.getByRole('button', { name: 'Sign out everywhere' }).click();
    await elsewhere?.getByText('You are signed out on every device').waitFor();
    await page.getByRole('button', { name: 'Add it' }).click();
    await page.getByRole('heading', { name: 'Please sign in again' }).waitFor();
    await expectGood(page);
    const [tab] = await Promise.all([page.waitForEvent('popup'), page.getByRole('link', { name: 'Sign in again in a new tab' }).click()]);
    await tab.getByRole('link', { name: 'ravi', exact: true }).click();
    await tab.getByText('what you wrote waits there').waitFor();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('button', { name: 'Yes, go on' }).click();
    await page.getByText('It stands in your log').waitFor();
    await page.goto(at('log'));
    expect(await itemNamed('Wrote for an hour').count()).toBe(1);
  });
});

/** Presses Tab until the focus, which has to be seen, is on what has the name; gives up after as many as no page has. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let press = 0; press < 150; press += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate<{ readonly text: string; readonly isSeen: boolean }>(
      `({ text: document.activeElement?.textContent.trim() ?? '', isSeen: getComputedStyle(document.activeElement).outlineStyle !== 'none' })`,
    );
    const isIt = typeof name === 'string' ? focused.text === name : name.test(focused.text);
    if (!isIt) continue;
    expect([focused.text, focused.isSeen]).toEqual([focused.text, true]);
    return;
  }
  throw new Error(`Nothing named ${name} takes the focus`);
}

describe('by keyboard alone', () => {
  it('one signs in, decides, takes back and signs out, and sees where one is', async () => {
    const page = await newPage();
    await page.goto(story.address);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
    await tabTo(page, 'Sign in with GitHub');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'ravi', exact: true }).press('Enter');
    await page.waitForURL(at('log'));
    const count = await page.locator('.item').count();
    await tabTo(page, 'Dismiss');
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: 'You dismissed' }).waitFor();
    expect(await page.locator('.item').count()).toBe(count - 1);
    await tabTo(page, 'Undo');
    await page.keyboard.press('Enter');
    await page
      .locator('.item')
      .nth(count - 1)
      .waitFor();
    await tabTo(page, /^ravi/);
    await page.keyboard.press('Enter');
    await tabTo(page, 'Sign out');
    await page.keyboard.press('Enter');
    await page.getByText('You are signed out').first().waitFor();
    await expectGood(page);
  });
});

describe('without scripts', () => {
  it('all of it works, too', async () => {
    const page = await newPage({ hasScripts: false });
    await signIn(page, 'ravi');
    await page.locator('.item', { hasText: first }).getByRole('button', { name: 'Dismiss' }).click();
    await page.getByRole('status').filter({ hasText: 'You dismissed' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.locator('.item', { hasText: first }).waitFor();
    await page.locator('details.account summary').click();
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.getByText('You are signed out').first().waitFor();
  });
});

it('no page asks anybody else for anything, and none breaks its own rules', () => {
  expect(windows.flatMap(({ strangers }) => strangers)).toEqual([]);
  expect(windows.flatMap(({ complaints }) => complaints)).toEqual([]);
  expect(story.warnings()).toEqual([]);
  expect(story.sandbox.unserved()).toEqual([]);
});
