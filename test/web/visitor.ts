/** A browser without a window: keeps cookies, follows the way over GitHub's sign-in, and sends forms as browsers do. */
import type { Hono } from 'hono';

export type Page = {
  readonly status: number;
  readonly text: string;
  /** Where it leads on; null when it does not. */
  readonly location: string | null;
  readonly headers: Headers;
};

/** By name, or one after another where their order says something. */
type Fields = Readonly<Record<string, string | readonly string[]>> | readonly (readonly [name: string, value: string])[];

export type Visitor = {
  /** Cookies by name, as the browser holds them. */
  readonly cookies: Map<string, string>;
  readonly get: (path: string) => Promise<Page>;
  /** Sends a form; `csrf` is put in from the last page unless the fields have it. */
  readonly post: (path: string, fields?: Fields, headers?: Readonly<Record<string, string>>) => Promise<Page>;
  /** Signs in as somebody, wanting to go to `to`, and says where that led. */
  readonly signIn: (login: string, to?: string) => Promise<Page>;
};

const csrfField = /name="csrf" value="([^"]+)"/;

function formOf(fields: Fields): URLSearchParams {
  const form = new URLSearchParams();
  const pairs: readonly (readonly [string, string | readonly string[]])[] = Array.isArray(fields) ? fields : Object.entries(fields);
  for (const [name, values] of pairs) for (const value of [values].flat()) form.append(name, value);
  return form;
}

/** Asks the app in process, under its address. */
export function createVisitor(app: Hono, address: string): Visitor {
  const cookies = new Map<string, string>();
  let csrf = '';
  const ask = async (path: string, init: RequestInit = {}): Promise<Page> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { accept: 'text/html', ...(cookie === '' ? {} : { cookie }), ...(init.headers as Record<string, string>) };
    const response = await app.request(new URL(path, address).href, { ...init, headers });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (/max-age=0/i.test(set) || value === '') cookies.delete(name);
      else cookies.set(name, decodeURIComponent(value));
    }
    const text = await response.text();
    csrf = csrfField.exec(text)?.[1] ?? csrf;
    return { status: response.status, text, location: response.headers.get('location'), headers: response.headers };
  };
  const origin = new URL(address).origin;
  return {
    cookies,
    get: (path) => ask(path),
    post: (path, fields = {}, headers = {}) =>
      ask(path, {
        method: 'POST',
        headers: { origin, ...headers },
        body: formOf(Array.isArray(fields) ? [['csrf', csrf], ...fields] : { csrf, ...fields }),
      }),
    signIn: async (login, to) => {
      const start = await ask(`/sign-in${to === undefined ? '' : `?${new URLSearchParams({ to }).toString()}`}`);
      const agreed = await fetch(`${start.location}&as=${login}`, { redirect: 'manual' });
      return ask(agreed.headers.get('location') ?? '/');
    },
  };
}
