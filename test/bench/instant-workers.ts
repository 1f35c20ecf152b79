/** Our workers with a GitHub that answers at once, for `refreshes`. */
import { openApp } from '../../src/app.ts';
import type { Dossier } from '../../src/domain/dossier.ts';
import { toInstant } from '../../src/domain/instant.ts';
import { subjectLabel, type SubjectRef } from '../../src/domain/subject.ts';
import type { Deed } from '../../src/usecases/deeds.ts';
import { createLog } from '../../src/log.ts';
import { loadEnvironment } from '../../src/settings/load.ts';
import { processorsOf } from '../../workers/main.ts';
import { addInstallation, obey, refOf, untilTrue } from './refreshing.ts';

const installationId = 1;
const clock = () => toInstant(Date.now());
const opened = await openApp({
  environment: loadEnvironment(),
  credentials: { id: 1, privateKey: 'not asked for', webhookSecret: 'not asked for' },
  clock,
  log: createLog('warn'),
  storeRole: 'service',
});
const held = new Map<string, Dossier>();
const fetch = async ({ subjects }: { readonly subjects: readonly SubjectRef[] }) =>
  subjects.map((subject) => ({ subject, dossier: held.get(subjectLabel(subject)) ?? null }));
let open = 0;
const tell = (deed: Deed): void => {
  if (deed.kind === 'refreshed') open -= 1;
  opened.tell(deed);
};
const app = { ...opened, tell, dossiers: { ...opened.dossiers, fetch } };
await addInstallation(app.store, installationId);
await app.queue.startWorkers(processorsOf(app));
let repositoryIds: readonly number[] = [];

obey({
  prepare: async (dossiers) => {
    held.clear();
    open = dossiers.length;
    for (const dossier of dossiers) held.set(subjectLabel(refOf(dossier)), dossier);
    repositoryIds = [...new Set(dossiers.map(({ repository }) => repository.id))];
    const now = clock();
    const touches = dossiers.map((dossier) => ({ subject: refOf(dossier), at: now, dueAt: now }));
    await app.store.tenant(installationId, (tenant) => tenant.touches.addAll(touches));
  },
  work: async () => {
    await Promise.all(repositoryIds.map((repositoryId) => app.queues.refresh({ installationId, repositoryId })));
    // To ask Redis all the while would take its time and ours.
    await untilTrue(async () => {
      if (open > 0) return false;
      const { waiting, active, delayed } = (await app.queue.counts()).refresh;
      return waiting + active + delayed === 0;
    });
  },
});
