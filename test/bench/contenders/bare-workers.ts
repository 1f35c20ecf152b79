/** Workers of BullMQ that only run the store's transaction of a refresh, with findings that were made in advance, for `refreshes`. */
import { Queue, Worker } from 'bullmq';
import { z } from 'zod';
import type { Dossier } from '../../../src/domain/dossier.ts';
import { toInstant } from '../../../src/domain/instant.ts';
import { subjectLabel } from '../../../src/domain/subject.ts';
import { effectiveSettings, parseOrganisationFile } from '../../../src/settings/files.ts';
import { loadEnvironment } from '../../../src/settings/load.ts';
import { classify } from '../../../src/signals/classify.ts';
import { openStore } from '../../../src/store/open.ts';
import { asEvidence } from '../../../src/usecases/as-evidence.ts';
import type { Tenant } from '../../../src/usecases/ports.ts';
import { addInstallation, obey, organisation, refOf, untilTrue } from '../refreshing.ts';

const installationId = 2;
/** As many as our workers take at once, and of as many subjects. */
const concurrency = 4;
const subjectsPerJob = 20;

type Replacement = Parameters<Tenant['subjects']['replace']>;
const jobSchema = z.array(z.string());

const parsed = parseOrganisationFile('');
if (!parsed.ok) throw new Error('The default settings are not valid.');
const settings = effectiveSettings(parsed.settings, { enabled: true });

function replacementOf(dossier: Dossier): Replacement {
  const { findings, participations } = classify({ dossier, organisation: [organisation], settings });
  const subject = refOf(dossier);
  const { url, title, updatedAt } = dossier;
  const evidence = findings.map((finding) => asEvidence(finding, installationId, settings));
  return [
    { subject, url, title, updatedAt, fetchedAt: toInstant(Date.now()) },
    { participations, evidence },
  ];
}

const { databaseUrl, redisUrl } = loadEnvironment();
const store = await openStore({ databaseUrl, dataDir: '', role: 'service' });
await addInstallation(store, installationId);
const connection = { url: redisUrl ?? '' };
const queue = new Queue('bare', { connection, defaultJobOptions: { removeOnComplete: true } });
const replacements = new Map<string, Replacement>();
let open = 0;

async function replaceAll(labels: readonly string[]): Promise<void> {
  await store.tenant(installationId, async (tenant) => {
    for (const label of labels) {
      const replacement = replacements.get(label);
      if (replacement === undefined) throw new Error('A subject was not prepared.');
      await tenant.subjects.replace(...replacement);
    }
  });
  open -= labels.length;
}

const worker = new Worker('bare', ({ data }) => replaceAll(jobSchema.parse(data)), { connection, concurrency });
await worker.waitUntilReady();

obey({
  prepare: async (dossiers) => {
    replacements.clear();
    for (const dossier of dossiers) replacements.set(subjectLabel(refOf(dossier)), replacementOf(dossier));
  },
  work: async () => {
    const labels = [...replacements.keys()];
    open = labels.length;
    const starts = Array.from({ length: Math.ceil(labels.length / subjectsPerJob) }, (_, index) => index * subjectsPerJob);
    await queue.addBulk(starts.map((start) => ({ name: 'batch', data: labels.slice(start, start + subjectsPerJob) })));
    await untilTrue(async () => open === 0);
  },
});
