/** Letting one named person read a packet: giving, ending, and reading it. */
import { TransientFailure, UserMistake } from '../../domain/errors.ts';
import { addDays, type Instant } from '../../domain/instant.ts';
import { isOpen, type PacketShare } from '../../domain/packet-draft.ts';
import type { PersonRef } from '../../domain/person.ts';
import { arrangePacket } from '../../reports/arrange-packet.ts';
import type { PacketView } from '../../reports/packet-view.ts';
import { gatherPacket } from '../packet-materials.ts';
import type { Store, Tenant } from '../ports.ts';
import { type DraftOwner, type DraftPorts, isEnrolled } from './packet-drafts.ts';
import { type Readable, readPacket } from './packet-reading.ts';

/** People of the same GitHub, in the organisation or not. */
export type Accounts = {
  /** Null when nobody has the login, or it is no person's. */
  byLogin(installationId: number, login: string): Promise<PersonRef | null>;
  /** What somebody is called now; null when they are gone. */
  byId(installationId: number, id: number): Promise<PersonRef | null>;
};

/** Days. */
export const mostShareDays = 365;
/** Open shares of one draft. */
export const mostShares = 20;

/** A share as its engineer sees it. `viewer` is null when the account is gone, or GitHub does not answer. */
export type NamedShare = PacketShare & { readonly viewer: string | null; readonly isOpen: boolean };

/** A share as it stands in an address: the installation, so that the store is asked under its eyes alone, and the share. */
export function shareAddress({ installationId, id }: { readonly installationId: number; readonly id: string }): string {
  return `${installationId}-${id}`;
}

/** The parts of such an address; null for anything else. */
export function readShareAddress(text: string): { readonly installationId: number; readonly id: string } | null {
  const [, installationId = '', id = ''] = /^(\d{1,15})-([0-9a-f]{32})$/.exec(text) ?? [];
  return id === '' ? null : { installationId: Number(installationId), id };
}

/** The shares of a draft, newest first, with what their readers are called now. */
export async function sharesOf(
  ports: { readonly store: Store; readonly accounts: Accounts },
  of: DraftOwner & { readonly draftId: string },
): Promise<readonly NamedShare[]> {
  const { shares, logins } = await ports.store.tenant(of.installationId, async (tenant) => ({
    shares: await tenant.packetShares.ofDraft(of.person.id, of.draftId),
    logins: new Map((await tenant.organisation.newest())?.members.map(({ id, login }) => [id, login])),
  }));
  const outside = [...new Set(shares.map(({ viewerId }) => viewerId))].filter((id) => !logins.has(id));
  const found = await Promise.all(outside.map((id) => ports.accounts.byId(of.installationId, id).catch(unlessItPasses)));
  const named = new Map([...logins, ...found.flatMap((one) => (one === null ? [] : [[one.id, one.login] as const]))]);
  return shares.map((share) => ({ ...share, viewer: named.get(share.viewerId) ?? null, isOpen: isOpen(share, of.now) }));
}

/** A name is not worth a page that fails. */
function unlessItPasses(error: unknown): null {
  if (error instanceof TransientFailure) return null;
  throw error;
}

/**
 * Lets one person read a draft for `days`, and returns the share's id; null when there is no such draft. Somebody who was let in already is
 * let in anew, until the new date. Throws UserMistake for an unknown login, oneself, and too many; TransientFailure when GitHub does not answer.
 */
export async function shareDraft(
  ports: { readonly store: Store; readonly accounts: Accounts },
  of: DraftOwner & { readonly draftId: string; readonly id: string; readonly login: string; readonly days: number },
): Promise<string | null> {
  const { person, now, draftId, id, installationId } = of;
  const viewer = await viewerNamed(ports, of);
  return ports.store.tenant(installationId, async (tenant) => {
    if ((await tenant.packetDrafts.find(person.id, draftId)) === null) return null;
    const open = (await tenant.packetShares.ofDraft(person.id, draftId)).filter((share) => isOpen(share, now));
    for (const before of open.filter(({ viewerId }) => viewerId === viewer.id))
      await tenant.packetShares.revoke({ personId: person.id, id: before.id, at: now });
    if (open.filter(({ viewerId }) => viewerId !== viewer.id).length >= mostShares)
      throw new UserMistake(`This packet is shared with ${mostShares} people already. End one of those first.`);
    await tenant.packetShares.add({ id, draftId, personId: person.id, viewerId: viewer.id, createdAt: now, endsAt: addDays(now, of.days) });
    await noteDown(tenant, { act: 'packet-shared', person, now });
    return id;
  });
}

