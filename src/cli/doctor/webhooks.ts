/** `doctor` on webhooks: where GitHub sends them, how the last ones fared, and whether the service can be reached from outside. */
import { webhooksPath } from '../../github/deliveries.ts';
import type { DeliveryAttempt, Hook } from '../../github/registration.ts';
import { type Check, fine, wrong } from './check.ts';

export type Addresses = {
  readonly publicUrl: string | null;
  readonly webhookProxyUrl: string | null;
  /** The App's page for its owner. */
  readonly settingsPage: string;
};

/** The App's webhook as GitHub has it, beside where this service is. */
export function hookChecks(hook: Hook, { publicUrl, webhookProxyUrl, settingsPage }: Addresses): readonly Check[] {
  const expected = webhookProxyUrl ?? (publicUrl === null ? null : `${publicUrl}${webhooksPath}`);
  const trouble = (what: string) => wrong('webhook', `${what} (${settingsPage})`);
  if (hook.url === null) return [trouble(`GitHub sends nothing: set the webhook address to ${expected ?? `PUBLIC_URL${webhooksPath}`}`)];
  const isElsewhere = expected !== null && !isSame(hook.url, expected);
  const troubles = [
    ...(isElsewhere ? [trouble(`GitHub sends deliveries to ${hook.url}, and the environment says ${expected}: correct either`)] : []),
    ...(hook.isJson ? [] : [trouble('deliveries come as a form, which the service refuses: set the content type to application/json')]),
    ...(hook.hasSecret ? [] : [trouble('deliveries are not signed, so all are refused: set the secret to the value of `WEBHOOK_SECRET`')]),
    ...(hook.checksTls ? [] : [trouble('GitHub does not check the certificate of the service: enable SSL verification')]),
  ];
  return troubles.length > 0 ? troubles : [fine('webhook', `deliveries go to ${hook.url}`)];
}

function isSame(one: string, other: string): boolean {
  return URL.parse(one)?.href.replace(/\/$/, '') === URL.parse(other)?.href.replace(/\/$/, '');
}

const silence = 0;

/** What an answer to a delivery means, by status. 5xx but 503 is nothing that the service says: something stands before it. */
const meanings: Readonly<Record<number, string>> = {
  400: "the signature is wrong: `WEBHOOK_SECRET` is not the App's webhook secret; set both to the same",
  401: 'something before the service asks for a password: let the webhook path through without',
  403: 'something before the service bars the way: let GitHub through to the webhook path',
  404: `nobody answers at that path: it is ${webhooksPath}`,
  413: "something before the service takes no large bodies: let 25 MB through (nginx: client_max_body_size), GitHub's largest",
  415: 'the content type is not application/json: set it',
  503: 'the service could not store it: see the lines on store and queue; it is asked for again within the hour',
};

function meaningOf({ status, words }: DeliveryAttempt): string {
  if (status === silence)
    return `GitHub could not reach the service (${words}): check that it runs, its name in DNS, its certificate, and the firewall`;
  const known = meanings[status];
  if (known !== undefined) return known;
  if (status >= 500) return 'what stands before the service does not reach it: check that it runs, and the reverse proxy';
  if (status >= 300 && status < 400) return 'GitHub follows no redirects: set the webhook address to where it leads';
  return 'no answer of this service: check what the address leads to';
}

function isSuccess({ status }: DeliveryAttempt): boolean {
  return status >= 200 && status < 300;
}

/** How the last attempts fared, newest first. The newest one decides; what failed before it is counted. */
export function deliveryChecks(attempts: readonly DeliveryAttempt[], settingsPage: string): readonly Check[] {
  const [newest] = attempts;
  if (newest === undefined)
    return [fine('deliveries', `none in the last three days; a ping can be sent again at ${settingsPage}/advanced to try the way`)];
  const arrived = attempts.filter(isSuccess).length;
  const count = `${arrived} of the last ${attempts.length} arrived`;
  if (isSuccess(newest)) return [fine('deliveries', `${count}, the newest at ${newest.at}`)];
  const answer = newest.status === silence ? 'no answer' : `answer ${newest.status}`;
  return [wrong('deliveries', `${count}; the newest, ${newest.event} at ${newest.at}, got ${answer}: ${meaningOf(newest)}`)];
}

const answerWithinMs = 10_000;

/** Whether our own `/healthz` answers at the public address. From this machine: a network may lead it another way than GitHub. */
export async function publicAddressChecks(publicUrl: string | null, ask: typeof fetch = fetch): Promise<readonly Check[]> {
  const name = 'public address';
  if (publicUrl === null) return [fine(name, '`PUBLIC_URL` is not set, so there is nothing to try')];
  const address = `${publicUrl}/healthz`;
  try {
    const answer = await ask(address, { redirect: 'manual', signal: AbortSignal.timeout(answerWithinMs) });
    const isOurs = answer.status === 200 && (await answer.text()).trim() === 'ok';
    if (isOurs) return [fine(name, `${publicUrl} leads to a service`)];
    return [wrong(name, `${address} answers ${answer.status}, and not as the service does: check \`PUBLIC_URL\` and the reverse proxy`)];
  } catch (error) {
    return [
      wrong(name, `${address} does not answer (${causeOf(error)}): check that the service runs, its name in DNS, and its certificate`),
    ];
  }
}

/** `fetch` says only that it failed; its cause says why. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}
