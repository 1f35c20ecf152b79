/** What a refresh replaces and the patterns that follow from it are one: a failure in between leaves both for the next attempt. */
import { expect, it } from 'vitest';
import { organisationFor, generatedDossier } from '../bench/generated-dossiers.ts';
import type { SubjectRef } from '../../src/domain/subject.ts';
import type { Store, Tenant } from '../../src/usecases/ports.ts';
import { type RefreshPorts, refreshSubjects } from '../../src/usecases/refresh-subjects.ts';
import { openTestStore } from '../store/open-for-tests.ts';
import { aRepository, newInstallationId } from '../store/samples.ts';

const installationId = newInstallationId();
const subjects = 60;
const now = '2026-01-10T00:00:00Z';
const dossiers = Array.from({ length: subjects }, (_, number) => generatedDossier(number, subjects));
const refOf = ({ repository, kind, number }: (typeof dossiers)[number]): SubjectRef => ({ repositoryId: repository.id, kind, number });

/** Everybody's patterns fail to be replaced. */
function breaking(store: Store): Store {
  const replacePatterns = () => Promise.reject(new Error('the process ended'));
  const broken = (tenant: Tenant): Tenant => ({ ...tenant, evidence: { ...tenant.evidence, replacePatterns } });
  return { ...store, tenant: (id, work) => store.tenant(id, (tenant) => work(broken(tenant))) };
}

function portsOn(store: Store): RefreshPorts {
  const fetch = async (asked: { readonly subjects: readonly SubjectRef[] }) =>
    asked.subjects.map((subject) => ({ subject, dossier: dossiers.find(({ number }) => number === subject.number) ?? null }));
  const nothing = async () => undefined;
  const queues = { refresh: nothing, organisation: nothing, report: nothing };
  return {
    store,
    queues,
    clock: () => now,
    dossiers: { fetch },
    batchSize: subjects,
    log: { warn: () => undefined },
  } as unknown as RefreshPorts;
}

it('a refresh that fails at the patterns leaves nothing behind, and the next one finds everything', async () => {
  const { store, close } = await openTestStore();
  const patterns = () =>
    store.tenant(installationId, async (tenant) => {
      const people = await tenant.participations.people();
      const held = await Promise.all(people.map((id) => tenant.evidence.ofPerson(id)));
      return { people: people.length, patterns: held.flat().filter(({ signal }) => signal === 'cross-repo-review').length };
    });
  const organisation = organisationFor(subjects);
  await store.tenant(installationId, async (tenant) => {
    await tenant.installation.save({ id: installationId, accountId: 1, login: 'acme', isSuspended: false });
    await tenant.organisation.add(organisation);
    for (const { id, fullName } of organisation.repositories) await tenant.repositories.save(aRepository({ id, fullName }));
    await tenant.touches.addAll(dossiers.map((dossier) => ({ subject: refOf(dossier), at: now, dueAt: now })));
  });
  const job = { installationId, repositoryId: 1 };
  await expect(refreshSubjects(portsOn(breaking(store)), job)).rejects.toThrow('the process ended');
  expect(await patterns()).toEqual({ people: 0, patterns: 0 });
  expect(await refreshSubjects(portsOn(store), job)).toBeNull();
  const after = await patterns();
  expect(after.people).toBeGreaterThan(0);
  expect(after.patterns).toBeGreaterThan(0);
  await close();
});
