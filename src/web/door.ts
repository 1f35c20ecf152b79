/** The door of the log: who is behind a request, by its session cookie, and the way in and out. */
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { SignInSource } from '../usecases/signing-in/ports.ts';
import { createReadable, type Readable } from '../usecases/signing-in/readable.ts';
import { asking, longestDays, openSession, type Session, type SignInPorts } from '../usecases/signing-in/sign-in.ts';
import { createSeal, csrfOf } from './seal.ts';
import type { WebPorts } from './web-app.ts';

export type DoorOptions = {
  readonly source: SignInSource;
  readonly sessionSecret: string;
  /** Where browsers reach the log, without a slash at the end. */
  readonly address: string;
};

/** Somebody whose session holds. */
export type Guest = Session & { readonly csrf: string };

export type Door = {
  readonly ports: SignInPorts;
  readonly address: string;
  readonly origin: string;
  readonly readable: Readable;
  /** Asks GitHub with the person's own token. Throws SignInAgain, when the session has ended too, and TransientFailure. */
  readonly asking: <T>(session: Pick<Session, 'idHash'>, ask: (token: string) => Promise<T>) => Promise<T>;
  /** Null when nobody is signed in. */
  readonly guest: (context: Context) => Promise<Guest | null>;
  readonly letIn: (context: Context, sessionId: string) => void;
  readonly letOut: (context: Context) => void;
  /** What the browser keeps while it is at GitHub. */
  readonly pending: {
    readonly keep: (context: Context, sealed: string) => void;
    /** Gives it back, once. */
    readonly take: (context: Context) => string | null;
  };
};

const pendingSeconds = 600;
const longestSeconds = longestDays * 86_400;
const idBytes = 32;
const idShape = /^[\w-]{43}$/;

/** On plain HTTP, which is this machine alone, browsers take no cookie with `__Host-`. */
function cookieNames(isSecure: boolean): { readonly session: string; readonly pending: string } {
  const prefix = isSecure ? '__Host-' : '';
  return { session: `${prefix}staff-signals`, pending: `${prefix}staff-signals-sign-in` };
}

/** The door of one service. Cookies are for this host alone, unseen by scripts, and not sent along by other sites' forms. */
export function createDoor(web: Pick<WebPorts, 'store' | 'clock' | 'log'>, { source, sessionSecret, address }: DoorOptions): Door {
  const isSecure = address.startsWith('https:');
  const names = cookieNames(isSecure);
  const attributes = { path: '/', httpOnly: true, secure: isSecure, sameSite: 'Lax' } as const;
  const newSessionId = () => randomBytes(idBytes).toString('base64url');
  const ports: SignInPorts = { ...web, source, seal: createSeal(sessionSecret), newSessionId };
  const ask: Door['asking'] = (session, work) => asking({ ...ports, pause: (ms) => pause(ms) }, session, work);
  return {
    ports,
    address,
    origin: new URL(address).origin,
    asking: ask,
    readable: createReadable({
      ...web,
      ask: (idHash, repositories) => ask({ idHash }, (token) => source.readable(token, repositories)),
    }),
    guest: async (context) => {
      const id = getCookie(context, names.session);
      const session = id !== undefined && idShape.test(id) ? await openSession(ports, id) : null;
      return session === null || id === undefined ? null : { ...session, csrf: csrfOf(sessionSecret, id) };
    },
    letIn: (context, sessionId) => setCookie(context, names.session, sessionId, { ...attributes, maxAge: longestSeconds }),
    letOut: (context) => void deleteCookie(context, names.session, attributes),
    pending: {
      keep: (context, sealed) => setCookie(context, names.pending, sealed, { ...attributes, maxAge: pendingSeconds }),
      take: (context) => deleteCookie(context, names.pending, attributes) ?? null,
    },
  };
}
