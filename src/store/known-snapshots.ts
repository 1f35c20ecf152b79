/** Snapshots of organisations that this process has read: they do not change, and to hand over a large organisation's year takes seconds. */
import type { Instant } from '../domain/instant.ts';
import type { OrganisationSnapshot } from '../domain/organisation.ts';
import type { SnapshotRow } from './schema.ts';

/** What tells a snapshot from all others of its installation. */
export type Stamp = Pick<SnapshotRow, 'taken_at' | 'digest'>;

export type KnownSnapshot = { readonly key: string; readonly at: Instant; readonly snapshot: OrganisationSnapshot };

/** The newest is held apart, as only it has readers. The older ones go by their keys; `parts` are those of the one read last, by their JSON. */
export type KnownOfOne = {
  newest: KnownSnapshot | null;
  readonly older: Map<string, OrganisationSnapshot>;
  parts: ReadonlyMap<string, object>;
};

export type KnownSnapshots = {
  /** Those of an installation; empty ones when none were read, or not lately. */
  readonly of: (installationId: number) => KnownOfOne;
  /** Lets go of what was not asked for within the hour. */
  readonly forgetUnused: () => void;
};

/** The stamp as a word. */
export const keyOf = ({ taken_at: at, digest }: Stamp): string => `${at} ${digest}`;

const mostInstallations = 100;
const unusedMs = 3_600_000;

/** An empty memory. When it holds more than a hundred installations, it forgets the longest unused. */
export function knownSnapshots(now: () => number = Date.now): KnownSnapshots {
  const all = new Map<number, { readonly known: KnownOfOne; readonly usedAt: number }>();
  const forgetUnused = (): void => {
    for (const [id, { usedAt }] of all) if (now() - usedAt > unusedMs) all.delete(id);
  };
  const of = (installationId: number): KnownOfOne => {
    forgetUnused();
    const known = all.get(installationId)?.known ?? { newest: null, older: new Map(), parts: new Map() };
    all.delete(installationId);
    for (const id of all.keys()) if (all.size >= mostInstallations) all.delete(id);
    all.set(installationId, { known, usedAt: now() });
    return known;
  };
  return { of, forgetUnused };
}

/** The snapshot with whatever it has in common with the one before it held once: from one day to the next little changes. */
export function sharing(known: KnownOfOne, snapshot: OrganisationSnapshot): OrganisationSnapshot {
  const parts = new Map<string, object>();
  const shared = <Part extends object>(part: Part): Part => {
    const key = JSON.stringify(part);
    const held = (known.parts.get(key) as Part | undefined) ?? part;
    parts.set(key, held);
    return held;
  };
  const { members, teams, repositories } = snapshot;
  const result = { ...snapshot, members: members.map(shared), teams: teams.map(shared), repositories: repositories.map(shared) };
  known.parts = parts;
  return result;
}
