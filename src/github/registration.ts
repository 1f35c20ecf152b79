/** The App as GitHub has it registered: what it may do, what it hears, and how its webhooks fare. */
import { PermanentFailure } from '../domain/errors.ts';
import { type Instant, toInstant } from '../domain/instant.ts';
import type { GithubClient } from './client.ts';
import { headersBehind } from './failures.ts';

/** Permissions by GitHub's names, each `read`, `write` or `admin`. */
export type Permissions = Readonly<Record<string, string>>;

export type RegisteredApp = {
  readonly name: string;
  /** Login of the organisation or person that it belongs to. */
  readonly owner: string;
  /** Where its owner changes it, without a slash at the end. */
  readonly settingsPage: string;
  readonly permissions: Permissions;
  readonly events: readonly string[];
  /** GitHub's own time, to the second; null when the answer had none. */
  readonly answeredAt: Instant | null;
};

/** What an organisation granted to the App. It lags behind the App's own permissions until an owner accepts new ones. */
export type InstallationGrant = {
  readonly login: string;
  /** The installation's page, for the organisation's owners. */
  readonly page: string;
  readonly isSuspended: boolean;
  readonly permissions: Permissions;
  readonly events: readonly string[];
};

/** `url` is null when no address is set. */
export type Hook = { readonly url: string | null; readonly isJson: boolean; readonly hasSecret: boolean; readonly checksTls: boolean };

/** One attempt at a delivery. `status` is the service's answer, 0 when there was none; `words` say so in GitHub's words. */
export type DeliveryAttempt = { readonly at: Instant; readonly event: string; readonly status: number; readonly words: string };

export type RegistrationSource = {
  readonly app: () => Promise<RegisteredApp>;
  readonly hook: () => Promise<Hook>;
  readonly installations: () => Promise<readonly InstallationGrant[]>;
  /** The last hundred attempts at most, newest first. GitHub remembers three days. */
  readonly attempts: () => Promise<readonly DeliveryAttempt[]>;
};

type Owner = { readonly login?: string; readonly slug?: string; readonly type?: string };

function settingsPageOf(webUrl: string, owner: Owner, slug: string): string {
  const of = owner.type === 'Organization' ? `/organizations/${owner.login ?? ''}` : '';
  return `${webUrl}${of}/settings/apps/${slug}`;
}

type Rest = GithubClient['app']['rest'];

async function readApp({ rest }: Rest, webUrl: string): Promise<RegisteredApp> {
  const { data, headers } = await rest.apps.getAuthenticated();
  if (data === null) throw new PermanentFailure('GitHub answered without an App');
  const owner: Owner = data.owner;
  return {
    name: data.name,
    owner: owner.login ?? owner.slug ?? '',
    settingsPage: settingsPageOf(webUrl, owner, data.slug ?? ''),
    permissions: permissionsOf(data.permissions),
    events: data.events,
    answeredAt: instantOf(headers.date),
  };
}

async function readHook({ rest }: Rest): Promise<Hook> {
  const { data } = await rest.apps.getWebhookConfigForApp();
  return {
    url: data.url === undefined || data.url === '' ? null : data.url,
    isJson: data.content_type === 'json',
    hasSecret: data.secret !== undefined && data.secret !== '',
    checksTls: String(data.insecure_ssl ?? '0') === '0',
  };
}

async function readInstallations({ paginate, rest }: Rest): Promise<readonly InstallationGrant[]> {
  const all = await paginate(rest.apps.listInstallations, { per_page: 100 });
  return all.map(({ account, html_url: page, suspended_at: suspendedAt, permissions, events }) => {
    const owner: Owner = account ?? {};
    const login = owner.login ?? owner.slug ?? '';
    return { login, page, isSuspended: typeof suspendedAt === 'string', permissions: permissionsOf(permissions), events };
  });
}

async function readAttempts({ rest }: Rest): Promise<readonly DeliveryAttempt[]> {
  const { data } = await rest.apps.listWebhookDeliveries({ per_page: 100 });
  return data.map(({ delivered_at: at, event, status_code: status, status: words }) => ({ at: toInstant(at), event, status, words }));
}

/**
 * Asks as the App itself. Throws TransientFailure or PermanentFailure.
 * https://docs.github.com/rest/apps/apps#get-the-authenticated-app, https://docs.github.com/rest/apps/webhooks
 */
export function createRegistrationSource({ app, webUrl }: Pick<GithubClient, 'app' | 'webUrl'>): RegistrationSource {
  return {
    app: () => readApp(app.rest, webUrl),
    hook: () => readHook(app.rest),
    installations: () => readInstallations(app.rest),
    attempts: () => readAttempts(app.rest),
  };
}

function permissionsOf(permissions: Readonly<Record<string, unknown>>): Permissions {
  return Object.fromEntries(Object.entries(permissions).map(([name, level]) => [name, String(level)]));
}

function instantOf(date: unknown): Instant | null {
  return typeof date === 'string' && !Number.isNaN(Date.parse(date)) ? toInstant(Date.parse(date)) : null;
}

/** GitHub's own time in the answer behind a failure; null when there was none. */
export function answeredAtBehind(failure: unknown): Instant | null {
  return instantOf(headersBehind(failure)['date']);
}
