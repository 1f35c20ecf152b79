/** What stands before every page of a log: a session, the organisation, and that the person has a log there. */
import type { Context, MiddlewareHandler } from 'hono';
import { type Answer, notEnrolledPage, restingPage, strangerPage } from '../pages/way-in.ts';
import type { Member } from '../domain/organisation.ts';
import type { Installation } from '../usecases/ports.ts';
import { installationOf, type Standing, standingOf } from '../usecases/signing-in/standing.ts';
import type { Door, Guest } from './door.ts';
import { answerWith, askToSignIn, refuseStrangeForm, writtenUnlessLooking } from './forms.ts';
import type { Signed, ViewerEnv, WebEnv, WebPorts } from './web-app.ts';

/** The page for owners: they need no log of their own to see it. */
const ownersPage = /^\/orgs\/[^/]+\/installation(?:\/|$)/;

/** Lets whoever has a log in the organisation of the path through, as `signed`. */
export function asSigned(ports: WebPorts, door: Door): MiddlewareHandler<WebEnv> {
  return async (context, next) => {
    const guest = await door.guest(context);
    if (guest === null) return askToSignIn(context);
    const organisation = context.req.param('org') ?? '';
    const installation = await installationOf(ports, organisation);
    const standing = installation && (await ports.store.tenant(installation.id, (tenant) => standingOf(tenant, guest.person.id)));
    const entry = entryOf(context, standing ?? { kind: 'stranger' });
    if (entry === null) {
      const written = await writtenUnlessLooking(context);
      return answerWith(context, refusalFor(standing, { organisation, login: guest.person.login, written }));
    }
    const refusal = await refuseStrangeForm(context, guest);
    if (refusal !== null) return refusal;
    context.set('signed', await signedOf({ ports, door, guest }, entry));
    return next();
  };
}

/** Lets whoever is signed in through, as `viewer`. */
export function asViewer({ clock }: Pick<WebPorts, 'clock'>, door: Door): MiddlewareHandler<ViewerEnv> {
  return async (context, next) => {
    const guest = await door.guest(context);
    if (guest === null) return askToSignIn(context);
    const refusal = await refuseStrangeForm(context, guest);
    if (refusal !== null) return refusal;
    const { person, csrf } = guest;
    context.set('viewer', { person, csrf, at: clock(), readable: (installationId, ids) => door.readable.of(guest, installationId, ids) });
    return next();
  };
}

type Entry = { readonly installation: Installation; readonly member: Member };

function entryOf(context: Context, standing: Standing): Entry | null {
  if (standing.kind === 'enrolled') return standing;
  const isOwner = standing.kind === 'not-enrolled' && standing.member.role === 'owner';
  return isOwner && ownersPage.test(context.req.path) ? standing : null;
}

/** What they wrote stands on the page: who is removed, or whose organisation suspends the App, loses no words. */
function refusalFor(standing: Standing | null, of: Parameters<typeof strangerPage>[0]): Answer {
  const { written } = of;
  if (standing?.kind === 'not-enrolled') return notEnrolledPage({ organisation: standing.installation.login, why: standing.why, written });
  if (standing?.kind === 'resting') return restingPage({ organisation: standing.installation.login, why: standing.why, written });
  return strangerPage(of);
}

async function signedOf(
  { ports, door, guest }: { readonly ports: WebPorts; readonly door: Door; readonly guest: Guest },
  { installation, member }: Entry,
): Promise<Signed> {
  const { person, csrf, installationIds } = guest;
  const all = await ports.store.everywhere((everywhere) => everywhere.installations());
  const theirs = all.filter(({ id }) => id === installation.id || installationIds.includes(id)).map(({ login }) => login);
  const visitor = {
    organisation: installation.login,
    organisations: theirs.toSorted((a, b) => a.localeCompare(b)),
    login: person.login,
    isOwner: member.role === 'owner',
    csrf,
  };
  return {
    installationId: installation.id,
    organisation: installation.login,
    person,
    visitor,
    at: ports.clock(),
    readable: (ids) => door.readable.of(guest, installation.id, ids),
  };
}
