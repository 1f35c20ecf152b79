/** In and out: `/`, `/sign-in`, its way back, `/sign-out` and `/sign-out-everywhere`. */
import { type Context, Hono } from 'hono';
import { firstPage } from '../../pages/first-page.ts';
import { csrfField, pagePath } from '../../pages/frame.ts';
import { nowherePage, refusedPage, signedInPage, signedOutPage } from '../../pages/way-in.ts';
import { html } from '../../reports/html.ts';
import type { Installation, Store } from '../../usecases/ports.ts';
import { SignInRefused } from '../../usecases/signing-in/ports.ts';
import { beginSignIn, finishSignIn, signOut, signOutEverywhere } from '../../usecases/signing-in/sign-in.ts';
import { standingOf } from '../../usecases/signing-in/standing.ts';
import type { Door, Guest } from '../door.ts';
import { answerWith, refuseStrangeForm } from '../forms.ts';
import type { WebPorts } from '../web-app.ts';

const callbackPath = '/sign-in/callback';

/** All of them, for one door. */
export function signingInRoutes(ports: WebPorts, door: Door): Hono {
  const redirectUri = `${door.address}${callbackPath}`;
  const routes = new Hono();
  routes.get('/', (context) => first(context, ports, door));
  routes.get('/signed-in', (context) => answerWith(context, signedInPage()));
  routes.get('/sign-in', async (context) => {
    const asked = context.req.query('to');
    const { url, pending } = await beginSignIn(door.ports, { redirectUri, returnTo: asked ?? '/' });
    door.pending.keep(context, pending);
    return context.redirect(url);
  });
  routes.get(callbackPath, (context) => comeBack(context, door, redirectUri));
  routes.post('/sign-out', (context) =>
    leave(context, door, async (guest) => {
      await signOut(door.ports, guest.idHash);
      return signedOutPage({ isEverywhere: false });
    }),
  );
  routes.post('/sign-out-everywhere', (context) =>
    leave(context, door, async (guest) => {
      await signOutEverywhere(door.ports, guest.person.id);
      return signedOutPage({ isEverywhere: true });
    }),
  );
  return routes;
}

async function comeBack(context: Context, door: Door, redirectUri: string): Promise<Response> {
  const pending = door.pending.take(context);
  try {
    if (pending === null) throw new SignInRefused('expired');
    const parameters = new URL(context.req.url).searchParams;
    const { sessionId, returnTo } = await finishSignIn(door.ports, { parameters, pending, redirectUri });
    // A session that this browser had goes with the person who had it.
    const before = await door.guest(context);
    if (before !== null) await signOut(door.ports, before.idHash);
    door.letIn(context, sessionId);
    return context.redirect(returnTo);
  } catch (error) {
    if (!(error instanceof SignInRefused)) throw error;
    if (error.reason === 'misconfigured') door.ports.log.warn({ err: error.cause }, 'GitHub refuses the sign-in of this App');
    return answerWith(context, refusedPage(error.reason));
  }
}

async function leave(context: Context, door: Door, end: (guest: Guest) => Promise<ReturnType<typeof signedOutPage>>): Promise<Response> {
  const guest = await door.guest(context);
  if (guest === null) return answerWith(context, signedOutPage({ isEverywhere: false }));
  const refusal = await refuseStrangeForm(context, guest);
  if (refusal !== null) return refusal;
  const answer = await end(guest);
  door.readable.forget(guest.idHash);
  door.letOut(context);
  return answerWith(context, answer);
}

/** Signed in, to the log; where there is none, to why. */
async function first(context: Context, ports: WebPorts, door: Door): Promise<Response> {
  const guest = await door.guest(context);
  if (guest === null) return context.html(firstPage({ off: null }));
  const home = (await homeOf(ports.store, guest, guest.installationIds)) ?? (await askForHome(ports, door, guest));
  if (home !== null) return context.redirect(pagePath(home.login, 'log'));
  const signOutForm = html`<form method="post" action="/sign-out">${csrfField(guest)}<button>Sign out</button></form>`;
  return answerWith(context, nowherePage({ login: guest.person.login, signOut: signOutForm }));
}

/** The App may have been installed since they signed in. */
async function askForHome(ports: WebPorts, door: Door, guest: Guest): Promise<Installation | null> {
  const installationIds = await door.asking(guest, (token) => door.ports.source.installations(token));
  await ports.store.sessions((sessions) => sessions.saveInstallations(guest.idHash, installationIds));
  return homeOf(ports.store, guest, installationIds);
}

/** The first installation, by name, in which they have a log. */
async function homeOf(store: Store, guest: Guest, installationIds: readonly number[]): Promise<Installation | null> {
  const all = await store.everywhere((everywhere) => everywhere.installations());
  for (const installation of all.toSorted((a, b) => a.login.localeCompare(b.login))) {
    if (!installationIds.includes(installation.id)) continue;
    const standing = await store.tenant(installation.id, (tenant) => standingOf(tenant, guest.person.id));
    if (standing.kind !== 'stranger') return installation;
  }
  return null;
}
