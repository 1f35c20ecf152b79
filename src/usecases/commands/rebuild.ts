/** `/brag rebuild`, by an owner of the organisation: everything that is kept is read on GitHub again, and judged by the rules of now. */
import type { Instant } from '../../domain/instant.ts';
import type { SubjectRef } from '../../domain/subject.ts';
import { rebuiltAnswer, rebuildForOwnersAnswer } from '../../reports/answers.ts';
import type { Clock, GivenCommand, Queues, Store, Tenant } from '../ports.ts';
import { retentionStart } from '../retention.ts';
import { organisationSettings } from '../tenant-settings.ts';

type Ports = { readonly store: Store; readonly queues: Queues; readonly clock: Clock };

/** Touches in one transaction: it stays short. */
const batchSize = 200;

/**
 * Touches every subject of the repositories that opted in, as far back as evidence is kept, and has the sweep look for what was never read. Owners
 * only; others are told so. Asking again changes nothing but the time it takes. The command is written down last, so that a run that was cut
 * off is repeated.
 */
export async function rebuild(ports: Ports, of: { readonly installationId: number; readonly given: GivenCommand }): Promise<void> {
  const { installationId, given } = of;
  const isOwner = await ports.store.tenant(installationId, (tenant) => ownsOrganisation(tenant, given.personId));
  const says = isOwner ? await touchAll(ports, installationId) : rebuildForOwnersAnswer;
  await ports.store.tenant(installationId, async (tenant) => {
    if (!(await tenant.commands.begin(given))) return;
    const line = { at: given.at, act: 'rebuilt', actor: 'person', actorId: given.personId, personId: null, repositoryId: null } as const;
    if (isOwner) await tenant.audit.add([line]);
    const answer = `\`/brag rebuild\`: ${says}`;
    await tenant.commands.finish(given, { state: isOwner ? 'done' : 'refused', key: null, before: null, answer });
  });
}

async function ownsOrganisation(tenant: Tenant, personId: number): Promise<boolean> {
  const members = (await tenant.organisation.newest())?.members ?? [];
  return members.some(({ id, role }) => id === personId && role === 'owner');
}

async function touchAll({ store, queues, clock }: Ports, installationId: number): Promise<string> {
  const at = clock();
  const { repositories, subjects } = await store.tenant(installationId, (tenant) => everythingKept(tenant, at));
  for (let start = 0; start < subjects.length; start += batchSize) {
    await store.tenant(installationId, async (tenant) => {
      for (const subject of subjects.slice(start, start + batchSize)) await tenant.touches.add(subject, { at, dueAt: at });
    });
  }
  await store.tenant(installationId, async (tenant) => {
    for (const repositoryId of repositories) await tenant.repositories.setSweptUntil(repositoryId, null);
  });
  await queues.sweep({ installationId });
  return rebuiltAnswer({ subjects: subjects.length, repositories: repositories.length });
}

async function everythingKept(
  tenant: Tenant,
  now: Instant,
): Promise<{ readonly repositories: readonly number[]; readonly subjects: readonly SubjectRef[] }> {
  const since = retentionStart(now, await organisationSettings(tenant)).at;
  const repositories = (await tenant.repositories.list()).filter(({ optIn }) => optIn === 'in').map(({ id }) => id);
  const subjects: SubjectRef[] = [];
  for (const repositoryId of repositories) subjects.push(...(await tenant.subjects.activeSince(repositoryId, since)));
  return { repositories, subjects };
}
