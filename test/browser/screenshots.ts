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

async function picture(page: Page, name: string): Promise<void> {
  for (const look of looks) {
    await setLook(page, look);
    await page.screenshot({ path: join(folder, `${name}-${look}.png`), fullPage: true });
  }
  await setLook(page, 'light');
  progress(name);
}

await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const played = await play(progress);
const browser = await openChromium();
const organisation = played.sandbox.world.organisation.login;
const { page } = await openWindow(browser, { origins: [new URL(played.sandbox.url).origin, played.address] });
await page.goto(played.address);
await picture(page, 'first-page');
await page.getByRole('link', { name: 'Sign in with GitHub' }).click();
await picture(page, 'sandbox-sign-in');
await page.getByRole('link', { name: engineer, exact: true }).click();
await picture(page, 'log');
for (const name of ['pictures', 'ladder', 'packets'] as const) {
  await page.goto(`${played.address}/orgs/${organisation}/${name}`);
  await picture(page, name);
}
await browser.close();
await played.stop();
void owner;
process.exit(0);
