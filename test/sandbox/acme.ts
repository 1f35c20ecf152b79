/** A small organisation for the sandbox's own tests, and a plain HTTP client for its API. */
import { createSign } from 'node:crypto';
import type { ActData } from '../../src/sandbox/act.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';

const start = Date.parse('2026-07-01T09:00:00Z');

type Bare<Data> = Data extends unknown ? Omit<Data, 'at' | 'by'> & { readonly at?: string; readonly by?: string } : never;

/** An act whose time and doer may be left out. */
export type Loose = Bare<ActData>;

/** Performs acts, each a minute after the one before, by `olga` unless told otherwise. */
export function play(sandbox: Sandbox, acts: readonly Loose[]): void {
  for (const act of acts) {
    const at = new Date(Date.parse(sandbox.now()) + 60_000).toISOString();
    sandbox.perform({ at, by: 'olga', ...act } as ActData);
  }
}

/** Two repositories, one public and one private, a team, the App on both. */
export const foundation: readonly Loose[] = [
  { do: 'create-repository', repository: 'checkout', visibility: 'public' },
  { do: 'create-repository', repository: 'ledger', visibility: 'private' },
  { do: 'create-team', team: 'payments', members: ['ada', 'ben'] },
  { do: 'grant-team', team: 'payments', repository: 'checkout', permission: 'write' },
  { do: 'install', repositories: ['checkout', 'ledger'] },
];

/** A sandbox of the organisation `acme`: olga owns it; ada, ben and cleo are members; mallory is not. */
export async function startAcme(options: Partial<Omit<SandboxOptions, 'organisation'>> = {}): Promise<Sandbox> {
  const members = [{ login: 'olga' }, { login: 'ada' }, { login: 'ben' }, { login: 'cleo' }, { login: 'mend', kind: 'Bot' as const }];
  const outsiders = [{ login: 'mallory' }, { login: 'initech', kind: 'Organization' as const }];
  const organisation = { login: 'acme', owners: ['olga'], members, outsiders, basePermission: 'none' as const };
  return createSandbox({ organisation, now: new Date(start).toISOString(), ...options });
}

/** A JWT for the App. Times are seconds relative to now. */
export function jwt(
  sandbox: Sandbox,
  { iat = -30, exp = 300, iss = sandbox.appId }: { readonly iat?: number; readonly exp?: number; readonly iss?: number } = {},
): string {
  const now = Math.floor(Date.now() / 1000);
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const body = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ iss, iat: now + iat, exp: now + exp })}`;
  return `${body}.${createSign('RSA-SHA256').update(body).sign(sandbox.privateKey, 'base64url')}`;
}

export type Answered<Body> = { readonly status: number; readonly body: Body; readonly headers: Headers };

export type Client = {
  readonly call: <Body = Record<string, unknown>>(method: string, path: string, body?: unknown) => Promise<Answered<Body>>;
  readonly graphql: <Data>(
    query: string,
    variables?: Record<string, unknown>,
  ) => Promise<{ readonly data: Data; readonly errors?: readonly Record<string, unknown>[] }>;
};

/** A client that sends the authorization header as given. */
export function clientWith(sandbox: Sandbox, authorization: string): Client {
  const send = async (url: string, method: string, body: unknown): Promise<Answered<never>> => {
    const payload = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(url, { method, headers: { authorization }, ...payload });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as never, headers: response.headers };
  };
  return {
    call: (method, path, body) => send(`${sandbox.url}${path}`, method, body),
    graphql: async (query, variables = {}) => (await send(sandbox.url.replace('/v3', '/graphql'), 'POST', { query, variables })).body,
  };
}

/** A client with a fresh installation token. */
export async function installationClient(sandbox: Sandbox): Promise<Client> {
  const app = clientWith(sandbox, `Bearer ${jwt(sandbox)}`);
  const { body } = await app.call<{ token: string }>('POST', `/app/installations/${sandbox.installationId()}/access_tokens`);
  return clientWith(sandbox, `token ${body.token}`);
}
