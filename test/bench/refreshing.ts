/** What both contestants of `refreshes` share: the organisation, the rounds, and how they are told what to do. */
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Dossier } from '../../src/domain/dossier.ts';
import type { SubjectRef } from '../../src/domain/subject.ts';
import type { Store } from '../../src/usecases/ports.ts';
import { aRepository } from '../store/samples.ts';
import { generatedDossier, organisationFor } from './generated-dossiers.ts';
import { rounds } from './measuring.ts';

/** With the round that is not counted, 6,000 subjects in all. */
const subjectsPerRound = 1_000;
const subjectsInAll = subjectsPerRound * (rounds + 1);

/** In each round: getting ready, which does not count, then work until all is done. */
export type Contestant = { readonly prepare: (dossiers: readonly Dossier[]) => Promise<void>; readonly work: () => Promise<void> };

export const orderSchema = z.object({ kind: z.enum(['prepare', 'work']), round: z.number() });
export type Order = z.output<typeof orderSchema>;

export const organisation = organisationFor(subjectsInAll);

export function refOf({ repository, kind, number }: Dossier): SubjectRef {
  return { repositoryId: repository.id, kind, number };
}

/** Both work on the same subjects, new ones in every round. */
function dossiersOf(round: number): readonly Dossier[] {
  return Array.from({ length: subjectsPerRound }, (_, index) => generatedDossier(round * subjectsPerRound + index, subjectsInAll));
}

/** The installation after the first look at its organisation. */
export async function addInstallation(store: Store, installationId: number): Promise<void> {
  await store.tenant(installationId, async (tenant) => {
    await tenant.installation.save({ id: installationId, accountId: installationId, login: 'acme', isSuspended: false });
    await tenant.organisation.add(organisation);
    for (const { id, fullName } of organisation.repositories) await tenant.repositories.save(aRepository({ id, fullName }));
  });
}

const pollMs = 5;

/** Asks again and again; a few milliseconds late at most. */
export async function untilTrue(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await pause(pollMs);
}

/** Does what the parent process says, and tells it how many subjects a second were worked off. */
export function obey(contestant: Contestant): void {
  const follow = async ({ kind, round }: Order): Promise<number> => {
    if (kind === 'prepare') await contestant.prepare(dossiersOf(round));
    const startedAt = performance.now();
    if (kind === 'work') await contestant.work();
    return subjectsPerRound / ((performance.now() - startedAt) / 1_000);
  };
  process.on('message', (message) => {
    follow(orderSchema.parse(message)).then(
      (perSecond) => process.send?.({ perSecond }),
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
        process.exit(1);
      },
    );
  });
  process.send?.({ perSecond: 0 });
}
