/** The sandbox: an in-memory GitHub with one organisation and one App, for tests and the demo. */
import type { Instant } from '../domain/instant.ts';
import { toInstant } from '../domain/instant.ts';
import type { ActData } from './act.ts';
import { type Authority, createAuthority, type Keys } from './auth.ts';
import { type Chance, createFailures, type Failure } from './failures.ts';
import { findRepository } from './find.ts';
import { takeId } from './ids.ts';
import { type Authorizations, createAuthorizations, type OAuthClient } from './oauth.ts';
import { performAct } from './perform/perform.ts';
import { readIssue, type SandboxIssue } from './reading.ts';
import { registerApp } from './rest/registration.ts';
import { type Served, startApi, type Write } from './server.ts';
import { accountJson } from './shapes/account.ts';
import type { AccountState, AppState, Notification, World } from './state.ts';
import { createDeliveries, type Deliveries, type Delivery, type WebhookTarget } from './webhooks.ts';

export type SandboxAccount = { readonly login: string; readonly kind?: 'User' | 'Bot'; readonly id?: number };

export type SandboxOptions = {
  readonly organisation: {
    readonly login: string;
    readonly id?: number;
    /** Logins of members who own the organisation. */
    readonly owners: readonly string[];
    /** Bots get an account, but are no members. */
    readonly members: readonly SandboxAccount[];
    /** People and organisations outside. */
    readonly outsiders?: readonly (Omit<SandboxAccount, 'kind'> & { readonly kind?: 'User' | 'Bot' | 'Organization' })[];
    /** What members may do on every repository; default `read`. */
    readonly basePermission?: 'none' | 'read' | 'write';
  };
  /** Where the sandbox's clock starts. */
  readonly now: Instant;
  /** Default `https://github.com`. */
  readonly webUrl?: string;
  readonly webhook?: WebhookTarget;
  readonly app?: {
    readonly id?: number;
    readonly slug?: string;
    readonly permissions?: AppState['permissions'];
    readonly events?: readonly string[];
  };
  /** What GitHub's hourly limits show; 15,000 each unless told. They are counted, and nothing is refused. */
  readonly hourlyLimits?: { readonly core?: number; readonly graphql?: number };
  /** The real time, for tokens; milliseconds since the epoch. */
  readonly wallClock?: () => number;
};

export type Sandbox = {
  /** The API's address, `http://127.0.0.1:PORT/api/v3`. */
  readonly url: string;
  readonly webUrl: string;
  readonly appId: number;
  readonly appSlug: string;
  readonly privateKey: string;
  /** Null while the App is not installed. */
  readonly installationId: () => number | null;
  readonly now: () => Instant;
  /** Moves the clock on. Throws when it would go back. */
  readonly advanceTo: (now: Instant) => void;
  /** Does what the act says; webhooks are on their way when it returns. Throws an Error that names the act when it can't be. */
  readonly perform: (act: ActData) => void;
  /** Sends webhooks there from now on; null: nowhere. */
  readonly connect: (target: WebhookTarget | null) => void;
  readonly deliveries: () => readonly Delivery[];
  readonly redeliver: Deliveries['redeliver'];
  readonly hold: Deliveries['hold'];
  readonly release: Deliveries['release'];
  readonly route: Deliveries['setRoute'];
  readonly flush: Deliveries['flush'];
  readonly failNext: (failure: Failure) => void;
  /** Asks about each request what goes wrong with it, from now on; null: no more. */
  readonly failByChance: (chance: Chance | null) => void;
  /** Calls back before each of the App's writes, until the returned function is called. */
  readonly beforeWrite: (listener: (write: Write) => void | Promise<void>) => () => void;
  readonly expireTokens: () => void;
  /** What the App's page does: another private key beside the others, and the end of one. */
  readonly keys: Keys;
  /** A personal access token of somebody by login, which reads what they can read. Throws RangeError when nobody has it. */
  readonly userToken: (login: string) => string;
  /** Where people sign in to the App. */
  readonly oauthClient: () => OAuthClient;
  /** Somebody withdraws, in their settings on GitHub, all that they let the App do in their name. */
  readonly revokeAuthorization: (login: string) => void;
  readonly requests: () => readonly Served[];
  /** Endpoints and fields that were asked for and that the sandbox doesn't know. A test should find none. */
  readonly unserved: () => readonly string[];
  readonly notifications: () => readonly Notification[];
  readonly issues: (repository: string) => readonly SandboxIssue[];
  readonly issue: (repository: string, number: number) => SandboxIssue | null;
  /** What GitHub's page for a new App does with a manifest: the address that it leads back to. Throws when GitHub would refuse it. */
  readonly registerApp: (asked: { readonly manifest: string; readonly state: string }) => string;
  /** The world itself, for pages and tests that look closer. Change it through `perform` only. */
  readonly world: World;
  readonly close: () => Promise<void>;
};

