/** Snapshots of organisations that this process has read: they do not change, and to hand over a large organisation's year takes seconds. */
import type { Instant } from '../domain/instant.ts';
import type { OrganisationSnapshot } from '../domain/organisation.ts';
import type { SnapshotRow } from './schema.ts';

/** What tells a snapshot from all others of its installation. */
export type Stamp = Pick<SnapshotRow, 'taken_at' | 'digest'>;

export type KnownSnapshot = { readonly key: string; readonly at: Instant; readonly snapshot: OrganisationSnapshot };

/** The newest is held apart, as only it has readers. The older ones go by their keys; `parts` are what those share, by its JSON. */
export type KnownOfOne = {
  newest: KnownSnapshot | null;
  readonly older: Map<string, OrganisationSnapshot>;
  readonly parts: Map<string, object>;
};

/** Those of an installation; empty ones when none were read, or not lately. */
export type KnownSnapshots = (installationId: number) => KnownOfOne;

/** The stamp as a word. */
export const keyOf = ({ taken_at: at, digest }: Stamp): string => `${at} ${digest}`;

const mostInstallations = 100;
const unusedMs = 3_600_000;

/** An empty memory. It forgets an installation after an hour without use, and the longest unused when there are more than a hundred. */
export function knownSnapshots(now: () => number = Date.now): KnownSnapshots {
  const all = new Map<number, { readonly known: KnownOfOne; readonly usedAt: number }>();
  return (installationId) => {
    const known = all.get(installationId)?.known ?? { newest: null, older: new Map(), parts: new Map() };
    all.delete(installationId);
    for (const [id, { usedAt }] of all) if (all.size >= mostInstallations || now() - usedAt > unusedMs) all.delete(id);
    all.set(installationId, { known, usedAt: now() });
    return known;
  };
}

/** The snapshot with whatever it has in common with others of its installation held once: from one day to the next little changes. */
export function sharing({ parts }: KnownOfOne, snapshot: OrganisationSnapshot): OrganisationSnapshot {
  const shared = <Part extends object>(part: Part): Part => {
    const key = JSON.stringify(part);
    const held = parts.get(key) as Part | undefined;
    if (held === undefined) parts.set(key, part);
    return held ?? part;
  };
  const { members, teams, repositories } = snapshot;
  return { ...snapshot, members: members.map(shared), teams: teams.map(shared), repositories: repositories.map(shared) };
}
