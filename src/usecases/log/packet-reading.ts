/** What one reader can see of somebody's packet, told by the reader's own account. */
import type { Evidence } from '../../domain/evidence.ts';
import type { OrganisationSnapshot } from '../../domain/organisation.ts';
import { type PacketView, packetView } from '../../reports/packet-view.ts';
import type { PacketMaterials } from '../packet-materials.ts';

/** Of these repositories, those that the reader's own account can read. */
export type Readable = (repositoryIds: readonly number[]) => Promise<ReadonlySet<number>>;

export type ReadPacket = {
  /** Laid out of everything of the period. */
  readonly view: PacketView;
  /** Keys of items that the reader can't see. */
  readonly hidden: ReadonlySet<string>;
};

/**
 * The packet and what of it is hidden from its reader. `own`: of their own packet somebody sees what they can read; `strict`: of somebody
 * else's, only what leads nowhere and names nothing that they can't read. Rejects as `readable` does.
 */
export async function readPacket(of: {
  readonly materials: PacketMaterials;
  readonly snapshot: OrganisationSnapshot;
  readonly readable: Readable;
  readonly reading: 'own' | 'strict';
}): Promise<ReadPacket> {
  const { materials, snapshot, reading } = of;
  const closed = await closedTo(of);
  const closedIds = new Set(closed.map(({ id }) => id));
  const closedNames = new Set(closed.map(({ fullName }) => fullName.toLowerCase()));
  const known = new Set(snapshot.repositories.map(({ id }) => id));
  const names = closed.map(({ fullName }) => fullName.split('/')[1] ?? fullName);
  const isHidden = (one: Evidence): boolean => {
    if (!known.has(one.subject.repositoryId) || closedIds.has(one.subject.repositoryId)) return true;
    return reading === 'strict' && (linkedNames(one).some((name) => closedNames.has(name)) || mentions(one.because, names));
  };
  const open = new Set(snapshot.repositories.filter(({ id }) => !closedIds.has(id)).map(({ fullName }) => fullName.toLowerCase()));
  const view = packetView({
    ...materials,
    isRestricted: () => false,
    canAllReadRepository: (fullName) => open.has(fullName.toLowerCase()),
  });
  return { view, hidden: new Set(materials.evidence.filter(isHidden).map(({ key }) => key)) };
}

/** Repositories of the organisation that are not public and that the reader can't read. */
async function closedTo(of: {
  readonly snapshot: OrganisationSnapshot;
  readonly readable: Readable;
}): Promise<OrganisationSnapshot['repositories']> {
  const asked = of.snapshot.repositories.filter(({ visibility }) => visibility !== 'public');
  if (asked.length === 0) return [];
  const readable = await of.readable(asked.map(({ id }) => id));
  return asked.filter(({ id }) => !readable.has(id));
}

/** The repositories that an item's links lead to, as `owner/name` in lower case. */
function linkedNames({ links }: Evidence): readonly string[] {
  return links.flatMap((link) => (URL.canParse(link) ? [new URL(link).pathname.split('/').slice(1, 3).join('/').toLowerCase()] : []));
}

/** Whether a reason names one of the repositories, as a word of its own. */
function mentions(because: string, names: readonly string[]): boolean {
  const words = new Set(
    because
      .toLowerCase()
      .match(/[\w.-]+/g)
      ?.map((word) => word.replace(/[.-]+$/, '')) ?? [],
  );
  return names.some((name) => words.has(name.toLowerCase()));
}
