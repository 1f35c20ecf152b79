/** What engineers do with their packets in the browser: begin, arrange, look, save, throw away. Nothing here decides on evidence. */
import { UserMistake } from '../../domain/errors.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Ladder } from '../../domain/ladder.ts';
import { dayOf } from '../../domain/month.ts';
import { type DraftContents, type DraftVersion, isOpen, type PacketDraft } from '../../domain/packet-draft.ts';
import type { Period } from '../../domain/period.ts';
import type { PersonRef } from '../../domain/person.ts';
import { applyChange, type DraftChange, mergeDrafts, type MergedDraft } from '../../reports/draft-change.ts';
import { type PacketView, packetView } from '../../reports/packet-view.ts';
import { enrolledPeople } from '../enrolment.ts';
import { gatherPacket } from '../packet-materials.ts';
import type { Store, Tenant } from '../ports.ts';
import { organisationSettings } from '../tenant-settings.ts';
import { withholdSecrets } from '../withhold-secrets.ts';
import { type Readable, type ReadPacket, readPacket } from './packet-reading.ts';

/** Whose packets they are, and when it is. */
export type DraftOwner = { readonly installationId: number; readonly person: PersonRef; readonly now: Instant };

export type DraftPorts = {
  readonly store: Store;
  readonly ladders: readonly Ladder[];
  readonly addresses: { readonly webUrl: string; readonly rubricUrl: string };
};

/** More drafts of one person are not begun. */
export const mostDrafts = 50;

/** A draft with what it could hold. */
export type OpenDraft = ReadPacket & {
  readonly draft: PacketDraft;
  /** Newest first, the one that holds included. */
  readonly versions: readonly DraftVersion[];
};

/** Their drafts, last saved first, and with how many people each is shared now. */
export async function listDrafts(
  store: Store,
  { installationId, person, now }: DraftOwner,
): Promise<readonly { readonly draft: PacketDraft; readonly sharedWith: number }[]> {
  return store.tenant(installationId, async (tenant) => {
    const open = (await tenant.packetShares.ofPerson(person.id)).filter((share) => isOpen(share, now));
    const drafts = await tenant.packetDrafts.ofPerson(person.id);
    return drafts.map((draft) => ({ draft, sharedWith: open.filter(({ draftId }) => draftId === draft.id).length }));
  });
}

/**
 * Begins a draft that holds everything of the period, and returns its id; null for people who are not enrolled. Throws UserMistake when there
 * are too many already.
 */
export async function beginDraft(
  ports: DraftPorts,
  of: DraftOwner & { readonly id: string; readonly period: Period },
): Promise<string | null> {
  const { person, period, now, id } = of;
  return ports.store.tenant(of.installationId, async (tenant) => {
    const view = await everythingOf(tenant, ports, of);
    if (view === null) return null;
    if ((await tenant.packetDrafts.ofPerson(person.id)).length >= mostDrafts)
      throw new UserMistake(`There are ${mostDrafts} packets already. Throw one away that you no longer need, then begin this one.`);
    const contents: DraftContents = {
      title: `Evidence for a promotion: ${person.login}`,
      period,
      summary: '',
      prose: {},
      chosen: keysOf(view),
      left: [],
      projects: view.projects.map(({ subject }) => subject),
    };
    await tenant.packetDrafts.add({ id, personId: person.id, version: 1, contents, createdAt: now, savedAt: now });
    return id;
  });
}

/** The packet of a period with all that counts; null for people who are not enrolled. */
async function everythingOf(tenant: Tenant, ports: DraftPorts, of: DraftOwner & { readonly period: Period }): Promise<PacketView | null> {
  if (!(await isEnrolled(tenant, of.person.id))) return null;
  const gathered = await gatherPacket(tenant, { ...of, ladders: ports.ladders, addresses: ports.addresses });
  return gathered === null ? null : packetView({ ...gathered.materials, isRestricted: () => false, canAllReadRepository: () => false });
}

/** Whether evidence about somebody may be kept and shown now. */
export async function isEnrolled(tenant: Tenant, personId: number): Promise<boolean> {
  const snapshot = await tenant.organisation.newest();
  return snapshot !== null && (await enrolledPeople(tenant, await organisationSettings(tenant), snapshot)).has(personId);
}

function keysOf({ projects, sections, entries }: PacketView): readonly string[] {
  return [...[...projects, ...sections].flatMap(({ items }) => items), ...entries].map(({ key }) => key);
}

/**
 * A draft with what it could hold, as far as its engineer's own account can read it; null when they have no such draft. `period` is that of
 * contents which were not saved. Rejects as `readable` does.
 */
