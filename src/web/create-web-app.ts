/** The pages of the log over HTTP: one Hono app, behind the server's other paths. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { TransientFailure, UserMistake } from '../domain/errors.ts';
import { firstPage, type SwitchedOff } from '../pages/first-page.ts';
import { failedPage, mistakePage, notFoundPage, outagePage, outageWhileWritingPage } from '../pages/way-in.ts';
import { SignInAgain } from '../usecases/signing-in/ports.ts';
import { assetRoutes } from './assets.ts';
import { asSigned, asViewer } from './behind-the-door.ts';
import { createDoor, type Door, type DoorOptions } from './door.ts';
import { answerWith, askToSignIn, guardForms, isChange, writtenIn, writtenUnlessLooking } from './forms.ts';
import { logRoutes } from './routes/log.ts';
import { pictureRoutes } from './routes/pictures.ts';
import { packetRoutes } from './routes/packets.ts';
import { sharedRoutes } from './routes/shared.ts';
import { signingInRoutes } from './routes/signing-in.ts';
import { pageHeaders } from './security.ts';
import type { WebEnv, WebPorts } from './web-app.ts';

export type WebOptions = {
  readonly ports: WebPorts;
  /** Why nobody can sign in, or how everybody does. */
  readonly way:
    | { readonly kind: 'off'; readonly off: SwitchedOff }
    | ({ readonly kind: 'on'; readonly signInOrigin: string } & DoorOptions);
};

/** Paths that are the log's; all others stay the server's. */
const ours = /^\/(?:$|(?:assets|orgs|shared|signed-in|sign-in|sign-out|sign-out-everywhere)(?:\/|$))/;

/** The app, to be asked in process or by `answerPages`. */
export function createWebApp({ ports, way }: WebOptions): Hono {
  const app = new Hono();
  app.use(pageHeaders(way.kind === 'on' ? way.signInOrigin : null));
  app.route('/assets', assetRoutes());
  // Bodies are limited where there is a door, and looked at nowhere else.
  app.notFound(async (context) => answerWith(context, notFoundPage(way.kind === 'on' ? await writtenUnlessLooking(context) : null)));
  app.onError((error, context) => answerFailure(ports, error, context));
  if (way.kind === 'on') openDoor(app, ports, createDoor(ports, way));
  else app.get('/', (context) => context.html(firstPage({ off: way.off })));
  return app;
}

function openDoor(app: Hono, ports: WebPorts, door: Door): void {
  app.use(guardForms(door));
  app.route('/', signingInRoutes(ports, door));
  app.use('/orgs/:org/*', asSigned(ports, door));
  app.use('/shared/*', asViewer(ports, door));
  app.route('/orgs/:org', organisationRoutes(ports, door));
  app.route('/shared', sharedRoutes(ports));
}

/** Pages of a log, each behind the sign-in check of its organisation. */
function organisationRoutes(ports: WebPorts, { address }: Door): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.route('/', logRoutes(ports));
  app.route('/', pictureRoutes(ports));
  app.route('/', packetRoutes(ports, { address }));
  return app;
}

/** What a failure means to whoever looks: sign in again, come back, or the mistake is ours. */
export async function answerFailure({ log }: Pick<WebPorts, 'log'>, error: unknown, context: Context): Promise<Response> {
  if (error instanceof SignInAgain) return askToSignIn(context);
  if (error instanceof TransientFailure) {
    log.warn({ err: error }, 'A page could not be answered for now');
    context.header('retry-after', '60');
    return answerWith(context, isChange(context) ? outageWhileWritingPage(await writtenIn(context)) : outagePage());
  }
  if (error instanceof UserMistake) return answerWith(context, mistakePage(error.message));
  log.warn({ err: error }, 'A page failed');
  return answerWith(context, failedPage(await writtenUnlessLooking(context)));
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
