/** The pages of the log over HTTP: one Hono app, behind the server's other paths. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { firstPage, type SwitchedOff } from '../pages/first-page.ts';
import { assetRoutes } from './assets.ts';
import { pageHeaders } from './security.ts';
import type { WebPorts } from './web-app.ts';

export type WebOptions = {
  readonly ports: WebPorts;
  /** Why nobody can sign in; null when everybody can. */
  readonly off: SwitchedOff | null;
};

/** Paths that are the log's; all others stay the server's. */
const ours = /^\/(?:$|(?:assets|orgs|shared|sign-in|sign-out|sign-out-everywhere)(?:\/|$))/;

/** The app, to be asked in process or by `answerPages`. */
export function createWebApp({ ports, off }: WebOptions): Hono {
  const app = new Hono();
  app.use(pageHeaders(new URL(ports.addresses.webUrl).origin));
  app.route('/assets', assetRoutes());
  app.get('/', (context) => context.html(firstPage({ off })));
  return app;
}

/** Answers requests for the log's pages, and says whether it did. */
export function answerPages(app: Hono): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  return async (request, response) => {
    if (!ours.test((request.url ?? '').split('?', 1)[0] ?? '')) return false;
    await listener(request, response);
    return true;
  };
}
