/** Set-up over HTTP: from the address on the console, over GitHub's page for a new App, back with its credentials. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { UserMistake } from '../../domain/errors.ts';
import type { GitHubAddresses } from '../../settings/environment.ts';
import type { KeptCredentials } from '../../settings/kept-credentials.ts';
import { webhooksPath } from '../deliveries.ts';
import { appManifest, askedPermissions, takeCredentials } from './manifest.ts';
import { type Asked, firstPage, installPage, pageHeaders, registerPage, troublePage, type Way } from './pages.ts';

export type SetUpOptions = {
  readonly github: GitHubAddresses;
  /** Where browsers reach this service, without a slash at the end: what GitHub leads back to. */
  readonly address: string;
  /** Where GitHub reaches it; null asks for it. */
  readonly publicUrl: string | null;
  /** A channel that forwards deliveries, in the place of a public address. */
  readonly webhookProxyUrl: string | null;
  /** Asked for in the address: it was printed on the console, for whoever runs this service. */
  readonly token: string;
  /** Something that nobody can guess, new each time. */
  readonly newSecret: () => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Keeps the credentials. When it rejects, they are lost, and the page says what to do. */
  readonly keep: (credentials: KeptCredentials) => Promise<void>;
  readonly log: { readonly warn: (fields: Readonly<Record<string, unknown>>, message: string) => void };
};

export type SetUp = {
  /** Answers set-up's pages. Says whether it answered. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
  /** The credentials, once they are kept. */
  readonly credentials: Promise<KeptCredentials>;
};

type Page = { readonly status: number; readonly markup: string; readonly formTarget?: string };

const callbackPath = '/set-up/registered';
/** As long as GitHub's code holds. */
const stateLifetimeMs = 3_600_000;
/** More registrations than this are not under way at once; the oldest are forgotten. */
const mostStates = 100;
/** https://docs.github.com/organizations: letters, digits and single hyphens, at most 39. */
const organisationName = /^[a-z\d](?:[a-z\d]|-(?=[a-z\d])){0,38}$/i;

/** Registers an App with its manifest. Everything but GitHub's way back asks for the token; the way back asks for a state that was given out. */
export function createSetUp(options: SetUpOptions): SetUp {
  const states = new Map<string, number>();
  const registered = Promise.withResolvers<KeptCredentials>();
  const context = { options, states, finish: registered.resolve };
  return {
    credentials: registered.promise,
    handle: async (request, response) => {
      const url = URL.parse(request.url ?? '/', 'http://set-up');
      const route = routes[url?.pathname ?? ''];
      if (url === null || route === undefined || request.method !== 'GET') return false;
      const { status, markup, formTarget = null } = await route(context, url.searchParams);
      response.writeHead(status, pageHeaders(formTarget)).end(markup);
      return true;
    },
  };
}

type Context = {
  readonly options: SetUpOptions;
  /** States that were given out, and until when they hold. */
  readonly states: Map<string, number>;
  readonly finish: (credentials: KeptCredentials) => void;
};

const routes: Readonly<Record<string, (context: Context, query: URLSearchParams) => Promise<Page>>> = {
  '/': start,
  [callbackPath]: comeBack,
};

async function start(context: Context, query: URLSearchParams): Promise<Page> {
  const { options } = context;
  if (!isSame(query.get('token') ?? '', options.token)) return { status: 403, markup: troublePage(strangerWords) };
  const way = wayOf(options);
  const asked = askedIn(query, options);
  const isAsked = query.has('organisation');
  const isWrong = Object.values(asked.problems).some((problem) => problem !== undefined);
  if (isAsked && !isWrong) return register(context, asked);
  const shown = isAsked ? asked : { ...asked, problems: {} };
  const permissions = await askedPermissions();
  return { status: isAsked ? 400 : 200, markup: firstPage({ token: options.token, way, asked: shown, permissions }) };
}

const strangerWords = {
  title: 'This service is not set up yet',
  message: 'Whoever runs it finds the address of its set-up page on its console, with a token that nobody else knows.',
  back: null,
};