export async function openDraft(
  ports: DraftPorts,
  of: DraftOwner & { readonly id: string; readonly readable: Readable; readonly period?: Period },
): Promise<OpenDraft | null> {
  const held = await ports.store.tenant(of.installationId, async (tenant) => {
    const draft = await tenant.packetDrafts.find(of.person.id, of.id);
    if (draft === null || !(await isEnrolled(tenant, of.person.id))) return null;
    const period = of.period ?? draft.contents.period;
    const gathered = await gatherPacket(tenant, { ...of, period, ladders: ports.ladders, addresses: ports.addresses });
    return gathered === null ? null : { draft, gathered, versions: await tenant.packetDrafts.versions(of.person.id, of.id) };
  });
  if (held === null) return null;
  return { ...(await readPacket({ ...held.gathered, readable: of.readable, reading: 'own' })), draft: held.draft, versions: held.versions };
}

/**
 * `joined`: what was saved elsewhere meanwhile was put together with it, and nothing was in the way. `conflict`: words were changed in both;
 * these are kept as a version beside the one that holds, and `merged` waits for a person's eye.
 */
export type DraftSaved =
  | { readonly kind: 'saved' | 'joined'; readonly version: number }
  | {
      readonly kind: 'conflict';
      readonly version: number;
      readonly current: number;
      readonly savedAt: Instant;
      readonly merged: MergedDraft;
    }
  | { readonly kind: 'gone' };

/**
 * Saves what a form says. `basedOn` is the version that the form was made of. What the page saves by itself is never joined, since the page
 * would go on showing the rest as it was. Secrets are taken out of the words. A period that was not in the draft before brings what it holds.
 */
export async function saveDraft(
  ports: DraftPorts,
  of: DraftOwner & { readonly id: string; readonly basedOn: number; readonly kind: 'saved' | 'automatic'; readonly change: DraftChange },
): Promise<DraftSaved> {
  const change = await withoutSecrets(of.change);
  return ports.store.tenant(of.installationId, async (tenant) => {
    const draft = await tenant.packetDrafts.find(of.person.id, of.id);
    if (draft === null) return { kind: 'gone' };
    const { personId, id } = draft;
    const versions = await tenant.packetDrafts.versions(personId, id);
    const base = versions.find(({ version }) => version === of.basedOn)?.contents ?? null;
    const mine = await withNewPeriod(tenant, ports, {
      ...of,
      before: base ?? draft.contents,
      after: applyChange(base ?? draft.contents, change),
    });
    const saving = { personId, id, kind: of.kind, at: of.now };
    const saved = await tenant.packetDrafts.save({ ...saving, basedOn: of.basedOn, contents: mine });
    if (saved.kind !== 'aside') return saved.kind === 'gone' ? saved : { kind: 'saved', version: saved.version };
    const merged = mergeDrafts({ base, mine, theirs: draft.contents });
    if (merged.conflicts.length > 0 || of.kind === 'automatic')
      return { kind: 'conflict', version: saved.version, current: draft.version, savedAt: draft.savedAt, merged };
    const joined = await tenant.packetDrafts.save({ ...saving, basedOn: draft.version, contents: merged.contents });
    return joined.kind === 'gone' ? joined : { kind: 'joined', version: joined.version };
  });
}

async function withoutSecrets(change: DraftChange): Promise<DraftChange> {
  const prose = await Promise.all(Object.entries(change.prose).map(async ([part, words]) => [part, await withholdSecrets(words)] as const));
  return {
    ...change,
    title: await withholdSecrets(change.title),
    summary: await withholdSecrets(change.summary),
    prose: Object.fromEntries(prose),
  };
}

/** Whoever widens the period wants what lies there: it is chosen, as everything was when the draft was begun. */
async function withNewPeriod(
  tenant: Tenant,
  ports: DraftPorts,
  of: DraftOwner & { readonly before: DraftContents; readonly after: DraftContents },
): Promise<DraftContents> {
  const { before, after } = of;
  if (before.period.from === after.period.from && before.period.to === after.period.to) return after;
  const [old, view] = [
    await everythingOf(tenant, ports, { ...of, period: before.period }),
    await everythingOf(tenant, ports, { ...of, period: after.period }),
  ];
  if (old === null || view === null) return after;
  const known = new Set([...keysOf(old), ...after.chosen, ...after.left]);
  return { ...after, chosen: [...after.chosen, ...keysOf(view).filter((key) => !known.has(key))] };
}

/** Throws a draft away, with its versions and shares. */
export async function eraseDraft(store: Store, of: DraftOwner & { readonly id: string }): Promise<void> {
  await store.tenant(of.installationId, (tenant) => tenant.packetDrafts.erase(of.person.id, of.id));
}

/** The local day in the organisation's reports, for periods that count back from today. */
export async function localDay(store: Store, { installationId, now }: DraftOwner): Promise<string> {
  return store.tenant(installationId, async (tenant) => dayOf(now, (await organisationSettings(tenant)).reports.timezone));
}
