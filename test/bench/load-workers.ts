/** Workers with a GitHub that answers at once whatever subject is asked for, for `load`. */
import { openApp } from '../../src/app.ts';
import { toInstant } from '../../src/domain/instant.ts';
import { createLog } from '../../src/log.ts';
import { loadEnvironment } from '../../src/settings/load.ts';
import type { DossierSource } from '../../src/usecases/ports.ts';
import { processorsOf } from '../../workers/main.ts';
import { installationId, subjects as subjectsInAll } from './deliveries.ts';
import { generatedDossier, organisationFor } from './generated-dossiers.ts';

const opened = await openApp({
  environment: loadEnvironment(),
  credentials: { id: 1, privateKey: 'not asked for', webhookSecret: 'not asked for' },
  clock: () => toInstant(Date.now()),
  log: createLog('warn'),
  storeRole: 'service',
});
await opened.store.tenant(installationId, (tenant) => tenant.organisation.add(organisationFor(subjectsInAll)));

const fetch: DossierSource['fetch'] = async ({ repository, subjects }) =>
  subjects.map((subject) => {
    const { id, fullName } = repository;
    const dossier = generatedDossier((subject.number * 100 + (id % 100)) % subjectsInAll, subjectsInAll);
    return { subject, dossier: { ...dossier, kind: subject.kind, number: subject.number, repository: { id, fullName } } };
  });
const app = { ...opened, dossiers: { ...opened.dossiers, fetch } };
await app.queue.startWorkers(processorsOf(app));
process.stdout.write('{"port":0,"msg":"Ready"}\n');
process.once('SIGTERM', () => process.exit(0));
