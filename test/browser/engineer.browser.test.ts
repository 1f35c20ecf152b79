/** An engineer's way through the log in a real Chromium: from the first sign-in to a packet that somebody else reads. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rfcAct, setUp, smallOrganisation } from '../app/small-organisation.ts';
import { startStory, type Story } from '../app/story.ts';
import { accessibilityProblems, looks, openChromium, openWindow, overhang, setLook, type Window } from './chromium.ts';

let story: Story;
let browser: Browser;
const windows: Window[] = [];

async function newWindow(options: { readonly hasScripts?: boolean } = {}): Promise<Page> {
  const origins = [story.address, new URL(story.sandbox.url).origin];
  const opened = await openWindow(browser, { origins, ...options });
  windows.push(opened);
  return opened.page;
}

/** Over GitHub's page, as whoever. */
async function signIn(page: Page, login: string): Promise<void> {
  await page.goto(story.address);
  await page.getByRole('link', { name: 'Sign in with GitHub' }).click();
  await page.getByRole('link', { name: login, exact: true }).click();
}

const path = (name: string): string => `${story.address}/orgs/acme-example/${name}`;

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
  it('signs in, and finds what they did', async () => {
    const page = await newWindow();
    await signIn(page, 'ravi');
    await page.waitForURL(path('log'));
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Your log');
    expect(await page.locator('.item').count()).toBeGreaterThan(1);
    await page.screenshot({ path: '/tmp/shots/story.png', fullPage: true });
  });
});

void [accessibilityProblems, looks, overhang, setLook];