async function viewerNamed(
  { accounts }: { readonly accounts: Accounts },
  of: Pick<DraftOwner, 'installationId' | 'person'> & { readonly login: string; readonly days: number },
): Promise<PersonRef> {
  const login = of.login.trim().replace(/^@/, '');
  if (!/^[a-z\d](?:[a-z\d_-]{0,98})$/i.test(login)) throw new UserMistake('Type the login of somebody on GitHub, such as `octocat`.');
  if (!Number.isInteger(of.days) || of.days < 1 || of.days > mostShareDays)
    throw new UserMistake(`A packet is shared for 1 to ${mostShareDays} days. Choose a number in between.`);
  const viewer = await accounts.byLogin(of.installationId, login);
  if (viewer === null) throw new UserMistake(`Nobody on GitHub is called \`${login}\`. Look at how they write their login.`);
  if (viewer.id === of.person.id) throw new UserMistake('That is you. Name somebody else who shall read it.');
  return viewer;
}

async function noteDown(
  tenant: Tenant,
  { act, person, now }: { readonly act: 'packet-shared' | 'packet-share-revoked'; readonly person: PersonRef; readonly now: Instant },
): Promise<void> {
  await tenant.audit.add([{ at: now, act, actor: 'person', actorId: person.id, personId: person.id, repositoryId: null }]);
}

/** Ends a share at once. Whether there was one to end. */
export async function revokeShare(store: Store, of: DraftOwner & { readonly id: string }): Promise<boolean> {
  const { person, now, id } = of;
  return store.tenant(of.installationId, async (tenant) => {
    const isRevoked = await tenant.packetShares.revoke({ personId: person.id, id, at: now });
    if (isRevoked) await noteDown(tenant, { act: 'packet-share-revoked', person, now });
    return isRevoked;
  });
}

export type SharedPacket = { readonly view: PacketView; readonly endsAt: Instant };

type Viewing = { readonly installationId: number; readonly id: string; readonly viewerId: number; readonly now: Instant };

/**
 * A shared packet for the person that it was shared with, as it was last saved and as far as their own account can read it; that they opened
 * it is written down. Null for everybody else, and when the share ended or its engineer is no longer enrolled: nobody can tell these apart.
 */
export async function openShared(ports: DraftPorts, of: Viewing & { readonly readable: Readable }): Promise<SharedPacket | null> {
  const held = await ports.store.tenant(of.installationId, (tenant) => sharedMaterials(tenant, ports, of));
  if (held === null) return null;
  const { view, hidden } = await readPacket({ ...held.gathered, readable: of.readable, reading: 'strict' });
  const isStill = await ports.store.tenant(of.installationId, async (tenant) => {
    const share = await shareFor(tenant, of);
    if (share !== null) await tenant.packetShares.opened(share.id, of.now);
    return share !== null;
  });
  return isStill ? { view: arrangePacket(view, { contents: held.contents, hidden }), endsAt: held.endsAt } : null;
}

/** The share, when it is open and theirs. */
async function shareFor(tenant: Tenant, { id, viewerId, now }: Viewing): Promise<PacketShare | null> {
  const share = await tenant.packetShares.find(id);
  return share !== null && share.viewerId === viewerId && isOpen(share, now) ? share : null;
}

async function sharedMaterials(tenant: Tenant, ports: DraftPorts, of: Viewing) {
  const share = await shareFor(tenant, of);
  const installation = await tenant.installation.read();
  if (share === null || installation === null || installation.isSuspended) return null;
  const draft = await tenant.packetDrafts.find(share.personId, share.draftId);
  const person = (await tenant.organisation.newest())?.members.find(({ id }) => id === share.personId);
  if (draft === null || person === undefined || !(await isEnrolled(tenant, person.id))) return null;
  const { contents } = draft;
  const gathered = await gatherPacket(tenant, {
    person: { id: person.id, login: person.login },
    period: contents.period,
    now: of.now,
    ladders: ports.ladders,
    addresses: ports.addresses,
  });
  return gathered === null ? null : { gathered, contents, endsAt: share.endsAt };
}
