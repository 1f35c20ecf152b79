/** Takes a picture of each page of the log, of the demo's organisation: light, dark, and as wide as a phone. `npm run screenshots`. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { play } from '../../src/cli/demo/play.ts';
import { looks, openChromium, openWindow, setLook } from './chromium.ts';

const folder = process.argv[2] ?? 'screenshots';
const engineer = 'jonas-pelt';
const owner = 'mira-okafor';

const progress = (line: string): void => void process.stderr.write(`${line}\n`);

/** The whole page in each look; and for the README what a window shows first. */
async function picture(page: Page, name: string): Promise<void> {
  for (const look of looks) {
    await setLook(page, look);
    await page.screenshot({ path: join(folder, `${name}-${look}.png`), fullPage: true });
    if (look !== 'phone') await page.screenshot({ path: join(folder, `${name}-${look}-first-view.png`) });
  }
  await setLook(page, 'light');
  progress(name);
}

async function signIn(page: Page, address: string, login: string): Promise<void> {
  await page.goto(address);
  await page.getByRole('link', { name: 'Sign in with GitHub' }).click();
  await page.getByRole('link', { name: login, exact: true }).click();
  await page.waitForURL(`${address}/**`);
}

async function packetPictures(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.getByLabel('Title').fill('Caches that nobody has to empty');
  await page.getByLabel('In short').fill('I argued for **one way to invalidate**, and two teams follow it.');
  await picture(page, 'packet-editor');
  await page.getByRole('button', { name: 'Save and look at it' }).first().click();
  await page.waitForURL('**/preview');
  await picture(page, 'packet-preview');
}

await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const played = await play(progress);
const browser = await openChromium();
const origins = [new URL(played.sandbox.url).origin, played.address];
const at = (name: string): string => `${played.address}/orgs/${played.sandbox.world.organisation.login}/${name}`;
try {
  const { page } = await openWindow(browser, { origins });
  await page.goto(played.address);
  await picture(page, 'first-page');
  await signIn(page, played.address, engineer);
  await picture(page, 'log');
  await page.getByRole('link', { name: 'Add impact' }).first().click();
  await picture(page, 'item');
  for (const name of ['log/entries', 'pictures', 'ladder', 'packets']) {
    await page.goto(at(name));
    await picture(page, name.replace('/', '-'));
  }
  await packetPictures(page);
  const owners = await openWindow(browser, { origins });
  await signIn(owners.page, played.address, owner);
  await owners.page.goto(at('installation'));
  await picture(owners.page, 'installation');
} finally {
  await browser.close();
  await played.stop();
}
process.exit(0);