/** Compares without telling by the time it takes how much was right. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

function wayOf({ publicUrl, webhookProxyUrl }: SetUpOptions): Way {
  if (webhookProxyUrl !== null) return 'channel';
  return publicUrl === null ? 'ask' : 'public';
}

function askedIn(query: URLSearchParams, options: SetUpOptions): Asked {
  const organisation = (query.get('organisation') ?? '').trim();
  const address = (query.get('address') ?? '').trim().replace(/\/+$/, '');
  const isName = organisationName.test(organisation);
  return {
    organisation,
    address,
    problems: {
      organisation: isName ? undefined : 'Give the name as it stands in the address of the organisation: letters, digits and hyphens.',
      address: wayOf(options) === 'ask' ? addressProblem(address, options) : undefined,
    },
  };
}

function addressProblem(address: string, { github }: SetUpOptions): string | undefined {
  const url = URL.parse(address);
  if (url === null || !['https:', 'http:'].includes(url.protocol) || url.search !== '' || url.hash !== '' || url.username !== '')
    return 'Give an address that begins with https://, without a query.';
  const isNear = isLoopback(url.hostname) && !isLoopback(new URL(github.apiUrl).hostname);
  return isNear ? 'GitHub can’t reach this machine under that address.' : undefined;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.');
}

async function register({ options, states }: Context, { organisation, address }: Asked): Promise<Page> {
  const { github, webhookProxyUrl, token } = options;
  const publicUrl = options.publicUrl ?? address;
  const state = options.newSecret();
  states.set(state, options.now() + stateLifetimeMs);
  for (const old of [...states.keys()].slice(0, -mostStates)) states.delete(old);
  const action = `${github.webUrl}/organizations/${organisation}/settings/apps/new?state=${state}`;
  const redirectUrl = `${options.address}${callbackPath}`;
  const manifest = await appManifest({ organisation, publicUrl: publicUrl || options.address, webhookUrl: webhookProxyUrl, redirectUrl });
  const back = `/?${new URLSearchParams({ token }).toString()}`;
  const webhookUrl = webhookProxyUrl ?? `${publicUrl}${webhooksPath}`;
  return { status: 200, markup: registerPage({ organisation, webhookUrl, action, manifest, back }), formTarget: github.webUrl };
}

/** A state counts once: GitHub's failure to answer brings it back, so that the page can be loaded again. */
async function comeBack(context: Context, query: URLSearchParams): Promise<Page> {
  const { options, states } = context;
  const [state, code] = [query.get('state') ?? '', query.get('code') ?? ''];
  const until = states.get(state);
  states.delete(state);
  if (code === '' || until === undefined || until < options.now()) return { status: 400, markup: troublePage(unknownStateWords) };
  try {
    const credentials = await takeCredentials(code, options.github);
    return await keep(context, credentials);
  } catch (error) {
    if (error instanceof UserMistake) return trouble(400, error.message);
    states.set(state, until);
    options.log.warn({ err: error }, 'The credentials of the new App could not be fetched');
    return trouble(503, 'GitHub does not answer. Load this page again in a moment.');
  }
}

const unknownStateWords = {
  title: 'This registration is not known',
  message: 'It was begun elsewhere, or more than an hour ago, or it is done already. Open the address on the console again to begin anew.',
  back: null,
};

function trouble(status: number, message: string): Page {
  return { status, markup: troublePage({ title: 'The App could not be set up', message, back: null }) };
}

async function keep({ options, finish }: Context, registered: KeptCredentials): Promise<Page> {
  const credentials = { ...registered, sessionSecret: options.newSecret() };
  try {
    await options.keep(credentials);
  } catch (err) {
    options.log.warn({ err }, 'The credentials of the new App could not be kept');
    return trouble(
      500,
      `The App is registered, at ${credentials.page}, but its credentials could not be kept: the folder DATA_DIR does not take them. Delete that App on GitHub, make room or let the service write there, and set it up again.`,
    );
  }
  finish(credentials);
  return { status: 200, markup: installPage({ appPage: credentials.page, isChannel: options.webhookProxyUrl !== null }) };
}
