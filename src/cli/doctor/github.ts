/** `doctor` on all that GitHub knows of the App, asked in few requests; what one question can't answer does not keep the others from being asked. */
import { answeredAtBehind, type RegisteredApp, type RegistrationSource } from '../../github/registration.ts';
import { statusOf } from '../../github/failures.ts';
import { askedEvents, askedPermissions } from '../../github/set-up/manifest.ts';
import type { AppCredentials, Environment } from '../../settings/environment.ts';
import { attempt, type Check, fine, wrong } from './check.ts';
import type { ClockReading } from './foundations.ts';
import { appChecks, grantChecks, keyTrouble, refusalInWords } from './registration.ts';
import { deliveryChecks, hookChecks, publicAddressChecks } from './webhooks.ts';

type About = {
  readonly environment: Pick<Environment, 'github' | 'publicUrl' | 'webhookProxyUrl'>;
  readonly credentials: AppCredentials;
  readonly registration: RegistrationSource;
};

type Outside = { readonly checks: readonly Check[]; readonly clocks: readonly ClockReading[] };

/** Credentials, permissions, events, webhooks and the public address; and GitHub's clock, when it answered. Never throws. */
export async function examineGitHub(about: About): Promise<Outside> {
  const { app, check, clocks } = await identify(about);
  const { publicUrl } = about.environment;
  const behind = app === null ? [] : await checksBehind(app, about);
  return { checks: [check, ...behind, ...(await publicAddressChecks(publicUrl))], clocks };
}

type Identified = { readonly app: RegisteredApp | null; readonly check: Check; readonly clocks: readonly ClockReading[] };

/** Whether the credentials work: everything else is asked with them. */
async function identify({ environment, credentials, registration }: About): Promise<Identified> {
  const { apiUrl } = environment.github;
  const trouble = keyTrouble(credentials.privateKey);
  if (trouble !== null) return { app: null, check: wrong('GitHub', trouble), clocks: [] };
  try {
    const app = await registration.app();
    return { app, check: fine('GitHub', `answers the App ${app.name} of ${app.owner}`), clocks: clockOf(app.answeredAt) };
  } catch (error) {
    const words = refusalInWords(statusOf(error), { id: credentials.id, apiUrl });
    const message = error instanceof Error ? error.message : String(error);
    const check = wrong('GitHub', words ?? `${message}: check \`GITHUB_API_URL\`, ${apiUrl}, and that this machine reaches it`);
    return { app: null, check, clocks: clockOf(answeredAtBehind(error)) };
  }
}

function clockOf(time: string | null): readonly ClockReading[] {
  return time === null ? [] : [{ whose: 'GitHub', time, readAt: Date.now() }];
}

async function checksBehind(app: RegisteredApp, { environment, registration }: About): Promise<readonly Check[]> {
  const { settingsPage } = app;
  const asked = { permissions: await askedPermissions(), events: await askedEvents() };
  const hook = await attempt('webhook', async () => hookChecks(await registration.hook(), { ...environment, settingsPage }));
  const deliveries = await attempt('deliveries', async () => deliveryChecks(await registration.attempts(), settingsPage));
  const grants = await attempt('installations', async () => {
    const all = await registration.installations();
    const count =
      all.length === 0
        ? wrong('installations', `none: install the App on an organisation (${settingsPage}/installations)`)
        : fine('installations', String(all.length));
    return [count, ...grantChecks(all, app, asked)];
  });
  return [...appChecks(app, asked), ...hook, ...deliveries, ...grants];
}