const defaultPermissions: AppState['permissions'] = {
  metadata: 'read',
  contents: 'read',
  issues: 'write',
  pull_requests: 'read',
  discussions: 'read',
  checks: 'write',
  members: 'read',
};

const defaultEvents = [
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
  'pull_request_review_thread',
  'issues',
  'issue_comment',
  'discussion',
  'discussion_comment',
  'push',
  'installation_target',
  'repository',
  'team',
  'membership',
  'member',
  'organization',
  'check_run',
  'check_suite',
];

function addAccount(
  world: World,
  data: { readonly login: string; readonly kind: AccountState['kind']; readonly id?: number | undefined },
): AccountState {
  const login = data.kind === 'Bot' && !data.login.endsWith('[bot]') ? `${data.login}[bot]` : data.login;
  if (world.accounts.has(login.toLowerCase())) throw new Error(`The login "${login}" is given twice.`);
  const account: AccountState = { id: data.id ?? takeId(world, 'account'), login, kind: data.kind, isDeleted: false };
  world.accounts.set(login.toLowerCase(), account);
  return account;
}

function createWorld({ organisation, now, webUrl = 'https://github.com', app = {} }: SandboxOptions, announce: World['announce']): World {
  const slug = app.slug ?? 'staff-signals';
  const account: AccountState = { id: organisation.id ?? 900, login: organisation.login, kind: 'Organization', isDeleted: false };
  const bot: AccountState = { id: 901, login: `${slug}[bot]`, kind: 'Bot', isDeleted: false };
  const world: World = {
    now: toInstant(now),
    webUrl,
    apiUrl: '',
    organisation: account,
    basePermission: organisation.basePermission ?? 'read',
    app: { id: app.id ?? 77, slug, bot, permissions: app.permissions ?? defaultPermissions, events: app.events ?? defaultEvents },
    installation: null,
    accounts: new Map([account, bot].map((known) => [known.login.toLowerCase(), known])),
    members: new Map(),
    teams: new Map(),
    repositories: new Map(),
    named: new Map(),
    notifications: [],
    registrations: new Map(),
    lastIds: new Map(),
    announce,
  };
  populate(world, organisation);
  return world;
}

function populate(world: World, { owners, members, outsiders = [] }: SandboxOptions['organisation']): void {
  for (const { login, kind = 'User', id } of members) {
    const account = addAccount(world, { login, kind, id });
    if (kind === 'User') world.members.set(account, owners.includes(login) ? 'owner' : 'member');
  }
  for (const login of owners) {
    if (!members.some((member) => member.login === login)) world.members.set(addAccount(world, { login, kind: 'User' }), 'owner');
  }
  for (const { login, kind = 'User', id } of outsiders) addAccount(world, { login, kind, id });
}

type Listener = (write: Write) => void | Promise<void>;

function createListeners(): { readonly listen: Sandbox['beforeWrite']; readonly tell: (write: Write) => Promise<void> } {
  const listeners = new Set<Listener>();
  return {
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell: async (write) => {
      for (const listener of listeners) await listener(write);
    },
  };
}

