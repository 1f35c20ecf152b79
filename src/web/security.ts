/** What browsers are told to keep to, on every page of the log. */
import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

/**
 * Headers of every page. `signInOrigin` is where signing in leads to, which a form may come to when the session has ended; null when nobody can. Referrers stay
 * `same-origin` rather than `no-referrer`, under which browsers send `Origin: null` with a form and nobody could tell whose form it was.
 * https://fetch.spec.whatwg.org/#append-a-request-origin-header
 */
export function pageHeaders(signInOrigin: string | null): MiddlewareHandler {
  const secure = secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      scriptSrc: ["'self'"],
      imgSrc: ["'self'"],
      connectSrc: ["'self'"],
      formAction: ["'self'", ...(signInOrigin === null ? [] : [signInOrigin])],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
    },
    crossOriginOpenerPolicy: 'same-origin',
    referrerPolicy: 'same-origin',
    // Whether all of a host speaks HTTPS is for its proxy to say.
    strictTransportSecurity: false,
    xDownloadOptions: false,
    xXssProtection: false,
  });
  return async (context, next) => {
    await secure(context, next);
    if (!context.res.headers.has('cache-control')) context.res.headers.set('cache-control', 'no-store');
  };
}
