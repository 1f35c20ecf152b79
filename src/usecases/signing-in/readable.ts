/** Which repositories somebody's own token reads: asked in few requests, and remembered for a few minutes. */
import type { Clock, Store } from '../ports.ts';

export type ReadablePorts = {
  readonly store: Pick<Store, 'tenant'>;
  readonly clock: Clock;
  /** Asks GitHub with the session's token, for repositories by id and name. */
  readonly ask: (
    idHash: string,
    repositories: readonly { readonly id: number; readonly fullName: string }[],
  ) => Promise<ReadonlySet<number>>;
};

export type Readable = {
  readonly of: (
    session: { readonly idHash: string },
    installationId: number,
    repositoryIds: readonly number[],
  ) => Promise<ReadonlySet<number>>;
  /** Forgets what a session was told. */
  readonly forget: (idHash: string) => void;
};

const rememberedMs = 300_000;
/** The sessions that were used longest ago are forgotten first. */
const mostSessions = 2_000;

type Answer = { readonly isReadable: boolean; readonly askedAt: number };

/** Repositories that the installation does not have are not readable, and nobody is asked about them. Rejects as `ask` does. */
export function createReadable({ store, clock, ask }: ReadablePorts): Readable {
  const remembered = new Map<string, Map<number, Answer>>();
  return {
    forget: (idHash) => remembered.delete(idHash),
    of: async ({ idHash }, installationId, repositoryIds) => {
      const now = Date.parse(clock());
      const answers = remembered.get(idHash) ?? new Map<number, Answer>();
      const isKnown = (id: number) => now - (answers.get(id)?.askedAt ?? -Infinity) < rememberedMs;
      const unknown = new Set(repositoryIds.filter((id) => !isKnown(id)));
      if (unknown.size > 0) {
        const held = await store.tenant(installationId, (tenant) => tenant.repositories.list());
        const asked = held.filter(({ id }) => unknown.has(id)).map(({ id, fullName }) => ({ id, fullName }));
        const readable = asked.length === 0 ? new Set<number>() : await ask(idHash, asked);
        for (const id of unknown) answers.set(id, { isReadable: readable.has(id), askedAt: now });
      }
      remembered.delete(idHash);
      remembered.set(idHash, answers);
      for (const oldest of [...remembered.keys()].slice(0, -mostSessions)) remembered.delete(oldest);
      return new Set(repositoryIds.filter((id) => answers.get(id)?.isReadable === true));
    },
  };
}