function advance(world: World, now: Instant): void {
  const next = toInstant(now);
  if (next < world.now) throw new Error(`The sandbox's clock stands at ${world.now} and does not go back to ${next}.`);
  world.now = next;
}

type Desk = Pick<Sandbox, 'connect' | 'deliveries' | 'redeliver' | 'hold' | 'release' | 'route' | 'flush'>;

function deskOf(deliveries: Deliveries): Desk {
  const { connect, list, redeliver, hold, release, setRoute, flush } = deliveries;
  return { connect, deliveries: list, redeliver, hold, release, route: setRoute, flush };
}

type Clockwork = Pick<
  Sandbox,
  'now' | 'advanceTo' | 'perform' | 'installationId' | 'notifications' | 'issues' | 'issue' | 'registerApp' | 'world'
>;

function clockworkOf(world: World): Clockwork {
  return {
    now: () => world.now,
    advanceTo: (now) => advance(world, now),
    perform: (act) => performAct(world, act),
    installationId: () => world.installation?.id ?? null,
    notifications: () => world.notifications,
    issues: (repository) => [...findRepository(world, repository).subjects.values()].flatMap((subject) => readIssue(subject) ?? []),
    registerApp: (asked) => registerApp(world, asked),
    issue: (repository, number) => readIssue(findRepository(world, repository).subjects.get(number)),
    world,
  };
}

function accountOf(world: World, login: string): AccountState {
  const account = world.accounts.get(login.toLowerCase());
  if (account === undefined) throw new RangeError(`Nobody has the login ${login}`);
  return account;
}

function peopleOf(
  world: World,
  authority: Authority,
  authorizations: Authorizations,
): Pick<Sandbox, 'privateKey' | 'keys' | 'expireTokens' | 'userToken' | 'oauthClient' | 'revokeAuthorization'> {
  return {
    privateKey: authority.privateKey,
    keys: authority.keys,
    expireTokens: authority.expireTokens,
    userToken: (login) => authority.issueUserToken(accountOf(world, login)),
    oauthClient: authorizations.client,
    revokeAuthorization: (login) => {
      const sender = accountOf(world, login);
      authorizations.revokeGrant(sender);
      announceAuthorization(world, sender);
    },
  };
}

/** It belongs to no installation and no organisation. https://docs.github.com/webhooks/webhook-events-and-payloads#github_app_authorization */
function announceAuthorization(world: World, sender: AccountState): void {
  const [event, action] = ['github_app_authorization', 'revoked'];
  world.announce({ event, action, isForApp: true, payload: { action, sender: accountJson(world, sender) } });
}

/** Starts a sandbox: an organisation without repositories, the App not yet installed. Close it when done. */
export async function createSandbox(options: SandboxOptions): Promise<Sandbox> {
  const wallClock = options.wallClock ?? Date.now;
  const deliveries = createDeliveries(() => world);
  const world = createWorld(options, deliveries.announce);
  const authorizations = createAuthorizations(() => Date.parse(world.now));
  const authority = createAuthority(world.app.id, wallClock, authorizations);
  const failures = createFailures();
  const requests: Served[] = [];
  const unserved: string[] = [];
  const observers = { onServed: (served: Served) => requests.push(served), onUnserved: (what: string) => unserved.push(what) };
  const { listen, tell: beforeWrite } = createListeners();
  const hourlyLimits = options.hourlyLimits ?? {};
  const parts = { hourlyLimits, world, authority, authorizations, deliveries, failures, wallClock, beforeWrite };
  const server = await startApi({ ...parts, ...observers });
  world.apiUrl = `${server.origin}/api/v3`;
  deliveries.connect(options.webhook ?? null);
  return {
    ...clockworkOf(world),
    ...deskOf(deliveries),
    url: world.apiUrl,
    webUrl: world.webUrl,
    appId: world.app.id,
    appSlug: world.app.slug,
    failNext: failures.add,
    failByChance: failures.leaveTo,
    beforeWrite: listen,
    ...peopleOf(world, authority, authorizations),
    requests: () => requests,
    unserved: () => unserved,
    close: server.close,
  };
}
